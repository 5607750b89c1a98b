"""The branch of an entry: offered where a book has several, remembered for the next one, and a way to see one alone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from businesses.access import BookRequest
from businesses.queries.branches import BranchName, branch_names

LAST_USED = "branches_last_used"
BOOKS_REMEMBERED_MAX = 50


def branches_of(request: BookRequest) -> tuple[BranchName, ...]:
    """The branches of a book that has several, closed ones too; none of a book with one. Asked once a request."""
    known: tuple[BranchName, ...] | None = getattr(request, "book_branches", None)
    if known is None:
        found = branch_names(request.business.pk)
        known = found if len(found) > 1 else ()
        request.book_branches = known  # type: ignore[attr-defined]
    return known


def open_branches(request: BookRequest, *, besides: UUID | None = None) -> list[BranchName]:
    """Those new entries may go to, and the one an entry stands in."""
    return [one for one in branches_of(request) if not one.is_closed or one.id == besides]


def usual_branch(request: BookRequest) -> UUID | None:
    """The branch this browser wrote for last, else the main one; None in a book with one."""
    offered = [one.id for one in open_branches(request)]
    last = request.session.get(LAST_USED, {}).get(str(request.business.pk), "")
    return next((one for one in offered if str(one) == last), offered[0] if offered else None)


def remember_branch(request: BookRequest, branch_id: UUID | None) -> None:
    if branch_id is None or branch_id == usual_branch(request):
        return
    books = dict(request.session.get(LAST_USED, {}))
    books.pop(str(request.business.pk), None)
    kept = list(books.items())[-(BOOKS_REMEMBERED_MAX - 1) :]
    request.session[LAST_USED] = {**dict(kept), str(request.business.pk): str(branch_id)}


def branch_asked(request: BookRequest) -> BranchName | None:
    """The branch an address asks for alone; a name nobody knows asks for all."""
    return next((one for one in branches_of(request) if str(one.id) == request.GET.get("branch", "")), None)


def branch_named(request: BookRequest, branch_id: UUID) -> str:
    """A branch by name; "" in a book with one."""
    return next((one.name for one in branches_of(request) if one.id == branch_id), "")


def branch_tabs(request: BookRequest, path: str, *, query: str = "") -> list[dict[str, Any]]:
    """All, and each branch alone; nothing in a book with one."""
    asked, more = branch_asked(request), f"&{query}" if query else ""
    if not branches_of(request):
        return []
    every = {
        "label": _("All branches"),
        "url": f"{path}?{query}" if query else path,
        "current": asked is None,
    }
    return [every] + [
        {"label": one.name, "url": f"{path}?branch={one.id}{more}", "current": one == asked}
        for one in branches_of(request)
    ]
