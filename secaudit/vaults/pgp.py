"""Exports in a PGP message, such as Proton Pass makes: gpg opens it, then any format reads on."""

import io
import re

from secaudit.errors import PassphraseError, VaultError
from secaudit.languages import N_, _
from secaudit.vaults import gpg
from secaudit.vaults.base import MAX_BYTES, Ask, Document

# It begins with a session key, encrypted to somebody's key (packet 1) or with a passphrase (3): the
# tag in its old or new form, a length, and a version of RFC 4880 §5.1 and §5.3 or of RFC 9580.
_MESSAGE = re.compile(
    rb"[\x84\xc1].[\x03\x06]|(?:\x85.|\xc1[\xc0-\xdf]).[\x03\x06]"
    rb"|[\x8c\xc3].[\x04-\x06]|\s*-----BEGIN PGP MESSAGE-----",
    re.DOTALL,
)
_HINTS = {
    gpg.Refusal.MISSING: N_(
        "Install GnuPG (https://gnupg.org/download/) and try again, or export without PGP; then "
        "delete that file after the audit."
    ),
    gpg.Refusal.NO_KEY: N_("Open it where its key is, or export with a passphrase instead."),
    gpg.Refusal.LOCKED: N_(
        "Run secaudit on a terminal, where it asks, or name a file with --passphrase-file."
    ),
    gpg.Refusal.WRONG: N_(
        "Try again. It is the one that was set for this export. If it is right, the file is "
        "damaged: make the export again."
    ),
    gpg.Refusal.DAMAGED: N_("Make the export again, and try with the new file."),
    gpg.Refusal.LARGE: N_("Make the export again without attachments."),
    gpg.Refusal.SLOW: N_("Try `gpg --decrypt` with it: it may wait for a smartcard."),
}


def opened(document: Document, ask: Ask) -> Document:
    """Return what is inside a PGP message, and any other document as it is.

    Raises VaultError where it does not open; among these PassphraseError.
    """
    if not _MESSAGE.match(document.head):
        return document
    question = _("Passphrase of {name}").format(name=document.name)
    (found,) = gpg.opened([document.data], ask, question, limit=MAX_BYTES)
    if isinstance(found, gpg.Refusal):
        kind = PassphraseError if found in {found.LOCKED, found.WRONG} else VaultError
        raise kind(
            _("{name} did not open: {why}").format(name=document.name, why=_(found)),
            _(_HINTS[found]),
        )
    return Document(io.BytesIO(found), document.name, encrypted=True)
