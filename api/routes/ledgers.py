"""Khatas: the parties of a book and what each owes."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, balance_number, number, side
from api.kit.answers import CURSOR_LENGTH_MAX, Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.sync.khatas import ledgers_since
from core.ids import uuid7
from ledger.operations.drafts import local_day
from ledger.operations.merges import merge_party, unmerge_party
from ledger.operations.parties import add_party, edit_party, set_opening_balance
from ledger.queries.feed import parties_changed
from ledger.queries.parties import PartyPage, party_card, party_page

Direction = Literal["gave", "got"]
Kind = Literal["customer", "supplier", "tenant", "other"]
Name = Annotated[str, Field(min_length=1, max_length=120, examples=["রহিম স্টোর"])]


class Ledger(Answer):
    """`balance` is credits less debits: below zero the party owes us, as `balance_side` will_get says."""

    ledger_id: UUID
    party_name: str
    type: str
    phone: str
    balance: Money
    balance_side: Literal["will_get", "will_give", "settled"]
    currency: str
    last_entry_date: datetime.date | None
    over_limit: bool
    overdue: bool
    rev: int
    created_time: datetime.datetime
    updated_time: datetime.datetime
    updated_at: int


class LedgerInFull(Ledger):
    address: str
    registration_number: str
    language: str
    credit_limit: Money | None
    next_due_date: datetime.date | None


class Opening(Schema):
    """What stood when the khata began: gave = they owed us. `confirm_dates`: a person confirmed a date far from
    today, which is refused as `day_unlikely` otherwise."""

    amount: AmountOrZero
    direction: Direction = "gave"
    date: datetime.date | None = None
    confirm_dates: bool = False

    @property
    def sure_of(self) -> tuple[datetime.date, ...]:
        return (self.date,) if self.date and self.confirm_dates else ()


class NewLedger(Schema):
    """`ledger_id` may be yours; the same party sent twice is added once."""

    ledger_id: UUID | None = None
    party_name: Name
    type: Kind = "customer"
    phone: Annotated[str, Field(max_length=40, examples=["+919830012345"])] = ""
    address: Annotated[str, Field(max_length=300)] = ""
    registration_number: Annotated[str, Field(max_length=20)] = ""
    language: Annotated[str, Field(pattern="^([a-z]{2,3})?$")] = ""
    credit_limit: AmountOrZero | None = None
    opening_balance: Opening | None = None


class LedgerChange(Schema):
    """Members left out stay as they are; `credit_limit` null takes the limit away."""

    party_name: Name | None = None
    type: Kind | None = None
    phone: Annotated[str | None, Field(max_length=40)] = None
    address: Annotated[str | None, Field(max_length=300)] = None
    registration_number: Annotated[str | None, Field(max_length=20)] = None
    language: Annotated[str | None, Field(pattern="^([a-z]{2,3})?$")] = None
    credit_limit: AmountOrZero | None = None


class Merge(Schema):
    """The khata that will stand for both."""

    into_ledger_id: UUID


class LedgersWanted(Paging):
    """`filter` and `search_text` narrow the list, `sort` orders it."""

    filter: Literal["all", "get", "give", "overdue", "settled"] = "all"
    sort: Literal["recent", "amount", "name"] = "recent"
    search_text: Annotated[str, Field(max_length=120)] = ""


class LedgersWantedSince(LedgersWanted):
    """`sync_since` gives what changed since, in the order of changes, deleted khatas too: the `sync_cursor` of
    the answer before, or a number of seconds in a first call, which reads from the start."""

    sync_since: Annotated[str | None, Field(max_length=CURSOR_LENGTH_MAX)] = None


class SyncedLedger(Ledger):
    is_deleted: bool


SYNC_CURSOR: dict[str, Any] = {
    "sync_cursor": (str | None, Field(None, description="With `sync_since` or `after`: send it next time."))
}
NAMES = {"name": "party_name"}
"""What a page calls otherwise."""

router = Resource(singular="ledger", plural="ledgers", row=LedgerInFull, tag="Ledgers", names=NAMES)


@router.rows("/ledgers", scope="ledger.read", can="khata.read", row=Ledger)
def list_ledgers(request: BookCall, asked: Query[LedgersWanted]) -> Page:
    """The khatas of the book."""
    return page_said(request, asked, _found(request, asked))


@router.rows(
    "/businesses/{uuid:business_id}/ledgers",
    scope="ledger.read",
    can="khata.read",
    row=SyncedLedger,
    extra=SYNC_CURSOR,
)
def list_ledgers_of_business(request: BookCall, business_id: UUID, asked: Query[LedgersWantedSince]) -> Page:
    """The khatas of a book named in the address; with `sync_since` those that changed."""
    if asked.sync_since is not None:
        return ledgers_since(request, since=asked.sync_since, per_page=asked.per_page)
    return page_said(request, asked, _found(request, asked))


@router.one("/ledgers/{uuid:ledger_id}", scope="ledger.read", can="khata.read")
def get_ledger(request: BookCall, ledger_id: UUID) -> Row:
    """One khata."""
    return said_in_full(request, ledger_id)


@router.create("/ledgers", scope="ledger.write", can="khata.write")
def create_ledger(request: BookCall, asked: NewLedger) -> Row:
    """Add a party, with its opening balance where one is given."""
    now, opening = timezone.now(), asked.opening_balance or Opening(amount=0)
    made = add_party(
        business_id=request.business.pk, actor=request.actor, party_id=asked.ledger_id or uuid7(),
        name=asked.party_name, country=request.business.country, phone=asked.phone, kind=asked.type,
        address=asked.address, registration_number=asked.registration_number, language=asked.language,
        credit_limit=asked.credit_limit, opening_amount=opening.amount, opening_direction=opening.direction,
        opening_day=opening.date, made_at=now, now=now, sure_of=opening.sure_of,
    )  # fmt: skip
    return said_in_full(request, made.party_id)


@router.change("/ledgers/{uuid:ledger_id}", scope="ledger.write", can="khata.edit")
def change_ledger(request: BookCall, ledger_id: UUID, asked: LedgerChange) -> Row:
    """Change what is written about a party."""
    change_party(request, ledger_id, asked)
    return said_in_full(request, ledger_id)


@router.act("/ledgers/{uuid:ledger_id}/opening-balance", scope="ledger.write", can="khata.edit")
def set_opening(request: BookCall, ledger_id: UUID, asked: Opening) -> Row:
    """Set what stood when the khata began; 0 takes it out."""
    now = timezone.now()
    party_card(request.business.pk, ledger_id, today=today_of(request))
    set_opening_balance(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, direction=asked.direction,
        amount=asked.amount, day=asked.date or today_of(request), made_at=now, now=now,
        sure_of=asked.sure_of,
    )  # fmt: skip
    return said_in_full(request, ledger_id)


@router.act("/ledgers/{uuid:ledger_id}/merge", scope="ledger.write", can="khata.edit", revised=True)
def merge_ledger(request: BookCall, ledger_id: UUID, asked: Merge) -> Row:
    """Join a khata, at the revision of If-Match, to another one; answers the other, which stands for both."""
    merged = merge_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, into_id=asked.into_ledger_id,
        base_rev=revision_of(request), now=timezone.now(),
    )  # fmt: skip
    return said_in_full(request, merged.head_id)


@router.act("/ledgers/{uuid:ledger_id}/unmerge", scope="ledger.write", can="khata.edit")
def unmerge_ledger(request: BookCall, ledger_id: UUID) -> Row:
    """Give a joined party its own khata back."""
    unmerge_party(
        business_id=request.business.pk, actor=request.actor, party_id=ledger_id, now=timezone.now()
    )
    return said_in_full(request, ledger_id)


def change_party(request: BookCall, party_id: UUID, asked: LedgerChange) -> None:
    """Apply the members that were sent to a party that stands at If-Match."""
    card, sent = party_card(request.business.pk, party_id, today=today_of(request)), asked.model_fields_set
    edit_party(
        business_id=request.business.pk, actor=request.actor, party_id=party_id,
        base_rev=revision_of(request), name=card.name if asked.party_name is None else asked.party_name,
        phone=card.phone if asked.phone is None else asked.phone,
        kind=asked.type or card.kind, address=card.address if asked.address is None else asked.address,
        registration_number=_kept(asked.registration_number, card.registration_number),
        language=_kept(asked.language, card.language),
        credit_limit=asked.credit_limit if "credit_limit" in sent else card.credit_limit,
        country=request.business.country, now=timezone.now(),
    )  # fmt: skip


def _kept(asked: str | None, standing: str) -> str:
    return standing if asked is None else asked


def today_of(request: BookCall) -> datetime.date:
    """Today where the book is kept."""
    return local_day(timezone.now(), timezone=request.business.timezone)


def _found(request: BookCall, asked: LedgersWanted) -> PartyPage:
    return party_page(
        request.business.pk, today=today_of(request), chip=asked.filter, search=asked.search_text, sort=asked.sort,
        after=asked.cursor, limit=asked.per_page,
    )  # fmt: skip


def page_said(request: BookCall, asked: Paging, found: PartyPage) -> Page:
    changed = parties_changed(request.business.pk, [row.id for row in found.rows])
    currency = request.business.currency
    rows = [
        {
            "ledger_id": row.id,
            "party_name": row.name,
            "type": row.kind,
            "phone": row.phone,
            "balance": balance_number(row.balance),
            "balance_side": side(row.balance),
            "currency": currency,
            "last_entry_date": row.last_day,
            "over_limit": row.over_limit,
            "overdue": row.overdue,
            "rev": changed[row.id].rev,
            "created_time": changed[row.id].created_at,
            "updated_time": changed[row.id].at,
            "updated_at": int(changed[row.id].at.timestamp()),
        }
        for row in found.rows
        if row.id in changed
    ]
    return Page(rows, found.next_cursor, asked.per_page)


def said_in_full(request: BookCall, ledger_id: UUID) -> Row:
    card = party_card(request.business.pk, ledger_id, today=today_of(request))
    changed = parties_changed(request.business.pk, [card.id])[card.id]
    return {
        "ledger_id": card.id,
        "party_name": card.name,
        "type": card.kind,
        "phone": card.phone,
        "balance": balance_number(card.balance),
        "balance_side": side(card.balance),
        "currency": request.business.currency,
        "last_entry_date": card.last_day,
        "over_limit": card.over_limit,
        "overdue": card.overdue,
        "rev": card.rev,
        "created_time": changed.created_at,
        "updated_time": changed.at,
        "updated_at": int(changed.at.timestamp()),
        "address": card.address,
        "registration_number": card.registration_number,
        "language": card.language,
        "credit_limit": None if card.credit_limit is None else number(card.credit_limit),
        "next_due_date": card.next_due,
    }
