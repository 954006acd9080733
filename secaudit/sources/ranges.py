"""What an answer of the range API must look like to be believed (Have I Been Pwned, API v3)."""

import re

from secaudit.languages import N_, _

DIGITS = {"sha1": 35, "ntlm": 27}
"""Hexadecimal digits of a suffix, by the kind of hash."""

FEWEST_ROWS = 381
"""The smallest range there ever was (API documentation of 2018; today's hold 1,500 and more)."""

NO_LIST = N_("the answer was not a list of hashes")

_BOM = b"\xef\xbb\xbf"  # some writers of mirrored files put one before every range
_END = b"\r\n"
_HEX = b"0123456789ABCDEF"
# `.` does not match the end of a line. That these are digits is found by leaving them out, which
# together takes half the time of one pattern that says all.
_ROWS = {
    digits: re.compile(rb"(?:.{%d}:[0-9]{1,12}+\r\n)++" % digits) for digits in DIGITS.values()
}
_LAST_SIXTEENTH = re.compile(rb"\nF[0-9A-F]{10,}:[1-9]")


def rows_of(body: bytes, digits: int) -> bytes | None:
    """Return the rows `SUFFIX:COUNT` in upper case, CR LF after each; None where they are none."""
    rows = body.removeprefix(_BOM).rstrip(_END) + _END
    if not _is_hex(rows):  # not as the service writes it
        rows = rows.upper().replace(_END, b"\n").replace(b"\n", _END)
    return rows if _is_hex(rows) and _ROWS[digits].fullmatch(rows) else None


def _is_hex(rows: bytes) -> bool:
    left = rows.translate(None, _HEX)
    mark = b":" + _END
    return left == mark * (len(left) // len(mark))


def cut_short(rows: bytes) -> str:
    """Say why rows do not look like those of a whole range; "" where they do.

    Hashes are spread evenly, so a whole range always reaches its last sixteenth. Padding (count 0)
    does not count; it stands unsorted at the end.
    """
    real = rows.count(b":") - rows.count(b":0" + _END)
    # Padding up to 1,000 rows may stand after the smallest range, so not after half of it.
    if real >= FEWEST_ROWS and _LAST_SIXTEENTH.search(rows, len(rows) // 3):
        return ""
    said = _("the answer looked cut short: {number} hashes, too few for a range")
    return said.format(number=real)
