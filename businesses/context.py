"""What every template may know: the book, the person's other books, the role's grants, digits and theme."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from businesses.models import User
from businesses.queries.memberships import books_of
from businesses.roles import granted

BOOK_PAGES = {"branches": "settings", "registrations": "settings"}
KHATA_PAGES = {
    "parties": "khata",
    "entries": "khata",
    "waiting": "khata",
    "years": "closing",
    "statements": "downloads",
}
DESK_PAGES = dict.fromkeys(("day-book", "trial-balance", "vouchers", "opening-balances"), "accounts")
DEVELOPER_PAGES = {"webhooks": "developer", "access-log": "developer", "staff": "developer"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """`book` (or None), `books` (lazy, at most 50), `grants`, `digits`, `theme`, `big_text`, `nav`."""
    user = getattr(request, "user", None)
    membership = getattr(request, "membership", None)
    person = user if user is not None and user.is_authenticated else None
    return {
        "book": getattr(request, "business", None),
        "books": SimpleLazyObject(lambda: books_of(user_id=person.pk) if person else []),
        "grants": granted(membership.standing) if membership else frozenset(),
        "digits": person.digits if person else "latn",
        "theme": person.theme if person else "auto",
        "big_text": person.big_text if person else False,
        "nav": _section(request),
    }


def menus_of(person: User) -> dict[str, Any]:
    """For a page of the person's own: the menus of the book they opened last; nothing without a book."""
    current = next(iter(books_of(user_id=person.pk)), None)
    return {"book": current.business, "grants": granted(current.standing)} if current else {}


def _section(request: HttpRequest) -> str:
    """The part of the site this page belongs to, for marking it in the menus: "khata", "bring", "me" …"""
    match = request.resolver_match
    if match is None:
        return ""
    parts = [part for part in request.path.split("/") if part]
    section = "".join(parts[2:3] if parts[:1] == ["b"] else parts[:1])
    if section == "settings":
        section = "".join(parts[3:4]) or "settings"
    if parts[:1] == ["me"] and parts[1:2] in (["tokens"], ["usage"]):
        section = "developer"
    return {**BOOK_PAGES, **KHATA_PAGES, **DESK_PAGES, **DEVELOPER_PAGES}.get(section, section)
