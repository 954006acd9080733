"""A kind word on Passpie's export, whose YAML nothing here can read safely."""

from typing import NoReturn

from secaudit.errors import VaultError
from secaudit.vaults.base import Ask, Document, Format


def _refuse(document: Document, _ask: Ask) -> NoReturn:
    raise VaultError(
        f"{document.name} is an export of Passpie, which secaudit does not read",
        "Import it into a manager such as KeePassXC or Bitwarden, and audit an export of that.",
    )


PASSPIE = Format(
    "passpie",
    "Passpie",
    recognises=lambda document: "handler: passpie" in document.start[:1000].splitlines(),
    read=_refuse,
)
