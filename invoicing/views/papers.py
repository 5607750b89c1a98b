"""One bill: as it looks on paper, how it stands, and what can be done with it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from invoicing.models import STANDING, Paper, PaperKind, PaperStatus
from invoicing.operations.approving import approve_paper
from invoicing.operations.drafts import delete_draft
from invoicing.operations.sources import MADE_FROM
from invoicing.operations.states import answer_estimate, mark_sent
from invoicing.paper import page as paper_page
from invoicing.paper.message import message_of
from invoicing.paper.pdf import PaperSize
from invoicing.paper.standing import file_stem, language_for, printed
from invoicing.queries.advances import advances_on, open_advances
from invoicing.queries.links import standing_link
from invoicing.queries.mails import mails_of
from invoicing.queries.papers import PaperCard, paper_card
from invoicing.views.editor import promised_words, sale_of
from invoicing.views.taking_out import taken_out
from invoicing.words import kind_name
from ledger.statements.words import digits_in
from ledger.views.contexts import may, today_of
from ledger.views.replies import named, refusals_answered

MAKES = (PaperKind.INVOICE, PaperKind.CREDIT_NOTE, PaperKind.DEBIT_NOTE, PaperKind.CHALLAN)


@member(can="sales.read")
@require_safe
@refusals_answered
def paper(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    sale_of(business_id, paper_id)
    card = paper_card(business_id, paper_id, today=today_of(request))
    kept = card.paper
    language = language_for(kept, usual=get_language() or "en")
    with override(language):
        looks = paper_page.context(
            printed(card, request.business), digits=digits_in(language, wanted=request.user.digits)
        )
    context = {
        "card": card, "kept": kept, "looks": looks, "is_draft": kept.status == PaperStatus.DRAFT,
        "is_standing": kept.status in STANDING, "makes": _makes(card) if may(request, "sales.write") else [],
        "sizes": _sizes(), "whatsapp": _whatsapp(request, card), "mails": mails_of(business_id, paper_id),
        "message": message_of(request.business, card), "file_name": f"{file_stem(kept)}.pdf",
        "missing": _missing(request, card), "tax_files": _tax_files(request, kept),
        "link": standing_link(business_id, paper_id, now=timezone.now()), **_advances(card),
    }  # fmt: skip
    return render(request, "invoicing/paper.html", context)


@member(can="sales.write")
@require_POST
@refusals_answered
def approve(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    kept = sale_of(business_id, paper_id)
    result = approve_paper(
        business_id=business_id, actor=request.actor, paper_id=paper_id, base_rev=kept.rev, now=timezone.now()
    )
    messages.success(request, _("Saved as %(number)s.") % {"number": named(result.number)})
    return redirect(request, _url(request, paper_id))


@member(can="sales.write")
@require_POST
@refusals_answered
def sent(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    sale_of(business_id, paper_id)
    mark_sent(business_id=business_id, actor=request.actor, paper_id=paper_id, now=timezone.now())
    messages.success(request, _("Marked as sent."))
    return redirect(request, _url(request, paper_id))


@member(can="sales.write")
@require_POST
@refusals_answered
def answer(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """The customer said yes or no to an estimate."""
    sale_of(business_id, paper_id)
    said = PaperStatus.ACCEPTED if request.POST.get("answer") == "accepted" else PaperStatus.DECLINED
    result = answer_estimate(
        business_id=business_id, actor=request.actor, paper_id=paper_id, answer=said, now=timezone.now()
    )
    words = _("They said yes.") if said == PaperStatus.ACCEPTED else _("They said no.")
    messages.success(request, promised_words(request, result) or words)
    return redirect(request, _url(request, paper_id))


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def take_out(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Asked once more on a page of its own: a bill that has its number is never deleted."""
    return taken_out(request, sale_of(business_id, paper_id), back=_url(request, paper_id))


@member(can="sales.write")
@require_POST
@refusals_answered
def drop(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    kept = sale_of(business_id, paper_id)
    delete_draft(
        business_id=business_id, actor=request.actor, paper_id=paper_id, base_rev=kept.rev, now=timezone.now()
    )
    messages.success(request, _("The draft is gone."))
    return redirect(
        request, f"{reverse('invoicing:papers', args=[business_id])}?{urlencode({'kind': kept.kind})}"
    )


def _url(request: BookRequest, paper_id: UUID) -> str:
    return reverse("invoicing:paper", args=[request.business.pk, paper_id])


def _advances(card: PaperCard) -> dict[str, Any]:
    """What was paid ahead for it, and what of the customer's advances is open still."""
    if card.paper.kind != PaperKind.INVOICE or card.paper.status not in STANDING:
        return {}
    used = advances_on(card.paper.business_id, card.paper.pk)
    there = {one.voucher_id for one in used}
    more = [one for one in open_advances(card.paper) if one.voucher.pk not in there]
    return {"advances": used, "open_advances": more}


def _makes(card: PaperCard) -> list[dict[str, str]]:
    """What can be made of it: a bill of an estimate, a note of a bill."""
    if card.paper.status not in STANDING or card.state == "invoiced":
        return []
    return [
        {"kind": kind.value, "words": kind_name(kind.value)}
        for kind in MAKES
        if card.paper.kind in MADE_FROM[kind]
    ]


def _sizes() -> list[dict[str, Any]]:
    return [
        {"size": PaperSize.A4.value, "words": _("A4")}, {"size": PaperSize.A5.value, "words": _("A5")},
        {"size": PaperSize.ROLL_80.value, "words": _("80 mm roll")},
        {"size": PaperSize.ROLL_58.value, "words": _("58 mm roll")},
    ]  # fmt: skip


def _whatsapp(request: BookRequest, card: PaperCard) -> str:
    """Without a number WhatsApp asks whom to send it to."""
    if card.paper.status not in STANDING:
        return ""
    number = card.paper.whom.phone.lstrip("+")
    return f"https://wa.me/{number}?{urlencode({'text': message_of(request.business, card)})}"


def _missing(request: BookRequest, card: PaperCard) -> bool:
    """A GST bill without the shop's address is not whole."""
    return bool(card.paper.our_registration) and not printed(card, request.business).seller.address.text


def _tax_files(request: BookRequest, kept: Paper) -> bool:
    return request.business.country == "IN" and bool(kept.our_registration) and kept.status in STANDING
