"""Papers kept with leases and costs, the slip of a deposit, and all who rent named together."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Revision
from businesses.models import User
from core.ids import uuid7
from core.refusals import Refusal
from core.scans import read_scan
from ledger.models import Account, Party
from rentals.models import KeptPaper, Lease, PropertyExpense
from rentals.operations.erasing import take_out_of_leases
from rentals.operations.kept_papers import PAPERS_MAX, keep_lease_paper
from rentals.operations.portal import make_link
from rentals.queries.slips import slip_of
from tests.ledger.shops import TODAY
from tests.rentals.houses import RentBook, open_rent_book
from tests.tenancy.books import picture
from tests.tenancy.rents import SCANNED


@pytest.fixture
def book(db, settings, tmp_path) -> RentBook:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_rent_book()


@pytest.fixture
def landlord(client, book):
    client.force_login(User.objects.get(id=book.asha.user_id))
    return client


def at(book: RentBook, name: str, *ids) -> str:
    return reverse(f"rentals:{name}", args=[book.id, *ids])


def files(settings) -> list[str]:
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def scan(content: bytes = SCANNED) -> SimpleUploadedFile:
    return SimpleUploadedFile("চুক্তি.pdf", content, "application/pdf")


def kept(book: RentBook, lease, content: bytes = SCANNED, **fields):
    said = {"actor": book.asha, "now": book.now, "paper_id": uuid7(), "name": "Agreement", **fields}
    return keep_lease_paper(business_id=book.id, lease_id=lease, scan=read_scan(content), **said).paper


def test_a_paper_is_kept_named_shown_to_the_tenant_and_put_away(landlord, book, settings):
    lease = book.home()
    said = {"name": "Police verification", "day": "2026-11-02", "photo": scan()}
    assert landlord.post(at(book, "paper_add", lease), {**said, "photo": ""}).status_code == 422
    assert landlord.post(at(book, "paper_add", lease), {**said, "name": ""}).status_code == 422
    assert files(settings) == []
    for _twice in range(2):
        assert landlord.post(at(book, "paper_add", lease), {**said, "photo": scan()}).status_code == 303
    paper = KeptPaper.objects.get()
    assert (paper.name, str(paper.day), paper.content_type) == (
        "Police verification",
        "2026-11-02",
        "application/pdf",
    )
    page = landlord.get(at(book, "lease", lease)).content.decode()
    assert "Police verification" in page
    served = landlord.get(at(book, "paper", paper.pk))
    assert b"".join(served.streaming_content) == SCANNED
    assert "attachment" in served["Content-Disposition"]
    assert "sandbox" in served["Content-Security-Policy"]

    token = make_link(business_id=book.id, actor=book.asha, party_id=paper.lease.party_id, now=book.now).token
    tenants = reverse("tenant:rented_home", args=[token])
    own = reverse("tenant:rented_paper", args=[token, paper.pk])
    assert landlord.get(own).status_code == 404
    change = {"name": "Police paper", "day": "", "is_for_tenant": "on", "base_rev": 1}
    assert landlord.post(at(book, "paper_edit", paper.pk), change).status_code == 303
    assert landlord.post(at(book, "paper_edit", paper.pk), change).status_code == 412, "changed meanwhile"
    assert "Police paper" in landlord.get(tenants).content.decode()
    assert landlord.get(own).status_code == 200

    landlord.post(at(book, "paper_away", paper.pk), {"what": "away", "base_rev": 2})
    assert landlord.get(own).status_code == 404
    assert "Bring back" in landlord.get(at(book, "lease", lease)).content.decode()
    landlord.post(at(book, "paper_away", paper.pk), {"what": "back", "base_rev": 3})
    assert landlord.get(own).status_code == 200
    verbs = list(Revision.objects.filter(subject_id=paper.pk).order_by("rev").values_list("rev", flat=True))
    assert verbs == [1, 2, 3, 4]


def test_a_lease_holds_so_many_papers_and_none_that_acts(book, settings):
    lease = book.home()
    for number in range(PAPERS_MAX):
        kept(book, lease, SCANNED + b"%% %d\n%%%%EOF" % number)
    with pytest.raises(Refusal, match="Put one away first"):
        kept(book, lease)
    with pytest.raises(Refusal, match="programs or other files"):
        kept(book, book.home(), b"%PDF-1.4\n1 0 obj<</S/JavaScript>>endobj\n%%EOF")
    assert len(files(settings)) == PAPERS_MAX


def test_papers_of_somebody_who_is_forgotten_go_for_good(book, settings):
    from audit.erasing import Forgotten

    mine, theirs = book.home(name="Imran Ali"), book.home(name="Mina")
    kept(book, mine)
    along = kept(book, theirs, name="ID of Imran Ali")
    stays = kept(book, theirs, io.BytesIO(picture("navy")).getvalue(), name="Photo at moving in")
    party = Lease.objects.get(id=mine).party_id
    take_out_of_leases(Forgotten(book.id, frozenset({party}), ("Imran Ali",)))
    assert [one.pk for one in KeptPaper.objects.all()] == [stays.id]
    told = [str(one.contents) for one in Revision.objects.filter(subject_id=along.id)]
    assert [one for one in told if "Imran" in one] == []


def test_a_cost_is_written_with_its_bill_and_taken_back(landlord, book, settings):
    house = book.house()
    repairs = Account.objects.get(business_id=book.id, name="Repairs").id
    said = {
        "expense_id": uuid7(),
        "amount": "640",
        "mode": "cash",
        "account": repairs,
        "day": str(TODAY),
        "note": "পাইপ",
    }
    photo = lambda: SimpleUploadedFile("b.jpg", picture("navy"), "image/jpeg")  # noqa: E731
    bad = SimpleUploadedFile("b.jpg", b"none", "image/jpeg")
    assert landlord.post(at(book, "cost", house), {**said, "photo": bad}).status_code == 422
    assert not PropertyExpense.objects.exists()
    assert landlord.post(at(book, "cost", house), {**said, "photo": photo()}).status_code == 303
    cost = PropertyExpense.objects.get()
    bill = KeptPaper.objects.get(expense=cost)
    assert landlord.get(at(book, "paper", bill.pk))["Content-Type"] == "image/jpeg"
    assert "পাইপ" in landlord.get(at(book, "cost", house)).content.decode()
    assert landlord.post(at(book, "spent_paper", cost.pk), {"photo": scan()}).status_code == 303
    assert (
        landlord.get(at(book, "spent", cost.pk)).content.decode().count(at(book, "paper_edit", uuid7())[:40])
        >= 2
    )
    landlord.post(at(book, "spent_back", cost.pk))
    assert "Taken back" in landlord.get(at(book, "spent", cost.pk)).content.decode()
    assert book.proven()


def test_a_deposit_slip_tells_every_cut_and_what_goes_back(landlord, book):
    lease = book.home(start=TODAY.replace(day=1))
    book.ask()
    book.deposit(lease, 20_000)
    book.deposit(lease, 700, "cut", reason="ভাঙা জানালা")
    book.charge(lease, 100, label="Paint", kind="damage")
    book.leave(lease, cuts=[(500_00, "দেয়ালের রং")])
    slip = slip_of(book.id, lease)
    assert slip.came - slip.cut - slip.for_rent + slip.uncovered - slip.went == slip.held == 0
    assert [(one.reason, one.amount) for one in slip.cuts] == [("ভাঙা জানালা", 700_00), ("দেয়ালের রং", 500_00)]
    assert slip.for_rent == book.dues(lease)[0].amount + 100_00
    text = landlord.get(at(book, "slip", lease)).content.decode()
    assert "ভাঙা জানালা" in text
    assert "thousand" in text.lower()
    assert landlord.get(at(book, "slip_file", lease)).content.startswith(b"%PDF")
    party = Lease.objects.get(id=lease).party
    token = make_link(business_id=book.id, actor=book.asha, party_id=party.id, now=book.now).token
    assert "দেয়ালের রং" in landlord.get(reverse("tenant:rented_home", args=[token])).content.decode()
    assert landlord.get(reverse("tenant:rented_slip", args=[token])).content.startswith(b"%PDF")
    assert landlord.get(at(book, "slip", book.home())).status_code == 404, "no deposit was ever held"


def test_a_cut_beyond_the_deposit_stands_in_the_slip(book):
    lease = book.home(start=TODAY)
    book.deposit(lease, 300)
    book.leave(lease, cuts=[(500_00, "Door")])
    slip = slip_of(book.id, lease)
    assert slip.cut == 500_00
    assert slip.came - slip.cut - slip.for_rent + slip.uncovered - slip.went == slip.held == 0


def test_all_who_rent_are_named_wherever_the_tenant_is(landlord, book):
    mina = book.tenant("মিনা বেগম")
    lease = book.home(name="Imran Ali", start=TODAY.replace(day=1), others=[mina])
    book.ask()
    book.deposit(lease, 500)
    due, party = book.dues(lease)[0], Lease.objects.get(id=lease).party
    token = make_link(business_id=book.id, actor=book.asha, party_id=party.id, now=book.now).token
    pages = [
        at(book, "month"), at(book, "houses"), at(book, "lease", lease), at(book, "dues"), at(book, "deposits"),
        at(book, "roll"), at(book, "receive", lease), at(book, "due_back", due.id), at(book, "slip", lease),
        reverse("ledger:statement", args=[book.id, party.id]), reverse("tenant:rented_home", args=[token]),
    ]  # fmt: skip
    unnamed = [one for one in pages if "মিনা বেগম" not in landlord.get(one).content.decode()]
    assert unnamed == []
    assert (
        "মিনা বেগম"
        not in landlord.get(reverse("ledger:statement", args=[book.id, mina]))
        .content.decode()
        .split("Statement of")[0]
    )
    assert Party.objects.get(id=mina).balance == 0
