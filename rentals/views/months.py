"""Rent this month: who owes, who paid, and the two things done about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.periods import add_months
from core.refusals import Refusal
from core.templatetags.dates import month_words
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import may, today_of
from ledger.views.replies import amount_words, named, refusals_answered
from rentals.forms import day_or
from rentals.operations.dues import raise_dues
from rentals.operations.payments import receive_rent
from rentals.operations.tax_kept import take_back_kept_back
from rentals.queries.houses import lease_card
from rentals.queries.kept_offers import kept_offers
from rentals.queries.months import month as month_rows
from rentals.queries.owed import open_dues
from rentals.queries.portal import waiting
from rentals.receive_forms import PaymentBackForm, ReceiveForm
from rentals.refusals import RentUnknown
from rentals.views.shared import answered, month_of, sent
from rentals.withholding import Suggestion, section_choices
from rentals.words import due_words

ROUNDS_MAX = 20


@member(can="rent.read")
@require_safe
def month(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Tenants who owe first; `?month=2026-11` for another month."""
    today = today_of(request)
    chosen = month_of(request.GET.get("month", ""), today=today)
    found = month_rows(business_id, month=chosen, today=today)
    missing = 0
    if may(request, "rent.write"):
        missing = raise_dues(
            business_id=business_id, actor=request.actor, today=today, now=timezone.now(), dry_run=True
        ).count if found.rows else 0  # fmt: skip
    context = {
        "found": found, "name": month_words(chosen), "before": add_months(chosen, -1),
        "after": add_months(chosen, 1), "missing": missing, "today": today,
        "sees_totals": may(request, "totals.read"), "waiting": waiting(business_id),
    }  # fmt: skip
    return render(request, "rentals/month.html", context)


@member(can="rent.write")
@require_POST
@refusals_answered
def raise_rents(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Ask for every rent that is due and was not asked for."""
    count = amount = 0
    for _round in range(ROUNDS_MAX):
        raised = raise_dues(
            business_id=business_id, actor=request.actor, today=today_of(request), now=timezone.now()
        )
        count, amount = count + raised.count, amount + raised.amount
        if not raised.is_more:
            break
    words = ngettext(
        "%(count)s rent was raised: %(amount)s.", "%(count)s rents were raised: %(amount)s together.", count
    )
    said = {"count": count, "amount": amount_words(request, amount)}
    messages.success(request, words % said if count else _("All rents were raised already."))
    return redirect(request, reverse("rentals:month", args=[business_id]))


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def receive(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """Rent received; the form starts with all that is owed."""
    card, today = lease_card(business_id, lease_id), today_of(request)
    dues = open_dues(business_id, lease_ids=[lease_id])
    owed = sum(row.unpaid for row in dues)
    by_id = {str(row.id): row for row in dues}
    country = request.business.country
    offers = kept_offers(card.lease, country=country, today=today)
    initial = {**_starting(owed, offers, chosen=request.GET.get("kept", "")), "day": today,
               **fresh_ids("document_id")}  # fmt: skip
    form = ReceiveForm(
        sent(request), initial=initial, dues=[(key, due_words(row)) for key, row in by_id.items()],
        sections=section_choices(country),
    )  # fmt: skip

    def do() -> HttpResponse:
        said, due = form.cleaned_data, by_id.get(form.cleaned_data["for_due"])
        now, withheld = timezone.now(), said.get("withheld") or 0
        result = receive_rent(
            business_id=business_id, actor=request.actor, document_id=said["document_id"], lease_id=lease_id,
            amount=said["amount"], mode=said["mode"], day=day_or(said["day"], today), note=said["note"],
            for_dues=[(due.id, min(due.unpaid, said["amount"] + withheld))] if due else (), withheld=withheld,
            section=said.get("section", ""), made_at=now, now=now,
        )  # fmt: skip
        words = {
            "amount": amount_words(request, result.amount + result.withheld), "name": named(result.tenant),
            "left": amount_words(request, abs(result.balance)),
        }  # fmt: skip
        if result.balance > 0:
            sentence = _("%(amount)s received from %(name)s. %(left)s is still to come.")
        elif result.balance < 0:
            sentence = _("%(amount)s received from %(name)s. %(left)s is paid ahead.")
        else:
            sentence = _("%(amount)s received from %(name)s. All is paid.")
        messages.success(request, sentence % words)
        return redirect(request, reverse("rentals:month", args=[business_id]))

    context = {
        "card": card, "dues": dues, "owed": owed, "today": today,
        "offers": [(one, owed - one.amount) for one in offers if one.amount < owed],
    }  # fmt: skip
    return answered(request, form, template="rentals/receive.html", context=context, do=do)


def _starting(owed: int, offers: list[Suggestion], *, chosen: str) -> dict[str, str]:
    """All that is owed, or, where a section was chosen, what comes then and what is kept back."""
    kept = next((one for one in offers if one.section.key == chosen and one.amount < owed), None)
    if kept is None:
        return {"amount": _typed(owed)}
    return {
        "amount": _typed(owed - kept.amount), "withheld": _typed(kept.amount), "section": kept.section.key,
    }  # fmt: skip


def _typed(minor: int) -> str:
    return f"{minor / 100:.2f}".removesuffix(".00") if minor else ""


@member(can="khata.write")
@require_POST
@refusals_answered
def payment_back(
    request: BookRequest, *, business_id: UUID, lease_id: UUID, document_id: UUID
) -> HttpResponse:
    """Undo a rent of which tax was kept back."""
    lease_card(business_id, lease_id)
    form = PaymentBackForm(request.POST)
    if not form.is_valid():
        raise RentUnknown
    try:
        take_back_kept_back(
            business_id=business_id, actor=request.actor, document_id=document_id,
            base_rev=form.cleaned_data["base_rev"], now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken out. What it paid is due again."))
    return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))
