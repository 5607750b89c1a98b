"""Files that cannot be brought: a sentence for each, and nothing half done."""

import io
import os
import zipfile

import pytest
from PIL import Image

from core.sheets import SheetError
from imports.models import ImportRun
from tests.imports.sheets import HEADING, bring, check, csv_file, upload, xlsx_file

ROW = ["রহিম স্টোর", "13/10/2026", "চাল", "500", ""]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


BAD = {
    "empty": (b"", "k.csv", "empty"),
    "blank": (b"\r\n,,,\r\n   \r\n", "k.csv", "empty"),
    "pdf": (b"%PDF-1.7\n" + os.urandom(3000), "statement.xlsx", "pdf"),
    "photo": (photo(), "khata.xlsx", "kind"),
    "nuls": (b"Name,Date\x00,Amount\r\nA\x00,1,2\r\n" * 50, "k.csv", "kind"),
    "bomb": (bomb(), "k.xlsx", "bomb"),
    "too many rows": (b"a,b\r\n" * 60_000, "k.csv", "rows"),
    "too large": (b"x" * (5 * 1024 * 1024 + 1), "k.csv", "bytes"),
    "cut off": (xlsx_file([HEADING, ROW])[:2000], "k.xlsx", "broken"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "k.xls", "web_page"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_is_refused_with_a_sentence_and_leaves_nothing(shop, settings, name):
    content, file_name, reason = BAD[name]
    with pytest.raises(SheetError) as refused:
        upload(shop, content, file_name)
    assert refused.value.reason == reason
    assert refused.value.message.endswith(".")
    assert not ImportRun.objects.exists()
    assert not (settings.MEDIA_ROOT / "imports").exists()


@pytest.mark.parametrize(
    "content",
    [
        csv_file([HEADING, ROW], encoding="utf-16"),
        csv_file([HEADING, ROW], encoding="utf-16-le"),
        csv_file([HEADING, ROW], delimiter=";"),
        csv_file([HEADING, ROW], delimiter="\t", encoding="utf-8"),
        xlsx_file([HEADING, ROW]),
        csv_file([["আশা স্টোর্স"], [], ["", "", "", "Amount", ""], ["Customer", "Date", "", "(Rs)", ""], ["Name", "", "Details", "You Gave", "You Got"], ROW]),
    ],
    ids=["utf-16", "utf-16 without its mark", "semicolons", "tabs", "xlsx", "three heading rows"],
)  # fmt: skip
def test_a_table_is_read_whatever_wrote_it(shop, content):
    run = bring(shop, content)
    assert (run.counts["made"], run.counts["wrong"]) == (1, 0)


def test_letters_of_an_old_windows_are_kept(shop):
    found = check(
        shop, upload(shop, csv_file([HEADING, ["José", *ROW[1:2], "x", "5", ""]], encoding="cp1252"))
    )
    assert found.new_rows[0].name == "José"


def test_a_file_of_words_asks_what_its_columns_are(shop):
    from imports.refusals import MappingIncomplete

    run_id = upload(shop, "এটা একটা চিঠি।\nকোনো টাকা নেই।\n".encode())
    with pytest.raises(MappingIncomplete):
        check(shop, run_id, roles=("",))


def test_names_and_notes_too_long_or_unreadable_are_wrong_rows(shop):
    rows = [HEADING, ["র" * 200, "13/10/2026", "", "5", ""], ["A", "13/10/2026", "x" * 5000, "5", ""], ROW]
    found = check(shop, upload(shop, csv_file(rows)))
    assert [row.line for row in found.wrong_rows] == [2, 3]
    assert found.new == 1
    assert all(len(text) <= 60 for row in found.wrong_rows for _, _, text in row.cells)


def test_a_book_takes_a_bounded_number_of_files_a_day(shop, monkeypatch):
    from imports.refusals import TooManyFiles

    monkeypatch.setattr("imports.operations.files.FILES_A_DAY_MAX", 2)
    upload(shop, csv_file([HEADING, ROW]))
    upload(shop, csv_file([HEADING, ROW]))
    with pytest.raises(TooManyFiles):
        upload(shop, csv_file([HEADING, ROW]))
