"""KeePassXC's CSV export, older and newer."""

from collections.abc import Mapping

from secaudit.model import Row, Skipped
from secaudit.vaults.base import BASICS, csv_format, login, moment

# It is named in the language of the program, and exported as any group.
_BINS = frozenset(
    (
        *("Recycle Bin", "Papierkorb", "Corbeille", "Papelera de reciclaje", "Cestino", "Lixeira"),
        *("Reciclagem", "Prullenbak", "Kosz", "Koš", "Kôš", "Papperskorg", "Papirkurv"),
        *("Roskakori", "Kuka", "Lomtár", "Корзина", "Смітник", "Кошик", "Κάδος ανακύκλωσης"),
        *("Geri dönüşüm kutusu", "Geri Dönüşüm Kutusu", "Paperera", "ごみ箱", "ゴミ箱"),
        *("回收站", "回收桶", "資源回收筒", "휴지통", "سلة المحذوفات", "סל מיחזור"),
    )
)


def _row(cells: Mapping[str, str]) -> Row:
    _root, _, group = cells["group"].partition("/")
    if group.partition("/")[0] in _BINS:
        return Skipped("trash")
    return login(
        title=cells["title"],
        username=cells["username"],
        password=cells["password"],
        urls=(cells["url"],),
        totp=cells["totp"],
        created=moment(cells["created"]),
        group=group,
    )


KEEPASSXC = csv_format(
    "keepassxc-csv",
    "KeePassXC CSV",
    columns="group,title,username,password,url,notes",
    optional="totp,icon,last modified,created",
    read=_row,
    gives=BASICS | {"one-time code", "date of creation", "folder", "trash"},
)
