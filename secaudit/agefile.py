"""Text → an age file that only its recipients can open (https://age-encryption.org/v1)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from secaudit.errors import MissingExtraError, UsageError
from secaudit.languages import _

if TYPE_CHECKING:
    from types import ModuleType


def recipients_of(texts: Sequence[str]) -> list[Any]:
    """Return recipients for `encrypted`: `age1…`, or a public SSH key (ed25519 or RSA).

    Raises UsageError where one is none; what was given instead may be secret, so it is not said.
    Raises MissingExtraError where the library for age is not installed.
    """
    pyrage = _pyrage()
    return [_recipient(pyrage, text.strip(), place) for place, text in enumerate(texts, 1)]


def encrypted(data: bytes, recipients: Sequence[Any]) -> bytes:
    """Return the data as a binary age file, which each of the recipients can open alone."""
    sealed: bytes = _pyrage().encrypt(data, recipients)
    return sealed


def _recipient(pyrage: "ModuleType", text: str, place: int) -> Any:
    if text.upper().startswith("AGE-SECRET-KEY-"):
        raise UsageError(
            _("that is a secret key, and it is now in the history of your shell"),
            _(
                "Make a new one with age-keygen, use that one no more, and give the public key: it "
                "begins with age1."
            ),
        )
    kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise UsageError(
            _("recipient {number} is no age recipient").format(number=place),
            _("One begins with age1, or is a public SSH key: ssh-ed25519 …"),
        ) from None


def _pyrage() -> "ModuleType":
    try:
        import pyrage  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            _("to encrypt with age, secaudit needs a package that is not installed"),
            _("Install it: pip install 'secaudit[age]'"),
        ) from None
    module: ModuleType = pyrage
    return module
