"""The pages a tenant has: what I owe, I paid, a word to the landlord, receipts and the lease."""

import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import signed_in
from businesses.actors import Actor
from core.money import format_amount, format_money
from core.qr import square
from core.refusals import Refusal
from core.upi import pay_link
from invoicing.paper.pdf import PaperSize, pdf
from ledger.forms.entries import fresh_ids
from ledger.views.photos import sealed_scan
from ledger.views.replies import show_in
from rentals.invoice_paper import invoice_stem, printed_invoice
from rentals.operations.portal import claim_payment, write_word
from rentals.papers import lease_pdf, receipt_pdf, slip_pdf
from rentals.portal.doors import TenantRequest, by_person, by_token, tenancies
from rentals.queries.co_tenants import others_of, together
from rentals.queries.deposits import held
from rentals.queries.invoices import invoice_of
from rentals.queries.kept_papers import PaperRow, lease_papers
from rentals.queries.owed import DueRow, due_rows, owed
from rentals.queries.portal import Receipt, claims, receipt, receipts, tenant_words
from rentals.queries.rent_taxes import agreed_gst
from rentals.queries.slips import slip_of
from rentals.tax_words import agreed_words
from rentals.tenant_forms import PaidForm, WordForm
from rentals.terms import content_of
from rentals.withholding import section_choices
from rentals.words import due_words, lease_sentence

PAID_SHOWN = 12
OPEN_SHOWN = 60
INVOICES_SHOWN = 12


def _today(request: TenantRequest) -> datetime.date:
    return timezone.now().astimezone(ZoneInfo(request.tenancy.business.timezone)).date()


def _actor(request: TenantRequest) -> Actor:
    """A tenant is no member: nothing that asks for a role lets them through."""
    return Actor(request.tenancy.by_user, "", None, getattr(request, "trace_id", ""))


def _context(request: TenantRequest, **more: Any) -> dict[str, Any]:
    own = request.tenancy
    return {
        "landlord": own.business, "tenant": own.party, "lease": own.lease, "currency": own.business.currency,
        "today": _today(request), "home_url": request.at("home"), **more,
    }  # fmt: skip


def _balance(request: TenantRequest) -> int:
    own = request.tenancy
    return owed(own.business.pk, [own.party.pk])[own.party.pk].balance


def _home(request: TenantRequest) -> HttpResponse:
    own, today = request.tenancy, _today(request)
    rows = due_rows(own.business.pk, lease_ids=own.lease_ids)
    unpaid, balance = [row for row in rows if row.unpaid], _balance(request)
    link = _pay_link(request, balance)
    context = _context(
        request, balance=balance, ahead=max(-balance, 0), dues=_shown(unpaid, today),
        before=max(balance - sum(row.unpaid for row in unpaid), 0),
        next_day=unpaid[0].due_on if unpaid else None, is_late=bool(unpaid) and unpaid[0].due_on < today,
        settled=_shown([row for row in rows if not row.unpaid][-PAID_SHOWN:][::-1], today),
        pay_link=link, pay_square=square(link) if link else "", paid_url=request.at("paid"),
        write_url=request.at("write"), lease_url=request.at("lease"), sentence=_sentence(request),
        claims=claims(own.business.pk, lease_ids=own.lease_ids)[:6],
        words=tenant_words(own.business.pk, lease_ids=own.lease_ids)[:6],
        papers=[(one, request.at("paper", one.id)) for one in _papers(request)],
        invoices=[
            (row, due_words(row), request.at("invoice", row.id)) for row in reversed(rows) if row.invoice
        ][:INVOICES_SHOWN],
        receipts=[(one, request.at("receipt", one.document_id)) for one in _receipts(request)[:PAID_SHOWN]],
        held=held(own.business.pk, [own.lease.pk])[own.lease.pk], tenants=_tenants(request),
        slip=slip_of(own.business.pk, own.lease.pk), slip_url=request.at("slip"), gst=_gst(request),
    )  # fmt: skip
    return render(request, "rentals/portal/home.html", context)


def _receipts(request: TenantRequest) -> list[Receipt]:
    own = request.tenancy
    return receipts(own.business.pk, own.party.merged_into_id or own.party.pk)


def _shown(rows: list[DueRow], today: datetime.date) -> list[tuple[DueRow, str, str]]:
    return [(row, due_words(row), row.state(today)) for row in rows]


def _pay_link(request: TenantRequest, balance: int) -> str:
    """The link that opens a UPI app with the sum filled in, "" where nothing is owed or UPI does not reach."""
    book, lease = request.tenancy.business, request.tenancy.lease
    if balance <= 0 or book.currency != "INR":
        return ""
    note = _("Rent %(unit)s") % {"unit": lease.unit.name}
    return pay_link(address=book.upi_id, name=book.name, amount=balance, note=note)


def _sentence(request: TenantRequest) -> str:
    book, lease = request.tenancy.business, request.tenancy.lease
    content = content_of(lease, rises=sorted(lease.rises.all(), key=lambda rise: (rise.day, rise.pk)))
    return lease_sentence(content, money=lambda minor: format_money(minor, currency=book.currency))


def _gst(request: TenantRequest) -> str:
    """Whether GST is added to the rent, or theirs to pay to the state."""
    book, lease = request.tenancy.business, request.tenancy.lease
    return agreed_words(
        agreed_gst(lease, today=_today(request)),
        money=lambda minor: format_money(minor, currency=book.currency),
    )


def _leases(request: TenantRequest) -> list[tuple[str, str]]:
    """The leases to choose from; those that run first."""
    own = sorted(request.tenancy.leases, key=lambda one: one.ended_at is not None)
    return [(str(one.pk), f"{one.unit.branch.name} · {one.unit.name}") for one in own]


def _open(request: TenantRequest) -> list[tuple[str, str]]:
    """What is still to be paid, to choose from."""
    own = request.tenancy
    found = [row for row in due_rows(own.business.pk, lease_ids=own.lease_ids) if row.unpaid]
    return [(str(row.id), due_words(row)) for row in found[-OPEN_SHOWN:]]


def _paid(request: TenantRequest) -> HttpResponse:
    """I paid: the form starts with what is owed, today."""
    balance = _balance(request)
    initial = {
        "amount": format_amount(balance, trim=True) if balance > 0 else "", "day": _today(request),
        **fresh_ids("claim_id"),
    }  # fmt: skip
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    sections = section_choices(request.tenancy.business.country)
    form = PaidForm(*posted, leases=_leases(request), dues=_open(request), sections=sections, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            claim_payment(
                business_id=request.tenancy.business.pk, actor=_actor(request), lease_ids=request.tenancy.lease_ids,
                claim_id=said["claim_id"], lease_id=UUID(said["lease"]), amount=said["amount"],
                day=said["day"] or _today(request), mode=said["mode"], reference=said["reference"],
                due_id=UUID(said["for_due"]) if said["for_due"] else None, photo=said["photo"],
                tax_kept=said.get("withheld") or 0, section=said.get("section", ""), now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return _declined(request, form, refusal, template="rentals/portal/paid.html")
        messages.success(request, _("Sent. Your landlord has not confirmed this yet."))
        return redirect(request.at("home"))
    status = 422 if request.method == "POST" else 200
    context = _context(request, form=form, action=request.at("paid"))
    return render(request, "rentals/portal/paid.html", context, status=status)


def _write(request: TenantRequest) -> HttpResponse:
    """A message, or a problem with a photo."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WordForm(*posted, leases=_leases(request), initial=fresh_ids("word_id"))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            write_word(
                business_id=request.tenancy.business.pk, actor=_actor(request), lease_ids=request.tenancy.lease_ids,
                word_id=said["word_id"], lease_id=UUID(said["lease"]), kind=said["kind"], text=said["text"],
                photo=said["photo"], now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            return _declined(request, form, refusal, template="rentals/portal/write.html")
        messages.success(request, _("Sent to your landlord."))
        return redirect(request.at("home"))
    status = 422 if request.method == "POST" else 200
    context = _context(request, form=form, action=request.at("write"))
    return render(request, "rentals/portal/write.html", context, status=status)


def _declined(request: TenantRequest, form: Any, refusal: Refusal, *, template: str) -> HttpResponse:
    if refusal.status == 404:
        raise refusal
    show_in(form, refusal)
    action = request.at("paid" if isinstance(form, PaidForm) else "write")
    return render(request, template, _context(request, form=form, action=action), status=refusal.status)


def _receipt(request: TenantRequest, *, document_id: UUID) -> HttpResponse:
    own = request.tenancy
    found = receipt(own.business.pk, own.party.merged_into_id or own.party.pk, document_id)
    if found is None:
        raise Http404
    content = receipt_pdf(found, business=own.business, tenant=_tenants(request), lease=own.lease)
    return pdf_response(content, name=f"receipt-{found.number}")


def _lease(request: TenantRequest) -> HttpResponse:
    own = request.tenancy
    drawn = lease_pdf(own.lease, business=own.business, tenant=own.party, today=_today(request))
    return pdf_response(drawn, name="lease")


def _paper(request: TenantRequest, *, kept_id: UUID) -> HttpResponseBase:
    """A paper of theirs that the landlord shows them."""
    found = [one for one in _papers(request) if one.id == kept_id]
    if not found:
        raise Http404
    response = sealed_scan(found[0].file, content_type=found[0].content_type, name="paper")
    response["Cache-Control"] = "private, no-store"
    return response


def _slip(request: TenantRequest) -> HttpResponse:
    """What became of the deposit of the lease that runs, or ran last."""
    own = request.tenancy
    found = slip_of(own.business.pk, own.lease.pk)
    if found is None:
        raise Http404
    content = slip_pdf(found, business=own.business, tenants=_tenants(request), lease=own.lease)
    return pdf_response(content, name="deposit-slip")


def _invoice(request: TenantRequest, *, due_id: UUID) -> HttpResponse:
    """The tax invoice of a rent of theirs."""
    own = request.tenancy
    card = invoice_of(own.business.pk, due_id)
    if card.invoice.due.lease_id not in own.lease_ids or card.invoice.cancelled_at is not None:
        raise Http404
    drawn = pdf(
        printed_invoice(card, own.business), size=PaperSize.A4, language=get_language() or "en", digits="latn"
    )
    return pdf_response(drawn, name=invoice_stem(card))


def _tenants(request: TenantRequest) -> str:
    """All who rent together."""
    own = request.tenancy
    return together(own.party.name, others_of(own.business.pk, [own.lease.pk]).get(own.lease.pk, ()))


def _papers(request: TenantRequest) -> list[PaperRow]:
    own = request.tenancy
    return lease_papers(own.business.pk, own.lease_ids, for_tenant=True)


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@signed_in
@require_safe
def my_homes(request: Any) -> HttpResponse:
    """Where I rent: each with its page."""
    return render(request, "rentals/portal/homes.html", {"tenancies": tenancies(request)})


TWO = require_http_methods(["GET", "POST"])
# What a page takes is asked before whose it is: an address that guesses learns nothing by other methods.
home, my_home = require_safe(by_token(_home)), require_safe(by_person(_home))
paid, my_paid = TWO(by_token(_paid)), TWO(by_person(_paid))
write, my_write = TWO(by_token(_write)), TWO(by_person(_write))
receipt_file, my_receipt_file = require_safe(by_token(_receipt)), require_safe(by_person(_receipt))
paper_file, my_paper_file = require_safe(by_token(_paper)), require_safe(by_person(_paper))
slip_file, my_slip_file = require_safe(by_token(_slip)), require_safe(by_person(_slip))
invoice_file, my_invoice_file = require_safe(by_token(_invoice)), require_safe(by_person(_invoice))
lease_file, my_lease_file = require_safe(by_token(_lease)), require_safe(by_person(_lease))
