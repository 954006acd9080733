"""The export of LastPass Authenticator."""

import json

from secaudit.model import OneTimeCode, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

SEED = "JBSWY3DPEHPK3PXP"


def account(**fields):
    return {"secret": SEED, "timeStep": 30, "digits": 6, "pushNotification": False} | fields


def rows(*accounts):
    export = {"deviceId": "", "deviceName": "Phone", "version": 3, "accounts": accounts}
    vault = read_vault(json.dumps(export).encode())
    assert vault.format == "LastPass Authenticator JSON"
    return vault.rows


def test_the_persons_own_names_stand_before_those_that_came_with_the_code():
    original = {"originalIssuerName": "Shop Inc", "originalUserName": "robin"}
    assert rows(
        account(**original, issuerName="Shop", userName="ana"),
        account(**original, issuerName="", userName=None),
        account(userName="ana"),
    ) == (
        OneTimeCode("Shop", "ana", Secret(SEED)),
        OneTimeCode("Shop Inc", "robin", Secret(SEED)),
        OneTimeCode("", "ana", Secret(SEED)),
    )


def test_a_broken_account_is_unreadable_with_its_place():
    assert rows(
        account(issuerName="Shop"), None, account(issuerName=3), account(issuerName="S", secret="")
    )[1:] == (
        Unreadable("entry 2", "it is not made of fields"),
        Unreadable("entry 3", "its issuerName is not text"),
        Unreadable("entry 4", "it has no secret"),
    )
