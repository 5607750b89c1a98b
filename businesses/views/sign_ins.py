"""What happened at the door of one's own account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from businesses.access import PersonRequest, signed_in
from businesses.context import menus_of
from businesses.queries.account_notes import notes_of

SHOWN_MAX = 100


@signed_in
@require_safe
def sign_ins(request: PersonRequest) -> HttpResponse:
    context = {"notes": notes_of(user_id=request.user.pk, limit=SHOWN_MAX), **menus_of(request.user)}
    return render(request, "businesses/sign_ins.html", context)
