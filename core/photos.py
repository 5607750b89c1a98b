"""Photos of bills and goods: judged by their content, made small, freed of where and when they were taken."""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from typing import IO, ClassVar

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from core.refusals import Refusal

BYTES_LIMIT = 10 * 1024 * 1024
PIXELS_LIMIT = 40_000_000
LONG_SIDE = 1600
_QUALITY = 82
# Only an imported plugin is known to Image.open. A JPEG with a second picture behind it, which many phones
# take, calls itself MPO once open.
_FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
    if plugin.format
)
_DECODER_ERRORS = (RuntimeError, struct.error, zlib.error)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


class PhotoError(Refusal):
    """A file that is no photo we can keep."""

    slug: ClassVar[str] = "photo_refused"


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG of at most LONG_SIDE pixels a side, silent about its making. `digest` is SHA-256 in hex."""

    bytes: bytes
    content_type: str
    width: int
    height: int
    digest: str


def read_photo(upload: "File[bytes] | IO[bytes] | bytes", *, field: str = "photo") -> Photo:
    """The photo in an upload, re-encoded, upright, and small.

    Raises PhotoError for anything but a whole, still JPEG, PNG or WebP of at most 10 MB and 40 megapixels.
    """
    content = _content(upload, field=field)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            _check(image, field=field)
            picture = _small(image)
    except PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(field) from None
    # Pillow answers broken files with whatever its decoder tripped over.
    except (*_DECODER_ERRORS, OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError):
        raise _unreadable(content, field=field) from None
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    jpeg = out.getvalue()
    return Photo(jpeg, "image/jpeg", picture.width, picture.height, hashlib.sha256(jpeg).hexdigest())


def thumbnail(content: "IO[bytes]", *, side: int) -> bytes:
    """A square JPEG cut out of the middle of a photo that `read_photo` made."""
    with Image.open(content) as image:
        image.draft("RGB", (side, side))
        square = ImageOps.fit(image.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    square.save(out, "JPEG", quality=70)
    return out.getvalue()


def _content(upload: "File[bytes] | IO[bytes] | bytes", *, field: str) -> bytes:
    if isinstance(upload, bytes):
        content = upload
    else:
        upload.seek(0)
        content = upload.read(BYTES_LIMIT + 1)
    if len(content) > BYTES_LIMIT:
        raise PhotoError(_("This photo is larger than 10 MB. Choose a smaller one."), field=field)
    if not content:
        raise PhotoError(_("This file is empty. Choose a photo."), field=field)
    return content


def _check(image: Image.Image, *, field: str) -> None:
    """By the header alone, before a pixel is unpacked."""
    # WeasyPrint switches this on for the whole process, and half a photo would pass as a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if image.width * image.height > PIXELS_LIMIT:
        raise _too_many_pixels(field)
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PhotoError(_("This is a moving picture. Choose a photo that stands still."), field=field)


def _small(image: Image.Image) -> Image.Image:
    image.draft("RGB", (LONG_SIDE, LONG_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
        return picture
    # A new image carries over pixels and nothing else: no EXIF, no place, no comment, no thumbnail.
    picture = Image.new("RGB", upright.size)
    picture.paste(upright.convert("RGB"))
    return picture


def _too_many_pixels(field: str) -> PhotoError:
    return PhotoError(_("This photo has more than 40 million pixels. Choose a smaller one."), field=field)


def _unreadable(content: bytes, *, field: str) -> PhotoError:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        sentence = _("This is an HEIC photo. Set the camera to JPEG, or send a screenshot of it.")
        return PhotoError(sentence, field=field)
    sentence = _("This file is not a photo, or it is broken. Choose a JPEG, PNG or WebP photo.")
    return PhotoError(sentence, field=field)
