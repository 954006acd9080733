"""Pictures of QR codes, drawn here."""

import io
import struct
import sys
import zipfile
import zlib

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from secaudit.errors import MissingExtraError, VaultError
from secaudit.model import OneTimeCode, Skipped, Unreadable
from secaudit.text import Secret
from secaudit.vaults import read_vault

A = "otpauth://totp/GitHub:robin?secret=JBSWY3DPEHPK3PXP&issuer=GitHub"
B = "otpauth://totp/Shop:robin?secret=AAAAAAAAAAAAAAAA&issuer=Shop"
CODE_A = OneTimeCode("GitHub", "robin", Secret(A))
CODE_B = OneTimeCode("Shop", "robin", Secret(B))
NO_CODE = "p.png is a picture in which no QR code could be read"


def _qr(text):
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    return Image.fromarray(drawn).copy()


def _beside(*pictures):
    page = Image.new("L", (100 + sum(p.width + 100 for p in pictures), 900), 255)
    across = 100
    for number, picture in enumerate(pictures):
        page.paste(picture, (across, 100 + 50 * number))
        across += picture.width + 100
    return page


def _file(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_of_one_code_is_read_in_every_common_kind(kind):
    vault = read_vault(_file(_qr(A), kind))
    assert (vault.format, vault.rows) == ("Picture of QR codes", (CODE_A,))


def test_several_codes_in_one_picture_are_read_from_the_top():
    assert read_vault(_file(_beside(_qr(A), _qr(B).rotate(90)))).rows == (CODE_A, CODE_B)


def test_a_turned_photo_in_colour_is_read():
    photo = _beside(_qr(A)).convert("RGB").rotate(12, fillcolor="white")
    assert read_vault(_file(photo.filter(ImageFilter.GaussianBlur(1)), "JPEG")).rows == (CODE_A,)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_code_on_nothing_is_read_as_on_white(mode):
    black = Image.new("L", _qr(A).size, 0)
    shown = Image.merge("LA", (black, _qr(A).point(lambda grey: 255 - grey)))
    assert read_vault(_file(shown.convert(mode))).rows == (CODE_A,)


def test_a_transfer_from_google_authenticator_is_read_from_its_pictures(migration):
    pages = [_file(_qr(migration(("Shop", f"robin{n}", b"seed"), page=n, pages=3))) for n in (0, 2)]
    rows = read_vault(pages[0], name="1.png").rows
    assert [row.where for row in rows if isinstance(row, Unreadable)] == [
        "page 2 of 3",
        "page 3 of 3",
    ]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for number, page in enumerate(pages):
            file.writestr(f"{number}.PNG", page)
    vault = read_vault(archive.getvalue(), name="pages.zip")
    assert [code.label for code in vault.codes] == ["robin0", "robin2"]
    assert [row.where for row in vault.rows if isinstance(row, Unreadable)] == ["page 2 of 3"]


def test_pictures_beside_an_export_in_an_archive_are_left_alone():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("logo.png", _file(Image.new("L", (9, 9), 255)))
        file.writestr("logins.csv", "name,url,username,password\na,https://a.example,ann,x\n")
    assert len(read_vault(archive.getvalue()).accounts) == 1


def test_a_code_for_something_else_is_counted_without_its_content():
    vault = read_vault(_file(_beside(_qr("WIFI:S:home;P:kanarie;;"), _qr(A))))
    assert vault.rows == (CODE_A, Skipped("other QR code"))


def test_a_picture_of_other_codes_only_says_so_without_their_content():
    with pytest.raises(VaultError) as caught:
        read_vault(_file(_qr("https://a.example/kanarie")), name="p.png")
    assert caught.value.message == (
        "p.png is a picture of a QR code, but not of one for one-time codes"
    )


def test_a_damaged_address_in_a_code_is_said():
    rows = read_vault(_file(_qr("otpauth://totp/KANARIE"))).rows
    assert rows == (Unreadable("QR code 1", "it is not a one-time code address"),)


def test_a_blurred_code_beside_a_good_one_is_said():
    covered = _qr(B)
    covered.paste(255, (60, 60, 130, 130))
    rows = read_vault(_file(_beside(_qr(A), covered))).rows
    assert rows == (CODE_A, Unreadable("the picture", "a QR code in it is blurred or covered"))


@pytest.mark.parametrize(
    "picture",
    [Image.new("L", (300, 300), 255), _qr(A).filter(ImageFilter.GaussianBlur(6))],
    ids=["blank", "blurred"],
)
def test_a_picture_without_a_code_that_can_be_read_says_so(picture):
    with pytest.raises(VaultError) as caught:
        read_vault(_file(picture), name="p.png")
    assert caught.value.message == NO_CODE
    assert caught.value.hint.startswith("Take it again")


def _png_of_size(width, height):
    """Write a PNG whose header claims a size, with next to no content."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(10))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@pytest.mark.parametrize("width", [8001, 12_000, 40_000])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(width):
    with pytest.raises(VaultError) as caught:
        read_vault(_png_of_size(width, 8000), name="p.png")
    assert caught.value.message == "p.png is a picture of more than 64 million pixels"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_damaged_picture_says_so(kind):
    whole = _file(_qr(A), kind)
    for data in (whole[: len(whole) // 2], whole[:20] + bytes(50)):
        with pytest.raises(VaultError) as caught:
            read_vault(data, name="p")
        assert caught.value.message == "p is a picture, but damaged or not complete"


def test_what_phones_call_heic_is_named():
    with pytest.raises(VaultError) as caught:
        read_vault(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", name="IMG_1.HEIC")
    assert caught.value.message == (
        "IMG_1.HEIC is a picture of a kind (HEIC) that secaudit does not read"
    )


@pytest.mark.parametrize("package", ["PIL", "zxingcpp"])
def test_without_the_packages_it_names_the_package(monkeypatch, package):
    picture = _file(_qr(A))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as caught:
        read_vault(picture)
    assert caught.value.hint == "Install it with: pip install 'secaudit[qr]'"
