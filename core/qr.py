"""QR codes as SVG."""

import io

from django.utils.safestring import SafeString, mark_safe


def square(text: str, *, border: int = 4) -> SafeString:
    """The text as a QR code of middle correction, without a word of its own; `border` in dots, 4 for strangers'
    cameras."""
    import qrcode  # slow to load, and few pages draw
    from qrcode.image.svg import SvgPathImage

    drawn = io.BytesIO()
    made = qrcode.QRCode(border=border, error_correction=qrcode.ERROR_CORRECT_M)
    made.add_data(text, optimize=0)
    made.make_image(image_factory=SvgPathImage).save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308  drawn by the library; the text is dots by now
