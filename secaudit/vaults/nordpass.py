"""NordPass's CSV export: logins, cards, people and folders in one table."""

import json
from collections.abc import Mapping

from secaudit.languages import _
from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, RowError, csv_format, login

_OTHER_KINDS = {
    "folder": "folder",
    "note": "note",
    "credit_card": "card",
    "identity": "identity",
    "document": "file",
}
# Older exports have no `type`: what is filled in tells.
_TELLING = {
    "cardnumber": "credit_card",
    "cvc": "credit_card",
    "full_name": "identity",
    "phone_number": "identity",
    "address1": "identity",
}


def _row(cells: Mapping[str, str]) -> Row:
    kind = cells["type"].strip() or _kind(cells)
    if kind in _OTHER_KINDS:
        return Skipped(_OTHER_KINDS[kind])
    if kind != "password":
        raise RowError(_("it is of a kind that secaudit does not know"))
    return login(
        title=cells["name"],
        username=cells["username"],
        password=cells["password"],
        urls=[cells["url"], *_more_urls(cells["additional_urls"])],
        totp=cells["totp"],
        group=cells["folder"] or cells["shared_folder"],
    )


def _kind(cells: Mapping[str, str]) -> str:
    if sum(map(bool, cells.values())) == 1 and cells["name"]:
        return "folder"
    return next((_TELLING[name] for name in _TELLING if cells[name]), "password")


def _more_urls(text: str) -> list[str]:
    """Return what is a list in JSON, or one address."""
    try:
        urls = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return [url for url in urls if isinstance(url, str)] if isinstance(urls, list) else []


NORDPASS = csv_format(
    "nordpass-csv",
    "NordPass CSV",
    columns="name,url,username,password,note,cardnumber,cvc,expirydate,folder",
    optional="*,additional_urls,cardholder,cardholdername,pin,zipcode,full_name,phone_number,email,"
    "address1,address2,city,country,state,type,custom_fields,note_date,totp,shared_folder",
    read=_row,
    gives=BASICS | {"one-time code", "folder"},
)
