"""Pictures of QR codes, as authenticator apps show them to move to another phone."""

import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from secaudit.errors import MissingExtraError, VaultError
from secaudit.languages import N_, _
from secaudit.model import Row, Skipped, Unreadable
from secaudit.vaults.authenticators import uris
from secaudit.vaults.authenticators.entries import GIVES
from secaudit.vaults.base import Ask, Document, Format

if TYPE_CHECKING:
    from PIL.Image import Image
    from zxingcpp import Barcode

_PICTURE = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0", re.DOTALL
)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")  # by Pillow's names; it reads dozens more
# What many phones take, and Pillow does not read: ISO/IEC 23008-12, 10.2.
_HEIC = re.compile(rb".{4}ftyp(?:hei[cx]|he[vi][cmsx]|mif1|msf1)", re.DOTALL)
_MOST_PIXELS = 64_000_000
"""More than phones take; decoded, up to 400 MB."""


def _read(document: Document, _ask: Ask) -> Iterator[Row]:
    if _HEIC.match(document.head):
        raise VaultError(
            _("{name} is a picture of a kind (HEIC) that secaudit does not read").format(
                name=document.name
            ),
            _("Save it as JPEG or PNG: programs that show pictures can do that."),
        )
    try:
        import PIL  # noqa: F401, PLC0415  # optional, and slow to import
        import zxingcpp  # noqa: F401, PLC0415
    except ImportError:
        raise MissingExtraError(
            _("{name} is a picture, and reading QR codes needs another package").format(
                name=document.name
            ),
            _("Install it with: pip install 'secaudit[qr]'"),
        ) from None
    codes, damaged = _codes(_decoded(document))
    if codes and not any(map(uris.is_address, codes)):
        raise VaultError(
            _("{name} is a picture of a QR code, but not of one for one-time codes").format(
                name=document.name
            ),
            _(
                "In the authenticator app, show the QR codes that move its entries to "
                "another phone."
            ),
        )
    if not codes:
        raise VaultError(
            _("{name} is a picture in which no QR code could be read").format(name=document.name),
            _(
                "Take it again, sharp and from straight ahead, with the whole code and "
                "some white around it in view."
            ),
        )
    return _rows(codes, damaged=damaged)


def _rows(codes: list[str], *, damaged: bool) -> Iterator[Row]:
    yield from uris.rows(
        (_("QR code {number}").format(number=number), text)
        for number, text in enumerate(codes, start=1)
        if uris.is_address(text)
    )
    yield from (Skipped("other QR code") for text in codes if not uris.is_address(text))
    if damaged:
        yield Unreadable(_("the picture"), _("a QR code in it is blurred or covered"))


def _decoded(document: Document) -> "Image":
    """Return the picture in shades of grey; VaultError for a damaged one, or one too large."""
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(document.data), formats=_FORMATS)
        width, height = image.size  # from the header: nothing is unpacked yet
        grey = _grey(image) if width * height <= _MOST_PIXELS else None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        grey = None
    except Exception:  # noqa: BLE001  # another's parser on bytes that may be anything
        raise VaultError(
            _("{name} is a picture, but damaged or not complete").format(name=document.name),
            _("Copy it again from where it was taken, or take it again."),
        ) from None
    if grey is None:
        raise VaultError(
            _("{name} is a picture of more than {number} million pixels").format(
                name=document.name, number=_MOST_PIXELS // 10**6
            ),
            _("Crop it to the QR code, or make it smaller."),
        )
    return grey


def _grey(image: "Image") -> "Image":
    image.draft("L", image.size)  # a JPEG need not become colours first
    if not image.has_transparency_data:
        return image.convert("L")
    image = image.convert("RGBA")
    on_white = image.convert("L")
    on_white.paste(255, mask=image.getchannel("A").point(lambda alpha: 255 - alpha))
    return on_white  # without that, what shows through would be black


def _codes(image: "Image") -> tuple[list[str], bool]:
    """Return the texts of the QR codes, from the top, and whether there are damaged ones."""
    import zxingcpp  # noqa: PLC0415

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=formats, return_errors=True)
    whole = sorted((code for code in found if code.valid), key=_top_left)
    # A code may be found twice, once as a damaged one.
    damaged = any(
        not any(_covers(other, code) for other in whole) for code in found if not code.valid
    )
    return [code.bytes.decode("utf-8", "replace") for code in whole], damaged


def _corners(code: "Barcode") -> tuple[list[int], list[int]]:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return [point.x for point in points], [point.y for point in points]


def _top_left(code: "Barcode") -> tuple[int, int]:
    across, down = _corners(code)
    return min(down), min(across)


def _covers(code: "Barcode", other: "Barcode") -> bool:
    """Tell whether the middle of the other one lies on this one."""
    return all(
        min(mine) <= sum(theirs) / len(theirs) <= max(mine)
        for mine, theirs in zip(_corners(code), _corners(other), strict=True)
    )


QR_CODES = Format(
    "qr-codes",
    N_("Picture of QR codes"),
    recognises=lambda document: any(form.match(document.head) for form in (_PICTURE, _HEIC)),
    read=_read,
    gives=GIVES,
)
