"""The person's books: list, open, read."""

import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall, CallerRequest, own_actor
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.models import TokenKind
from api.operations.sandboxes import open_sandbox
from api.operations.sessions import choose_book
from api.refusals import DeviceNeeded
from businesses.models import Membership, User
from businesses.operations.books import BookWords, ask_for_second_factor, change_book
from businesses.operations.deleting import (
    DeletedBook,
    DeletedBookUnknown,
    delete_book,
    deleted_books,
    restore_book,
)
from ledger.operations.books import open_book
from ledger.queries.pages import cursor_of
from ledger.queries.parties import totals

FIELDS = (
    "business_id", "business__name", "business__kind", "business__country", "business__currency",
    "business__timezone", "business__year_starts_month", "business__phone", "business__address", "business__upi_id",
    "business__books_locked_until", "business__is_demo", "business__needs_second_factor",
    "business__created_at", "role",
)  # fmt: skip


class Business(Answer):
    """`role` is the person's own. The names of organizations in Zoho Books stand where it has them."""

    business_id: UUID
    organization_id: UUID
    name: str
    kind: Annotated[str, Field(examples=["shop"])]
    country_code: str
    currency_code: str
    time_zone: str
    fiscal_year_start_month: int
    phone: str
    address: str
    upi_id: str
    books_locked_until: datetime.date | None
    is_sandbox: bool
    needs_second_factor: bool
    created_time: datetime.datetime
    role: str


class DeletedBusiness(Answer):
    """A book in the trash, with the moment it goes for good. A practice book goes at once."""

    business_id: UUID
    name: str
    is_sandbox: bool
    deleted_time: datetime.datetime
    purge_time: datetime.datetime


class TypedName(Schema):
    """The book's name once more, to be sure; a practice book needs none."""

    name: Annotated[str, Field(max_length=200, examples=["আশা স্টোর্স"])] = ""


class SecondFactor(Schema):
    needed: bool


class Totals(Answer):
    """Both from 0 on: what the book will get, and what it will give."""

    will_get: Money
    will_give: Money
    currency_code: str


class NewBusiness(Schema):
    kind: Annotated[str, Field(pattern="^(shop|rent|home)$", examples=["shop"])]
    name: Annotated[str, Field(min_length=1, max_length=120, examples=["আশা স্টোর্স"])]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["IN"])]


class BusinessChange(Schema):
    """Members left out stay as they are."""

    name: Annotated[str | None, Field(max_length=120, examples=["আশা স্টোর্স"])] = None
    phone: Annotated[str | None, Field(max_length=40)] = None
    address: Annotated[str | None, Field(max_length=500)] = None
    upi_id: Annotated[str | None, Field(max_length=120, examples=["asha@okbank"])] = None
    fiscal_year_start_month: Annotated[int | None, Field(ge=1, le=12)] = None


class NewSandbox(Schema):
    name: Annotated[str, Field(max_length=120, examples=["Try-out"])] = ""


router = Resource(
    singular="business", plural="businesses", row=Business, tag="Businesses", names={"typed": "name"}
)


@router.rows("/businesses", scope="ledger.read", etag=False)
def list_businesses(request: CallerRequest, paging: Query[Paging]) -> Page:
    """The books this token opens."""
    mine = Membership.objects.filter(user_id=request.caller.user_id, business__deleted_at__isnull=True)
    if request.caller.business_ids is not None:
        mine = mine.filter(business_id__in=request.caller.business_ids)
    if paging.cursor:
        mine = mine.filter(business_id__gt=uuid_after(paging.cursor))
    found = list(mine.order_by("business_id").values(*FIELDS)[: paging.per_page + 1])
    rows = [said_of(row) for row in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["business_id"].hex))


@router.one("/businesses/{uuid:business_id}", scope="ledger.read", can="khata.read")
def get_business(request: BookCall, business_id: UUID) -> Row:
    """One book, with its settings."""
    return said_of(Membership.objects.values(*FIELDS).get(pk=request.membership.pk))


@router.change("/businesses/{uuid:business_id}", scope="book.manage", can="book.settings", revised=False)
def change_business(request: BookCall, business_id: UUID, asked: BusinessChange) -> Row:
    """Change what a book is called, how it is reached, and when its year begins."""
    standing = request.business
    said = {name: value for name, value in asked.dict().items() if value is not None}
    month = said.pop("fiscal_year_start_month", standing.year_starts_month)
    before = {name: getattr(standing, name) for name in ("name", "phone", "address", "upi_id")}
    words = BookWords(**{**before, **said}, year_starts_month=month)
    change_book(business_id=business_id, actor=request.actor, words=words, now=timezone.now())
    return said_of(Membership.objects.values(*FIELDS).get(pk=request.membership.pk))


@router.act("/businesses/{uuid:business_id}/second-factor", scope="book.manage", can="book.members")
def ask_members_for_second_factor(request: BookCall, business_id: UUID, asked: SecondFactor) -> Row:
    """Have the book open only to members with a second factor, or to all."""
    ask_for_second_factor(
        business_id=business_id, actor=request.actor, needed=asked.needed, now=timezone.now()
    )
    return said_of(Membership.objects.values(*FIELDS).get(pk=request.membership.pk))


@router.one(
    "/businesses/{uuid:business_id}/totals",
    scope="report.read",
    can="totals.read",
    row=Totals,
    singular="totals",
)
def get_totals(request: BookCall, business_id: UUID) -> Row:
    """What the whole book will get and will give."""
    found = totals(business_id)
    return {
        "will_get": number(found.will_get),
        "will_give": number(found.will_give),
        "currency_code": request.business.currency,
    }


@router.create("/businesses", scope="book.manage")
def open_business(request: CallerRequest, asked: NewBusiness) -> Row:
    """Open a new book with its chart of accounts; a token of chosen books does not open it."""
    caller = request.caller
    made = open_book(
        kind=asked.kind, name=asked.name, country=asked.country, user=User.objects.get(pk=caller.user_id),
        now=timezone.now(), trace_id=caller.trace_id, device_id=caller.device_id,
    )  # fmt: skip
    return said_of(Membership.objects.values(*FIELDS).get(business_id=made.pk, user_id=caller.user_id))


@router.create("/businesses/sandbox", scope="book.manage")
def open_sandbox_business(request: CallerRequest, asked: NewSandbox) -> Row:
    """Open a practice book: a shop with made-up people and entries. A token of chosen books does not open it."""
    caller = request.caller
    made = open_sandbox(
        user=User.objects.get(pk=caller.user_id), name=asked.name, trace_id=caller.trace_id,
        device_id=caller.device_id, now=timezone.now(),
    )  # fmt: skip
    return said_of(Membership.objects.values(*FIELDS).get(business_id=made.pk, user_id=caller.user_id))


@router.act(
    "/businesses/{uuid:business_id}/delete", scope="book.manage", can="book.members", row=DeletedBusiness,
    singular="deleted_business", keyed=False,
)  # fmt: skip
def delete_business(request: BookCall, business_id: UUID, asked: TypedName) -> Row:
    """Put a book in the trash for 30 days; a practice book goes for good at once. Sent again, there is no such book."""
    done = delete_book(business_id=business_id, actor=request.actor, typed=asked.name, now=timezone.now())
    return _deleted_said(done)


@router.rows(
    "/deleted-businesses", scope="book.manage", etag=False, row=DeletedBusiness, plural="deleted_businesses"
)
def list_deleted_businesses(request: CallerRequest, paging: Query[Paging]) -> Page:
    """The person's own books in the trash."""
    caller, after = request.caller, uuid_after(paging.cursor) if paging.cursor else None
    found = [one for one in deleted_books(caller.user_id, after=after) if caller.holds(one.id)]
    rows = [_deleted_said(one) for one in found[: paging.per_page + 1]]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["business_id"].hex))


@router.act("/deleted-businesses/{uuid:deleted_id}/restore", scope="book.manage")
def restore_business(request: CallerRequest, deleted_id: UUID) -> Row:
    """Bring a book back from the trash, as it was."""
    caller = request.caller
    if not caller.holds(deleted_id):
        raise DeletedBookUnknown
    restore_book(business_id=deleted_id, actor=own_actor(caller), now=timezone.now())
    found = Membership.objects.values(*FIELDS)
    return said_of(found.get(business_id=deleted_id, user_id=caller.user_id))


def _deleted_said(one: DeletedBook) -> Row:
    return {
        "business_id": one.id, "name": one.name, "is_sandbox": one.is_demo, "deleted_time": one.deleted_at,
        "purge_time": one.purge_at,
    }  # fmt: skip


@router.act("/businesses/{uuid:business_id}/switch", scope="ledger.read", can="khata.read")
def switch_business(request: BookCall, business_id: UUID) -> Row:
    """Make this the book of this device's calls that name none. Only for tokens of a device."""
    if request.caller.kind != TokenKind.DEVICE:
        raise DeviceNeeded
    choose_book(session_id=request.caller.id, business_id=business_id)
    return said_of(Membership.objects.values(*FIELDS).get(pk=request.membership.pk))


def said_of(row: dict[str, Any]) -> Row:
    return {
        "business_id": row["business_id"],
        "organization_id": row["business_id"],
        "name": row["business__name"],
        "kind": row["business__kind"],
        "country_code": row["business__country"],
        "currency_code": row["business__currency"],
        "time_zone": row["business__timezone"],
        "fiscal_year_start_month": row["business__year_starts_month"],
        "phone": row["business__phone"],
        "address": row["business__address"],
        "upi_id": row["business__upi_id"],
        "books_locked_until": row["business__books_locked_until"],
        "is_sandbox": row["business__is_demo"],
        "needs_second_factor": row["business__needs_second_factor"],
        "created_time": row["business__created_at"],
        "role": row["role"],
    }
