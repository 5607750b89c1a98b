"""The tax invoice of a rent with GST: numbered once, printed by rule 46, cancelled with its due."""

import io

import pytest
from django.db import Error, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from audit.erasing import Forgotten
from audit.models import Event, Revision
from businesses.models import Branch, Registration, User
from core.ids import uuid7
from core.refusals import Refusal
from invoicing.paper.pdf import PaperSize, pdf
from ledger.refusals import PeriodLocked
from rentals.arithmetic import tax_on
from rentals.invoice_paper import _line_sum, _sum, printed_invoice
from rentals.models import RentInvoice
from rentals.operations.erasing import take_out_of_leases
from rentals.operations.invoices import make_rent_invoice
from rentals.operations.portal import make_link
from rentals.operations.properties import change_property
from rentals.operations.unwinding import take_back_lease
from rentals.queries.invoices import invoice_of, invoice_page, not_invoiced
from rentals.refusals import RentUnknown
from rentals.verify import prove_rent
from taxes.arithmetic import Tax
from taxes.models import DrawnNumber
from tests.ledger.shops import TODAY
from tests.rentals.houses import NUMBER, OWN_NUMBER, day
from tests.rentals.test_gst import shop

pytestmark = pytest.mark.both_engines


def make(book, due_id, **fields):
    said = {"business_id": book.id, "actor": book.asha, "now": book.now, **fields}
    return make_rent_invoice(due_id=due_id, **said)


def text_of(book, due_id, language="en") -> str:
    drawn = pdf(
        printed_invoice(invoice_of(book.id, due_id), book.business), size=PaperSize.A4, language=language
    )
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages).split())


def test_a_rent_with_gst_gets_a_tax_invoice_by_rule_46(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    done = make(rents, due.id)
    assert (done.number, done.day) == ("INV/26-27/0001", day("2026-11-01"))
    text = text_of(rents, due.id)
    for said in (
        "Tax invoice", done.number, "1 Nov 2026", f"GSTIN {OWN_NUMBER}", f"GSTIN {NUMBER}", "Mehta Traders", "Rent, Nov 2026", "997212",
        "1 Nov 2026 – 30 Nov 2026", "West Bengal (19)", "20,000.00", "9%", "1,800.00", "23,600.00",
        "Six Hundred", "Reverse charge No", "Authorised signatory",
    ):  # fmt: skip
        assert said.lower() in text.lower(), said
    assert "IGST" not in text
    assert list(prove_rent(rents.id)) == []


def test_a_house_in_another_state_is_the_place_of_supply(rents):
    lease = shop(rents, state="10")
    rents.ask()
    (due,) = rents.dues(lease)
    make(rents, due.id)
    text = text_of(rents, due.id)
    assert "Bihar (10)" in text
    assert "IGST" in text
    assert "3,600.00" in text


def test_made_again_it_is_the_first_and_numbers_follow_each_other(rents):
    first, second = shop(rents), shop(rents, state="19")
    rents.ask()
    (one,), (other,) = rents.dues(first), rents.dues(second)
    assert make(rents, one.id).number == make(rents, one.id).number == "INV/26-27/0001"
    assert make(rents, one.id).replayed
    make(rents, other.id, dry_run=True)
    assert make(rents, other.id).number == "INV/26-27/0002"
    assert RentInvoice.objects.count() == DrawnNumber.objects.count() == 2


@pytest.mark.parametrize("fields", [{"registered": False}, {"use": "home"}, {"use": ""}])
def test_a_rent_without_gst_on_it_has_none(rents, fields):
    lease = shop(rents, **fields)
    rents.ask()
    (due,) = rents.dues(lease)
    with pytest.raises(RentUnknown):
        make(rents, due.id)
    with pytest.raises(RentUnknown):
        invoice_of(rents.id, due.id)


def dwelling(book, **fields):
    """A flat let for a business to a tenant with a GSTIN, in a house under the landlord's."""
    house = book.house(
        f"Flats {len(fields)}", **{key: fields.pop(key) for key in ("state",) if key in fields}
    )
    if fields.pop("registered", True):
        book.register(house, **{key: fields.pop(key) for key in ("scheme",) if key in fields})
    tenant = book.tenant("Mehta Traders", gstin=fields.pop("gstin", NUMBER))
    return book.let(book.unit(house, "3B"), tenant, 20_000, day("2026-11-01"), use="business")


def test_a_registered_landlord_of_a_home_says_that_the_tenant_owes_the_tax(rents):
    lease = dwelling(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    assert (due.gst, due.because, due.amount) == ("reverse", "dwelling_reverse", 20_000_00)
    make(rents, due.id)
    text = text_of(rents, due.id)
    for said in (
        "Tax invoice", "997211", "Reverse charge Yes", "payable by the recipient under reverse charge", "1,800.00",
        "CGST", "Twenty Thousand",
    ):  # fmt: skip
        assert said.lower() in text.lower(), said
    assert "23,600.00" not in text
    assert list(prove_rent(rents.id)) == []
    assert rents.proven()


@pytest.mark.parametrize("fields", [{"registered": False}, {"scheme": "composition"}, {"gstin": ""}])
def test_a_home_of_somebody_unregistered_or_of_a_tenant_without_a_number_has_none(rents, fields):
    lease = dwelling(rents, **fields)
    rents.ask()
    (due,) = rents.dues(lease)
    with pytest.raises(RentUnknown):
        make(rents, due.id)
    assert not_invoiced(rents.id) == []


def test_taken_back_it_is_cancelled_with_its_due_and_keeps_its_number(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    make(rents, due.id)
    rents.waive(due.id, "By mistake")
    assert RentInvoice.objects.get().cancelled_at is not None
    text = text_of(rents, due.id)
    assert "cancelled" in text.lower()
    assert "By mistake" in text
    assert [card.invoice.number for card in invoice_page(rents.id)] == ["INV/26-27/0001"]
    with pytest.raises(RentUnknown):
        make(rents, due.id)
    assert list(prove_rent(rents.id)) == []


def test_in_a_month_told_to_the_state_none_is_made_and_none_is_cancelled(rents):
    first, second = shop(rents), shop(rents, state="19")
    rents.ask()
    (one,), (other,) = rents.dues(first), rents.dues(second)
    make(rents, one.id)
    rents.business.tax_locked_until = TODAY
    rents.business.save(update_fields=["tax_locked_until"])
    for refused in (lambda: make(rents, other.id), lambda: rents.waive(one.id)):
        with pytest.raises(Refusal, match="no tax invoice of that time"):
            refused()


def test_what_was_numbered_stays_as_it_was_made(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    make(rents, due.id)
    due_party = RentInvoice.objects.get().due.lease.party
    due_party.registration_number, due_party.name = "", "Somebody else"
    due_party.save(update_fields=["registration_number", "name"])
    assert f"GSTIN {NUMBER}" in text_of(rents, due.id)
    assert "Mehta Traders" in text_of(rents, due.id)
    for change in (
        lambda: RentInvoice.objects.update(number="X"),
        lambda: RentInvoice.objects.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_without_a_gstin_now_the_landlord_is_told_what_to_do(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    Registration.objects.get().branches.update(registration=None)
    with pytest.raises(Refusal, match="no GSTIN now"):
        make(rents, due.id)
    assert not DrawnNumber.objects.exists()


def test_a_house_that_moved_to_another_state_since_is_told(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    house = Branch.objects.get(pk=due.house_id)
    said = {"business_id": rents.id, "actor": rents.asha, "property_id": house.pk, "now": rents.now}
    change_property(**said, base_rev=house.rev, name=house.name, address="", worth=None, state="10")
    with pytest.raises(Refusal, match="another state"):
        make(rents, due.id)
    assert not DrawnNumber.objects.exists()


def test_moving_out_cancels_the_month_and_the_part_that_was_lived_gets_its_own(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    make(rents, due.id)
    rents.leave(lease, day("2026-11-15"))
    (left,) = not_invoiced(rents.id, lease_id=lease)
    assert make(rents, left).number == "INV/26-27/0002"
    assert "11,800.00" in text_of(rents, left)
    first, second = invoice_page(rents.id, lease_id=lease)
    assert (first.invoice.cancelled_at is None, second.invoice.cancelled_at is None) == (False, True)
    assert list(prove_rent(rents.id)) == []


def test_a_tenant_who_is_forgotten_leaves_the_number_and_the_sums(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    make(rents, due.id)
    party = RentInvoice.objects.get().due.lease.party
    take_out_of_leases(
        Forgotten(business_id=rents.id, subjects=frozenset({party.pk}), words=("Mehta Traders",))
    )
    text = text_of(rents, due.id)
    assert "Mehta" not in text
    assert f"GSTIN {NUMBER}" not in text
    assert "23,600.00" in text
    assert not any("Mehta" in str(row.contents) for row in Revision.objects.filter(subject_id=due.id))


@settings(max_examples=25, deadline=None)
@given(net=st.integers(1, 10**10), rate=st.sampled_from([0, 50_000, 120_000, 180_000, 2_500]),
       place=st.sampled_from(["19", "10", "04"]), is_reverse=st.booleans())  # fmt: skip
def test_what_is_printed_adds_up(net, rate, place, is_reverse):
    tax = tax_on(net, tax=Tax(rate=rate), landlord="19", place=place)
    invoice = RentInvoice(
        rate=rate, cgst=tax.cgst, sgst=tax.sgst, igst=tax.igst, place=place, reverse_charge=is_reverse
    )
    line = _line_sum(invoice, net=net)
    found = _sum(line)
    assert found.total == found.value + sum(one.amount for one in found.charged) == line.total
    assert found.total == (net if is_reverse else net + tax.amount)
    assert sum(one.amount for one in (*found.charged, *found.self_assessed)) == tax.amount
    assert found.is_inter_state == bool(tax.igst)


def test_pages_make_it_show_it_and_the_tenant_takes_it(rents, client):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    client.force_login(User.objects.get(id=rents.asha.user_id))
    page = client.get(reverse("rentals:lease", args=[rents.id, lease])).content.decode()
    assert "Make the tax invoice" in page
    made = client.post(reverse("rentals:invoice_make", args=[rents.id, due.id]), follow=True).content.decode()
    assert "Tax invoice INV/26-27/0001 is made." in made
    assert "Make the tax invoice" not in made
    file = client.get(reverse("rentals:invoice_file", args=[rents.id, due.id]))
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    party_id = RentInvoice.objects.get().due.lease.party_id
    token = make_link(business_id=rents.id, actor=rents.asha, party_id=party_id, now=rents.now).token
    client.logout()
    home = client.get(reverse("tenant:rented_home", args=[token])).content.decode()
    address = reverse("tenant:rented_invoice", args=[token, due.id])
    assert address in home
    assert client.get(address).status_code == 200
    other = shop(rents, state="19")
    rents.ask()
    (theirs,) = rents.dues(other)
    make(rents, theirs.id)
    assert client.get(reverse("tenant:rented_invoice", args=[token, theirs.id])).status_code == 404


def test_the_list_of_a_month_makes_what_is_missing_and_keeps_the_cancelled(rents, client, time_machine):
    time_machine.move_to(rents.now, tick=False)
    first, second = shop(rents), shop(rents, state="19")
    rents.ask()
    client.force_login(User.objects.get(id=rents.asha.user_id))
    dues = client.get(reverse("rentals:dues", args=[rents.id])).content.decode()
    listed = reverse("rentals:invoices", args=[rents.id])
    assert listed in dues
    assert "2 rents with GST have no tax invoice yet." in client.get(listed).content.decode()
    made = client.post(reverse("rentals:invoices_make", args=[rents.id]), {"month": "2026-11"}, follow=True)
    assert "2 tax invoices are made." in made.content.decode()
    (due,) = rents.dues(first)
    gone = client.post(
        reverse("rentals:due_back", args=[rents.id, due.id]), {"reason": "Flooded"}, follow=True
    )
    assert f"Tax invoice {due.invoice} is cancelled. It keeps its number." in gone.content.decode()
    page = client.get(f"{listed}?month=2026-11")
    text = page.content.decode()
    assert [card.invoice.number for card, _words in page.context["rows"]] == [
        "INV/26-27/0001",
        "INV/26-27/0002",
    ]
    assert "Cancelled" in text
    assert "Flooded" in text
    assert page.context["sum"] == rents.dues(second)[0].amount
    assert "No tax invoices in this month" in client.get(f"{listed}?month=2026-12").content.decode()
    assert client.get(reverse("rentals:invoice_file", args=[rents.id, due.id])).status_code == 200


def test_one_that_cannot_be_made_is_told_and_the_rest_are(rents, client):
    bare = shop(rents)
    shop(rents, state="19")
    rents.ask()
    (due,) = rents.dues(bare)
    Branch.objects.filter(pk=due.house_id).update(registration=None)
    client.force_login(User.objects.get(id=rents.asha.user_id))
    made = client.post(reverse("rentals:invoices_make", args=[rents.id]), {"month": "2026-11"}, follow=True)
    text = made.content.decode()
    assert "The house has no GSTIN now." in text
    assert "1 tax invoice is made." in text
    assert not_invoiced(rents.id) == [due.id]


def test_it_is_told_in_the_trail_and_by_the_due(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    done = make(rents, due.id)
    assert Event.objects.get(business_id=rents.id, verb="rent.invoiced").seq == done.seq
    assert rents.dues(lease)[0].invoice == done.number
    rents.waive(due.id)
    revs = Revision.objects.filter(subject_id=due.id).order_by("rev").values_list("rev", flat=True)
    assert list(revs) == [1, 2, 3]


def test_bringing_from_a_sheet_is_not_undone_under_a_tax_invoice(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    said = {
        "business_id": rents.id,
        "actor": rents.asha,
        "row_id": lease,
        "run_id": uuid7(),
        "now": rents.now,
    }
    make(rents, due.id)
    assert take_back_lease(**said) is False
    assert RentInvoice.objects.get().cancelled_at is None
    rents.waive(due.id)
    assert take_back_lease(**said) is True


def test_a_month_that_is_closed_has_none_made(rents):
    lease = shop(rents)
    rents.ask()
    (due,) = rents.dues(lease)
    rents.business.books_locked_until = TODAY
    rents.business.save(update_fields=["books_locked_until"])
    with pytest.raises(PeriodLocked):
        make(rents, due.id)
