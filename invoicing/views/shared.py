"""A bill as its customer sees it, by the link that came with it: without signing in, and nothing else of the book."""

import datetime
from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from businesses.access import Decorated, public
from businesses.secret_links import TOKEN_MAX, digest_of, must_wait, note_guess, sealed
from core import walls
from invoicing.paper import page as paper_page
from invoicing.paper.document import PaperDocument
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.standing import file_stem, language_for, printed
from invoicing.queries.links import Shared, by_link
from invoicing.queries.papers import PaperCard, paper_card
from ledger.statements.names import disposition
from ledger.statements.words import digits_in

View = Callable[[Any, Shared, str], HttpResponseBase]


def by_token(view: View) -> Decorated:
    """Whoever holds the link. An address that guesses too often waits."""

    def opened(request: Any, *, token: str) -> HttpResponseBase:
        if must_wait(request):
            return render(request, "invoicing/shared/wait.html", status=429)
        found = by_link(digest_of(token), now=timezone.now()) if len(token) <= TOKEN_MAX else None
        if found is None:
            note_guess(request)
            return sealed(render(request, "invoicing/shared/gone.html", status=404))
        walls.enter(found.business.pk)
        with timezone.override(found.business.timezone):
            return sealed(view(request, found, token))

    return public(update_wrapper(opened, view))


def _bill(request: Any, found: Shared, token: str) -> HttpResponse:
    card, document, language = _read(found)
    with override(language):
        digits = digits_in(language, wanted="latn")
        context = {
            "card": card, "kept": card.paper, "seller": found.business, "currency": found.business.currency,
            "looks": paper_page.context(document, digits=digits), "pay_link": paper_page.pay_address(document),
            "pdf_url": reverse("shared:pdf", args=[token]), "is_due": card.balance > 0 and card.paper.kind == "invoice",
        }  # fmt: skip
        return render(request, "invoicing/shared/bill.html", context)


def _pdf(_request: Any, found: Shared, _token: str) -> HttpResponse:
    card, document, language = _read(found)
    drawn = pdf(
        document,
        size=PaperSize.A4,
        language=language,
        digits=digits_in(language, wanted="latn"),
        copies_wanted=1,
    )
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{file_stem(card.paper)}.pdf")
    return response


def _read(found: Shared) -> tuple[PaperCard, PaperDocument, str]:
    card = paper_card(found.business.pk, found.paper_id, today=_today(found))
    return card, printed(card, found.business), language_for(card.paper, usual=get_language() or "en")


def _today(found: Shared) -> datetime.date:
    return timezone.now().astimezone(ZoneInfo(found.business.timezone)).date()


bill, bill_pdf = require_safe(by_token(_bill)), require_safe(by_token(_pdf))
