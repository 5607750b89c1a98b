"""PDF: right in every script, numbered over the whole, and fetching nothing but our own files."""

import http.server
import io
import re
import socket
import threading
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from core.pdf import PARTS_LIMIT, render_pdf, render_pdf_parts, static_path


def pages(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def font_names(content):
    names = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            names.add(
                str(font.get_object()["/BaseFont"]).partition("+")[2] or str(font.get_object()["/BaseFont"])
            )
    return names


def test_a_document_becomes_a_pdf():
    content = render_pdf("<h1>Statement</h1><p>Asha Stores, Rs 4,200</p>")
    assert content.startswith(b"%PDF-")
    assert "Asha Stores, Rs 4,200" in pages(content)[0]


@pytest.mark.parametrize(
    ("language", "text", "font"),
    [
        ("hi", "श्रीमती ज्ञानेश्वरी क्षत्रिय ₹१,२००", "Devanagari"),
        ("bn", "শ্রীমতী বন্দ্যোপাধ্যায় ৳১,২০০", "Bengali"),
        ("ta", "ஸ்ரீ முருகன் லட்சுமி", "Tamil"),
        ("te", "కృష్ణమూర్తి శ్రీలక్ష్మి", "Telugu"),
        ("gu", "શ્રી જ્ઞાનેશ્વર પટેલ", "Gujarati"),
        ("pa", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "Gurmukhi"),
        ("kn", "ಶ್ರೀನಿವಾಸ ಕೃಷ್ಣ", "Kannada"),
        ("ml", "ശ്രീധരൻ നമ്പൂതിരി", "Malayalam"),
        ("ur", "محمد فاروق چودھری", "Nastaliq"),
        ("ar", "محمد فاروق", "Arabic"),
    ],
)
def test_each_script_is_set_in_its_own_font(language, text, font):
    content = render_pdf(f'<p lang="{language}">{text}</p>')
    names = font_names(content)
    assert any(font in name for name in names), names
    # Letters no font has come out of the last resort, never in silence.
    assert not any("DejaVu" in name or "Unifont" in name for name in names), names


def test_page_numbers_in_the_margin_are_set_in_our_font():
    content = render_pdf('<style>@page { @bottom-center { content: "पृष्ठ " counter(page); } }</style><p>x</p>')
    assert {name.replace("-", " ").partition(" Regular")[0] for name in font_names(content)} <= {
        "Noto Sans",
        "Noto Sans Devanagari",
    }


def test_parts_are_joined_and_numbered_over_the_whole():
    part = "<style>@page { size: A5; margin: 15mm; }</style>" + "<p>row</p>" * 40
    content = render_pdf_parts(
        [part, part, "<p>end</p>"], page_label=lambda page, of: f"Page {page} of {of} <b>"
    )
    texts = pages(content)
    assert len(texts) > 3
    assert [re.findall(r"Page \d+ of \d+ <b>", text) for text in texts] == [
        [f"Page {number} of {len(texts)} <b>"] for number in range(1, len(texts) + 1)
    ]
    assert "end" in texts[-1]


def test_parts_are_bounded():
    for count in (0, PARTS_LIMIT + 1):
        with pytest.raises(ValueError, match="parts can be joined"):
            render_pdf_parts(["<p>x</p>"] * count)


# Fetching --------------------------------------------------------------------------------------


@pytest.fixture
def trap():
    """A server that remembers every connection, whatever is said on it."""
    seen = []

    class Trap(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self):
            seen.append("connection")
            return super().get_request()

    server = Trap(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.seen = seen
    yield server
    server.shutdown()
    server.server_close()


PAYLOADS = [
    '<img src="{http}/a.png">',
    '<img src="//127.0.0.1:{port}/a.png">',
    '<img srcset="{http}/a.png 2x">',
    '<link rel="stylesheet" href="{http}/a.css">',
    '<link rel="attachment" href="{http}/a.txt">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="{http}/a.txt">x</a>',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<style>@import url("{http}/a.css");</style>',
    '<style>@import "file:///etc/passwd";</style>',
    '<style>@font-face {{ font-family: x; src: url("{http}/a.woff2"); }} p {{ font-family: x; }}</style><p>x</p>',
    '<p style="background: url({http}/a.png)">x</p>',
    '<p style="list-style: url({http}/a.png); display: list-item">x</p>',
    '<p style="content: url({http}/a.png)">x</p>',
    '<style>p::before {{ content: url("{http}/a.png"); }}</style><p>x</p>',
    '<style>p {{ border-image: url("{http}/a.png") 30; }}</style><p>x</p>',
    '<object data="{http}/a.svg"></object>',
    '<embed src="{http}/a.svg">',
    '<iframe src="{http}/a.html"></iframe>',
    '<base href="{http}/"><img src="a.png">',
    '<img src="ftp://127.0.0.1:{port}/a.png">',
    '<img src="file:///etc/passwd">',
    '<img src="file://127.0.0.1:{port}/a.png">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{http}/a.png" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{http}/a.svg#x"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{http}/a.css");</style></svg>',
    '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 xmlns:x=%22http://www.w3.org/1999/xlink%22><image x:href=%22{http}/a.png%22 width=%229%22 height=%229%22/></svg>">',
    '<img src="data:image/svg+xml,<!DOCTYPE s [<!ENTITY e SYSTEM %22file:///etc/passwd%22>]><svg xmlns=%22http://www.w3.org/2000/svg%22><text>&e;</text></svg>">',
    '<img src="jar:{http}!/a.png">',
    '<img src="/static/../config/settings.py">',
    '<img src="/static/%2e%2e/%2e%2e/etc/passwd">',
    '<link rel="attachment" href="/static/../config/settings.py">',
    '<link rel="attachment" href="/static//etc/passwd">',
    '<meta http-equiv="refresh" content="0; url={http}/">',
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_document_opens_no_connection_and_no_file(trap, monkeypatch, payload):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: asked.append(args) or [])
    content = render_pdf(payload.format(http=f"http://127.0.0.1:{trap.server_port}", port=trap.server_port))
    reader = PdfReader(io.BytesIO(content))
    assert trap.seen == []
    assert asked == []
    assert not reader.attachments
    assert "root:" not in "".join(page.extract_text() for page in reader.pages)


def test_the_program_s_own_files_and_data_are_shown(tmp_path, settings):
    Image.new("RGB", (8, 8), "red").save(tmp_path / "mark.png")
    settings.STATICFILES_DIRS = [tmp_path]
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        shown = render_pdf('<img src="/static/mark.png">')
        assert static_path("http://halkhata.invalid/static/mark.png") == tmp_path / "mark.png"
    finally:
        finders.get_finder.cache_clear()
    assert b"/Image" in shown
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert b"/Image" in render_pdf(f'<img src="data:image/png;base64,{pixel}">')


@pytest.mark.parametrize(
    "url",
    [
        "http://halkhata.invalid/static/",
        "http://halkhata.invalid/static/nothing.css",
        "http://halkhata.invalid/static/../manage.py",
        "http://halkhata.invalid/static/%2e%2e/manage.py",
        "http://halkhata.invalid/static/..%5cmanage.py",
        "http://halkhata.invalid/static//etc/passwd",
        "http://halkhata.invalid/manage.py",
        "http://halkhata.invalid.example/static/halkhata.svg",
        "http://halkhata.invalid@example/static/halkhata.svg",
        "https://halkhata.invalid/static/halkhata.svg",
        "file:///etc/passwd",
        "http://[/static/halkhata.svg",
        "",
    ],
)
def test_any_other_address_leads_to_no_file(url):
    assert static_path(url) is None


def test_the_logo_can_stand_on_a_document():
    path = static_path("http://halkhata.invalid/static/halkhata.svg")
    assert path is not None
    assert Path(path).name == "halkhata.svg"
