"""Money received and paid: the list, one payment, and the form that begins with what is due."""

import uuid
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_amount
from core.refusals import Refusal
from invoicing.forms.advances import AdvanceForm
from invoicing.forms.payments import PaymentForm, PaymentRemoveForm
from invoicing.ground import taxes_advances
from invoicing.models import PURCHASE_KINDS, Paper, PaymentSide, PaymentStatus
from invoicing.operations.payments import delete_payment, record_payment
from invoicing.operations.settling import WRITE_OFF_MAX
from invoicing.paper.page import place_words
from invoicing.paper.tables import tax_name
from invoicing.paper.vouchers import printed_voucher, voucher_message, voucher_stem
from invoicing.payment_refusals import OverPaid
from invoicing.payments import PaymentContent
from invoicing.queries.advances import voucher_card
from invoicing.queries.papers import paper_card
from invoicing.queries.payments import PaymentCard, payment_card, payment_page, waiting_cheques
from ledger.models import Direction, PartyKind
from ledger.operations.allocations import Share
from ledger.queries.open_documents import due_of
from ledger.queries.pages import CursorUnknown
from ledger.queries.parties import Family, family_of, party_card
from ledger.refusals import EntryUnknown
from ledger.views.contexts import CURSOR_MAX, may, searchable, today_of
from ledger.views.replies import refusals_answered, show_in
from taxes.arithmetic import Treatment
from taxes.queries.rates import rates_on


@member(can="sales.read")
@require_safe
def payments(request: BookRequest, *, business_id: uuid.UUID) -> HttpResponse:
    """The list, the newest first."""
    asked = request.GET.get("side", "")
    side = asked if asked in PaymentSide.values else ""
    search, path = searchable(request.GET.get("q", "")), reverse("payments:payments", args=[business_id])
    after = request.GET.get("after", "")[:CURSOR_MAX] or None
    try:
        page = payment_page(business_id, side=side, search=search, after=after)
    except CursorUnknown:
        page = payment_page(business_id, side=side, search=search)
    more = urlencode({"side": side, "q": search, "after": page.next_cursor or ""})
    context = {
        "rows": page.rows, "path": path, "side": side, "search": search,
        "more": f"{path}?{more}" if page.next_cursor else "",
        "filters": [
            {"label": label, "url": f"{path}?side={value}" if value else path, "current": value == side}
            for value, label in (("", _("All")), ("customer", _("Received")), ("vendor", _("Paid")))
        ],
    }  # fmt: skip
    return render(request, "invoicing/payments.html", context)


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def new(request: BookRequest, *, business_id: uuid.UUID, party_id: uuid.UUID) -> HttpResponse:
    """A payment of one party: for the bill that is named, or for the oldest."""
    card, family = (
        party_card(business_id, party_id, today=today_of(request)),
        family_of(business_id, party_id),
    )
    bill = _bill(request, family)
    side = _side(request, card.kind, family, bill=bill)
    due = _due(request, family, side=side, bill=bill)
    shared = {"can_choose_day": may(request, "sales.edit"), "has_bill": bill is not None}
    if request.method == "POST":
        form = PaymentForm(request.POST, **shared)
    else:
        amount = format_amount(due, trim=True) if due else ""
        form = PaymentForm(initial={"payment_id": uuid7(), "amount": amount}, **shared)
    ahead = _advance_form(request, side=side, bill=bill)
    context: dict[str, Any] = {
        "ahead": ahead, "form": form, "party": card, "side": side, "bill": bill, "due": due, "today": today_of(request),
        "cheques": waiting_cheques(business_id, family.head), "back": _back(request, family.head),
    }  # fmt: skip
    if request.method != "POST" or not all([form.is_valid(), ahead is None or ahead.is_valid()]):
        wrong = 422 if form.is_bound else 200
        return render(request, "invoicing/payment_form.html", context, status=wrong)
    now = timezone.now()
    try:
        done = record_payment(
            business_id=business_id, actor=request.actor, payment_id=form.cleaned_data["payment_id"],
            content=replace(
                _content(request, form, party_id=family.head, side=side, bill=bill, due=due),
                advance=ahead.said if ahead else None,
            ),
            made_at=now, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal, names=dict.fromkeys(("tax_id", "place", "advance"), "amount"))
        context["asks_advance"] = isinstance(refusal, OverPaid)
        return render(request, "invoicing/payment_form.html", context, status=refusal.status)
    waits = done.status == PaymentStatus.WAITING
    messages.success(
        request, _("The cheque waits for its day.") if waits else _("Saved. The khata is up to date.")
    )
    return redirect(request, reverse("payments:payment", args=[business_id, done.payment_id]))


@member(can="sales.read")
@require_safe
@refusals_answered
def payment(request: BookRequest, *, business_id: uuid.UUID, payment_id: uuid.UUID) -> HttpResponse:
    card = payment_card(business_id, payment_id)
    stands = card.payment.status != PaymentStatus.DELETED
    context = {"card": card, "can_remove": stands and may(request, "sales.edit"), **_voucher(request, card)}
    return render(request, "invoicing/payment.html", context)


@member(can="sales.edit")
@require_POST
@refusals_answered
def remove(request: BookRequest, *, business_id: uuid.UUID, payment_id: uuid.UUID) -> HttpResponse:
    """Take a payment out: what it settled is due again."""
    form, onward = (
        PaymentRemoveForm(request.POST),
        reverse("payments:payment", args=[business_id, payment_id]),
    )
    if not form.is_valid():
        messages.error(request, str(form.errors["rev"][0]))
        return redirect(request, onward)
    delete_payment(
        business_id=business_id, actor=request.actor, payment_id=payment_id, base_rev=form.cleaned_data["rev"],
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Taken out. What it paid is due again."))
    return redirect(request, onward)


def _advance_form(request: BookRequest, *, side: str, bill: Paper | None) -> AdvanceForm | None:
    """Asked where money ahead for a service is taxed when it comes."""
    if side != PaymentSide.CUSTOMER or bill is not None or not taxes_advances(request.business):
        return None
    rates = [
        (str(one.tax_id), one.name)
        for one in rates_on(request.business.pk, day=today_of(request))
        if one.tax.treatment == Treatment.TAXABLE and not one.tax.cess_per_unit
    ]
    taxes = [("", _("Not known yet (taxed at 18%)")), *rates, ("0", _("None: the service is exempt"))]
    return AdvanceForm(request.POST if request.method == "POST" else None, taxes=taxes)


def _voucher(request: BookRequest, card: PaymentCard) -> dict[str, Any]:
    """The voucher of an advance, as the page shows and shares it."""
    found = voucher_card(request.business.pk, card.payment.pk)
    if found is None:
        return {}
    voucher = found.voucher
    language = card.payment.party.language or get_language() or "en"
    message = voucher_message(request.business, voucher, language=language)
    number = card.payment.party.phone.lstrip("+")
    stands = voucher.taken_out_at is None
    (line,) = printed_voucher(voucher, request.business).lines
    return {
        "found": found, "message": message, "file_name": f"{voucher_stem(voucher)}.pdf",
        "place": place_words(voucher.place), "taxes": [(tax_name(one.kind), one.amount) for one in line.sum.charged],
        "whatsapp": f"https://wa.me/{number}?{urlencode({'text': message})}" if stands else "",
    }  # fmt: skip


def _side(request: BookRequest, kind: str, family: Family, *, bill: Paper | None) -> str:
    """Who said nothing pays suppliers and whomever the shop owes, and is paid by the others."""
    if bill is not None:
        return PaymentSide.VENDOR if bill.kind in PURCHASE_KINDS else PaymentSide.CUSTOMER
    asked = request.GET.get("side", "")
    if asked in PaymentSide.values:
        return asked
    if kind == PartyKind.SUPPLIER or family.balance < 0:
        return PaymentSide.VENDOR
    return PaymentSide.CUSTOMER


def _bill(request: BookRequest, family: Family) -> Paper | None:
    """The bill in the address. Raises EntryUnknown where it is not this party's."""
    asked = request.GET.get("bill", "")
    if not asked:
        return None
    try:
        bill_id = uuid.UUID(asked)
    except ValueError:
        raise EntryUnknown from None
    own = Paper.objects.filter(business_id=request.business.pk, party_id__in=family.members)
    found = own.filter(id=bill_id).first()
    if found is None:
        raise EntryUnknown
    return found


def _due(request: BookRequest, family: Family, *, side: str, bill: Paper | None) -> int:
    if bill is not None:
        return paper_card(request.business.pk, bill.pk, today=today_of(request)).balance
    return due_of(family, Direction.GAVE if side == PaymentSide.CUSTOMER else Direction.GOT)


def _content(
    request: BookRequest, form: PaymentForm, *, party_id: uuid.UUID, side: str, bill: Paper | None, due: int
) -> PaymentContent:
    """What is more than the bill stays an advance, once that was said."""
    said = form.cleaned_data
    paid, withheld = said["amount"], said["withheld"] or 0
    rest = due - paid - withheld
    let_go = rest if said.get("let_go") and 0 < rest <= WRITE_OFF_MAX else 0
    share = min(paid + withheld + let_go, due)
    shares = (Share(bill.pk, share, min(withheld, share)),) if bill is not None and share else None
    return PaymentContent(
        side=side, party_id=party_id, day=said.get("day") or today_of(request), mode=said["mode"], amount=paid,
        shares=shares, withheld=withheld, section=said["section"] if withheld else "", written_off=let_go,
        cheque_on=said["cheque_on"] if said["mode"] == "cheque" else None, reference=said["reference"],
        note=said["note"], keep_advance=request.POST.get("keep_advance") == "1",
    )  # fmt: skip


def _back(request: BookRequest, party_id: uuid.UUID) -> str:
    return reverse("ledger:party", args=[request.business.pk, party_id])
