"""Deleting a book: the name typed, a second look, and for thirty days the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, PersonRequest, member, signed_in
from businesses.context import menus_of
from businesses.forms import BookNameForm, refuse
from businesses.models import Membership
from businesses.operations.deleting import (
    DAYS_IN_TRASH,
    DeletedBookUnknown,
    check_name,
    delete_book,
    deleted_books,
    restore_book,
)
from core.htmx import redirect
from core.refusals import Refusal


@member(can="book.members")
@require_http_methods(["GET", "POST"])
def delete(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """First the name, then what it means once more, then the deletion. A practice book goes at the first press."""
    form = BookNameForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    typed, is_sure = form.cleaned_data["typed"], request.POST.get("sure") == "yes"
    try:
        if not is_sure and not request.business.is_demo:
            check_name(name=request.business.name, typed=typed)
            return _page(request, form, is_last=True)
        delete_book(business_id=business_id, actor=request.actor, typed=typed, now=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form, status=refusal.status)
    if request.business.is_demo:
        messages.success(request, _("The practice book is deleted."))
        return redirect(request, reverse("businesses:home"))
    return redirect(request, reverse("businesses:deleted_books"))


def _page(
    request: BookRequest, form: BookNameForm, *, is_last: bool = False, status: int = 200
) -> HttpResponse:
    others = (
        Membership.objects.filter(business_id=request.business.pk).exclude(user_id=request.user.pk).count()
    )
    context: dict[str, Any] = {"form": form, "is_last": is_last, "days": DAYS_IN_TRASH, "others": others}
    return render(request, "businesses/book_delete.html", context, status=status)


@signed_in
@require_safe
def deleted(request: PersonRequest) -> HttpResponse:
    """The person's books in the trash."""
    context = {"deleted": deleted_books(request.user.pk), **menus_of(request.user)}
    return render(request, "businesses/deleted_books.html", context)


@signed_in
@require_POST
def restore(request: PersonRequest, *, book_id: UUID) -> HttpResponse:
    try:
        book = restore_book(business_id=book_id, actor=request.actor, now=timezone.now())
    except DeletedBookUnknown:
        raise Http404 from None
    messages.success(request, _("%(book)s is back, as it was.") % {"book": book.name})
    return redirect(request, reverse("businesses:book_settings", args=[book.pk]))
