"""The branches of a book: shops, godowns, houses, offices. The oldest is the main one and stays open."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Branch, BranchKind, Registration
from businesses.operations.registrations import ChangedElsewhere, RegistrationUnknown
from core.ids import uuid7
from core.refusals import Refusal
from core.text import clean_line

BRANCHES_MAX = 100
NAME_MAX = 120


class BranchUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self, *, field: str = "") -> None:
        super().__init__(_("There is no such branch in this book."), field=field)


class BranchRefused(Refusal):
    """A name or a kind that cannot be; the message says why."""

    slug: ClassVar[str] = "branch_refused"


class BranchUsed(Refusal):
    slug: ClassVar[str] = "branch_used"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Something is written for this branch, so it stays. Close it instead."))


class MainBranch(Refusal):
    slug: ClassVar[str] = "main_branch"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            _("This is the main branch of the book: it can get another name, but it stays open.")
        )


class TooManyBranches(Refusal):
    slug: ClassVar[str] = "too_many_branches"

    def __init__(self) -> None:
        super().__init__(_("A book has up to 100 branches."))


@transaction.atomic
def add_branch(
    *, business_id: UUID, actor: Actor, name: str, kind: str, registration_id: UUID | None, now: datetime
) -> Branch:
    """Raises BranchRefused, RegistrationUnknown, TooManyBranches, TextError."""
    seq = lock(business_id).first_seq
    if Branch.objects.filter(business_id=business_id).count() >= BRANCHES_MAX:
        raise TooManyBranches
    branch = Branch(id=uuid7(), business_id=business_id, kind=_kind(kind))
    branch.name = _name(branch, name)
    branch.registration = _registration(business_id, registration_id)
    branch.save(force_insert=True)
    _tell(branch, verb="branch.added", seq=seq, actor=actor, now=now)
    return branch


@transaction.atomic
def change_branch(
    *, business_id: UUID, actor: Actor, branch_id: UUID, base_rev: int, name: str, kind: str,
    registration_id: UUID | None, now: datetime,
) -> Branch:  # fmt: skip
    """Raises BranchUnknown, ChangedElsewhere, BranchRefused, RegistrationUnknown, TextError."""
    seq = lock(business_id).first_seq
    branch = _found(business_id, branch_id, base_rev=base_rev)
    branch.name, branch.rev = _name(branch, name), branch.rev + 1
    branch.kind = kind if kind == branch.kind else _kind(kind)
    branch.registration = _registration(business_id, registration_id)
    branch.save(update_fields=["name", "kind", "registration", "rev"])
    _tell(branch, verb="branch.changed", seq=seq, actor=actor, now=now)
    return branch


@transaction.atomic
def close_branch(
    *, business_id: UUID, actor: Actor, branch_id: UUID, base_rev: int, is_closed: bool, now: datetime
) -> Branch:
    """Close a branch, or open it again. What was written for it stays.

    Raises BranchUnknown, ChangedElsewhere, MainBranch.
    """
    seq = lock(business_id).first_seq
    branch = _found(business_id, branch_id, base_rev=base_rev)
    if is_closed and branch.pk == main_branch_id(business_id):
        raise MainBranch
    branch.closed_at, branch.rev = now if is_closed else None, branch.rev + 1
    branch.save(update_fields=["closed_at", "rev"])
    verb = "branch.closed" if is_closed else "branch.opened"
    _tell(branch, verb=verb, seq=seq, actor=actor, now=now)
    return branch


@transaction.atomic
def remove_branch(*, business_id: UUID, actor: Actor, branch_id: UUID, base_rev: int, now: datetime) -> None:
    """Take out a branch nothing was written for. Raises BranchUnknown, ChangedElsewhere, MainBranch, BranchUsed."""
    seq = lock(business_id).first_seq
    branch = _found(business_id, branch_id, base_rev=base_rev)
    if branch.pk == main_branch_id(business_id):
        raise MainBranch
    if is_used(branch):
        raise BranchUsed
    branch.rev += 1
    _tell(branch, verb="branch.removed", seq=seq, actor=actor, now=now)
    own = Branch.objects.filter(business_id=business_id, pk=branch_id)
    own._raw_delete(using=own.db)  # noqa: SLF001  Django would read every row it asked about above


def main_branch_id(business_id: UUID) -> UUID:
    """The oldest: where whatever names no branch is written."""
    return Branch.objects.filter(business_id=business_id).order_by("pk").values_list("pk", flat=True)[0]


def is_used(branch: Branch) -> bool:
    """Whether any table, of whichever app, has a row for this branch."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001  Django's documented interface
            if field.related_model is Branch:
                rows = model._base_manager.filter(business_id=branch.business_id)  # noqa: SLF001  as above
                if rows.filter(**{field.name: branch.pk}).exists():
                    return True
    return False


def _found(business_id: UUID, branch_id: UUID, *, base_rev: int) -> Branch:
    found = Branch.objects.filter(business_id=business_id, pk=branch_id).first()
    if found is None:
        raise BranchUnknown
    if found.rev != base_rev:
        raise ChangedElsewhere
    return found


def _name(branch: Branch, typed: str) -> str:
    name = clean_line(typed, max_length=NAME_MAX, field="name")
    if not name:
        raise BranchRefused(_("Give the branch a name, for example its street."), field="name")
    others = Branch.objects.filter(business_id=branch.business_id).exclude(pk=branch.pk)
    if others.filter(name__iexact=name).exists():
        raise BranchRefused(_("Another branch has this name."), field="name")
    return name


def _kind(kind: str) -> str:
    if kind not in BranchKind.values:
        raise BranchRefused(_("Choose what it is: a shop, a godown, a house or an office."), field="kind")
    return kind


def _registration(business_id: UUID, registration_id: UUID | None) -> Registration | None:
    if registration_id is None:
        return None
    found = Registration.objects.filter(business_id=business_id, pk=registration_id).first()
    if found is None:
        raise RegistrationUnknown
    return found


def _tell(branch: Branch, *, verb: str, seq: int, actor: Actor, now: datetime) -> None:
    contents = {
        "name": branch.name, "kind": branch.kind, "is_closed": branch.closed_at is not None,
        "registration": str(branch.registration_id) if branch.registration_id else "",
    }  # fmt: skip
    news = trail.News(seq, verb, "branch", branch.pk, branch.rev, None, contents)
    trail.append(business_id=branch.business_id, at=now, actor=actor, news=[news])
