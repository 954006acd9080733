"""Archives, encrypted and structured exports damaged in any way: nothing else fails or leaks."""

import base64
import hashlib
import io
import json
import traceback
import zipfile

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit import vaults
from secaudit.errors import SecauditError
from secaudit.model import Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault
from secaudit.vaults.cxf import CXF
from secaudit.vaults.onepux import ONEPASSWORD_1PIF, ONEPASSWORD_1PUX
from secaudit.vaults.protonpass import PROTON_PASS
from secaudit.vaults.samsung import SAMSUNG_PASS

CANARY = "kanarie-7Qx"
FORMATS = (ONEPASSWORD_1PUX, ONEPASSWORD_1PIF, PROTON_PASS, CXF, SAMSUNG_PASS)
_FORM = [{"designation": d, "value": CANARY} for d in ("username", "password")]
_PAST = [{"value": CANARY, "time": 1_704_067_200}]
_1PUX_ITEM = {
    "categoryUuid": "001",
    "state": "active",
    "createdAt": 1_704_067_200,
    "details": {
        "loginFields": _FORM,
        "password": CANARY,
        "passwordHistory": _PAST,
        "sections": [{"fields": [{"id": "TOTP_1", "value": {"totp": CANARY}}]}],
    },
    "overview": {
        "title": CANARY,
        "urls": [{"url": CANARY}],
        "watchtowerExclusions": {"weak": True},
    },
}
_1PIF_RECORD = {
    "uuid": "U",
    "typeName": "webforms.WebForm",
    "title": CANARY,
    "folderUuid": "F",
    "secureContents": {"fields": _FORM, "URLs": [{"url": CANARY}], "passwordHistory": _PAST},
}
_PROTON_ITEM = {
    "state": 1,
    "createTime": 1_704_067_200,
    "data": {
        "type": "login",
        "metadata": {"name": CANARY},
        "extraFields": [{"type": "totp", "data": {"totpUri": CANARY}}],
        "content": {
            "itemUsername": CANARY,
            "password": CANARY,
            "urls": [CANARY],
            "passkeys": [{"domain": CANARY}],
        },
    },
}
_CXF_ITEM = {
    "id": "I",
    "title": CANARY,
    "creationAt": 1_704_067_200,
    "scope": {"urls": [CANARY], "androidApps": [{"bundleId": CANARY}]},
    "credentials": [
        {"type": "basic-auth", "username": {"value": CANARY}, "password": {"value": CANARY}},
        {"type": "totp", "secret": CANARY},
        {"type": "passkey", "rpId": CANARY},
    ],
}
_1PUX = json.dumps({"accounts": [{"vaults": [{"attrs": {"name": CANARY}, "items": [_1PUX_ITEM]}]}]})
_1PIF = f"{json.dumps(_1PIF_RECORD)}\n***5642bee8-a5ff***\n{json.dumps(_1PIF_RECORD)}\n"
_PROTON = json.dumps({"vaults": {"a": {"name": CANARY, "items": [_PROTON_ITEM]}}})
_CXF = json.dumps(
    {"items": [_CXF_ITEM], "collections": [{"title": CANARY, "items": [{"item": "I"}]}]}
)


def zipped(method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        made.writestr("export.data", _1PUX)
        made.writestr("data.json", _PROTON)
    return file.getvalue()


def spass():
    cell = base64.b64encode(CANARY.encode()).decode()
    text = "30\nnext_table\norigin_url;username_value;password_value;title;otp\n"
    padder = PKCS7(128).padder()
    padded = padder.update((text + ";".join([cell] * 5)).encode()) + padder.finalize()
    key = hashlib.pbkdf2_hmac("sha256", b"passphrase", bytes(20), 70_000)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return base64.b64encode(bytes(36) + encryptor.update(padded) + encryptor.finalize())


EXPORTS = [
    _1PUX.encode(),
    _1PIF.encode(),
    _PROTON.encode(),
    _CXF.encode(),
    zipped(zipfile.ZIP_STORED),
    zipped(zipfile.ZIP_DEFLATED),
    spass(),
]
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["change", "cut", "insert", "end"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=4)
        | st.sampled_from([b'"', b"\n", b"{", b"[", b"\0", b"null", b"5", b"PK\1\2"]),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data, damage):
    for kind, place, junk in damage:
        at = int(len(data) * place)
        end = {"change": at + len(junk), "cut": at + 3, "insert": at, "end": len(data)}[kind]
        data = data[:at] + (junk if kind in {"change", "insert"} else b"") + data[end:]
    return data


def said_about(data):
    """Return all that a person could get to see when `data` is read; fails for other errors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vaults, "FORMATS", FORMATS)
        try:
            vault = read_vault(data, name="export", ask=lambda _: Secret("passphrase"))
        except SecauditError as error:
            return "".join((error.message, error.hint, *traceback.format_exception(error)))
    unreadable = [row for row in vault.rows if isinstance(row, Unreadable)]
    return f"{unreadable} {[account.password for account in vault.accounts]}"


@pytest.mark.parametrize("export", EXPORTS)
def test_undamaged_they_are_read_whole(export):
    assert said_about(export).startswith("[] [Secret(")


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(EXPORTS), DAMAGE)
def test_damage_is_survived_and_leaks_nothing(export, damage):
    assert CANARY not in said_about(damaged(export, damage))


def replaced(value, path, other):
    """Return `value` with what stands at a place in it, chosen by `path`, replaced."""
    if not path or not isinstance(value, dict | list) or not value:
        return other
    keys = list(value) if isinstance(value, dict) else range(len(value))
    key = keys[path[0] % len(keys)]
    copy = value.copy()
    copy[key] = replaced(value[key], path[1:], other)
    return copy


@settings(deadline=None, max_examples=500)
@given(
    st.sampled_from([_1PUX, json.dumps(_1PIF_RECORD), _PROTON, _CXF]),
    st.lists(st.integers(0, 9), max_size=12),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.just(CANARY),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.just("value"), inner, max_size=1)
        ),
        max_leaves=5,
    ),
)
def test_any_value_in_any_place_is_survived(export, path, other):
    said = said_about(json.dumps(replaced(json.loads(export), path, other)).encode())
    assert CANARY not in said
