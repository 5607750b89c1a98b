"""The bills of templates whose day has come: each period once, with its own day, the oldest first.

A template counts its periods and moves on in the transaction that makes the bill; so it does not matter how often this
runs, how late, in which order, or by how many at once.
"""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business
from core.quantities import ONE
from core.refusals import Refusal
from inventory.models import Item
from invoicing.content import LineContent, PaperContent, unsaid
from invoicing.models import Contact, Makes, Prices, Recurring, RecurringState
from invoicing.operations.approving import approve_new
from invoicing.operations.drafts import save_draft
from invoicing.operations.mails import mail_paper
from invoicing.operations.recurring import note_done, tell
from invoicing.paper.message import message_of, subject_of
from invoicing.queries.papers import paper_card
from invoicing.refusals import RecurringRefused
from ledger.operations.transactions import in_transaction

AT_ONCE = 20
"""Bills of one book in one call: each has a transaction of its own."""
ERROR_MAX = 400


@dataclass(frozen=True, slots=True)
class Raised:
    """`refused`: templates whose next bill could not be made; `news` those that say so, or that a bill was not
    e-mailed, for the first time. `is_more` when another call may find more."""

    count: int
    refused: tuple[uuid.UUID, ...]
    news: tuple[Recurring, ...]
    is_more: bool


@dataclass(frozen=True, slots=True)
class _One:
    row: Recurring | None
    replayed: bool = False


def raise_bills(
    *, business_id: uuid.UUID, actor: Actor, today: datetime.date, now: datetime.datetime,
    tried: frozenset[uuid.UUID] = frozenset(),
) -> Raised:  # fmt: skip
    """The next AT_ONCE bills that are due by `today`. A template in `tried` is left alone: its bill was refused."""
    due = Recurring.objects.filter(
        business_id=business_id, state=RecurringState.RUNNING, next_on__lte=today
    ).exclude(id__in=tried)
    made: list[Recurring] = []
    refused: list[uuid.UUID] = []
    news: list[Recurring] = []
    ids = list(due.order_by("next_on", "id").values_list("id", flat=True)[:AT_ONCE])
    for recurring_id in ids:
        try:
            row = _raise_one(business_id, recurring_id, actor=actor, today=today, now=now)
        except Refusal as refusal:
            refused.append(recurring_id)
            told = _note_error(business_id, recurring_id, refusal.message, actor=actor, now=now)
            news += [told] if told else []
        else:
            made += [row] if row else []
    return Raised(len(made), tuple(refused), (*news, *(row for row in made if row.error)), bool(ids))


def _raise_one(
    business_id: uuid.UUID, recurring_id: uuid.UUID, *, actor: Actor, today: datetime.date, now: datetime.datetime
) -> Recurring | None:  # fmt: skip
    """Make the next bill of a template; None where another made it."""

    def work() -> _One:
        lock(business_id, events=0)
        due = Recurring.objects.filter(business_id=business_id, id=recurring_id, next_on__lte=today)
        row = due.filter(state=RecurringState.RUNNING).first()
        if row is None or row.next_on is None:
            return _One(None, replayed=True)
        # The same period has the same id, whoever makes it.
        paper_id = uuid.uuid5(row.id, row.next_on.isoformat())
        write = approve_new if row.makes == Makes.APPROVED else save_draft
        write(
            business_id=business_id, actor=actor, paper_id=paper_id, content=bill_of(row, day=row.next_on),
            made_at=now, now=now,
        )  # fmt: skip
        note_done(row, paper_id=paper_id, now=now)
        row.error = _mailed(row, paper_id, actor=actor, now=now) if row.mails else ""
        row.save(update_fields=["next_number", "next_on", "error"])
        return _One(row)

    return in_transaction(work).row


def bill_of(row: Recurring, *, day: datetime.date) -> PaperContent:
    """What a template bills on a day. Raises RecurringRefused when an item was put away."""
    content = unsaid(row.content)
    wanted = {line.item_id for line in content.lines if line.item_id}
    items = Item.objects.filter(business_id=row.business_id).in_bulk(list(wanted))
    for one in items.values():
        if not one.is_active:
            raise RecurringRefused(
                _("“%(name)s” was put away. Bring it back, or write the bill anew.") % {"name": one.name}
            )
    lines = content.lines
    if row.prices == Prices.OF_DAY:
        lines = tuple(_priced(line, items.get(line.item_id) if line.item_id else None) for line in lines)
    due = day + datetime.timedelta(days=row.due_days) if row.due_days is not None else None
    return replace(content, day=day, due_on=due, lines=lines)


def _priced(line: LineContent, item: Item | None) -> LineContent:
    """At the item's own price; a line without an item, or whose item has none, keeps its own."""
    if item is None or item.sale_price is None:
        return line
    price = item.sale_price * 10_000
    if line.unit and line.unit == item.pack_unit and item.pack_size:
        price = price * item.pack_size // ONE
    return replace(line, price=price, inclusive=item.tax_inclusive)


def _mailed(row: Recurring, paper_id: uuid.UUID, *, actor: Actor, now: datetime.datetime) -> str:
    """Have the bill sent to the customer's own address; what stood in the way. The bill stands all the same."""
    address = (
        Contact.objects.filter(business_id=row.business_id, party_id=row.party_id)
        .values_list("email", flat=True)
        .first()
    )
    card = paper_card(row.business_id, paper_id, today=now.date())
    book = Business.objects.get(id=row.business_id)
    try:
        with transaction.atomic():
            if not address:
                raise RecurringRefused(_("The customer has no e-mail address."))
            mail_paper(
                business_id=row.business_id, actor=actor, paper_id=paper_id, request_id=paper_id, to=[address], now=now,
                subject=subject_of(book, card), words=message_of(book, card),
            )  # fmt: skip
    except Refusal as refusal:
        said = {"number": card.paper.number, "why": refusal.message}
        return (_("%(number)s was made, but not e-mailed. %(why)s") % said)[:ERROR_MAX]
    return ""


def _note_error(
    business_id: uuid.UUID, recurring_id: uuid.UUID, why: str, *, actor: Actor, now: datetime.datetime
) -> Recurring | None:
    """Say on the template why its bill was not made; None where it says so already."""

    def work() -> _One:
        book = lock(business_id)
        row = Recurring.objects.filter(business_id=business_id, id=recurring_id).exclude(
            error=why[:ERROR_MAX]
        )
        found = row.first()
        if found is None:
            return _One(None, replayed=True)
        found.error, found.changed_seq = why[:ERROR_MAX], book.first_seq
        found.rev += 1
        found.save(update_fields=["error", "changed_seq", "rev"])
        tell(found, what="failed", actor=actor, now=now)
        return _One(found)

    return in_transaction(work).row
