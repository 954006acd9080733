"""KDBX databases of KeePass, KeePassXC and others: refuse what is not safe to open, then open."""

import base64
import hashlib
import io
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from secaudit.errors import MissingExtraError, PassphraseError, VaultError
from secaudit.languages import N_, _, listed, number
from secaudit.model import Row
from secaudit.text import Secret
from secaudit.vaults import keepass
from secaudit.vaults.base import Ask, Document, Format

# https://keepass.info/help/kb/kdbx.html: two signatures, then the version, minor number first.
_KEEPASS = b"\x03\xd9\xa2\x9a"
_KDBX = b"\x67\xfb\x4b\xb5"
_VERSIONS = (3, 4)

# The file itself says how much work opening it is: a hostile one could ask for all the memory, or
# for hours. Each limit is about a minute of work, and far above what the programs offer.
_LIMITS = {"M": 2**30, "I": 2**20, "P": 64, "R": 10**9}
"""Argon2: bytes of memory, passes, lanes. AES: rounds."""
_ABOVE = {
    "M": N_("memory is above {limit}"),
    "I": N_("iterations are above {limit}"),
    "P": N_("parallelism is above {limit}"),
    "R": N_("rounds are above {limit}"),
}
_MAX_BYTES_PASSED = 2**36

_BLOCK = 16
_ROUNDS_AT_ONCE = 65_536


def _read(document: Document, ask: Ask) -> Iterable[Row]:
    _refuse_other_versions(document)
    try:
        import pykeepass  # noqa: F401, PLC0415  # optional, and slow to import
    except ImportError:
        raise MissingExtraError(
            _("{name} is a KeePass database, and reading one needs another package").format(
                name=document.name
            ),
            _("Install it with: pip install 'secaudit[keepass]'"),
        ) from None
    derivation = _derivation(document)
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    return keepass.rows(_open(document, passphrase, derivation))


def _refuse_other_versions(document: Document) -> None:
    signature, version = document.data[4:8], int.from_bytes(document.data[10:12], "little")
    if signature != _KDBX or version not in _VERSIONS:
        raise VaultError(
            _("{name} is a KeePass database, but not of version 3 or 4, or not complete").format(
                name=document.name
            ),
            _("Open it in a current KeePass or KeePassXC and save it as KDBX 4."),
        )


def _derivation(document: Document) -> Mapping[str, Any]:
    """Return how the key is made from the passphrase, by the names that KDBX 4 gives these values.

    Raises VaultError for a damaged header, and for one that asks for too much work.
    """
    from pykeepass import PyKeePass  # noqa: PLC0415
    from pykeepass.kdbx_parsing import kdf_uuids  # noqa: PLC0415

    try:
        # This way pykeepass reads and checks the header only, and derives no key.
        file = PyKeePass(io.BytesIO(document.data), transformed_key=bytes(32), decrypt=False)
        fields = file.kdbx.header.value.dynamic_header
        if file.version[0] == 3:  # noqa: PLR2004
            values = {
                "$UUID": kdf_uuids["aeskdf"],
                "S": fields.transform_seed.data,
                "R": fields.transform_rounds.data,
            }
        else:
            values = {key: item.value for key, item in fields.kdf_parameters.data.dict.items()}
        work = {key: int(values[key]) for key in _LIMITS if key in values}
    except Exception:  # noqa: BLE001  # another's parser on bytes that may be anything
        raise _damaged(document) from None
    if any(value < 1 for value in work.values()):
        raise _damaged(document)
    high = [
        _(_ABOVE[key]).format(limit=number(_LIMITS[key]))
        for key in work
        if work[key] > _LIMITS[key]
    ]
    if not high and work.get("M", 0) * work.get("I", 0) > _MAX_BYTES_PASSED:
        high = [
            _("memory times iterations is above {limit}").format(limit=number(_MAX_BYTES_PASSED))
        ]
    if high:
        raise VaultError(
            _(
                "{name} asks for more memory or time to open than is safe to give: its {high}"
            ).format(name=document.name, high=listed(high)),
            _(
                "If it is yours, lower the key derivation settings in your KeePass "
                "program, save it, and try again."
            ),
        )
    return values


def _open(document: Document, passphrase: Secret, derivation: Mapping[str, Any]) -> Any:
    """Return the root element of the decrypted tree, damaged values marked."""
    from pykeepass import PyKeePass  # noqa: PLC0415
    from pykeepass.exceptions import CredentialsError  # noqa: PLC0415
    from pykeepass.kdbx_parsing import kdf_uuids  # noqa: PLC0415

    log = _Undecryptable()
    logger = logging.getLogger("pykeepass.kdbx_parsing.common")
    logger.addFilter(log)
    try:
        key = None
        if derivation["$UUID"] == kdf_uuids["aeskdf"]:
            key = _aes_key(passphrase, derivation["S"], derivation["R"])
        file = PyKeePass(
            io.BytesIO(document.data), password=passphrase.reveal(), transformed_key=key
        )
        root = file.tree.getroot()
        for path in log.paths:
            for value in file.tree.xpath(path):
                value.set(keepass.DAMAGED, "yes")
        # pykeepass leaves this check of KDBX 3 out. KDBX 4 has a stronger one, which it does.
        stated = root.findtext("Meta/HeaderHash") if file.version[0] == 3 else None  # noqa: PLR2004
        actual = hashlib.sha256(file.kdbx.header.data).digest()
        intact = not stated or base64.b64decode(stated) == actual
    except (CredentialsError, UnicodeEncodeError):
        raise PassphraseError(
            _("{name} did not open with this passphrase").format(name=document.name),
            _(
                "Try again. A database that also needs a key file or a hardware key "
                "cannot be opened here: save a copy of it with a passphrase only, "
                "audit that, then delete it."
            ),
        ) from None
    except Exception:  # noqa: BLE001  # another's parser on bytes that may be anything
        raise _damaged(document) from None
    finally:
        logger.removeFilter(log)
    if not intact:
        raise _damaged(document)
    return root


class _Undecryptable(logging.Filter):
    """Gathers the places of values that pykeepass could not decrypt, which it only logs."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        self.paths += [word for word in record.getMessage().split() if word.startswith("/")]
        return False


def _aes_key(passphrase: Secret, seed: bytes, rounds: int) -> bytes:
    """Return the key that `rounds` of AES-ECB make of a passphrase, as KDBX 3 defines it.

    One round after another in Python takes minutes for what KeePass does in a second. Encrypting
    zeros in CBC mode is the same chain, C(n) = AES(C(n-1) xor 0), and runs inside the cipher.
    """
    from Cryptodome.Cipher import AES  # noqa: PLC0415  # comes with pykeepass

    whole = hashlib.sha256(hashlib.sha256(passphrase.reveal().encode()).digest()).digest()
    halves = []
    for start in (0, _BLOCK):
        cipher = AES.new(seed, AES.MODE_CBC, whole[start : start + _BLOCK])
        last = b""
        for done in range(0, rounds, _ROUNDS_AT_ONCE):
            blocks = min(_ROUNDS_AT_ONCE, rounds - done)
            last = cipher.encrypt(bytes(_BLOCK * blocks))[-_BLOCK:]
        halves.append(last)
    return hashlib.sha256(b"".join(halves)).digest()


def _damaged(document: Document) -> VaultError:
    return VaultError(
        _("{name} is a KeePass database, but damaged or not complete").format(name=document.name),
        _("Open it in your KeePass program, save it again, and try with the new file."),
    )


KDBX = Format(
    "kdbx",
    N_("KeePass database (KDBX)"),
    recognises=lambda document: document.head.startswith(_KEEPASS),
    read=_read,
    encrypted=True,
    gives=keepass.GIVES,
)
