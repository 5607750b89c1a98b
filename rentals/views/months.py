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
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import may, today_of
from ledger.views.replies import amount_words, named, refusals_answered
from rentals.forms import ReceiveForm, day_or
from rentals.operations.dues import raise_dues
from rentals.operations.payments import receive_rent
from rentals.queries.houses import lease_card
from rentals.queries.months import month as month_rows
from rentals.queries.owed import open_dues
from rentals.queries.portal import waiting
from rentals.views.shared import answered, month_of, sent
from rentals.words import due_words, month_words

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
    initial = {"amount": f"{owed / 100:.2f}".removesuffix(".00") if owed else "", "day": today,
               **fresh_ids("document_id")}  # fmt: skip
    form = ReceiveForm(
        sent(request), initial=initial, dues=[(key, due_words(row)) for key, row in by_id.items()]
    )

    def do() -> HttpResponse:
        said, due = form.cleaned_data, by_id.get(form.cleaned_data["for_due"])
        now = timezone.now()
        result = receive_rent(
            business_id=business_id, actor=request.actor, document_id=said["document_id"], lease_id=lease_id,
            amount=said["amount"], mode=said["mode"], day=day_or(said["day"], today), note=said["note"],
            for_dues=[(due.id, min(due.unpaid, said["amount"]))] if due else (), made_at=now, now=now,
        )  # fmt: skip
        words = {
            "amount": amount_words(request, result.amount), "name": named(result.tenant),
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

    context = {"card": card, "dues": dues, "owed": owed, "today": today}
    return answered(request, form, template="rentals/receive.html", context=context, do=do)
