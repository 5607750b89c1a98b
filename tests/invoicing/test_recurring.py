"""Bills that come back: each period once, however the nights went, and told where one could not be made."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse

from audit.models import Event
from businesses.models import Business, User
from businesses.roles import Role
from core.ids import uuid7
from inventory.models import Item
from invoicing.models import Paper, PaperMail, Recurring, RecurringBill
from invoicing.operations import recurring as repeated
from invoicing.operations.contacts import ContactContent, set_contact
from invoicing.operations.raising import raise_bills
from invoicing.operations.recurring import RecurringContent
from invoicing.recurrence import day_of, first_from
from invoicing.refusals import RecurringRefused
from invoicing.tasks import raise_bills_task
from ledger.models import Party
from ledger.refusals import ChangedElsewhere, RoleNotAllowed
from tests.invoicing.counters import Counter, line, open_counter

TODAY = datetime.date(2026, 11, 21)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def counter(db) -> Counter:
    return open_counter()


def set_up(counter: Counter, *lines, start=TODAY, **said):
    paper = said.pop("paper", None) or counter.said(*lines)
    content = RecurringContent(**{
        "name": "মাসিক সাফাই", "frequency": "months", "starts_on": start, "paper": paper, "makes": "approved", **said,
    })  # fmt: skip
    return repeated.add_recurring(
        business_id=counter.id, actor=counter.asha, recurring_id=uuid7(), content=content, now=counter.now
    )


def act(counter: Counter, made, what: str, *, rev: int, now=None):
    return getattr(repeated, what)(
        business_id=counter.id, actor=counter.asha, recurring_id=made.recurring_id, base_rev=rev,
        now=now or counter.now,
    )  # fmt: skip


def night(day: datetime.date) -> None:
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(6), datetime.UTC), tick=False):
        raise_bills_task()


def bills(counter: Counter) -> list[datetime.date]:
    return sorted(Paper.objects.filter(business_id=counter.id, kind="invoice").values_list("day", flat=True))


def row(made) -> Recurring:
    return Recurring.objects.get(id=made.recurring_id)


@pytest.mark.parametrize(
    ("start", "frequency", "every", "days"),
    [
        ("2027-01-31", "months", 1, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2028-02-29", "years", 1, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-01-30", "weeks", 2, ["2027-01-30", "2027-02-13", "2027-02-27"]),
        ("2027-12-30", "days", 3, ["2027-12-30", "2028-01-02"]),
        ("2026-11-30", "months", 3, ["2026-11-30", "2027-02-28", "2027-05-30"]),
    ],
)
def test_a_rhythm_counts_from_its_first_day(start, frequency, every, days):
    said = {"start": datetime.date.fromisoformat(start), "frequency": frequency, "every": every}
    found = [day_of(number, **said) for number in range(len(days))]
    assert [day.isoformat() for day in found] == days
    for number, day in enumerate(found):
        assert first_from(day, **said) == number
        assert first_from(day + DAY, **said) == number + 1
    assert first_from(said["start"] - 400 * DAY, **said) == 0


@pytest.mark.parametrize(
    "nights",
    [
        [TODAY + 100 * DAY],
        [TODAY + 2 * at * DAY for at in range(50)] + [TODAY + 100 * DAY] * 3,
        [TODAY + 40 * DAY, TODAY, TODAY + 9 * DAY, TODAY + 100 * DAY, TODAY + 3 * DAY],
        [TODAY, TODAY + 70 * DAY, TODAY + 100 * DAY],
    ],
    ids=["never before", "fifty times", "out of order", "weeks late"],
)
def test_each_period_is_billed_once_however_the_nights_went(counter, nights):
    made = set_up(counter, line(2, 100), start=datetime.date(2026, 11, 30))
    for one in nights:
        night(one)
    assert bills(counter) == [datetime.date(2026, 11, 30), datetime.date(2026, 12, 30), datetime.date(2027, 1, 30),
                              datetime.date(2027, 2, 28)]  # fmt: skip
    assert (row(made).next_on, counter.balance()) == (datetime.date(2027, 3, 30), 4 * 236)
    numbers = Paper.objects.filter(business_id=counter.id).order_by("day").values_list("number", flat=True)
    assert len(set(numbers)) == 4


def test_eight_workers_at_once_bill_each_period_once(on_engine):
    counter = open_counter()
    for _one in range(2):
        set_up(counter, line(1, 100))
    ready = threading.Barrier(8)
    until = TODAY + 65 * DAY
    now = datetime.datetime.combine(until, datetime.time(6), datetime.UTC)

    def work(_worker: int) -> int:
        ready.wait()
        try:
            asked = {"business_id": counter.id, "actor": counter.asha, "today": until, "now": now}
            return sum(raise_bills(**asked).count for _round in range(4))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(work, range(8))) == 6
    assert len(bills(counter)) == 6


@pytest.mark.both_engines
def test_a_bill_that_cannot_be_made_is_named_told_once_and_made_when_it_can(counter):
    soap = counter.item("Lux soap", sale_price=48_00, hsn="3401", tax_rate=180_000)
    counter.bring(soap, 500, 90_000, day=TODAY)
    made = set_up(counter, line(1, 48, item_id=soap))
    well = set_up(counter, line(1, 10))
    Item.objects.filter(id=soap).update(is_active=False)
    owner = User.objects.get(id=counter.asha.user_id)
    owner.email = "asha@example.com"
    owner.save()
    owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
    night(TODAY), night(TODAY + DAY)
    assert "“Lux soap” was put away" in row(made).error
    assert (row(made).next_on, row(well).error, len(bills(counter))) == (TODAY, "", 1)
    assert Event.objects.filter(verb="recurring_invoice.failed").count() == 1
    assert [one.subject for one in mail.outbox] == ["A repeated bill needs you"]
    shop = Client()
    shop.force_login(owner)
    assert "needs you" in shop.get(reverse("invoicing:papers", args=[counter.id])).content.decode()
    Item.objects.filter(id=soap).update(is_active=True)
    Business.objects.filter(id=counter.id).update(books_locked_until=TODAY)
    night(TODAY + 2 * DAY)
    assert "2026" in row(made).error
    act(counter, made, "skip_next", rev=row(made).rev)
    night(TODAY + 2 * DAY)
    assert (row(made).error, row(made).next_on) == ("", datetime.date(2026, 12, 21))


def test_drafts_prices_of_the_day_terms_and_mail(counter):
    soap = counter.item("Lux soap", sale_price=48_00, hsn="3401", tax_rate=180_000)
    counter.bring(soap, 500, 90_000, day=TODAY)
    rev = Party.objects.get(id=counter.rahim).rev
    set_contact(
        business_id=counter.id, actor=counter.asha, party_id=counter.rahim, base_rev=rev, now=counter.now,
        content=ContactContent(email="rahim@example.com", payment_terms=7),
    )  # fmt: skip
    draft = set_up(counter, line(1, 40, item_id=soap), makes="draft", mails=True, due_days=3)
    kept = set_up(counter, line(1, 40, item_id=soap), mails=True)
    of_day = set_up(counter, line(1, 40, item_id=soap), line(1, 5), prices="of_day")
    Item.objects.filter(id=soap).update(sale_price=50_00)
    night(TODAY)

    def paper_of(made) -> Paper:
        return Paper.objects.get(id=row(made).bills.get().paper_id)

    assert (paper_of(draft).status, paper_of(draft).value, paper_of(draft).due_on) == (
        "draft",
        40_00,
        TODAY + 3 * DAY,
    )
    assert (paper_of(kept).value, paper_of(kept).due_on) == (40_00, TODAY + 7 * DAY)
    assert paper_of(of_day).value == 55_00
    assert list(PaperMail.objects.values_list("address", "paper_id")) == [
        ("rahim@example.com", paper_of(kept).pk)
    ]


def test_it_is_paused_taken_up_changed_and_stopped(counter):
    made = set_up(counter, line(1, 100))
    night(TODAY)
    assert act(counter, made, "pause_recurring", rev=1).state == "paused"
    assert act(counter, made, "pause_recurring", rev=1).replayed
    night(TODAY + 40 * DAY)
    later = counter.now + 40 * DAY
    assert act(counter, made, "resume_recurring", rev=2, now=later).next_on == datetime.date(2027, 1, 21)
    with pytest.raises(ChangedElsewhere):
        act(counter, made, "stop_recurring", rev=1)
    content = replace(
        repeated.standing_content(row(made)), every=2, frequency="weeks", starts_on=datetime.date(2027, 1, 1)
    )
    changed = repeated.change_recurring(
        business_id=counter.id, actor=counter.asha, recurring_id=made.recurring_id, base_rev=3, content=content, now=later
    )  # fmt: skip
    assert changed.next_on == datetime.date(2027, 1, 1)
    night(datetime.date(2027, 1, 15))
    assert bills(counter) == [TODAY, datetime.date(2027, 1, 1), datetime.date(2027, 1, 15)]
    assert act(counter, made, "stop_recurring", rev=4).next_on is None
    night(datetime.date(2027, 6, 1))
    assert len(bills(counter)) == 3
    with pytest.raises(RecurringRefused):
        act(counter, made, "resume_recurring", rev=5)


def test_what_does_not_come_back(counter):
    with pytest.raises(RecurringRefused, match="today"):
        set_up(counter, line(), start=TODAY - DAY)
    with pytest.raises(RecurringRefused, match="last day"):
        set_up(counter, line(), ends_on=TODAY - DAY)
    with pytest.raises(RecurringRefused):
        set_up(counter, line(), every=0)
    with pytest.raises(RecurringRefused):
        set_up(counter, paper=counter.said(line(), kind="estimate"))
    counter.asha = type(counter.asha)(counter.asha.user_id, Role.STAFF, None, "test")
    with pytest.raises(RoleNotAllowed):
        set_up(counter, line())


def test_the_pages_set_it_up_from_a_bill_and_show_what_comes(counter, time_machine):
    time_machine.move_to(counter.now, tick=False)
    made = counter.bill(line(2, 100), due_on=TODAY + 10 * DAY)
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))
    url = reverse("invoicing:recurring_new", args=[counter.id, made.paper_id])
    assert 'value="2026-12-21"' in shop.get(url).content.decode()
    said = {
        "recurring_id": uuid7(), "name": "মাসিক সাফাই", "every": "১", "frequency": "months", "starts_on": "2026-11-30",
        "makes": "approved", "prices": "kept", "due_days": "5",
    }  # fmt: skip
    assert shop.post(url, {**said, "every": "0"}).status_code == 422
    page = shop.post(url, said)["Location"]
    assert shop.post(url, said)["Location"] == page
    night(datetime.date(2027, 2, 28))
    text = shop.get(page).content.decode()
    for words in ("Every month", "30 Mar 2027", "চা পাতা", "INV/"):
        assert words in text, words
    rev = Recurring.objects.get().rev
    shop.post(f"{page}move/", {"act": "pause", "base_rev": rev})
    assert "Paused" in shop.get(page).content.decode()
    edit = {**said, "base_rev": rev + 1, "frequency": "weeks", "starts_on": "2026-12-01"}
    assert shop.post(f"{page}edit/", edit)["Location"] == page
    assert "মাসিক সাফাই" in shop.get(reverse("invoicing:repeated", args=[counter.id])).content.decode()
    assert len(bills(counter)) == 5


def test_the_page_tells_each_line_and_what_the_next_bill_comes_to(counter, time_machine):
    time_machine.move_to(counter.now, tick=False)
    rice = counter.item("बासमती चावल", sale_price=645_00, hsn="1006", tax_rate=50_000, unit="KGS")
    lines = (
        line(2, 100, discount_rate=100_000), line(3, 630, item_id=rice), line(1.5, 48, name="দুধ", treatment="nil", tax_id=None),
    )  # fmt: skip
    made = set_up(counter, *lines, prices="of_day")
    page = reverse("invoicing:recurring", args=[counter.id, made.recurring_id])
    shop = Client()
    shop.force_login(User.objects.get(id=counter.asha.user_id))

    def shown() -> str:
        return shop.get(page).content.decode()

    told = (
        "2 × 100.00", "less 10%", "GST 18%", "₹212.40", "3 Kilograms × 645.00", "GST 5%", "₹2,031.76", "1.5 × 48.00",
        "Nil", "₹72.00", "Taxable value", "₹2,316.00",
    )  # fmt: skip
    text = shown()
    for words in told:
        assert words in text, words
    Item.objects.filter(id=rice).update(is_active=False)
    text = shown()  # the next bill cannot be worked out: what was said stands all the same
    for words in ("2 × 100.00", "बासमती चावल", "3 × 630.00"):
        assert words in text, words
    assert "Taxable value" not in text


@pytest.mark.both_engines
def test_the_database_keeps_a_repeated_bill_in_its_book_and_a_period_done(counter):
    made = set_up(counter)
    other = open_counter()
    RecurringBill.objects.create(
        business_id=counter.id, recurring_id=made.recurring_id, day=TODAY, created_at=counter.now
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Recurring.objects.filter(id=made.recurring_id).update(business_id=other.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        RecurringBill.objects.filter(recurring_id=made.recurring_id).update(day=TODAY + DAY)
    assert RecurringBill.objects.filter(recurring_id=made.recurring_id).update(paper_id=uuid7()) == 1
