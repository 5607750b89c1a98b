"""Bills on paper: every size, three scripts, what the law wants on them, and nothing that a name could break."""

import datetime
import io
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from pypdf import PdfReader

from core.upi import pay_link
from invoicing.paper.document import Address, PaperKind, PaperState
from invoicing.paper.page import context, pay_address
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.titles import copies
from taxes.arithmetic import Buyer, Discount
from taxes.arithmetic.supplies import ABROAD, Scheme
from tests.core.test_pdf import font_names
from tests.invoicing.papers import BUYER, SELLER, credit_note, document, with_batch

WIDTHS = {PaperSize.A4: 210, PaperSize.A5: 148, PaperSize.ROLL_80: 80, PaperSize.ROLL_58: 58}


def read(drawn):
    return PdfReader(io.BytesIO(drawn))


def words(drawn):
    """All that is written, with blanks as one: columns of a table come out in odd places."""
    return " ".join(" ".join(page.extract_text() for page in read(drawn).pages).split())


@pytest.mark.parametrize("size", PaperSize)
def test_a_bill_fits_every_size_with_all_the_law_wants_on_it(size):
    paper = with_batch(
        document(discount=Discount(amount=50_00), notes="Thank you", terms="Interest 18% a year")
    )
    drawn = pdf(paper, size=size, language="en")
    found, text = read(drawn), words(drawn)
    assert float(found.pages[0].mediabox.width) == pytest.approx(WIDTHS[size] * 72 / 25.4, abs=1)
    for said in (
        "Tax invoice", "Asha Kirana", "19AAACG2115R1ZE", "INV/26-27/0042", "21 Nov 2026", "6 Dec 2026",
        "West Bengal (19)", "19AAPFU0939F1ZS", "3,537.78", "95.78", "CGST", "SGST", "9%", "₹3,729.00", "2 BAG", "3401",
        "Batch B-17, expires 31 Mar 2027", "Thank you", "Interest 18% a year", "asha.kirana@okbank", "Exempt",
    ):  # fmt: skip
        assert said in text, said
    assert "Rupees Three Thousand Seven Hundred Twenty" in text
    fonts = " ".join(font_names(drawn))
    assert all(script in fonts for script in ("Devanagari", "Bengali", "Tamil", "Arabic")), fonts
    assert "DejaVu" not in fonts
    if size in (PaperSize.ROLL_80, PaperSize.ROLL_58):
        assert len(found.pages) == 1
        assert float(found.pages[0].mediabox.height) < 400 * 72 / 25.4


@pytest.mark.parametrize(
    ("language", "digits", "said"), [("hi", "deva", "३,७८२.००"), ("bn", "beng", "৩,৭৮২.০০")]
)
def test_a_bill_speaks_the_language_and_digits_it_is_asked_in(language, digits, said):
    drawn = pdf(document(), size=PaperSize.A5, language=language, digits=digits)
    assert said in words(drawn)
    assert "19AAACG2115R1ZE" in words(drawn)
    assert pdf(document(), size=PaperSize.A5, language=language, digits=digits) == drawn


def test_copies_say_whose_they_are_and_count_their_own_pages():
    drawn = pdf(document(), size=PaperSize.A4, language="en", copies_wanted=3)
    pages = [page.extract_text() for page in read(drawn).pages]
    whose = ("Original for recipient", "Duplicate for transporter", "Triplicate for supplier")
    assert [name for name, page in zip(whose, pages, strict=True) if name in page] == list(whose)
    assert all("page 1 of 1" in page for page in pages)
    services = document([("Repair", "998713", "", 1, "500.00", 180_000, False)])
    assert copies(services) == ("Original for recipient", "Duplicate for supplier")
    assert copies(credit_note()) == ("",)
    assert copies(document(state=PaperState.DRAFT)) == ("",)


def shown(paper):
    found = context(paper, digits="latn")
    return {
        "title": found["title"], "mark": found["mark"], "columns": [one.key for one in found["lines"].columns],
        "said": " ".join(found["endorsements"]), "facts": {one.name: one.value for one in found["facts"]},
        "taxes": found["taxes"] is not None, "totals": {one.title: one.amount for one in found["totals"]},
    }  # fmt: skip


def test_each_kind_of_paper_has_the_name_and_the_columns_of_the_law():
    assert shown(document())["title"] == "Tax invoice"
    supply = shown(document(scheme=Scheme.COMPOSITION, seller=replace(SELLER, is_composition=True)))
    assert supply["title"] == "Bill of supply"
    assert "rate" not in supply["columns"]
    assert not supply["taxes"]
    assert "not eligible to collect tax" in supply["said"]
    assert "Reverse charge" not in supply["facts"]
    assert shown(document(scheme=Scheme.UNREGISTERED, buyer=None))["title"] == "Bill"
    assert shown(document(buyer=None))["title"] == "Invoice-cum-bill of supply"
    note = shown(credit_note())
    assert (note["title"], note["facts"]["For the bill"]) == ("Credit note", "INV/26-27/0042 · 21 Nov 2026")
    assert note["facts"]["Reason"] == "Goods returned"
    charge = shown(document(reverse_charge=True))
    assert charge["facts"]["Reverse charge"] == "Yes"
    assert charge["taxes"]
    assert "CGST" not in charge["totals"]
    assert shown(document(state=PaperState.CANCELLED))["mark"] == "Cancelled"
    territory = shown(document(place="04"))
    assert territory["facts"]["Place of supply"] == "Chandigarh (04)"


def test_an_export_says_whether_tax_was_paid():
    abroad = {"place": ABROAD, "treatment": Buyer.OVERSEAS}
    assert "without payment of integrated tax" in shown(document(**abroad))["said"]
    assert "on payment of integrated tax" in shown(document(**abroad, with_tax=True))["said"]
    assert "SEZ unit" in shown(document(treatment=Buyer.SEZ))["said"]


def test_a_bill_of_bangladesh_is_form_6_3_with_its_time_and_columns():
    things = [
        ("চাল মিনিকেট", "", "BAG", 4, "1850.00", 150_000, False),
        ("Lux", "", "PCS", 20, "65.00", 150_000, True),
    ]
    seller = replace(
        SELLER, office="BIN", registration="000123456-0101", address=Address(text="Chawkbazar, Dhaka")
    )
    paper = document(
        things, country="BD", currency="BDT", seller=seller, buyer=replace(BUYER, office="BIN", address=Address()),
        issued_at=datetime.datetime(2026, 11, 21, 8, 5, tzinfo=datetime.UTC),
    )  # fmt: skip
    text = words(pdf(paper, size=PaperSize.A4, language="en"))
    for said in (
        "National Board of Revenue",
        "Mushak 6.3",
        "BIN 000123456-0101",
        "15%",
        "1,110.00",
        "56.52",
        "৳9,810.00",
    ):
        assert said in text, said
    assert re.search(r"21 Nov 2026, 2:05\sPM", text)
    assert "upi" not in text.lower()


def test_the_square_asks_for_what_is_due_and_for_nothing_else():
    address = urlsplit(pay_address(document(paid=782_00)))
    assert (address.scheme, address.netloc) == ("upi", "pay")
    assert dict(parse_qsl(address.query)) == {
        "pa": "asha.kirana@okbank", "pn": "Asha Kirana", "am": "3000.00", "cu": "INR", "tn": "Bill INV/26-27/0042",
        "tr": "INV26270042",
    }  # fmt: skip
    assert "pa=asha.kirana@okbank&pn=Asha%20Kirana" in address.query
    for nothing in (
        document(paid=3782_00), document(state=PaperState.CANCELLED), document(state=PaperState.DRAFT), credit_note(),
        document(kind=PaperKind.ESTIMATE), document(upi_id=""), document(upi_id="no address"),
    ):  # fmt: skip
        assert pay_address(nothing) == ""
    assert "am=" not in pay_link(address="a.b@okbank", name="শ্রী")


def test_no_name_breaks_the_paper_or_becomes_markup():
    name = '"><img src=x onerror=alert(1)>' + "W" * 90
    first, *others = document().lines
    paper = replace(
        document(notes="<script>alert(1)</script>"), seller=replace(SELLER, name=name),
        lines=(replace(first, name=name, note="{{ 7|add:7 }}"), *others),
    )  # fmt: skip
    for size in (PaperSize.A4, PaperSize.ROLL_58):
        text = words(pdf(paper, size=size, language="en")).replace(" ", "")
        assert "<script>alert(1)</script>" in text
        assert "onerror=alert(1)" in text
        assert "{{7|add:7}}" in text


def test_a_roll_longer_than_a_page_of_a_pdf_goes_on(monkeypatch):
    monkeypatch.setattr("core.pdf.ROLL_PAGE_MM", 200)
    many = [("Soap", "3401", "PCS", 1, "10.00", 180_000, False)] * 12
    found = read(pdf(document(many), size=PaperSize.ROLL_58, language="en"))
    assert len(found.pages) == 2
