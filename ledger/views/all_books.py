"""All books of a person at a glance. It reads and never writes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from businesses.access import signed_in
from businesses.context import menus_of
from businesses.models import User
from businesses.queries.memberships import books_of
from businesses.roles import is_granted
from businesses.second_factor.queries import has_second_factor
from core import walls
from ledger.queries.all_books import summaries


@signed_in
@require_safe
def all_books(request: HttpRequest) -> HttpResponse:
    """Each book by itself: what it will get and give, cash and bank, what waits, the last entry."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101  signed_in lets nobody else in
    memberships = books_of(user_id=person.pk)
    lacks_proof = any(one.business.needs_second_factor for one in memberships) and not has_second_factor(
        person.pk
    )
    seen = [
        one.business_id
        for one in memberships
        if is_granted(one.standing, "totals.read") and not (lacks_proof and one.business.needs_second_factor)
    ]
    for business_id in seen:
        walls.admit(business_id)
    found = summaries(seen)
    rows = [(one, found.get(one.business_id)) for one in memberships]
    return render(request, "ledger/all_books.html", {**menus_of(person), "rows": rows})
