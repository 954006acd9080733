"""Which passwords are PINs, and which of those someone would try first."""

import re
from itertools import pairwise

from secaudit.model import Account
from secaudit.sites import is_private
from secaudit.text import Secret

_DIGITS = re.compile(r"[0-9]{4,8}")  # what phones, cards and doors ask for
_TITLE = re.compile(r"\b(?:pin|puk|sim|door|gate|alarm|safe|lock|voicemail)\b", re.IGNORECASE)
_BLOCK = re.compile(r"(\d{1,4})\1+")
_PAIRS = re.compile(r"(?:(\d)\1)+")
_YEAR = re.compile(r"19\d\d|20[0-3]\d")

# Shapes on the keypad: columns, diagonals, corners, edges, crosses, and words spelt on it.
_SHAPES = frozenset(
    """2580 0852 1470 0741 3690 0963 1590 0951 3570 0753 1478 8741 3698 8963 1236 6321 7896 6987
    1397 1793 3179 7931 7139 9713 1379 9731 2684 2486 2468 8642 1357 9753 5683 1004 0007 4711
    147258 258369 147369 159357 357159 159753 753159 456852 741852 852963 963852 123654 789456
    14725836 12369874 25802580 369258147""".split()  # noqa: SIM905  # 53 strings, one a line, would hide the rule
)

_DAY, _MONTH, _SHORT = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])", r"\d\d"
_DATE = re.compile(
    "|".join(
        pattern
        for year in ("", _SHORT, _YEAR.pattern.join(("(?:", ")")))
        for pattern in (_DAY + _MONTH + year, _MONTH + _DAY + year, year + _MONTH + _DAY)
    )
)


def is_pin(account: Account, password: Secret) -> bool:
    """Whether a password is a PIN: 4 to 8 digits that no public website asks for.

    Digits alone on a website are a password like any other, unless the title calls them a PIN.
    """
    if not _DIGITS.fullmatch(password.reveal()):
        return False
    return account.site is None or is_private(account.site) or bool(_TITLE.search(account.title))


def has_only_pins(account: Account) -> bool:
    """Whether an account has passwords, and each of them is a PIN."""
    return bool(account.passwords) and all(is_pin(account, p) for p in account.passwords)


def is_common_pin(pin: str) -> bool:
    """Whether someone with a few tries would begin with this PIN: it has a pattern or is a date.

    After Markert, Bailey, Golla, Dürmuth and Aviv, "This PIN Can Be Easily Guessed" (IEEE S&P
    2020): repeats, runs, years, dates and shapes on the keypad lead every list of chosen PINs.
    """
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return (
        steps in ({1}, {9})  # 1234, 4321, 7890
        or pin == pin[::-1]
        or pin in _SHAPES
        or any(shape.fullmatch(pin) for shape in (_BLOCK, _PAIRS, _YEAR, _DATE))
    )
