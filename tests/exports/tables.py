"""CSV exports, one line for the columns and one for what stands in them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tests.exports.records import HOME, Record, Writer, iso

_NO_TEXT = "é\udcff"
"""A byte that is no text, after a character that shows the rest to be UTF-8."""


def _csv(rows: Iterable[Sequence[str]], *, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue().encode("utf-8", "surrogateescape")


def _table(  # noqa: PLR0913
    columns: str,
    row: Callable[[Record], Sequence[str]],
    kinds: str = "",
    *,
    urls: int = 1,
    fit: Callable[[Record], Record] = lambda record: record,
    quoting: int = csv.QUOTE_MINIMAL,
) -> Writer:
    header = [columns.split(",")] if columns else []

    def cells(record: Record) -> Sequence[str]:
        if record.kind == "empty":
            return [""] * len(row(record))
        return [_NO_TEXT, *row(record)[1:]] if record.kind == "junk" else row(record)

    return Writer(
        lambda records: _csv([*header, *map(cells, records)], quoting=quoting),
        frozenset([*kinds.split(), "junk", "empty"]),
        urls,
        fit,
        guessed=not columns,
    )


def _of(record: Record, **kinds: str) -> str:
    """Return the word for the kind of a record."""
    return kinds.get(record.kind, kinds["login"])


def _entities(text: str) -> str:
    """Write as the browser extension of LastPass does."""
    for character, entity in {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39"}.items():
        text = text.replace(character, f"&{entity};")
    return text


def _lastpass(record: Record) -> Sequence[str]:
    if record.kind in {"note", "card"}:
        extra = "NoteType:Credit Card\nNumber:4" if record.kind == "card" else "a note"
        return ("http://sn", "", "", "", extra, record.title, record.group, "0")
    texts = (record.url or "http://", record.username, record.password, record.totp)
    return (*map(_entities, texts), "", _entities(record.title), record.group, "0")


def _backslashed(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _keepass(records: Sequence[Record]) -> bytes:
    r"""Write as KeePass does: every cell in quotation marks, `\\` and `"` behind a backslash."""
    lines = ['"Account","Login Name","Password","Web Site","Comments"']
    for one in records:
        cells = (one.title, one.username, one.password, one.url, "")
        if one.kind in {"empty", "junk"}:
            cells = (_NO_TEXT if one.kind == "junk" else "", "", "", "", "")
        lines.append(",".join(f'"{_backslashed(cell)}"' for cell in cells))
    return "\r\n".join([*lines, ""]).encode("utf-8", "surrogateescape")


def _quoted(text: str) -> str:
    """Write as RoboForm does, for which `@` begins a formula."""
    return f"'{text}" if text.startswith(("@", "'")) else text


def _one_line(record: Record) -> Record:
    """Leave out what ends a line: Zoho has one field on each."""
    username, password = (re.sub(r"[\r\n]", "", t) for t in (record.username, record.password))
    return replace(record, username=username, password=password)


def _secret(record: Record) -> str:
    if record.kind in {"note", "card"}:
        return f"SecretType:{_of(record, login='', note='Secure Note', card='Bank Card')}\n"
    return f"SecretType:Web Account\nUser Name:{record.username}\nPassword:{record.password}\n"


def _ms(seconds: int) -> str:
    return f"{seconds}000" if seconds else ""


def _seconds(seconds: int) -> str:
    return f"{seconds}" if seconds else ""


def _buttercup(r: Record) -> Sequence[str]:
    if r.kind == "folder":
        return ("group", "g", HOME, "0", "", "", "", "", "", "")
    place = {"trash": ("t", "Trash")}.get(r.kind, ("g", HOME) if r.group else ("", ""))
    return ("entry", *place, "", r.title, r.username, r.password, r.url, "id", r.totp)


def _enpass(r: Record) -> Sequence[str]:
    if r.kind == "card":
        return (r.title, "Cardholder", "Ann", "Number", "4111", "")
    pairs = ("Username", r.username, "*Password", r.password, "Website", r.url, "TOTP", r.totp)
    return (r.title, *pairs, "a note")


def _nordpass(r: Record) -> Sequence[str]:
    kind = _of(
        r, login="password", note="note", card="credit_card", identity="identity", folder="folder"
    )
    more = json.dumps(r.urls[1:]) if r.urls[1:] else ""
    texts = (r.title, r.url, more, r.username, r.password, "", "", "", "", "", "", "")
    return (*texts, r.group, "", "", "", kind, "", r.totp)


def _zoho(what: str) -> Writer:
    return _table(
        f"{what} Name,Description,{what} URL,SecretData,Notes,CustomData,Tags,Classification,"
        "Favorite,TOTP,Folder Name",
        lambda r: (r.title, "", r.url, _secret(r), "", "", "", "E", "0", r.totp, r.group),
        "note card",
        fit=_one_line,
    )


def _named(record: Record) -> Record:
    """Give a login a username: Firefox keeps no title, so that nothing might be left of it."""
    return replace(record, username=f"ann{record.username}")


def _otpauth(record: Record) -> Record:
    """Keep a one-time code only where it is an address: Buttercup knows no other."""
    return record if record.totp.startswith("otpauth://") else replace(record, totp="")


TABLES = {
    "bitwarden-csv": _table(
        "folder,favorite,type,name,notes,fields,reprompt,archivedDate,login_uri,login_username,"
        "login_password,login_totp",
        lambda r: (
            *(r.group, "", _of(r, login="login", note="note"), r.title, "", "", "0"),
            *(iso(r.kind == "archived"), ",".join(r.urls), r.username, r.password, r.totp),
        ),
        "note archived",
        urls=3,
    ),
    "1password-8-csv": _table(
        "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes",
        lambda r: (
            *(r.title, r.url, r.username, r.password, r.totp, "false"),
            *(str(r.kind == "archived").lower(), r.group, ""),
        ),
        "archived",
    ),
    "1password-7-csv": _table(
        "ainfo,created date,one-time password,Password,scope,Tags,Type,Title,URLs,Username,uuid",
        lambda r: (
            *("", _seconds(r.created), r.totp, r.password, "Default", r.group),
            _of(r, login="Login", note="Secure Note", card="Credit Card", identity="Identity"),
            *(r.title, "\n".join(r.urls), r.username, "id"),
        ),
        "note card identity",
        urls=3,
    ),
    "1password-4-csv": _table(
        "title,notes,username,password,url",
        lambda r: (r.title, "", r.username, r.password, r.url),
    ),
    "lastpass-csv": _table(
        "url,username,password,totp,extra,name,grouping,fav", _lastpass, "note card"
    ),
    "keepass-csv": Writer(_keepass, frozenset({"junk", "empty"})),
    "keepassxc-csv": _table(
        "Group,Title,Username,Password,URL,Notes,TOTP,Icon,Last Modified,Created",
        lambda r: (
            "Root/Recycle Bin" if r.kind == "trash" else f"Root/{r.group}" if r.group else "Root",
            *(r.title, r.username, r.password, r.url, "", r.totp, "0", "", iso(r.created)),
        ),
        "trash",
        quoting=csv.QUOTE_ALL,
    ),
    "chrome-csv": _table(
        "name,url,username,password,note",
        lambda r: (r.title, r.url, r.username, r.password, ""),
    ),
    "firefox-csv": _table(
        "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,"
        "timePasswordChanged",
        lambda r: (
            "chrome://FirefoxAccounts" if r.kind == "sync" else r.url,
            *(r.username, r.password, "", r.url, "{g}", _ms(r.created), "", _ms(r.changed)),
        ),
        "sync",
        fit=_named,
        quoting=csv.QUOTE_ALL,
    ),
    "ff-password-exporter-csv": _table(
        "hostname,username,password,timeCreated,timeLastUsed,timePasswordChanged,timesUsed",
        lambda r: (r.url, r.username, r.password, _ms(r.created), "", _ms(r.changed), "1"),
        fit=_named,
    ),
    "apple-csv": _table(
        "Title,URL,Username,Password,Notes,OTPAuth",
        lambda r: (f"{r.title} ({r.username})", r.url, r.username, r.password, "", r.totp),
    ),
    "dashlane-csv": _table(
        "username,username2,username3,title,password,note,url,category,otpSecret",
        lambda r: (r.username, "", "", r.title, r.password, "", r.url, r.group, r.totp),
    ),
    "dashlane-legacy-csv": _table(
        "", lambda r: (r.title, r.url, r.username, r.password, ""), quoting=csv.QUOTE_ALL
    ),
    "proton-pass-csv": _table(
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault",
        lambda r: (
            _of(r, login="login", note="note", card="creditCard", identity="identity"),
            *(r.title, ", ".join(r.urls), "", r.username, r.password, "", r.totp),
            *(_seconds(r.created), "", r.group),
        ),
        "note card identity",
        urls=3,
    ),
    "nordpass-csv": _table(
        "name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,pin,"
        "expirydate,zipcode,folder,full_name,phone_number,email,type,custom_fields,totp",
        _nordpass,
        "note card identity folder",
        urls=3,
    ),
    "enpass-csv": _table("", _enpass, "card", quoting=csv.QUOTE_ALL),
    "keeper-csv": _table(
        "",
        lambda r: (
            *(r.group, r.title, r.username, r.password, r.url, "", ""),
            *(cell for url in r.urls[1:] for cell in ("Website Address", url)),
            *(("TFC:Keeper", r.totp) if r.totp else ()),
        ),
        urls=3,
        quoting=csv.QUOTE_ALL,
    ),
    "roboform-csv": _table(
        "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2",
        lambda r: (
            *map(_quoted, (r.title, r.url, "".join(r.urls[1:]), r.username, r.password)),
            *("", f"/{r.group}", "User ID$,,,txt,x"),
            *((f"TOTP KEY$,,,txt,{r.totp}",) if r.totp else ()),
        ),
        urls=2,
    ),
    "zoho-vault-csv": _zoho("Password"),
    "zoho-vault-secrets-csv": _zoho("Secret"),
    "zoho-vault-plain-csv": _table(
        "Secret Name,Secret URL,Notes",
        lambda r: (r.title, r.url, "", r.username, r.password),
    ),
    "buttercup-csv": _table(
        "!type,!group_id,!group_name,!group_parent,title,username,password,URL,id,otp",
        _buttercup,
        "folder trash",
        fit=_otpauth,
    ),
    "myki-csv": _table(
        "url,username,password,additionalInfo,nickname,twofaSecret",
        lambda r: (r.url, r.username, r.password, "", r.title, r.totp),
    ),
    "passman-csv": _table(
        "label,username,password,email,description,tags,url,custom_fields,files",
        lambda r: (r.title, r.username, r.password, "", "", f"[{r.group}]", r.url, "[]", "[]"),
    ),
    "passpack-csv": _table(
        "Entry Name,URL,User ID,Password,Notes,Shared Notes,Tags,Extra Fields,Email",
        lambda r: (
            *(r.title, r.url, r.username, r.password, "", ""),
            *(json.dumps({"tags": [json.dumps({"tag": r.group}, separators=(",", ":"))]}), "", ""),
        ),
    ),
    "safeincloud-csv": _table(
        "Title,Login,Password,URL,Notes,OTP",
        lambda r: (r.title, r.username, r.password, r.url, "", r.totp),
    ),
    "guessed-csv": _table(
        "Titel,Nutzername,Kennwort,Webadresse,Einmalcode,Ordner,angelegt,Passwort geändert",
        lambda r: (
            *(r.title, r.username, r.password, r.url, r.totp, r.group),
            *(iso(r.created), iso(r.changed)),
        ),
    ),
    "synology-c2-csv": _table(
        "Display_Name,Login_Username,Login_Password,Login_URLs,Login_TOTP,Notes,Favorite",
        lambda r: (r.title, r.username, r.password, ",".join(r.urls), r.totp, "", ""),
        urls=3,
    ),
}
