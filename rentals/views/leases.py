"""One tenant's lease: letting, the page of it, changing, moving out."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.money import format_amount
from ledger.forms.entries import fresh_ids
from ledger.models import PartyKind
from ledger.operations.parties import add_party
from ledger.operations.transactions import in_transaction
from ledger.views.contexts import today_of
from ledger.views.replies import amount_words, named, refusals_answered
from rentals.arithmetic import Use
from rentals.forms import RISES, LeaseForm, LeaveForm, said_of
from rentals.models import Lease, RentRise, Unit, UnitUse
from rentals.operations.co_tenants import co_tenants
from rentals.operations.dues import raise_dues
from rentals.operations.ground import unit_in
from rentals.operations.leases import LeaseResult, add_lease, change_lease
from rentals.operations.moving import move_out
from rentals.queries.deposits import held, movements
from rentals.queries.houses import LeaseCard, lease_card
from rentals.queries.invoices import not_invoiced
from rentals.queries.kept_papers import lease_papers
from rentals.queries.meters import meter_rows, reading_photos
from rentals.queries.owed import due_rows
from rentals.queries.portal import receipts
from rentals.queries.rent_taxes import agreed_gst, lease_gst, number_of
from rentals.tax_words import GstWords, agreed_words, gst_words
from rentals.terms import LeaseContent, content_of
from rentals.views.shared import answered, money_in, parted, sent
from rentals.words import due_words, lease_sentence

DUES_SHOWN = 36


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def let(request: BookRequest, *, business_id: UUID, unit_id: UUID) -> HttpResponse:
    """Let a unit to a new tenant; `preview` shows the terms as a sentence first."""
    unit, today = unit_in(business_id, unit_id), today_of(request)
    rent = format_amount(unit.asking_rent, trim=True) if unit.asking_rent else ""
    initial = {"rent": rent, "starts_on": today.replace(day=1), "due_day": 1, "notice_days": 30,
               "use": Use.HOME if unit.use == UnitUse.HOME else Use.BUSINESS,
               **fresh_ids("lease_id", "party_id")}  # fmt: skip
    form = LeaseForm(sent(request), is_new=True, country=request.business.country, initial=initial)

    def do() -> HttpResponse:
        if "preview" in request.POST:
            return _preview(request, form, unit=unit)
        _let(request, form, unit=unit)
        today = today_of(request)
        raise_dues(business_id=business_id, actor=request.actor, today=today, now=timezone.now(),
                   lease_ids=[form.cleaned_data["lease_id"]])  # fmt: skip
        words = {"unit": named(unit.name), "tenant": named(form.cleaned_data["tenant"])}
        messages.success(request, _("%(unit)s is let to %(tenant)s.") % words)
        return redirect(request, reverse("rentals:lease", args=[business_id, form.cleaned_data["lease_id"]]))

    context = {"unit": unit, "card": None, "today": today, "gst": _gst_said(request, form, unit=unit)}
    return answered(request, form, template="rentals/lease_form.html", context=context, do=do)


def _let(request: BookRequest, form: LeaseForm, *, unit: Unit) -> LeaseResult:
    """The tenant and the lease, both or neither."""
    said, now = form.cleaned_data, timezone.now()

    def work() -> LeaseResult:
        add_party(
            business_id=request.business.pk, actor=request.actor, party_id=said["party_id"], name=said["tenant"],
            country=request.business.country, phone=said["phone"], kind=PartyKind.TENANT,
            registration_number=said.get("gstin", ""), made_at=now, now=now,
        )  # fmt: skip
        return add_lease(
            business_id=request.business.pk, actor=request.actor, lease_id=said["lease_id"], unit_id=unit.id,
            party_id=said["party_id"], content=form.content(), others=_others(request, form), now=now,
        )  # fmt: skip

    return in_transaction(work)


def _others(request: BookRequest, form: LeaseForm) -> list[UUID]:
    names = form.cleaned_data["others"]
    return co_tenants(business_id=request.business.pk, actor=request.actor, names=names, now=timezone.now())


def _preview(request: BookRequest, form: LeaseForm, *, unit: Unit | None = None, card: LeaseCard | None = None
             ) -> HttpResponse:  # fmt: skip
    sentence = lease_sentence(form.content(), money=money_in(request))
    context = {"form": form, "unit": unit, "card": card, "sentence": sentence, "today": today_of(request),
               "gst": _gst_said(request, form, unit=unit, card=card)}  # fmt: skip
    return render(request, "rentals/lease_form.html", context)


def _gst_said(
    request: BookRequest, form: LeaseForm, *, unit: Unit | None = None, card: LeaseCard | None = None
) -> GstWords | None:
    """The rule for GST by what the form says now; None where the country has none."""
    let_unit = card.lease.unit if card is not None else unit
    if not form.has_gst or let_unit is None:
        return None
    number = number_of(card.lease.party) if card is not None else str(form["gstin"].value() or "")
    found = lease_gst(
        let_unit, use=str(form["use"].value() or ""), number=number, day=today_of(request),
        composition=bool(form["tenant_composition"].value()),
    )  # fmt: skip
    return gst_words(found.case, found.because, law=found.law, percent=found.percent)


def gst_of(lease: Lease, *, day: datetime.date) -> GstWords | None:
    """The rule for GST of a standing lease; None where nobody said what it is rented for."""
    if not lease.use:
        return None
    found = lease_gst(
        lease.unit,
        use=lease.use,
        number=number_of(lease.party),
        composition=lease.tenant_composition,
        day=day,
    )
    return gst_words(found.case, found.because, law=found.law, percent=found.percent) if found.law else None


def _content(card: LeaseCard) -> LeaseContent:
    return content_of(card.lease, rises=RentRise.objects.filter(lease=card.lease).order_by("day", "id"))


@member(can="rent.read")
@require_safe
@refusals_answered
def lease(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card, today = lease_card(business_id, lease_id), today_of(request)
    rows, seen = due_rows(business_id, lease_ids=[lease_id]), reading_photos(business_id, lease_id=lease_id)
    context = {
        "card": card, "lease": card.lease, "sentence": lease_sentence(_content(card), money=money_in(request)),
        "dues": [(row, due_words(row), row.state(today), seen.get(row.id)) for row in reversed(rows[-DUES_SHOWN:])],
        "owed": sum(row.unpaid for row in rows), "held": held(business_id, [lease_id])[lease_id],
        "movements": movements(business_id, lease_id), "today": today, "gst": gst_of(card.lease, day=today),
        "agreed": agreed_words(agreed_gst(card.lease, today=today), money=money_in(request)),
        "to_invoice": frozenset(not_invoiced(business_id, lease_id=lease_id)),
        **parted(lease_papers(business_id, [lease_id], with_put_away=True)),
        "receipts": receipts(business_id, card.lease.party.merged_into_id or card.lease.party_id)[:12],
    }  # fmt: skip
    return render(request, "rentals/lease.html", context)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card = lease_card(business_id, lease_id)
    initial = {**said_of(_content(card)), "base_rev": card.lease.rev,
               "others": "\n".join(name for _id, name in card.others)}  # fmt: skip
    form = LeaseForm(sent(request), is_new=False, country=request.business.country, initial=initial)

    def do() -> HttpResponse:
        if "preview" in request.POST:
            return _preview(request, form, card=card)
        standing = _content(card)
        content = form.content()
        if len(standing.rises) > len(RISES):
            content = LeaseContent(
                **{name: getattr(content, name) for name in content.__slots__ if name != "rises"},
                rises=tuple(dict.fromkeys((*content.rises, *standing.rises[len(RISES):]))),
            )  # fmt: skip
        change_lease(
            business_id=business_id, actor=request.actor, lease_id=lease_id,
            base_rev=form.cleaned_data["base_rev"], content=content, others=_others(request, form),
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))

    context = {"unit": None, "card": card, "today": today_of(request),
               "gst": _gst_said(request, form, card=card)}  # fmt: skip
    return answered(request, form, template="rentals/lease_form.html", context=context, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def leave(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """The sum both sides see, then the moving out itself."""
    card, today = lease_card(business_id, lease_id), today_of(request)
    meters = [(one.id, one.name) for one in meter_rows(business_id, unit_id=card.lease.unit_id)]
    form = LeaveForm(sent(request), meters=meters, initial={"last_day": today})
    context = {"card": card, "today": today}

    def settled(*, dry_run: bool):  # type: ignore[no-untyped-def]
        return move_out(
            business_id=business_id, actor=request.actor, lease_id=lease_id, day=form.cleaned_data["last_day"],
            cuts=form.cuts, readings=form.readings, mode=form.cleaned_data["mode"], now=timezone.now(), dry_run=dry_run,
        ).settlement  # fmt: skip

    def do() -> HttpResponse:
        if "sure" not in request.POST:
            return render(
                request, "rentals/leave.html", {**context, "form": form, "sum": settled(dry_run=True)}
            )
        found = settled(dry_run=False)
        amount = amount_words(request, found.to_return or found.still_owed)
        words = {"name": named(card.tenant), "amount": amount}
        if found.still_owed:
            messages.success(request, _("%(name)s moved out and still owes %(amount)s.") % words)
        else:
            messages.success(request, _("%(name)s moved out. %(amount)s goes back.") % words)
        return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))

    return answered(request, form, template="rentals/leave.html", context=context, do=do, names={"day": "last_day",
                    "amount": "cut_amount", "reason": "cut_reason", "value": "meter_0"})  # fmt: skip
