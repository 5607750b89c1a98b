"""Rows of tests/tenancy/test_queries.py for what a book itself is: its people, branches and registrations."""

from collections.abc import Callable
from typing import Any

from businesses.operations.branches import add_branch
from businesses.operations.invitations import invite
from businesses.operations.registrations import RegistrationContent, add_registration
from businesses.operations.visits import begin_visit
from businesses.roles import Role
from core.ids import uuid7
from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
GSTIN = RegistrationContent(kind="gstin", number="24AANFA2641L1ZF")


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _branch(world: Any) -> dict[str, Any]:
    return {**_asked(world), "branch_id": world.foreign.branch, "base_rev": 1}


def _named(world: Any) -> dict[str, Any]:
    return {"name": "X", "kind": "godown", "registration_id": None}


def _registration(world: Any) -> dict[str, Any]:
    return {**_asked(world), "registration_id": world.foreign.registration, "base_rev": 1}


def _member(world: Any) -> dict[str, Any]:
    return {**_asked(world), "member_id": world.foreign.member(Role.STAFF)}


def _now(world: Any) -> dict[str, Any]:
    return {"now": world.own.shop.now}


def _page(_world: Any) -> dict[str, Any]:
    return {"after": None, "limit": 50}


BRANCHES, NUMBERS = "businesses.operations.branches.", "businesses.operations.registrations."
PEOPLE, OFFERS = "businesses.operations.members.", "businesses.operations.invitations."
REFUSES: dict[str, Given] = {
    "ledger.operations.drafts.check_branch": lambda world: {"branch_id": world.foreign.branch},
    BRANCHES + "add_branch": lambda world: {
        **_asked(world), **_named(world), "registration_id": world.foreign.registration,
    },
    BRANCHES + "change_branch": lambda world: {**_branch(world), **_named(world)},
    BRANCHES + "close_branch": lambda world: {**_branch(world), "is_closed": True},
    BRANCHES + "remove_branch": _branch,
    NUMBERS + "change_registration": lambda world: {**_registration(world), "content": GSTIN},
    NUMBERS + "remove_registration": _registration,
    PEOPLE + "change_role": lambda world: {**_member(world), "role": Role.MANAGER},
    PEOPLE + "change_grants": lambda world: {**_member(world), "grants": set()},
    PEOPLE + "remove_member": _member,
    OFFERS + "withdraw": lambda world: {**_asked(world), "invitation_id": world.foreign.invitation},
    "businesses.operations.claims.confirm_claim": _member,
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "businesses.queries.branches.branch_row": lambda world: {"branch_id": world.foreign.branch},
    "businesses.queries.branches.registration_row": lambda world: {
        "registration_id": world.foreign.registration,
    },
    "businesses.queries.invitations.open_invitation": lambda world: {
        "invitation_id": world.foreign.invitation, **_now(world),
    },
    "businesses.queries.memberships.member_row": lambda world: {
        "member_id": world.foreign.member(Role.STAFF),
    },
    "businesses.queries.memberships.membership_of": lambda world: {
        "user_id": world.foreign.people[Role.STAFF].id,
    },
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "businesses.queries.branches.branches": lambda world: {},
    "businesses.queries.branches.branch_names": lambda world: {},
    "businesses.queries.branches.registrations": lambda world: {},
    "businesses.queries.invitations.invitation_page": lambda world: {**_now(world), **_page(world)},
    "businesses.queries.invitations.open_invitations": _now,
    "businesses.queries.memberships.member_page": _page,
    "businesses.queries.memberships.members": lambda world: {},
    "businesses.queries.visits.visits_to": _now,
}
SEEN_ELSEWHERE = {
    BRANCHES + "main_branch_id": "tests/tenancy/test_business_queries.py: each book has its own",
    NUMBERS + "add_registration": "names nothing but the book",
    OFFERS + "invite": "names nothing but the book",
    PEOPLE + "enter": "tests/tenancy/test_business_queries.py: an owner of another book is none here",
    "businesses.operations.books.change_book": "names nothing but the book",
    "businesses.operations.books.ask_for_second_factor": "names nothing but the book",
    "businesses.operations.members.leave_book": "names nothing but the book",
    "businesses.operations.deleting.delete_book": "names nothing but the book",
    "businesses.operations.deleting.restore_book": "tests/businesses/test_deleting.py: only its own owner",
    "businesses.operations.visits.begin_visit": "names nothing but the book",
    "businesses.queries.memberships.owner_name": "tests/tenancy/test_business_queries.py: each book has its own",
}


def fill(shop: Shop) -> None:
    """One more of everybody and everything."""
    said = {"business_id": shop.id, "actor": shop.asha, "now": shop.now}
    add_branch(name="केवल दूसरी बही", kind="godown", registration_id=None, **said)
    add_registration(content=GSTIN, **said)
    invite(email=f"{uuid7().hex}@example.com", role=Role.STAFF, **said)
    shop.member(Role.READER)
    begin_visit(reason="केवल दूसरी बही", minutes=15, **said)
