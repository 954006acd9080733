"""Backups of authenticator apps: each entry shows that a second step is on somewhere."""

from secaudit.vaults.authenticators.aegis import AEGIS, AEGIS_ENCRYPTED
from secaudit.vaults.authenticators.andotp import ANDOTP, ANDOTP_ENCRYPTED
from secaudit.vaults.authenticators.authy import AUTHY, AUTHY_ENCRYPTED
from secaudit.vaults.authenticators.bitwarden_authenticator import (
    BITWARDEN_AUTHENTICATOR_CSV,
    BITWARDEN_AUTHENTICATOR_JSON,
)
from secaudit.vaults.authenticators.duo import DUO
from secaudit.vaults.authenticators.ente import ENTE, ENTE_ENCRYPTED
from secaudit.vaults.authenticators.freeotp import FREEOTP_2, FREEOTP_PLUS, FREEOTP_XML
from secaudit.vaults.authenticators.lastpass_authenticator import LASTPASS_AUTHENTICATOR
from secaudit.vaults.authenticators.microsoft import MICROSOFT
from secaudit.vaults.authenticators.pictures import QR_CODES
from secaudit.vaults.authenticators.proton_authenticator import (
    PROTON_AUTHENTICATOR,
    PROTON_AUTHENTICATOR_ENCRYPTED,
)
from secaudit.vaults.authenticators.steam import STEAM
from secaudit.vaults.authenticators.stratum import STRATUM, STRATUM_ENCRYPTED
from secaudit.vaults.authenticators.twofas import TWOFAS, TWOFAS_ENCRYPTED
from secaudit.vaults.authenticators.uris import GOOGLE_AUTHENTICATOR, OTPAUTH_LIST
from secaudit.vaults.base import Format

AUTHENTICATORS: tuple[Format, ...] = (
    AEGIS,
    AEGIS_ENCRYPTED,
    TWOFAS,
    TWOFAS_ENCRYPTED,
    ANDOTP,
    STRATUM,
    STRATUM_ENCRYPTED,
    AUTHY,
    AUTHY_ENCRYPTED,
    BITWARDEN_AUTHENTICATOR_JSON,
    BITWARDEN_AUTHENTICATOR_CSV,
    PROTON_AUTHENTICATOR,
    PROTON_AUTHENTICATOR_ENCRYPTED,
    LASTPASS_AUTHENTICATOR,
    FREEOTP_PLUS,
    FREEOTP_XML,
    FREEOTP_2,
    DUO,
    STEAM,
    MICROSOFT,
    GOOGLE_AUTHENTICATOR,
    QR_CODES,
    ENTE,
    ENTE_ENCRYPTED,
    OTPAUTH_LIST,
    ANDOTP_ENCRYPTED,  # the last one: there is nothing to know it by
)
"""Every backup that can be read. The first one that recognises a file reads it."""
