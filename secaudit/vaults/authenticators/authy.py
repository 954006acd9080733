"""Authy: the settings file in which its Android app keeps the codes, encrypted or not.

Authy has no export and documents nothing; how it is made was read from
https://github.com/beemdevelopment/Aegis, `AuthyImporter`.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from secaudit.errors import VaultError
from secaudit.languages import N_, _
from secaudit.model import Row
from secaudit.text import Secret
from secaudit.vaults.authenticators.entries import GIVES, code, rows
from secaudit.vaults.base import (
    Ask,
    Document,
    Format,
    RowError,
    one_time_code,
    parsed,
    text_in,
)
from secaudit.vaults.ciphers import aes_cbc, pbkdf2, wrong_passphrase
from secaudit.vaults.markup import root_of, tree_of

_STORES = ("com.authy.storage.tokens.authenticator.key", "com.authy.storage.tokens.authy.key")
_ROUNDS = 1000
_NO_IV = bytes(16)
_SEED = re.compile(r"[A-Za-z2-7\s=-]+")
_GENERIC = "authenticator"


def _is_authy(document: Document, *, encrypted: bool) -> bool:
    """Tell whether it is Authy's, and (not) all of its secrets are encrypted."""
    if root_of(document) != "map" or not any(store in document.start for store in _STORES):
        return False
    in_plain = re.search("decryptedSecret|secretSeed", document.text)
    return ("encryptedSecret" in document.text and not in_plain) is encrypted


def _read(document: Document, ask: Ask) -> Iterator[Row]:
    entries: list[Any] = []
    for text in tree_of(document).iterfind("string"):
        if text.get("name") in _STORES:
            found = parsed(text.text or "")
            if not isinstance(found, list):
                raise VaultError(
                    _("{name} is a settings file of Authy, but damaged or not complete").format(
                        name=document.name
                    ),
                    _("Copy it from the phone again, and try with the new file."),
                )
            entries += found
    return rows(entries, partial(_row, _passphrase(document, entries, ask)))


def _passphrase(document: Document, entries: Sequence[Any], ask: Ask) -> Secret | None:
    """Return the passphrase that opens at least one entry; None where none is needed."""
    sealed = [entry for entry in entries if isinstance(entry, dict) and _is_sealed(entry)]
    if not sealed:
        return None
    passphrase = ask(_("Passphrase of {name}").format(name=document.name))
    refused = False
    for entry in sealed:
        try:
            _opened(entry, passphrase)
        except ValueError:
            refused = True
        except RowError:
            continue  # it is told of where the rows are
        else:
            return passphrase
    if refused:
        raise wrong_passphrase(document)
    return passphrase


def _is_sealed(entry: dict[str, Any]) -> bool:
    return bool(entry.get("encryptedSecret")) and not entry.get("decryptedSecret")


def _opened(entry: dict[str, Any], passphrase: Secret) -> str:
    """Return the secret; ValueError where the passphrase does not open it, or RowError."""
    try:
        data = base64.b64decode(text_in(entry, "encryptedSecret"), validate=True)
    except ValueError:
        raise RowError(_("its encryptedSecret is damaged")) from None
    salt = text_in(entry, "salt").encode("utf-8", "surrogatepass")
    seed = aes_cbc(pbkdf2(passphrase, salt, _ROUNDS, "sha1"), _NO_IV, data).decode("utf-8")
    if not _SEED.fullmatch(seed):  # nothing else vouches for it
        raise ValueError("another passphrase")
    return seed


def _row(passphrase: Secret | None, entry: dict[str, Any]) -> Row:
    name = text_in(entry, "name")
    own = text_in(entry, "secretSeed")
    if own:  # a code that only Authy makes, in steps of ten seconds
        return one_time_code(issuer=name, seed=own, method="custom-software")
    issuer, label = text_in(entry, "originalIssuer"), text_in(entry, "originalName") or name
    if not issuer and ":" not in label:
        issuer, _dash, label = label.rpartition(" - ")
        kind = text_in(entry, "accountType")
        issuer = issuer or ("" if kind == _GENERIC else kind)
    seed = text_in(entry, "decryptedSecret")
    if passphrase and _is_sealed(entry):
        try:
            seed = _opened(entry, passphrase)
        except ValueError:
            raise RowError(_("it did not open with the passphrase that opens others")) from None
    return code(issuer=issuer, label=label, seed=seed)


AUTHY = Format("authy-xml", "Authy", partial(_is_authy, encrypted=False), _read, gives=GIVES)
AUTHY_ENCRYPTED = Format(
    "authy-encrypted-xml",
    N_("Authy, encrypted"),
    partial(_is_authy, encrypted=True),
    _read,
    encrypted=True,
    gives=GIVES,
)
