"""The pages of a rent book, as a browser without scripts has them."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse

from businesses.models import User
from businesses.roles import Role
from core.ids import uuid7
from ledger.book_map import book_map
from ledger.models import Party
from rentals.models import Due, Lease, Property, Unit
from rentals.operations.portal import claim_payment
from tests.ledger.shops import TODAY
from tests.rentals.houses import NUMBER, RentBook, open_rent_book


@pytest.fixture
def book(db, time_machine) -> RentBook:
    found = open_rent_book()
    assert book_map(
        found.id
    ).branch_id  # the first one, before the clock goes back and a house gets a lower id
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def asha(client, book):
    client.force_login(User.objects.get(id=book.asha.user_id))
    return client


def at(book: RentBook, name: str, *ids) -> str:
    return reverse(f"rentals:{name}", args=[book.id, *ids])


def post(asha, address: str, **said):
    return asha.post(address, said, follow=True)


def test_a_landlord_lets_asks_and_is_paid_by_forms_alone(asha, book):
    assert "Add your first house" in asha.get(at(book, "month")).content.decode()
    post(asha, at(book, "house_add"), name="শান্তি ভিলা", worth="9000000")
    house = Property.objects.get().branch_id
    again = asha.post(at(book, "unit_add", house), {"unit_id": uuid7(), "name": "2A", "again": "1"})
    assert again.headers["Location"] == at(book, "unit_add", house)
    assert (
        "2a exists already"
        in post(asha, at(book, "unit_add", house), unit_id=uuid7(), name="2a").content.decode()
    )
    unit = Unit.objects.get()
    first = TODAY.replace(day=1)
    said = {
        "lease_id": uuid7(), "party_id": uuid7(), "tenant": "Imran Ali", "rent": "9,000", "starts_on": first.isoformat(),
        "due_day": "1", "fee_kind": "flat", "fee_amount": "200", "fee_grace_days": "5",
    }  # fmt: skip
    shown = post(asha, at(book, "let", unit.id), **said, preview="1").content.decode()
    assert "₹9,000 a month" in shown
    assert "If paid late, ₹200 is added once, after 5 days of grace." in shown
    assert not Lease.objects.exists()
    assert not Party.objects.filter(name="Imran Ali").exists()
    assert asha.post(at(book, "let", unit.id), {**said, "rent": ""}).status_code == 422
    assert not Lease.objects.exists()
    post(asha, at(book, "let", unit.id), **said)
    lease = Lease.objects.get()
    assert Due.objects.get(lease=lease).amount == 9_000_00
    assert "Rent received" in asha.get(at(book, "month")).content.decode()
    form = asha.get(at(book, "receive", lease.id)).content.decode()
    assert 'value="9000"' in form
    paid = post(
        asha, at(book, "receive", lease.id), document_id=uuid7(), amount="9000", mode="upi"
    ).content.decode()
    assert "All is paid." in paid
    assert book.proven()


def test_rents_are_raised_with_one_press_and_not_twice(asha, book):
    book.home(start=TODAY - datetime.timedelta(days=70))
    assert "Raise rents" in asha.get(at(book, "month")).content.decode()
    assert "rents were raised" in post(asha, at(book, "raise")).content.decode()
    assert "All rents were raised already." in post(asha, at(book, "raise")).content.decode()
    assert "Raise rents" not in asha.get(at(book, "month")).content.decode()


def test_moving_out_shows_the_sum_before_it_is_done(asha, book):
    today = TODAY
    lease = book.home(start=today.replace(day=1))
    book.deposit(lease, 20_000, day=today)
    said = {"last_day": today.isoformat(), "cut_amount": "500", "cut_reason": "Broken window", "mode": "cash"}
    shown = post(asha, at(book, "leave", lease), **said).content.decode()
    assert "Goes back to the tenant" in shown
    assert Lease.objects.get().ended_at is None
    done = post(asha, at(book, "leave", lease), **said, sure="1").content.decode()
    assert "moved out" in done
    assert Lease.objects.get().ended_at is not None
    assert "Broken window" in done
    assert book.proven()


def test_a_due_is_taken_back_with_a_reason_and_a_charge_and_a_cost_are_added(asha, book):
    today = TODAY
    lease = book.home(start=today.replace(day=1))
    book.ask(today)
    due = Due.objects.get()
    assert post(asha, at(book, "due_back", due.id), reason="").status_code == 422
    assert "Taken back" in post(asha, at(book, "due_back", due.id), reason="Festival").content.decode()
    assert asha.get(at(book, "due_back", due.id)).status_code == 404
    assert (
        "Water"
        in post(asha, at(book, "charge", lease), kind="utility", label="Water", amount="120").content.decode()
    )
    page = asha.get(at(book, "cost", Property.objects.get().branch_id)).content.decode()
    assert "Repairs" in page
    assert "Round-off" not in page
    assert book.proven()


def test_a_unit_and_a_house_are_put_away_and_come_back(asha, book, time_machine):
    book.house("খালি বাড়ি")
    time_machine.shift(1)  # the first branch of a book is not put away, and the lowest id tells which it is
    lease = book.home()
    unit = Unit.objects.get()
    away = {"base_rev": 1, "what": "away"}
    assert "still lives there" in post(asha, at(book, "unit_away", unit.id), **away).content.decode()
    book.leave(lease)
    shown = post(asha, at(book, "unit_away", unit.id), **away).content.decode()
    assert "Put away" in shown
    assert "Bring back" in shown
    post(asha, at(book, "house_away", unit.branch_id), **away)
    shown = asha.get(at(book, "houses")).context
    assert [one.name for one, _year in shown["houses"]] == ["খালি বাড়ি"]
    assert [one.id for one in shown["houses_away"]] == [unit.branch_id]
    back = {"base_rev": 2, "what": "back"}
    post(asha, at(book, "house_away", unit.branch_id), **back)
    shown = post(asha, at(book, "unit_away", unit.id), **back).content.decode()
    assert "Bring back" not in shown
    assert asha.post(at(book, "unit_away", unit.id), {"what": "away"}).status_code == 404


@pytest.mark.parametrize(("language", "rent"), [("en", "Rent"), ("hi", "किराया"), ("bn", "ভাড়া")])
def test_the_pages_speak_the_landlords_language(asha, book, language, rent):
    lease = book.home()
    book.ask()
    User.objects.filter(id=book.asha.user_id).update(language=language)
    for name, ids in (
        ("month", ()),
        ("houses", ()),
        ("lease", (lease,)),
        ("dues", ()),
        ("deposits", ()),
        ("roll", ()),
    ):
        text = asha.get(at(book, name, *ids)).content.decode()
        assert f'<html lang="{language}"' in text, name
        assert rent in text, name


def test_the_roll_is_taken_as_three_files(asha, book):
    book.home(start=TODAY.replace(day=1))
    book.ask(TODAY)
    assert "Imran Ali" in asha.get(at(book, "roll")).content.decode()
    for kind, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert asha.get(at(book, "roll_file", kind)).content.startswith(begins)


def test_staff_receive_rent_and_see_no_totals(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    book.ask(TODAY)
    client.force_login(User.objects.get(id=book.member(Role.STAFF).user_id))
    page = client.get(at(book, "month")).content.decode()
    assert "Rent received" in page
    assert "Asked for" not in page
    assert client.get(at(book, "roll")).status_code == 403
    assert client.get(at(book, "lease_edit", lease)).status_code == 403
    post(client, at(book, "receive", lease), document_id=uuid7(), amount="500", mode="cash")
    assert book.owes(lease).balance == 8_500_00


def test_the_month_asks_the_database_as_often_for_many_as_for_few(asha, book, django_assert_max_num_queries):
    house, today = book.house(), TODAY
    for place in range(12):
        book.let(book.unit(house, f"{place}"), book.tenant(f"Tenant {place}"), start=today.replace(day=1))
    book.ask(today)
    with django_assert_max_num_queries(40):
        assert asha.get(at(book, "month")).status_code == 200


def plain(page) -> str:
    """The words of a page without its marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page.content.decode())))


def test_tax_kept_back_is_offered_written_and_taken_out(asha, book):
    lease = book.home(60_000, TODAY.replace(day=1))
    book.ask()
    shown = plain(asha.get(at(book, "receive", lease)))
    assert "194-I: a business keeps back 10 % of a rent above ₹50,000. Of ₹60,000 that is ₹6,000." in shown
    form = asha.get(at(book, "receive", lease), {"kept": "194I"}).context["form"]
    said = {name: form[name].value() for name in ("document_id", "amount", "withheld", "section")}
    assert (said["amount"], said["withheld"], said["section"]) == ("54000", "6000", "194I")
    missing = asha.post(at(book, "receive", lease), {**said, "section": "", "mode": "bank"})
    assert (missing.status_code, "under which section" in missing.content.decode()) == (422, True)
    done = post(asha, at(book, "receive", lease), **said, mode="bank")
    assert "₹60,000 received from Imran Ali. All is paid." in plain(done)
    page = asha.get(at(book, "lease", lease))
    assert "₹54,000 came, ₹6,000 kept back as tax" in plain(page)
    (receipt,) = page.context["receipts"]
    assert asha.get(at(book, "receipt_file", lease, receipt.document_id)).content.startswith(b"%PDF")
    back = at(book, "payment_back", lease, receipt.document_id)
    assert "due again" in post(asha, back, base_rev=receipt.rev).content.decode()
    assert book.proven()
    assert book.owes(lease).balance == 60_000_00


def test_a_cheque_is_paid_by_the_bank_with_the_tax_kept_back(asha, book):
    lease, cheque = book.home(rent=60_000, start=TODAY.replace(day=1)), uuid7()
    book.ask()
    said = {"cheque_id": cheque, "amount": "54000", "number": "004512"}
    assert "Tax kept back (TDS)" in plain(post(asha, at(book, "cheque_take", lease), **said))
    end = at(book, "cheque_end", cheque)
    assert "Say under which section" in plain(post(asha, end, state="cleared", withheld="6000"))
    assert "six is not an amount" in plain(post(asha, end, state="cleared", withheld="six", section="194I"))
    assert book.owes(lease).balance == 60_000_00
    post(asha, end, state="cleared", withheld="6000", section="194I")
    assert book.owes(lease).balance == 0


def test_a_tenant_says_what_they_kept_back(asha, book):
    lease = book.home(60_000, TODAY.replace(day=1))
    book.ask()
    by = {"business_id": book.id, "actor": book.asha, "now": book.now}
    claim = claim_payment(
        **by, lease_ids=[lease], claim_id=uuid7(), lease_id=lease, amount=54_000_00, day=TODAY, mode="upi",
        tax_kept=6_000_00, section="194I",
    )  # fmt: skip
    assert "besides ₹6,000 kept back as tax" in plain(asha.get(at(book, "said")))
    post(asha, at(book, "claim_yes", claim.pk))
    assert book.owes(lease).balance == 0
    assert book.proven()


def test_the_lease_form_tells_the_rule_for_gst_and_the_due_its_sum(asha, book):
    house = book.house(state="")
    book.register(house)
    unit = book.unit(house, "Shop", use="shop")
    form = asha.get(at(book, "let", unit))
    assert "GST of 18 % is added to the rent" in plain(form)
    said = {
        "lease_id": uuid7(), "party_id": uuid7(), "tenant": "Mehta Traders", "rent": "20000", "due_day": "1",
        "starts_on": TODAY.replace(day=1).isoformat(), "use": "business", "gstin": "19AAACG2115R1ZF",
    }  # fmt: skip
    assert asha.post(at(book, "let", unit), said).status_code == 422
    page = plain(post(asha, at(book, "let", unit), **{**said, "gstin": NUMBER}))
    assert "₹20,000 + CGST 9 %: ₹1,800 + SGST 9 %: ₹1,800 = ₹23,600" in page
    assert "you add GST to the rent" in page
    lease = Lease.objects.get()
    assert lease.party.registration_number == NUMBER
    lived_in = {**said, "base_rev": 1, "use": "home", "preview": "1"}
    home = asha.post(at(book, "lease_edit", lease.pk), lived_in)
    assert "This rent is exempt from GST." in plain(home)
    edited = {"name": "House", "state": "10", "base_rev": Property.objects.get().branch.rev}
    post(asha, at(book, "house_edit", house), **edited)
    assert Property.objects.get().state == "10"
