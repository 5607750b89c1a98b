"""Every place that takes a file × files that are not what they say: a sentence, and nothing half done."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from businesses.roles import Role
from imports.models import ImportRun
from tests.hostile.asking import ask
from tests.hostile.fields import SENT_TO, all_forms
from tests.imports.sheets import HEADING, csv_file, xlsx_file

TAKES_A_PHOTO = {
    ("EntryForm", "photo"),
    ("QuickEntryForm", "photo"),
    ("PhotoForm", "photo"),
    ("ItemPhotoForm", "photo"),
    ("ScanForm", "photo"),
    ("ExpenseForm", "photo"),
    ("ReadingForm", "photo"),
    ("CostForm", "photo"),
    ("KeptPaperForm", "photo"),
    ("CostPaperForm", "photo"),
    ("PaidForm", "photo"),
    ("WordForm", "photo"),
}
TAKES_A_SHEET = {("FileForm", "file")}
MEGABYTE = 1024 * 1024
ROW = ["রহিম স্টোর", "13/10/2026", "চাল", "500", ""]


def wide_png(width: int, height: int) -> bytes:
    """A header that asks for a picture larger than memory, and a few bytes of it."""

    def part(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(bytes(99)))
        + part(b"IEND", b"")
    )


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("tan", "navy")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def entities() -> bytes:
    """A workbook whose XML doubles itself a billion times."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "lol">{steps}]><worksheet><c>&l9;</c></worksheet>'
    return rewritten(xlsx_file([HEADING, ROW]), "xl/worksheets/sheet1.xml", sheet.encode())


def rewritten(workbook: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**parts, name: content})


NO_PHOTOS = {
    "empty": b"", "words": b"not a photo", "pdf": b"%PDF-1.7\n", "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "gif": b"GIF89a\x01\x00\x01\x00", "cut": b"\xff\xd8\xff\xe0 cut", "heic": b"\x00\x00\x00\x18ftypheic" + bytes(40),
    "zip": zipped({"bill.jpg": b"\xff\xd8"}), "page": b"<html><script>alert(1)</script></html>", "nuls": bytes(5_000),
    "too large": b"\xff\xd8\xff" + bytes(10 * MEGABYTE), "gigapixels": wide_png(60_000, 60_000),
    "pixel bomb": wide_png(2**31 - 1, 2**31 - 1), "moving": moving(),
}  # fmt: skip
NO_SHEETS = {
    "empty": ("k.csv", b""), "blank": ("k.csv", b"\r\n,,,\r\n \r\n"), "nuls": ("k.csv", b"Name\x00,1\r\n" * 50),
    "pdf": ("k.xlsx", b"%PDF-1.7\n" + bytes(3_000)), "photo": ("k.csv", NO_PHOTOS["cut"] + bytes(range(256)) * 9),
    "page": ("k.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
    "bomb": ("k.xlsx", rewritten(xlsx_file([HEADING, ROW]), "xl/worksheets/sheet1.xml", b" " * (60 * MEGABYTE))),
    "bomb in a side room": ("k.xlsx", rewritten(xlsx_file([HEADING, ROW]), "xl/media/1.bin", bytes(40 * MEGABYTE))),
    "billion laughs": ("k.xlsx", entities()),
    "many parts": ("k.xlsx", zipped({f"xl/{number}.xml": b"x" for number in range(400)})),
    "zip of a zip": ("k.xlsx", zipped({"a.zip": zipped({"b": b"x"})})),
    "cut off": ("k.xlsx", xlsx_file([HEADING, ROW])[:2_000]), "too large": ("k.csv", b"x" * (5 * MEGABYTE + 1)),
    "too many rows": ("k.csv", b"a,b\r\n" * 60_000), "one endless line": ("k.csv", b"a," * 200_000),
    "open quote": ("k.csv", b'Name,Amount\r\n"Asha,5\r\n' + b"x,1\r\n" * 3),
    "broken utf-16": ("k.csv", b"\xff\xfe" + "Name,Amount\r\n".encode("utf-16-le") + b"\x00\xd8\x41"),
}  # fmt: skip


def kept_files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_every_field_that_takes_a_file_is_tried():
    found = {
        (name, field)
        for name, form in all_forms().items()
        for field, one in form.base_fields.items()
        if isinstance(one, forms.FileField)
    }
    assert found == TAKES_A_PHOTO | TAKES_A_SHEET


def refused_whole(world, settings, form: str, field: str, file: SimpleUploadedFile) -> None:
    before = kept_files(settings.MEDIA_ROOT)
    for name in SENT_TO[form]:
        file.seek(0)
        told = ask(world, name, {field: file})
        assert told.status == 422, name
        assert told.has_sentence, name
        assert not told.written, name
        assert kept_files(settings.MEDIA_ROOT) == before, name


@pytest.mark.parametrize(("form", "field"), sorted(TAKES_A_PHOTO))
def test_no_field_takes_a_photo_that_is_none(world, settings, form, field):
    for content in NO_PHOTOS.values():
        refused_whole(world, settings, form, field, SimpleUploadedFile("bill.jpg", content, "image/jpeg"))


@pytest.mark.parametrize(("form", "field"), sorted(TAKES_A_SHEET))
def test_no_field_takes_a_sheet_that_is_none(world, settings, form, field):
    for file_name, content in NO_SHEETS.values():
        refused_whole(world, settings, form, field, SimpleUploadedFile(file_name, content))


NAMES = (
    "../../etc/passwd.jpg",
    "a\x00b.jpg",
    "\u202egpj.exe",
    "x" * 400 + ".jpg",
    "নথি <script>.csv",
    ".csv",
    " ",
)


def test_a_file_may_be_called_anything(world, settings):
    """The name comes from outside: it names no place on our disk and breaks no page."""
    client, book = world.own.clients[Role.OWNER], world.own.id
    content = csv_file([HEADING, ROW])
    for name in NAMES:
        file = SimpleUploadedFile("k.csv", content)
        file._name = name
        answer = client.post(reverse("imports:bring", args=[book]), {"file": file})
        assert answer.status_code in (303, 422), name
    root = settings.MEDIA_ROOT.resolve()
    assert [path for path in kept_files(root) if "passwd" in path or "script" in path] == []
    assert "<script>" not in client.get(reverse("imports:bring", args=[book])).content.decode()


@pytest.mark.parametrize(
    "content",
    [
        csv_file([HEADING, ROW], encoding="utf-16"), csv_file([HEADING, ROW], encoding="utf-16-be"),
        csv_file([["আশা স্টোর্স"], [], ["", "", "", "Amount", ""], ["Customer", "Date", "", "(Rs)", ""],
                  ["Name", "", "Details", "You Gave", "You Got"], ROW]),
    ],
    ids=["utf-16", "utf-16 the other way round", "three heading rows"],
)  # fmt: skip
def test_an_odd_but_whole_file_goes_all_the_way_to_the_check(world, content):
    client, book = world.own.clients[Role.OWNER], world.own.id
    answer = client.post(
        reverse("imports:bring", args=[book]), {"file": SimpleUploadedFile("k.csv", content)}
    )
    page = client.get(answer["Location"])
    form = page.context["form"]
    chosen = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    answer = client.post(answer["Location"], {**chosen, "asked": "order sign fill party"})
    assert answer.status_code == 303
    run = ImportRun.objects.filter(business_id=book).latest("created_at")
    assert (run.state, run.counts["new"], run.counts["wrong"]) == ("checked", 1, 0)
