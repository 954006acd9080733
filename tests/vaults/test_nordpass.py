"""NordPass's CSV, older and newer."""

import csv
import io

import pytest

from secaudit.model import Account, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

OLDER = (
    "name,url,username,password,note,cardholdername,cardnumber,cvc,expirydate,zipcode,folder,"
    "full_name,phone_number,email,address1,address2,city,country,state"
)
NEWER = f"{OLDER},additional_urls,pin,type,custom_fields"


def vault(columns, *rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, columns.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return read_vault(file.getvalue().encode())


def test_the_newer_export():
    found = vault(
        NEWER,
        {"name": "Home", "type": "folder"},
        {
            "name": "Shop",
            "url": "https://shop.example",
            "additional_urls": '["https://shop.app", 5]',
            "username": "ann",
            "password": "p",
            "folder": "Home",
            "type": "password",
            "custom_fields": '[{"label":"x","value":"y"}]',
        },
        {"name": "n", "note": "x", "type": "note"},
        {"name": "c", "cardnumber": "4242", "type": "credit_card"},
        {"name": "i", "full_name": "Ann", "type": "identity"},
        {"name": "r", "type": "robot"},
    )
    assert found.format == "NordPass CSV"
    assert found.rows == (
        Skipped("folder"),
        Account(
            title="Shop",
            username="ann",
            password=Secret("p"),
            urls=("https://shop.example", "https://shop.app"),
            site="shop.example",
            group="Home",
        ),
        Skipped("note"),
        Skipped("card"),
        Skipped("identity"),
        Unreadable("line 7", "it is of a kind that secaudit does not know"),
    )


def test_the_older_export_where_what_is_filled_in_tells_the_kind():
    found = vault(
        OLDER,
        {"name": "Home"},
        {"name": "Shop", "username": "ann", "password": "p", "folder": "Home"},
        {"name": "c", "cardnumber": "4242"},
        {"name": "i", "phone_number": "1"},
        {"name": "just a title", "folder": "Home"},
    )
    assert found.rows == (
        Skipped("folder"),
        Account(title="Shop", username="ann", password=Secret("p"), group="Home"),
        Skipped("card"),
        Skipped("identity"),
        Account(title="just a title", group="Home"),
    )


@pytest.mark.parametrize(
    ("more", "urls"),
    [
        ("https://a.example", ("https://a.example",)),
        ('{"a": 1}', ()),
        ("[" * 100_000, ("[" * 299 + "…",)),
        ("", ()),
    ],
    ids=["one", "object", "nested", "none"],
)
def test_more_addresses_as_they_come(more, urls):
    (row,) = vault(NEWER, {"name": "n", "password": "p", "additional_urls": more}).rows
    assert row.urls == urls
