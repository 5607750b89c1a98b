"""A statement as PDF, Excel and CSV says what the page says, and no name or note does more than stand there."""

import csv
import datetime
import io
import os
import re
import zipfile
from itertools import product

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from audit.jobs import run_job
from audit.models import Job, JobState
from businesses.models import Membership
from core.ids import uuid7
from ledger.made_files import KEPT, trim_files
from ledger.queries.statements import statement
from ledger.statements import pdf as pdf_module
from ledger.statements import sheets
from ledger.statements.files import INLINE_ROWS_MAX
from ledger.statements.names import disposition
from ledger.statements.pdf import pdf
from tests.ledger.shops import NOW, open_shop

DAYS = "?start=2026-09-01&end=2026-11-21"
FORMULA_STARTS = ("=", "+", "-", "@", "\t=", " =", "\n=", "'=", '"=', ";=", ",@", "＝", "＋", "－", "＠")
FORMULAS = (
    "1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","you won")', "IMPORTXML(A1,B1)",
    "WEBSERVICE(A1)", "DDE(1;2)", "A1", "2*৫", "१+१", "NOW()", "-1",
)  # fmt: skip
TAGS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</td></table>", "<!--",
    "<iframe src=file:///etc/passwd>", "<link rel=stylesheet href=http://127.0.0.1/x>", "{{ 7*7 }}", "{% now 'Y' %}",
    "<a href='javascript:alert(1)'>", "&lt;b&gt;", "<style>*{display:none}</style>",
)  # fmt: skip
AROUND = ("{}", "চাল {}", "{} दाल", "\u202e{}", "a\u0000{}", '"{}', "'{}'", "`{}`", "{}\n{}", "%s{}")
HOSTILE = [start + body for start, body in product(FORMULA_STARTS, FORMULAS)] + [
    around.replace("{}", tag) for around, tag in product(AROUND, TAGS)
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def shop(db):
    return open_shop(name="আশা স্টোর্স")


@pytest.fixture
def rahim(pages):
    """Rahim's khata: ₹1,000 before, then 500 and 30.50 given and 250 got."""
    party_id = pages.party("রহিম ভাই", phone="98300 54321")
    for amount, direction, on, note in [
        (100_000, "gave", "2026-08-20", ""),
        (50_000, "gave", "2026-09-03", "চাল ৫ কেজি"),
        (25_000, "got", "2026-10-04", "দাদা দিলেন"),
        (3_050, "gave", "2026-10-04", ""),
    ]:
        pages.record(party_id, direction, amount, day=day(on), note=note)
    return party_id


def taken(shop, party_id):
    return statement(
        business_id=shop.id, party_id=party_id, start=day("2026-09-01"), end=day("2026-11-21"), made_at=NOW
    )


def write_hostile(shop):
    """A khata whose notes are all the hostile strings the door lets in, as they are stored."""
    party_id = shop.party("=cmd|'/C calc'!A0")
    for amount, note in enumerate((text for text in HOSTILE if "\x00" not in text), 1):
        shop.record(party_id, "gave", amount, note=note, day=day("2026-10-01"), mode="unsorted")
    return party_id


def test_there_are_three_hundred_hostile_strings():
    assert len(set(HOSTILE)) == len(HOSTILE) == 300


def test_excel_holds_real_numbers_and_days(pages, rahim):
    response = pages.asha.get(pages.url(f"parties/{rahim}/statement.xlsx{DAYS}"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "Date")
    assert rows[head] == ["Date", "Details", "Note", "You gave", "You got", "Balance", "Which way"]
    assert sheet.freeze_panes == f"A{head + 2}"
    table = [
        [value.date() if isinstance(value, datetime.datetime) else value for value in row] for row in rows
    ]
    assert table[head + 1 : head + 6] == [
        [day("2026-09-01"), "Balance before", None, None, None, 1000, "Will get"],
        [day("2026-09-03"), "Goods", "চাল ৫ কেজি", 500, None, 1500, "Will get"],
        [day("2026-10-04"), "Cash", "দাদা দিলেন", None, 250, 1250, "Will get"],
        [day("2026-10-04"), "Goods", None, 30.5, None, 1280.5, "Will get"],
        [day("2026-11-21"), "Balance after", None, 530.5, 250, 1280.5, "Will get"],
    ]
    assert rows[-1][1] == "Rupees One Thousand Two Hundred Eighty and Fifty Paise Only"
    assert [row[0] for row in rows[:4]] == ["আশা স্টোর্স", "Statement", "Days", "Currency"]
    assert all(dimension.width >= 10 for dimension in sheet.column_dimensions.values())


def test_csv_has_its_heads_first_and_opens_in_any_script(pages, rahim):
    response = pages.asha.get(pages.url(f"parties/{rahim}/statement.csv{DAYS}"))
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Date", "Details", "Note", "You gave", "You got", "Balance", "Which way"]
    assert rows[2] == ["2026-09-03", "Goods", "চাল ৫ কেজি", "500.00", "", "1500.00", "Will get"]
    assert rows[-1] == ["2026-11-21", "Balance after", "", "530.50", "250.00", "1280.50", "Will get"]


def test_pdf_says_what_the_page_says(pages, rahim):
    response = pages.asha.get(pages.url(f"parties/{rahim}/statement.pdf{DAYS}"))
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(reader.pages[0].extract_text().split())
    for said in (
        "₹1,280.50", "on 21 Nov 2026", "Rupees One Thousand Two Hundred Eighty and Fifty Paise Only",
        "1 Sep 2026 to 21 Nov 2026", "Balance before ₹1,000.00 Will get", "4 Oct 2026", "₹530.50 ₹250.00",
        "made on", "page 1 of 1",
    ):  # fmt: skip
        assert said in text, said
    assert reader.metadata.title == "Statement of রহিম ভাই"
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_a_pdf_repeats_its_heads_and_numbers_its_pages(shop):
    rahim = shop.party("Rahim")
    for amount in range(1, 91):
        shop.record(rahim, "gave", amount * 100, day=day("2026-10-01"), note=f"row {amount}.")
    drawn = pdf(taken(shop, rahim), language="en", digits="latn")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(drawn)).pages]
    assert len(pages) == 3
    for place, text in enumerate(pages, 1):
        assert "Date Details You gave You got Balance" in text
        assert f"page {place} of 3" in text
    assert re.findall(r"row (\d+)\.", " ".join(pages)) == [str(amount) for amount in range(1, 91)]


def test_the_same_statement_is_the_same_pdf(shop):
    rahim = shop.party("রহিম", opening_amount=4_200)
    first, later = (
        statement(
            business_id=shop.id, party_id=rahim, start=day("2026-09-01"), end=day("2026-11-21"),
            made_at=NOW + datetime.timedelta(minutes=minutes),
        )
        for minutes in (0, 50)
    )  # fmt: skip
    assert pdf(first, language="en", digits="latn") == pdf(later, language="en", digits="latn")
    shop.record(rahim, "got", 100)
    assert pdf(taken(shop, rahim), language="en", digits="latn") != pdf(first, language="en", digits="latn")


@pytest.mark.parametrize(
    ("language", "digits", "words", "font"),
    [
        ("hi", "deva", "चार हज़ार दो सौ रुपये मात्र", "Devanagari"),
        ("bn", "beng", "চার হাজার দুইশো টাকা মাত্র", "Bengali"),
    ],
)
def test_the_pdf_speaks_the_language_of_the_party(shop, language, digits, words, font):
    found = taken(shop, shop.party("शर्मा রহিম", opening_amount=420_000, opening_day=day("2026-10-01")))
    parts = pdf_module._Parts(found, language=language, digits=digits, progress=lambda _rows: None)
    with pdf_module.override(language):
        html = parts[0]
    assert words in html
    assert f'<html lang="{language}"' in html
    drawn = PdfReader(io.BytesIO(pdf(found, language=language, digits=digits)))
    fonts = {str(font["/BaseFont"]) for page in drawn.pages for font in fonts_of(page)}
    assert any(font in name for name in fonts), fonts


def fonts_of(page) -> list:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize(
    ("name", "font"),
    [("முருகன்", "Tamil"), ("પટેલ", "Gujarati"), ("లక్ష్మి", "Telugu"), ("احمد کریانہ", "Arabic")],
)
def test_a_name_has_letters_of_its_own_script_in_the_pdf(shop, name, font):
    drawn = PdfReader(io.BytesIO(pdf(taken(shop, shop.party(name)), language="en", digits="latn")))
    fonts = {str(font["/BaseFont"]) for page in drawn.pages for font in fonts_of(page)}
    assert any(font in found for found in fonts), fonts


def test_no_hostile_note_becomes_a_formula(shop):
    found = taken(shop, write_hostile(shop))
    content = sheets.excel(found, language="en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >/]", xml)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    rows = list(csv.reader(io.StringIO(sheets.csv(found).decode("utf-8-sig"))))
    assert len(rows) == len(found.rows) + 3
    risky = re.compile("[\\s\"';,]*[=+\\-@＝＋－＠\t\r]")
    assert [cell for row in rows for cell in row if risky.match(cell) and not cell.startswith("'")] == []


def test_no_hostile_note_becomes_markup_in_the_pdf(shop):
    found = taken(shop, write_hostile(shop))
    html = "".join(pdf_module._Parts(found, language="en", digits="latn", progress=lambda _rows: None))
    assert not re.search(r"<(script|img|svg|iframe|style|a)\b", html)
    assert html.count("<link ") == 1
    drawn = PdfReader(io.BytesIO(pdf(found, language="en", digits="latn")))
    assert len(drawn.pages) > 5
    assert [page for page in drawn.pages if "/Annots" in page] == []
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(drawn.trailer["/Root"])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", 'a"b;c', "CON", "রহিম ভাই", "…", "a\r\nSet-Cookie: x", "/"]
)
def test_a_file_is_named_after_the_party_and_safe_to_save(pages, name):
    party_id = pages.party(name)
    said = pages.asha.get(pages.url(f"parties/{party_id}/statement.csv{DAYS}"))["Content-Disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9-]+\.csv\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+\.csv", said
    ), said
    assert "%2F" not in said
    assert "2026-09-01-2026-11-21" in said


def test_a_name_in_bengali_is_kept_beside_its_ascii_form():
    said = disposition("রহিম-2026.pdf", attached=False)
    assert said.startswith('inline; filename="rhim-2026.pdf"')
    assert said.endswith("filename*=UTF-8''%E0%A6%B0%E0%A6%B9%E0%A6%BF%E0%A6%AE-2026.pdf")


@pytest.mark.parametrize("tail", ["statement.pdf", "statement.xlsx", "statement.csv"])
def test_a_file_of_days_that_make_no_sense_is_the_page_with_the_sentence(pages, rahim, tail):
    response = pages.asha.get(pages.url(f"parties/{rahim}/{tail}?start=2026-10-03&end=2026-10-01"))
    assert response.status_code == 422
    assert "Choose an end date after 3 Oct 2026." in response.content.decode()


# Long PDFs ---------------------------------------------------------------------------------------


@pytest.fixture
def long_khata(pages):
    party_id = pages.party("রহিম", phone="98300 54321")
    for amount in range(1, INLINE_ROWS_MAX + 2):
        pages.record(party_id, "gave", amount, day=day("2026-10-01"))
    return party_id


@pytest.fixture
def ask(pages, long_khata):
    def post(**said):
        url = pages.url(f"parties/{long_khata}/statement.pdf")
        fields = {"start": "2026-09-01", "end": "2026-11-21", "language": "bn", "request_id": str(uuid7())}
        return pages.asha.post(url, {**fields, **said})

    return post


def test_a_long_pdf_is_asked_for_by_a_button_and_drawn_by_the_worker(pages, long_khata, ask):
    page = pages.asha.get(pages.url(f"parties/{long_khata}/statement/{DAYS}")).content.decode()
    assert "Make the PDF" in page
    early = pages.asha.get(pages.url(f"parties/{long_khata}/statement.pdf{DAYS}"))
    assert (early.status_code, early["Location"].split("?")[0]) == (
        303,
        pages.url(f"parties/{long_khata}/statement/"),
    )
    response = ask()
    job = Job.objects.get(kind="statement.pdf")
    assert (response.status_code, response["Location"]) == (303, pages.url(f"jobs/{job.id}/"))
    file_url = pages.url(f"statements/{job.id}/")
    assert pages.asha.get(file_url).status_code == 404
    assert run_job(job.id) == JobState.DONE
    job.refresh_from_db()
    assert (job.done, job.total) == (INLINE_ROWS_MAX + 1, INLINE_ROWS_MAX + 1)
    shown = pages.asha.get(pages.url(f"jobs/{job.id}/")).content.decode()
    assert f'href="{file_url}"' in shown
    assert "kept for 7 days" in shown
    served = pages.asha.get(file_url)
    content = b"".join(served.streaming_content)
    assert len(content) == job.result["size"]
    assert "attachment" in served["Content-Disposition"]
    assert served["Cache-Control"] == "private, no-store"
    assert len(PdfReader(io.BytesIO(content)).pages) > 5


def test_a_button_pressed_twice_makes_one_pdf(ask):
    request_id = str(uuid7())
    assert ask(request_id=request_id)["Location"] == ask(request_id=request_id)["Location"]
    assert ask(request_id="not one")["Location"] != ask(request_id=request_id)["Location"]
    assert Job.objects.filter(kind="statement.pdf").count() == 2


def test_a_kept_file_opens_for_those_who_may_see_totals_of_this_book(pages, ask):
    ask()
    job = Job.objects.get(kind="statement.pdf")
    run_job(job.id)
    url = pages.url(f"statements/{job.id}/")
    assert pages.reader.get(url).status_code == 200
    assert pages.bilal.get(url).status_code == 403
    assert pages.dev.get(url).status_code == 404
    assert pages.asha.get(pages.url(f"statements/{uuid7()}/")).status_code == 404
    other = open_shop()
    Membership.objects.create(business=other.business, user=pages.people.asha, role="owner")
    assert pages.asha.get(f"/b/{other.id}/statements/{job.id}/").status_code == 404


def test_staff_can_not_ask_for_a_long_pdf(pages, long_khata):
    said = {"start": "2026-09-01", "end": "2026-11-21"}
    assert pages.bilal.post(pages.url(f"parties/{long_khata}/statement.pdf"), said).status_code == 403
    assert Job.objects.count() == 0


def test_a_file_is_gone_after_its_week_and_the_page_says_so(pages, ask):
    ask()
    job = Job.objects.get(kind="statement.pdf")
    run_job(job.id)
    (path,) = [f"exports/{pages.shop.id}/{job.id}.pdf"]
    assert default_storage.exists(path)
    assert trim_files(now=timezone.now() + KEPT - datetime.timedelta(hours=1)) == 0
    os.utime(default_storage.path(path), (0, 0))
    assert trim_files(now=timezone.now()) == 1
    assert not default_storage.exists(path)
    gone = pages.asha.get(pages.url(f"statements/{job.id}/"), follow=True)
    assert gone.redirect_chain == [(pages.url("downloads/"), 303)]
    assert "This file was kept for 7 days and is gone now." in gone.content.decode()
