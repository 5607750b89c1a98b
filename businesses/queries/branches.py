"""The branches of a book and the numbers they stand under."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from businesses.models import Branch, Registration

LISTED_MAX = 100


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """`state` is the two-digit code of an Indian state, "" elsewhere."""

    id: UUID
    kind: str
    number: str
    state: str
    scheme: str
    legal_name: str
    trade_name: str
    address: str
    rev: int


@dataclass(frozen=True, slots=True)
class BranchRow:
    id: UUID
    name: str
    kind: str
    registration: RegistrationRow | None
    closed_at: datetime | None
    rev: int
    is_main: bool


@dataclass(frozen=True, slots=True)
class BranchName:
    id: UUID
    name: str
    is_closed: bool


def branch_names(business_id: UUID) -> tuple[BranchName, ...]:
    """Every branch of the book by name, the main one first; closed ones too."""
    own = Branch.objects.filter(business_id=business_id).order_by("pk").values_list("pk", "name", "closed_at")
    return tuple(BranchName(pk, name, closed_at is not None) for pk, name, closed_at in own[:LISTED_MAX])


def branches(business_id: UUID, *, after: UUID | None = None, limit: int = LISTED_MAX) -> list[BranchRow]:
    """The main branch first, then as they were added; those after an id."""
    own = Branch.objects.select_related("registration").filter(business_id=business_id).order_by("pk")
    main = own.values_list("pk", flat=True).first()
    found = own if after is None else own.filter(pk__gt=after)
    return [_branch(each, is_main=each.pk == main) for each in found[:limit]]


def branch_row(business_id: UUID, branch_id: UUID) -> BranchRow | None:
    own = Branch.objects.select_related("registration").filter(business_id=business_id)
    found = own.filter(pk=branch_id).first()
    if found is None:
        return None
    return _branch(found, is_main=not own.filter(pk__lt=branch_id).exists())


def registrations(
    business_id: UUID, *, after: UUID | None = None, limit: int = LISTED_MAX
) -> list[RegistrationRow]:
    own = Registration.objects.filter(business_id=business_id).order_by("pk")
    found = own if after is None else own.filter(pk__gt=after)
    return [registration_of(each) for each in found[:limit]]


def registration_row(business_id: UUID, registration_id: UUID) -> RegistrationRow | None:
    found = Registration.objects.filter(business_id=business_id, pk=registration_id).first()
    return registration_of(found) if found else None


def registration_of(one: Registration) -> RegistrationRow:
    return RegistrationRow(
        id=one.pk, kind=one.kind, number=one.number, state=one.state, scheme=one.scheme, legal_name=one.legal_name,
        trade_name=one.trade_name, address=one.address, rev=one.rev,
    )  # fmt: skip


def _branch(one: Branch, *, is_main: bool) -> BranchRow:
    return BranchRow(
        id=one.pk, name=one.name, kind=one.kind, closed_at=one.closed_at, rev=one.rev, is_main=is_main,
        registration=registration_of(one.registration) if one.registration else None,
    )  # fmt: skip
