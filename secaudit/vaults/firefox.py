"""The CSV of Firefox, and that of the older tool FF Password Exporter."""

from collections.abc import Mapping

from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, csv_format, epoch, login

# Firefox keeps the keys of its own sync account among the passwords.
_SYNC = "chrome://firefoxaccounts"


def _row(url: str, cells: Mapping[str, str]) -> Row:
    if url.strip().casefold() == _SYNC:
        return Skipped("browser sync key")
    return login(
        username=cells["username"],
        password=cells["password"],
        urls=(url,),
        created=epoch(cells["timecreated"], per_second=1000),
        changed=epoch(cells["timepasswordchanged"], per_second=1000),
    )


FIREFOX = csv_format(
    "firefox-csv",
    "Firefox CSV",
    columns="url,username,password,httprealm,formactionorigin",
    optional="*,guid,timecreated,timelastused,timepasswordchanged",
    read=lambda cells: _row(cells["url"], cells),
    gives=BASICS | {"date of change", "date of creation"},
)
FF_PASSWORD_EXPORTER = csv_format(
    "ff-password-exporter-csv",
    "FF Password Exporter CSV",
    columns="hostname,username,password",
    optional="timecreated,timelastused,timepasswordchanged,timesused",
    read=lambda cells: _row(cells["hostname"], cells),
    gives=BASICS | {"date of change", "date of creation"},
)
