"""Photos: judged by content, made small, silent about their making; everything else gets a sentence."""

import hashlib
import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.photos import BYTES_LIMIT, LONG_SIDE, PhotoError, read_photo


def picture(width=64, height=48, *, kind="JPEG", mode="RGB", color="red", **options):
    out = io.BytesIO()
    Image.new(mode, (width, height), color).save(out, kind, **options)
    return out.getvalue()


def png_header(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def with_place_and_time():
    image = Image.new("RGB", (80, 40), "blue")
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = "Phone of Asha"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (22.0, 34.0, 21.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret place")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_a_small_jpeg(kind):
    photo = read_photo(
        SimpleUploadedFile("bill.exe", picture(3000, 2000, kind=kind), content_type="text/html")
    )
    assert photo.content_type == "image/jpeg"
    assert photo.bytes.startswith(b"\xff\xd8\xff")
    assert (photo.width, photo.height) == (LONG_SIDE, 1067)
    assert photo.digest == hashlib.sha256(photo.bytes).hexdigest()


def test_a_small_photo_keeps_its_size():
    photo = read_photo(picture(64, 48))
    assert (photo.width, photo.height) == (64, 48)


def test_a_photo_stands_upright_and_forgets_where_and_how_it_was_taken():
    content = with_place_and_time()
    assert b"Phone of Asha" in content
    photo = read_photo(content)
    assert (photo.width, photo.height) == (40, 80)
    for trace in (b"Exif", b"Phone of Asha", b"secret place", b"GPS"):
        assert trace not in photo.bytes
    with Image.open(io.BytesIO(photo.bytes)) as kept:
        assert not kept.getexif()


@pytest.mark.parametrize(
    ("mode", "color"),
    [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("L", 255), ("1", 1), ("I;16", 65535)],
)
def test_what_is_see_through_stands_on_white(mode, color):
    options = {"transparency": 0} if mode == "P" else {}
    photo = read_photo(picture(kind="PNG", mode=mode, color=color, **options))
    with Image.open(io.BytesIO(photo.bytes)) as kept:
        assert kept.getpixel((5, 5))[0] > 250


def test_colours_of_print_are_read_too():
    assert read_photo(picture(mode="CMYK", color=(0, 0, 0, 0))).width == 64


def test_a_phone_photo_with_a_second_picture_behind_it_gives_the_first():
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 30), "blue")]
    )
    with Image.open(io.BytesIO(read_photo(out.getvalue()).bytes)) as kept:
        assert kept.getpixel((5, 5))[0] > 200


def test_half_a_photo_is_refused_after_a_pdf_was_drawn_too():
    import weasyprint

    assert weasyprint.HTML
    for content in (picture(600, 400)[:1500], picture(600, 400, kind="PNG")[:-40]):
        with pytest.raises(PhotoError):
            read_photo(content)


def moving(kind):
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


NOT_A_PHOTO = "This file is not a photo, or it is broken. Choose a JPEG, PNG or WebP photo."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose a photo."),
        (b"not a photo", NOT_A_PHOTO),
        (b"MZ\x90\x00" * 100, NOT_A_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NOT_A_PHOTO),
        (b"%PDF-1.7", NOT_A_PHOTO),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NOT_A_PHOTO),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, NOT_A_PHOTO),
        (picture(600, 400)[:1500], NOT_A_PHOTO),
        (picture(600, 400, kind="PNG")[:-40], NOT_A_PHOTO),
        (picture(kind="GIF", mode="P", color=0), NOT_A_PHOTO),
        (picture(kind="BMP"), NOT_A_PHOTO),
        (picture(kind="TIFF"), NOT_A_PHOTO),
        (moving("PNG"), "This is a moving picture. Choose a photo that stands still."),
        (moving("WEBP"), "This is a moving picture. Choose a photo that stands still."),
        (png_header(10_000, 10_000), "This photo has more than 40 million pixels. Choose a smaller one."),
        (png_header(60_000, 60_000), "This photo has more than 40 million pixels. Choose a smaller one."),
        (
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
            "This is an HEIC photo. Set the camera to JPEG, or send a screenshot of it.",
        ),
        (picture() + b"\x00" * BYTES_LIMIT, "This photo is larger than 10 MB. Choose a smaller one."),
    ],
    ids=range(18),
)
def test_what_is_no_photo_gets_a_sentence(content, sentence):
    with pytest.raises(PhotoError) as caught:
        read_photo(content)
    assert caught.value.message == sentence
    assert caught.value.field == "photo"


def test_a_page_hidden_behind_a_photo_is_left_behind():
    photo = read_photo(picture() + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in photo.bytes
    assert b"PK\x03\x04" not in photo.bytes


WHOLE = {kind: picture(40, 30, kind=kind) for kind in ("JPEG", "PNG", "WEBP")} | {
    "EXIF": with_place_and_time()
}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 2000),
)
def test_a_damaged_photo_is_read_or_refused_by_name(kind, changes, cut):
    content = bytearray(WHOLE[kind])
    for place, value in changes:
        content[place % len(content)] = value
    content = bytes(content[: max(len(content) - cut % 40, 1)] if cut % 3 == 0 else content)
    try:
        photo = read_photo(content)
    except PhotoError:
        return
    assert max(photo.width, photo.height) <= LONG_SIDE


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_by_name(content):
    with pytest.raises(PhotoError):
        read_photo(content)
