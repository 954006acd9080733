"""Exports damaged in any way: every one is read or refused kindly, and no password leaks."""

import base64
import json
import traceback

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from secaudit.errors import SecauditError, VaultError
from secaudit.model import Unreadable
from secaudit.text import Secret
from secaudit.vaults import kdbx, read_vault
from secaudit.vaults.base import Format

CANARY = "kanarie-7Qx"
_CSV = (CANARY, f'"{CANARY}, and more"', f'"{CANARY}\n""second"" line"')
_CHROME = "name,url,username,password,note\n" + "".join(
    f"{word},https://{CANARY}.example,{word},{word},{word}\n" for word in _CSV
)
_FIREFOX = (
    "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,"
    "timePasswordChanged\n"
) + "".join(
    f"https://a.example,{word},{word},,,{{g}},1600000000000,1600000000000,1600000000000\n"
    for word in _CSV
)
_APPLE = "Title,URL,Username,Password,Notes,OTPAuth\n" + "".join(
    f"{word},https://a.example,ann,{word},{word},{word}\n" for word in _CSV
)
_TABLES = [
    (
        "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,"
        "login_totp\nx,,login,@,@,,0,https://a.example,@,@,@\n,,robot,@,@,,0,,@,@,@\n"
    ),
    (
        "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\n"
        "@,https://a.example,@,@,@,false,false,@,@\n"
    ),
    (
        "ainfo,created date,Password,scope,Tags,Type,Title,URL,Username,uuid\n"
        "@,1500000000,@,,@,Login,@,https://a.example,@,@\n"
    ),
    "title,notes,username,password,url\n@,@,@,@,https://a.example\n",
    (
        "url,username,password,totp,extra,name,grouping,fav\n"
        "https://a.example,@,@&amp;,@,@,@,@,0\nhttp://sn,,,,NoteType:@,@,@,0\n"
    ),
    '"Account","Login Name","Password","Web Site","Comments"\n"@","@","@\\\\","@","@"\n',
    (
        '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified",'
        '"Created"\n'
        '"Root/@","@","@","@","@","@","@","0","2024-01-01","2024-01-01"\n'
    ),
    (
        "username,username2,username3,title,password,note,url,category,otpSecret\n"
        "@,@,@,@,@,@,https://a.example,@,@\n"
    ),
    '"@","https://a.example","@","@","@"\n"@"\n"@","","@","@","@","@"\n',
    (
        "type,name,url,autofillUrls,email,username,password,note,totp,createTime,modifyTime,vault\n"
        'login,@,"https://a.example, @",@,@,@,@,@,@,1500000000,1,@\n'
    ),
    (
        "name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,pin,expirydate,"
        "zipcode,folder,type,custom_fields\n"
        '@,https://a.example,"[""@""]",@,@,@,,,,,,,@,password,\n@,,,,,,,,,,,,,@,\n'
    ),
    '"@","Username","@","*Password","@","URL","https://a.example","@"\n"@","@"\n',
    '"@","@","@","@","https://a.example","@","@","TFC:Keeper","@"\n',
    (
        "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\n"
        '@,https://a.example,@,@,@,@,/@,"Password$,,,pwd,@","TOTP KEY$,,,txt,@"\n'
    ),
    (
        "Password Name,Description,Password URL,SecretData,Notes,CustomData,Tags,Classification,"
        'Favorite,TOTP,Folder Name\n@,@,@,"SecretType:@\nUser Name:@\nPassword:@\n",@,,@,E,0,@,@\n'
    ),
    "Secret Name,Secret URL,Notes\n@,https://a.example,@,@,@\n",
    (
        "!type,!group_id,!group_name,!group_parent,title,username,password,URL,id\n"
        "group,@,@,0,,,,,\nentry,@,,,@,@,@,https://a.example,@\n"
    ),
    "url,username,password,additionalInfo,nickname,twofaSecret\n@,@,@,@,@,@\n",
    "label,username,password,email,description,tags,url,custom_fields,files\n@,@,@,@,@,[@],@,,\n",
    "Entry Name,URL,User ID,Password,Notes,Shared Notes,Tags,Extra Fields,Email\n@,@,@,@,@,,@,,@\n",
    "Title,Login,Password,URL,Notes,OTP\n@,@,@,@,@,@\n",
    "Display_Name,Login_Username,Login_Password,Login_URLs\n@,@,@,@\n",
    (
        '<?xml version="1.0"?><KeePassFile><Root><Group><Entry><Times><CreationTime>2024-01-01'
        "</CreationTime></Times><String><Key>Title</Key><Value>@</Value></String><String><Key>Password"
        "</Key><Value>@</Value></String></Entry></Group></Root></KeePassFile>"
    ),
    "<pwlist><pwentry><group>@</group><title>@</title><password>@</password></pwentry></pwlist>",
    (
        "<passwordsafe><entry><title>@</title><password>@</password><pwhistory><history_entries>"
        "<history_entry><changedx>2024-01-01</changedx><oldpassword>@</oldpassword></history_entry>"
        "</history_entries></pwhistory></entry></passwordsafe>"
    ),
]
_OBJECTS = [
    {"AUTHENTIFIANT": [{"title": "@", "domain": "@", "login": "@", "password": "@", "n": 5}]},
    {
        "folders": [{"uuid": "f", "title": "@", "parent_uuid": ""}],
        "items": [
            {
                "title": "@",
                "template_type": "login.default",
                "folders": ["f"],
                "createdAt": 1500000000,
                "fields": [
                    {
                        "type": "password",
                        "value": "@",
                        "value_updated_at": 1600000000,
                        "history": [{"value": "@", "updated_at": 1500000000}],
                    },
                    {"type": "totp", "value": "@"},
                ],
            }
        ],
    },
    {
        "records": [
            {
                "title": "@",
                "$type": "login",
                "login": "@",
                "password": "@",
                "custom_fields": {"$oneTimeCode": ["@"], "$passkey": {"relyingParty": "@"}},
                "folders": [{"folder": "@"}],
            }
        ]
    },
    [
        {
            "credential_id": 1,
            "label": "@",
            "password": "@",
            "created": 1500000000,
            "custom_fields": [],
            "tags": [{"text": "@"}],
            "otp": {"secret": "@"},
        }
    ],
]
_BITWARDEN = json.dumps(
    {
        "encrypted": False,
        "folders": [{"id": "f", "name": CANARY}],
        "items": [
            {
                "type": 1,
                "name": CANARY,
                "folderId": "f",
                "creationDate": "2024-01-01T00:00:00Z",
                "fields": [{"name": CANARY, "type": 1, "value": CANARY}],
                "passwordHistory": [{"lastUsedDate": "2024-01-01", "password": CANARY}],
                "login": {
                    "username": CANARY,
                    "password": CANARY,
                    "totp": CANARY,
                    "uris": [{"uri": f"https://{CANARY}.example"}],
                    "fido2Credentials": [{"counter": "0", "rpId": CANARY}],
                    "number": 123456789,
                },
            }
        ],
    }
)
EXPORTS = [
    _CHROME.encode(),
    _FIREFOX.encode("utf-16"),
    _APPLE.replace("ann", "änn").encode("cp1252"),
    _BITWARDEN.encode(),
    _BITWARDEN.replace("false", "true").encode(),
    *(table.replace("@", CANARY).encode() for table in _TABLES),
    *(json.dumps(export).replace("@", CANARY).encode() for export in _OBJECTS),
]
_ID = base64.b64encode(bytes(16)).decode()
_XML = (
    f"<KeePassFile><Meta><HeaderHash>{{hash}}</HeaderHash></Meta><Root><Group><Entry>"
    f"<UUID>{_ID}</UUID><Times><CreationTime>2024-01-01T00:00:00Z</CreationTime></Times>"
    f"<String><Key>Title</Key><Value>{CANARY}</Value></String>"
    f'<String><Key>Password</Key><Value Protected="True">{CANARY}</Value></String>'
    "</Entry></Group></Root></KeePassFile>"
)

KEYS = [
    "collectionIds",
    "creationDate",
    "fido2Credentials",
    "fields",
    "folderId",
    "lastUsedDate",
    "login",
    "name",
    "password",
    "passwordHistory",
    "type",
    "uri",
    "uris",
]
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(["change", "cut", "insert", "end"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(
            st.binary(min_size=1, max_size=4),
            st.sampled_from([b'"', b"\n", b"{", b"[", b"\0", b","]),
        ),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data, damage):
    for kind, place, junk in damage:
        at = int(len(data) * place)
        if kind == "change":
            data = data[:at] + junk + data[at + len(junk) :]
        elif kind == "cut":
            data = data[:at] + data[at + 3 :]
        elif kind == "insert":
            data = data[:at] + junk + data[at:]
        else:
            data = data[: max(at, len(data) // 2)]
    return data


def said_about(data, passphrase=""):
    """Return all that a person could get to see when `data` is read; fails for other errors."""
    try:
        vault = read_vault(data, name="export", ask=lambda _: Secret(passphrase))
    except SecauditError as error:
        return "".join((error.message, error.hint, *traceback.format_exception(error), repr(error)))
    unreadable = [row for row in vault.rows if isinstance(row, Unreadable)]
    return f"{unreadable} {[account.password for account in vault.accounts]}"


@pytest.mark.parametrize("export", EXPORTS)
def test_each_export_is_one_that_is_known_before_it_is_damaged(export):
    try:
        assert read_vault(export, name="export").accounts
    except VaultError as error:
        assert "is encrypted" in str(error)  # noqa: PT017  # known, and refused by name


@settings(deadline=None, max_examples=1200)
@given(st.sampled_from(EXPORTS), DAMAGE)
@example(_BITWARDEN.encode(), [("change", 0.9, b"\xff")])
def test_damage_is_survived_and_leaks_nothing(export, damage):
    assert CANARY not in said_about(damaged(export, damage))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["kdbx3", "kdbx4"]), DAMAGE)
def test_damage_to_a_database_is_survived_and_leaks_nothing(databases, kind, damage):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(kdbx._LIMITS, "R", 10**6)  # damage may ask for a minute of work
        said = said_about(damaged(databases[kind], damage), databases["passphrase"])
    assert CANARY not in said


@pytest.fixture(scope="module")
def databases(kdbx3, kdbx4, passphrase):
    return {"kdbx3": kdbx3(_XML, rounds=10), "kdbx4": kdbx4(_XML), "passphrase": passphrase}


@settings(deadline=None, max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.just(CANARY) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(KEYS),
                inner,
                max_size=6,
            )
        ),
        max_leaves=25,
    ),
    st.sampled_from(["items", "folders", "collections"]),
)
def test_json_of_any_shape_is_survived(value, place):
    item = {"type": 1, "name": CANARY}
    good = {"folders": [], "items": [item]}
    spread = value if isinstance(value, list) else [value]
    spread = [item | one if isinstance(one, dict) else one for one in spread]
    said = said_about(json.dumps(good | {place: spread}).encode())
    assert CANARY not in said
    assert said


def test_the_search_for_the_canary_finds_one_that_is_there(monkeypatch):
    def leak(document, _ask):
        raise VaultError(f"no sense in {document.text}", "none")

    monkeypatch.setattr("secaudit.vaults.FORMATS", ())
    monkeypatch.setattr(
        "secaudit.vaults._REFUSED",
        (Format("leak", "Leak", lambda _: True, leak),),
    )
    assert CANARY in said_about(EXPORTS[0])
