"""Answers to a write: parts of the page under HTMX, a redirect with a message in a plain browser."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.digits import in_digits
from core.htmx import is_htmx, redirect, with_toast
from core.money import format_money
from core.refusals import Refusal
from core.templatetags.dates import date_words
from ledger.forms.likely_days import AsksAboutDays
from ledger.models import Direction
from ledger.operations.entries import EntryResult
from ledger.refusals import AlreadyTrashed, ChangedElsewhere, DayUnlikely, PartyUnknown
from ledger.views.contexts import ListQuery, habit_of, khata_context, list_context

View = Callable[..., HttpResponse]
NUMBER_BELOW = 10**18
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def refusals_answered(view: View) -> View:
    """A refusal no form has shown: what is not in the book is a 404 like any other, the rest is said."""

    @wraps(view)
    def answered(request: BookRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                raise Http404 from None
            return _said(request, refusal, document_id=kwargs.get("document_id"))

    return answered


def _said(request: BookRequest, refusal: Refusal, *, document_id: uuid.UUID | None) -> HttpResponse:
    if not is_htmx(request):
        messages.error(request, refusal.message)
        return redirect(request, page_before(request) or reverse("ledger:khata", args=[request.business.pk]))
    alert = {"kind": "error", "text": refusal.message, "closable": True}
    if document_id is not None and isinstance(refusal, ChangedElsewhere | AlreadyTrashed):
        link = reverse("ledger:entry", args=[request.business.pk, document_id])
        alert |= {"link": link, "link_text": _("See the entry as it stands now")}
    response = render(request, "components/alert.html", alert, status=refusal.status)
    response["HX-Retarget"] = "#alerts"
    response["HX-Reswap"] = "innerHTML"
    return response


def show_in(form: Form, refusal: Refusal, *, names: Mapping[str, str] | None = None) -> None:
    """Put a refusal's sentence at its field, or above the form when the form has no such field; `names` are
    fields that this form calls otherwise. A day that is unlikely is asked about there."""
    name = (names or {}).get(refusal.field, refusal.field)
    form.add_error(name if name in form.fields else None, refusal.message)
    if isinstance(refusal, DayUnlikely) and isinstance(form, AsksAboutDays):
        form.ask(refusal, name=name)


def saved(request: BookRequest, *, message: str, undo_url: str = "", onward: str) -> HttpResponse:
    """The page the person is on, as it is now, and a toast; a plain browser goes `onward`."""
    parts = _parts(request) if is_htmx(request) else None
    if parts is None:
        messages.success(request, message, extra_tags=f"undo:{undo_url}" if undo_url else "")
        return redirect(request, onward)
    response = HttpResponse(parts)
    response["HX-Reswap"] = "none"
    return with_toast(response, message, undo_url=undo_url)


def _parts(request: BookRequest) -> str | None:
    """Everything on the page HTMX was on that a write may have changed, for out-of-band swaps.

    None when that page is none of the khata's two: then the whole page is loaded.
    """
    address = urlsplit(request.htmx.current_url_abs_path or "")
    match = _page_of(address.path)
    if match is None or match.kwargs.get("business_id") != request.business.pk:
        return None
    said = QueryDict(address.query)
    if match.view_name == "ledger:party":
        return _khata_parts(request, match.kwargs["party_id"])
    if match.view_name != "ledger:khata" or said.get("add"):
        return None
    opened = uuid_or_none(said.get("open", ""))
    listed = list_context(request, ListQuery.read(said), opened=opened)
    parts = render_to_string("ledger/_list_parts.html", listed, request)
    return parts + (_khata_parts(request, opened) if opened else "")


def _khata_parts(request: BookRequest, party_id: uuid.UUID) -> str:
    try:
        context = khata_context(request, party_id)
    except PartyUnknown:
        return ""
    context["habit"] = habit_of(request, context["card"])
    return render_to_string("ledger/_khata_parts.html", context, request)


def _page_of(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def page_before(request: BookRequest) -> str:
    """The page of ours the request came from, "" when it came from elsewhere."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(before)
    path = escape_leading_slashes(parts.path)  # "//elsewhere" would lead to another site
    return f"{path}?{parts.query}" if parts.query else path


def undo_url(request: BookRequest, document_id: uuid.UUID, *, do: str, rev: int) -> str:
    """Where Undo goes: `do` is delete, restore or back."""
    path = reverse("ledger:entry_undo", args=[request.business.pk, document_id])
    return f"{path}?do={do}&rev={rev}"


def amount_words(request: BookRequest, amount: int) -> str:
    return format_money(amount, currency=request.business.currency, digits=request.user.digits)


def day_words(request: BookRequest, day: datetime.date) -> str:
    """A day as it stands inside a sentence, in the reader's digits."""
    return in_digits(date_words(day), request.user.digits)


def number_of(request: BookRequest, name: str) -> int:
    """A whole number of the form or the address; 404 for anything else."""
    text = request.GET.get(name) or request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and int(text[:19]) < NUMBER_BELOW):
        raise Http404
    return int(text[:19])


def named(name: str) -> str:
    """A name that keeps its own direction inside a sentence of another script."""
    return f"{ISOLATE}{name}{END_ISOLATE}"


def recorded_words(request: BookRequest, result: EntryResult, *, limit: int | None) -> str:
    """What the toast says of a new entry; a limit that was passed is said instead."""
    words = {"name": named(result.party_name), "amount": amount_words(request, result.amount)}
    if result.over_limit and limit is not None and result.direction == Direction.GAVE:
        words["limit"] = amount_words(request, limit)
        return _("Saved. %(name)s is now over the limit of %(limit)s.") % words
    if result.direction == Direction.GAVE:
        return _("Saved. You gave %(name)s %(amount)s.") % words
    return _("Saved. You got %(amount)s from %(name)s.") % words
