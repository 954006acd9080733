"""Exports of managers that few people have, or had."""

import json
from datetime import UTC, datetime

import pytest

from secaudit.model import Account, PastPassword, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


def shop(totp="", group=""):
    return Account(
        title="Shop",
        username="ann",
        password=Secret("p"),
        urls=("https://shop.example",),
        site="shop.example",
        totp=Secret(totp) if totp else None,
        group=group,
    )


@pytest.mark.parametrize(
    ("name", "text", "account"),
    [
        (
            "Myki CSV",
            (
                "url,username,password,additionalInfo,nickname,twofaSecret\n"
                "https://shop.example,ann,p,n,Shop,JBSWY3DP\n"
            ),
            shop("JBSWY3DP"),
        ),
        (
            "SafeInCloud CSV",
            "Title,Login,Password,URL,Notes,OTP\nShop,ann,p,https://shop.example,n,JBSWY3DP\n",
            shop("JBSWY3DP"),
        ),
        (
            "Synology C2 Password CSV",
            (
                "\ufeffDisplay_Name,Login_Username,Login_Password,Login_URLs,Login_TOTP,Notes,Favorite\n"
                "Shop,ann,p,https://shop.example,JBSWY3DP,n,\n"
            ),
            shop("JBSWY3DP"),
        ),
        (
            "Passman CSV",
            (
                "label,username,password,email,description,tags,url,custom_fields,files\n"
                "Shop,ann,p,ann@a.example,n,[Home\\Web],https://shop.example,[],[]\n"
            ),
            shop(group="Home/Web"),
        ),
        (
            "Passpack CSV",
            (
                "Entry Name,URL,User ID,Password,Notes,Shared Notes,Tags,Extra Fields,Email\n"
                'Shop,https://shop.example,ann,p,n,,"{""tags"":[""{\\""tag\\"":\\""Home\\""}""]}",,\n'
            ),
            shop(group="Home"),
        ),
    ],
)
def test_a_row_of_each(name, text, account):
    vault = read_vault(text.encode())
    assert (vault.format, vault.rows) == (name, (account,))


# ── Passman's JSON ───────────────────────────────────────────────────────────────────────────────


def test_passman_json():
    item = {
        "credential_id": 1,
        "label": "Shop",
        "description": "n",
        "created": 1500000000,
        "changed": 1600000000,
        "tags": [{"text": "Home\\Web"}, {"text": "x"}],
        "email": "ann@a.example",
        "username": None,
        "password": "p",
        "url": "https://shop.example",
        "delete_time": 0,
        "custom_fields": [],
        "otp": {"secret": "JBSWY3DP"},
    }
    broken = item | {"tags": "x"}
    vault = read_vault(json.dumps([item, item | {"delete_time": 5}, "junk", broken]).encode())
    assert vault.format == "Passman JSON"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann@a.example",
            password=Secret("p"),
            urls=("https://shop.example",),
            site="shop.example",
            totp=Secret("JBSWY3DP"),
            created=datetime(2017, 7, 14, 2, 40, tzinfo=UTC),
            group="Home/Web",
        ),
        Skipped("trash"),
        Unreadable("item 3", "it is not made of fields"),
        Unreadable("item 4", "its tags is not a list of entries"),
    )


@pytest.mark.parametrize("otp", [None, {}, []])
def test_passman_without_a_one_time_password(otp):
    item = {"credential_id": 1, "label": "Shop", "custom_fields": [], "otp": otp, "created": "x"}
    assert read_vault(json.dumps([item]).encode()).rows == (Account(title="Shop"),)


# ── Password Safe's XML ──────────────────────────────────────────────────────────────────────────


def test_password_safe():
    past = "".join(
        f"<history_entry num='1'><changedx>2024-01-0{number}T00:00:00</changedx>"
        f"<oldpassword><![CDATA[{password}]]></oldpassword></history_entry>"
        for number, password in ((1, "first"), (2, "second"))
    )
    data = f"""<?xml version="1.0" encoding="UTF-8"?>
        <?xml-stylesheet type="text/xsl" href="pwsafe.xsl"?>
        <passwordsafe delimiter="»"><Preferences/>
        <entry id="1"><group><![CDATA[Home.Web]]></group><title><![CDATA[Shop]]></title>
        <username>ann</username><password><![CDATA[p<&]]></password>
        <url>https://shop.example</url><ctimex>2024-01-01T00:00:00</ctimex>
        <pmtimex>2024-01-05T00:00:00</pmtimex><pwhistory><history_entries>{past}
        </history_entries></pwhistory></entry>
        <entry id="2"><title>Mail</title><email>ann@a.example</email></entry>
        </passwordsafe>"""
    vault = read_vault(data.encode())
    assert vault.format == "Password Safe XML"
    assert vault.rows == (
        Account(
            title="Shop",
            username="ann",
            password=Secret("p<&"),
            urls=("https://shop.example",),
            site="shop.example",
            history=(
                PastPassword(Secret("first"), day(2)),
                PastPassword(Secret("second"), day(5)),
            ),
            created=day(1),
            changed=day(5),
            group="Home/Web",
        ),
        Account(title="Mail"),
    )
