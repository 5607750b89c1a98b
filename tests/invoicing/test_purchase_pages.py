"""The pages of purchases as plain forms, and the files that go with a bill."""

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from businesses.models import User
from core.ids import uuid7
from core.photos import PhotoError
from core.scans import read_scan
from invoicing.models import Paper, PaperFile
from ledger.models import Account
from ledger.operations.accounts import add_account
from ledger.verify import verify_book
from taxes.queries.rates import rates_on
from tests.invoicing.test_purchases import HERE, vendor
from tests.invoicing.tills import Till, open_till
from tests.ledger.shops import TODAY
from tests.tenancy.purchases import picture

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SOAP = {"item": "Soap", "price": "10", "tax": "nil"}


@pytest.fixture
def till(db, time_machine) -> Till:
    found = open_till()
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def desk(till):
    client = Client()
    client.force_login(User.objects.get(id=till.asha.user_id))
    base = f"/b/{till.id}/purchases/"

    def ask(path: str = "", status: int = 200, **said):
        answer = client.post(base + path, said) if said else client.get(base + path)
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer

    return ask


def sheet(till, *lines, party=None, **said):
    rows = {f"{place}-{name}": value for place, row in enumerate(lines) for name, value in row.items()}
    usual = {"kind": "bill", "paper_id": uuid7(), "party": vendor(till) if party is None else party, "day": TODAY.isoformat(),
             "number": "GT/118", "act": "save"}  # fmt: skip
    return {**usual, **rows, **said}


def test_a_bill_with_goods_an_account_blocked_tax_and_a_photo_is_written_on_one_sheet(till, desk):
    item = till.item("চাল", tax_rate=180_000, purchase_price=90_00)
    (rate,) = [one.tax_id for one in rates_on(till.id, day=TODAY) if one.tax.rate == 180_000][:1]
    tea = add_account(
        business_id=till.id, actor=till.asha, account_id=uuid7(), code="5991", name="চা জলখাবার", kind="expense",
        now=till.now,
    ).account_id  # fmt: skip
    assert "GT/118" not in desk("new/").content.decode()
    photo = SimpleUploadedFile("রসিদ.jpg", picture(), "image/jpeg")
    made = sheet(
        till, {"item": "চাল", "quantity": "2"},
        {"item": "Lunch", "price": "100", "account": str(tea), "credit_clause": "17(5)b",
         "tax": str(rate)}, photo=photo,
    )  # fmt: skip
    where = desk("new/", 303, **made)["Location"]
    paper = Paper.objects.get()
    assert (paper.status, paper.number, paper.party.registration_number) == ("approved", "GT/118", HERE)
    assert till.worth(item) == 180
    assert Account.objects.get(id=tea).name in desk(str(paper.pk) + "/").content.decode()
    kept = PaperFile.objects.get()
    file = desk(f"{paper.pk}/files/{kept.pk}/")
    assert (file["Content-Type"], where.endswith(f"{paper.pk}/")) == ("image/jpeg", True)
    assert "17(5)b" in desk(str(paper.pk) + "/").content.decode()
    again = desk("new/", 303, **sheet(till, SOAP, party=paper.party_id))["Location"]
    assert "GT/118" in desk(again.split("/purchases/")[1]).content.decode()
    desk(f"{paper.pk}/files/{kept.pk}/remove/", 303, x="1")
    desk(f"{paper.pk}/take-out/", 303, base_rev=Paper.objects.get(pk=paper.pk).rev, reason="ভুল")
    assert verify_book(till.id) == []


def test_a_sheet_asks_for_batch_pieces_and_branch_where_a_book_has_them(till, desk):
    plain = desk("new/").content.decode()
    assert [name in plain for name in ("0-batch", "0-expires_on", "0-serials", 'name="branch"')] == [
        False
    ] * 4
    till.item("ওষুধ", tax_rate=50_000, purchase_price=50_00, has_batches=True)
    till.item("फ़ोन", tax_rate=180_000, purchase_price=9_000_00, has_serials=True)
    godown = till.godown()
    asked = desk("new/").content.decode()
    assert [name in asked for name in ("0-batch", "0-expires_on", "0-serials", 'name="branch"')] == [True] * 4
    said = ({"item": "ওষুধ", "quantity": "3"}, {"item": "फ़ोन", "quantity": "2", "serials": "IM-1, IM-2"})
    refused = desk("new/", 422, **sheet(till, *said, branch=str(godown))).content.decode()
    assert "ওষুধ" in refused
    assert "IM-1, IM-2" in refused
    said[0].update(batch="B-17", expires_on="2027-06-30")
    desk("new/", 303, **sheet(till, *said, party=till.party("গঙ্গা"), branch=str(godown), act="draft"))
    draft = Paper.objects.get()
    again = desk(f"{draft.pk}/edit/").content.decode()
    assert [word in again for word in ('value="B-17"', 'value="2027-06-30"', "IM-1, IM-2")] == [True] * 3
    desk(f"{draft.pk}/approve/", 303, x="1")
    shown = desk(f"{draft.pk}/").content.decode()
    assert ("B-17" in shown, "IM-1, IM-2" in shown, Paper.objects.get().branch_id) == (True, True, godown)


def test_what_is_missing_is_said_and_what_was_typed_stays(till, desk):
    page = desk("new/", 422, **sheet(till, SOAP, number="")).content.decode()
    assert "number on the supplier" in page
    assert 'value="Soap"' in page
    page = desk("new/", 422, **sheet(till, SOAP, party="", party_name="অচেনা")).content.decode()
    assert "Add অচেনা to your suppliers" in page
    page = desk(
        "new/",
        422,
        **sheet(till, SOAP, photo=SimpleUploadedFile("a.pdf", b"%PDF-1.4")),
    ).content.decode()
    assert "not whole" in page
    assert not Paper.objects.exists()


def test_several_drafts_are_approved_at_once_each_by_itself(till, desk):
    seller = vendor(till)
    for number in ("A-1", ""):
        desk(
            "new/",
            303,
            **sheet(till, SOAP, party=seller, number=number, act="draft"),
        )
    page = desk("many/", 200, one=[str(one.pk) for one in Paper.objects.all()]).content.decode()
    assert "number on the supplier" in page
    assert sorted(Paper.objects.values_list("status", flat=True)) == ["approved", "draft"]
    draft = Paper.objects.get(status="draft")
    desk(f"{draft.pk}/files/", 303, photo=SimpleUploadedFile("b.pdf", PDF))
    assert desk(f"{draft.pk}/files/{PaperFile.objects.get().pk}/")["Content-Disposition"].startswith(
        "attachment"
    )
    desk(f"{draft.pk}/drop/", 303, x="1")
    assert not PaperFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        PDF[:-8], PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"),
        PDF.replace(b"/Type", b"/S/L#61unch/Type"), PDF.replace(b"<</Root", b"<</Encrypt 5 0 R/Root"),
        PDF.replace(
            b"trailer", b"4 0 obj<</Type/ObjStm/N 1>>stream\n" + zlib.compress(b"1 0 <</S/JavaScript/JS(x)>>") + b"\ntrailer"
        ),
        PDF.replace(b"trailer", b"4 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(bytes(30_000_000)) + b"\ntrailer"),
        PDF + b"x" * (10 * 1024 * 1024),
    ],
    ids=["cut", "script", "escaped launch", "locked", "packed script", "bomb", "large"],
)  # fmt: skip
def test_a_pdf_that_acts_or_is_broken_is_not_kept(content):
    with pytest.raises(PhotoError):
        read_scan(content)
    assert read_scan(PDF).ending == "pdf"
