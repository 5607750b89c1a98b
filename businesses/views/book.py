"""The book's own settings: what it is called, how it is reached, when its year begins."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from businesses.forms import BookForm, refuse
from businesses.operations.books import BookWords, ask_for_second_factor, change_book
from core.htmx import redirect
from core.refusals import Refusal

FIELDS = ("name", "phone", "address", "upi_id", "year_starts_month")


@member(can="book.settings")
@require_http_methods(["GET", "POST"])
def settings(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _page(request, BookForm(initial={name: getattr(request.business, name) for name in FIELDS}))
    form = BookForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        words = BookWords(**form.cleaned_data)
        change_book(business_id=business_id, actor=request.actor, words=words, now=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form, status=refusal.status)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("businesses:book_settings", args=[business_id]))


@member(can="book.members")
@require_POST
def second_factor(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Ask every member for a second proof, or no more."""
    needed = request.POST.get("needed") == "yes"
    try:
        ask_for_second_factor(business_id=business_id, actor=request.actor, needed=needed, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved"))
    return redirect(request, reverse("businesses:book_settings", args=[business_id]))


def _page(request: BookRequest, form: BookForm, *, status: int = 200) -> HttpResponse:
    return render(request, "businesses/book.html", {"form": form}, status=status)
