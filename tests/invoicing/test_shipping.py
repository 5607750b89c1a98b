"""Where the goods of a bill go, on the sheet and over the law's rules for the place of supply; and by which series."""

import pytest

from invoicing.models import Paper
from invoicing.operations import drafts
from invoicing.operations.contacts import ContactContent, set_contact
from invoicing.refusals import PaperRefused
from ledger.models import Party
from taxes.models import Series
from taxes.operations.series import add_series
from taxes.refusals import SeriesUnknown
from tests.invoicing.counters import GSTIN, Counter, line, open_counter, paper
from tests.invoicing.test_pages import TEA, Desk, bill
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines

THEIRS = "19AANFA2641L1Z6"
AT_HOME = {"address": "12 College Street", "city": "Kolkata", "state_code": "19", "zip": "700073"}
GODOWN = {"address": "Godown 3, NH 16", "city": "Bhubaneswar", "state_code": "21", "zip": "751001"}
PATNA = {"address": "Fraser Road", "city": "Patna", "state_code": "10", "zip": "800001"}


@pytest.fixture
def counter(db, time_machine) -> Counter:
    found = open_counter()
    assert found.branch
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def desk(counter) -> Desk:
    return Desk(counter)


def keep(counter: Counter, **said) -> None:
    """Rahim's card: registered at home in West Bengal, unless it is said otherwise."""
    content = ContactContent(
        **{"treatment": "business_gst", "place": "19", "billing_address": AT_HOME, **said}
    )
    Party.objects.filter(id=counter.rahim).update(registration_number=THEIRS)
    set_contact(
        business_id=counter.id, actor=counter.asha, party_id=counter.rahim, content=content, now=counter.now
    )


def second_series(counter: Counter, *, kind: str = "invoice", registration: str = GSTIN):
    for prefix in ("INV/{fy}/", "CTR/"):
        made = add_series(
            business_id=counter.id, actor=counter.asha, registration=registration, kind=kind, prefix=prefix,
            day=TODAY, now=counter.now,
        )  # fmt: skip
    return made.series_id


@pytest.mark.parametrize(
    ("usual", "said", "place"),
    [
        ({}, {}, "19"),
        (GODOWN, {}, "21"),
        (GODOWN, {"shipping_address": AT_HOME}, "19"),
        (GODOWN, {"shipping_address": {"address": "Howrah"}}, "19"),
        ({}, {"shipping_address": PATNA}, "10"),
        (GODOWN, {"shipping_address": PATNA}, "10"),
        # Section 10(1)(b): another person takes them, and the supply is where the buyer is.
        (GODOWN, {"shipping_address": PATNA, "for_another": True}, "19"),
        # Who names the place means it.
        ({}, {"shipping_address": PATNA, "place": "27"}, "27"),
    ],
)
def test_where_goods_end_decides_the_place_unless_another_takes_them(counter, usual, said, place):
    keep(counter, shipping_address=usual)
    made = paper(counter.bill(line(), **said))
    assert (made.place, made.is_inter_state) == (place, place != "19")
    assert made.shipping_address == (said.get("shipping_address") or usual)
    assert counter.proven()


def test_services_are_where_the_buyer_is_wherever_goods_go(counter):
    keep(counter)
    made = counter.bill(line(hsn="998314"), shipping_address=PATNA)
    assert paper(made).place == "19"


def test_another_address_later_leaves_the_place_that_stands(counter):
    keep(counter)
    made = counter.draft(line())
    content = drafts.PaperContent(
        kind="invoice", party_id=counter.rahim, day=TODAY, lines=(line(),), place="19", shipping_address=PATNA
    )
    counter.save(made, content)
    assert (paper(made).place, paper(made).shipping_address) == ("19", PATNA)


def test_the_sheet_asks_where_the_goods_go_and_says_what_that_makes(counter, desk):
    keep(counter, shipping_address=GODOWN)
    typed = {f"ship_{part}": text for part, text in PATNA.items()}
    assert "Where the goods go" in desk.get("new/")
    for said, where, place in (
        ({}, "Bhubaneswar", "Odisha (21)"),
        ({"ship": "elsewhere", **typed}, "Fraser Road", "Bihar (10)"),
        (typed, "Fraser Road", "Bihar (10)"),
        ({"ship": "another", **typed}, "Fraser Road", "West Bengal (19)"),
    ):
        shown = desk.post("new/", status=200, **bill(counter, TEA, act="price", **said))
        totals = shown.partition('id="bill-totals"')[2]
        assert (where in totals, place in totals) == (True, True), said
    home = desk.post("new/", status=200, **bill(counter, TEA, act="price", ship="billing"))
    assert "Place of supply</dt>" not in home
    desk.post("new/", **bill(counter, TEA, ship="another", **typed))
    made = Paper.objects.get()
    assert (made.shipping_address, made.place) == (PATNA, "19")
    assert "Fraser Road" in desk.get(f"{made.pk}/")
    again = desk.get(f"{made.pk}/edit/")
    assert ('value="Fraser Road"' in again, '<option value="elsewhere" selected>' in again) == (True, True)
    desk.post(f"{made.pk}/edit/", **bill(counter, TEA, base_rev=made.rev, ship="billing"))
    made.refresh_from_db()
    assert (made.shipping_address, made.place) == (AT_HOME, "19")
    assert '<option value="billing" selected>' in desk.get(f"{made.pk}/edit/")
    assert "Fraser Road" not in desk.get(f"{made.pk}/")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"ship": "elsewhere"}, "Write where the goods go."),
        ({"ship": "another", "ship_attention": "করিম"}, "Write where the goods go."),
        ({"ship": "billing"}, "No address of this customer is kept."),
        ({"ship": "billing", "ship_city": "Patna"}, "An address is written below."),
        ({"ship": "nowhere"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_with_an_address_is_said_and_nothing_is_written(counter, desk, said, why):
    page = desk.post("new/", status=422, **bill(counter, TEA, **said))
    assert why in page
    assert Paper.objects.count() == 0


def test_a_note_keeps_the_address_of_its_bill_and_asks_for_none(counter, desk):
    keep(counter)
    made = counter.bill(line(), shipping_address=PATNA)
    assert "Where the goods go" not in desk.get(f"new/?kind=credit_note&from={made.paper_id}")
    note = counter.write(counter.made_from(made, "credit_note"))
    assert paper(note).shipping_address == PATNA


def test_a_bill_is_numbered_by_the_series_that_was_chosen_where_there_is_a_choice(counter, desk):
    assert 'name="series_id"' not in desk.get("new/")
    counter_series = second_series(counter)
    shown = desk.get("new/")
    assert ("CTR/0001" in shown, "INV/26-27/0001" in shown) == (True, True)
    assert 'name="series_id"' not in desk.get("new/?kind=estimate")
    desk.post("new/", **bill(counter, TEA, series_id=counter_series))
    desk.post("new/", **bill(counter, TEA))
    numbers = list(Paper.objects.order_by("number").values_list("number", flat=True))
    assert numbers == ["CTR/0001", "INV/26-27/0001"]
    kept = Paper.objects.get(number="CTR/0001")
    assert 'name="series_id"' not in desk.get(f"{kept.pk}/edit/")
    desk.post(f"{kept.pk}/edit/", **bill(counter, TEA, base_rev=kept.rev, note="ধন্যবাদ"))
    kept.refresh_from_db()
    assert (kept.number, kept.series_id, kept.note) == ("CTR/0001", counter_series, "ধন্যবাদ")


def test_a_draft_keeps_its_series_and_may_take_another(counter, desk):
    counter_series = second_series(counter)
    desk.post("new/", **bill(counter, TEA, series_id=counter_series, act="draft"))
    kept = Paper.objects.get()
    assert f'<option value="{counter_series}" selected>' in desk.get(f"{kept.pk}/edit/")
    desk.post(f"{kept.pk}/edit/", **bill(counter, TEA, base_rev=kept.rev, series_id="", act="draft"))
    kept.refresh_from_db()
    assert kept.series_id is None
    counter.approve(counter.draft(line(), series_id=counter_series))
    assert Paper.objects.filter(number="CTR/0001").exists()


def test_a_series_of_another_kind_or_registration_numbers_no_bill(counter):
    notes = second_series(counter, kind="credit_note")
    abroad = second_series(counter, registration="27AAPFU0939F1ZV")
    for wrong in (notes, abroad):
        with pytest.raises(SeriesUnknown):
            counter.draft(line(), series_id=wrong)
    made = counter.bill(line())
    with pytest.raises(PaperRefused):
        counter.change(made, line(), series_id=Series.objects.get(kind="invoice", registration=GSTIN).pk)
