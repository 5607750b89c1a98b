"""Vouchers: writing one, looking at it, changing it, taking it out and back; and the day book."""

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.refusals import Refusal
from ledger.charts.names import shown
from ledger.forms.entries import fresh_ids
from ledger.forms.vouchers import (
    ContraForm,
    VoucherForm,
    VoucherLineRow,
    account_choices,
    journal_content,
    sides_of,
)
from ledger.models import DocumentKind
from ledger.operations.drafts import NOTE_LENGTH_MAX
from ledger.operations.vouchers import (
    VoucherResult,
    delete_voucher,
    edit_voucher,
    record_voucher,
    restore_voucher,
    undo_voucher,
)
from ledger.papers.words import kind_words
from ledger.queries.chart import chart_of
from ledger.queries.party_names import labels, offered
from ledger.queries.vouchers import VoucherCard, voucher_card
from ledger.refusals import ChangedElsewhere
from ledger.views.branches import branch_named, open_branches, remember_branch, usual_branch
from ledger.views.contexts import today_of
from ledger.views.desk import PAPER
from ledger.views.replies import (
    amount_words,
    day_words,
    number_of,
    page_before,
    refusals_answered,
    saved,
    show_in,
    uuid_or_none,
)
from ledger.vouchers import LINES_MAX, VoucherContent

LINES_SHOWN = 4
LONG_SHEET = 30


@member(can="book.accounts")
@require_http_methods(["GET", "POST"])
@refusals_answered
def voucher_new(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """A journal, line by line; `?rows=30` gives a longer sheet, `?opposite=` one that takes another back."""
    if request.method != "POST":
        opposite = uuid_or_none(request.GET.get("opposite", ""))
        if opposite is not None:
            return _opposite_page(request, voucher_card(business_id, opposite))
        return _form_page(request, _form(request), _empty(request, []))
    form, rows = _form(request, request.POST), _sent(request)
    if not _are_valid(form, rows):
        return _form_page(request, form, rows, status=422)
    try:
        done = _record(request, form, journal_content(form.cleaned_data, rows))
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, rows, status=refusal.status)
    return _saved(request, done)


@member(can="book.accounts")
@require_http_methods(["GET", "POST"])
@refusals_answered
def contra(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The short form of a voucher: money moved from one account of ours to another."""
    if request.method != "POST":
        return _contra_page(request, _contra(request))
    form = _contra(request, request.POST)
    if not form.is_valid():
        return _contra_page(request, form, status=422)
    try:
        done = _record(request, form, form.content)  # type: ignore[attr-defined]
    except Refusal as refusal:
        show_in(form, refusal)
        return _contra_page(request, form, status=refusal.status)
    return _saved(request, done)


def _form(
    request: BookRequest, *said: Any, of: type[VoucherForm] = VoucherForm, card: VoucherCard | None = None, **more: Any
) -> VoucherForm:  # fmt: skip
    """A form with the branches it may name; a new one says today, and the branch written for last."""
    stands = card.document.branch_id if card else None
    initial = {
        "day": today_of(request), "branch": stands or usual_branch(request), **fresh_ids("document_id"),
        **more.pop("initial", {}),
    }  # fmt: skip
    return of(*said, branches=open_branches(request, besides=stands), initial=initial, **more)


def _opposite_page(request: BookRequest, card: VoucherCard) -> HttpResponse:
    """A new voucher of today with the lines of another turned round: how a closed day is corrected."""
    said = card.content
    words = {"kind": kind_words(said.kind), "day": day_words(request, said.day), "note": said.note}
    note = _("Takes back: %(kind)s of %(day)s. %(note)s") % words
    initial = {"note": note.strip()[:NOTE_LENGTH_MAX], "branch": card.document.branch_id}
    rows = _filled(request, request.business.pk, said.opposite)
    return _form_page(request, _form(request, initial=initial), rows)


def _record(request: BookRequest, form: VoucherForm, content: VoucherContent) -> VoucherResult:
    remember_branch(request, content.branch_id)
    now = timezone.now()
    return record_voucher(
        business_id=request.business.pk, actor=request.actor, document_id=form.cleaned_data["document_id"],
        content=content, made_at=now, now=now,
    )  # fmt: skip


def _saved(request: BookRequest, done: VoucherResult, *, to: int = 0) -> HttpResponse:
    book = request.business.pk
    do = "back" if to else "delete"
    undo = f"{reverse('ledger:voucher_undo', args=[book, done.document_id])}?do={do}&rev={done.rev}"
    words = _("Saved: %(kind)s of %(amount)s.") % {
        "kind": kind_words(done.content.kind), "amount": amount_words(request, done.content.amount),
    }  # fmt: skip
    return saved(
        request, message=words, undo_url=undo, onward=reverse("ledger:voucher", args=[book, done.document_id])
    )


@member(can="book.accounts")
@require_http_methods(["GET", "POST"])
@refusals_answered
def voucher_edit(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """Every voucher is changed line by line, whatever form it was written in."""
    card = voucher_card(business_id, document_id)
    if card.content.kind == DocumentKind.OPENINGS:
        raise Http404
    if request.method != "POST":
        initial = {
            "day": card.content.day, "note": card.content.note, "base_rev": card.rev, **fresh_ids("mutation_id"),
        }  # fmt: skip
        rows = _filled(request, business_id, card.content)
        return _form_page(request, _form(request, card=card, initial=initial), rows, card=card)
    form, rows = _form(request, request.POST, card=card), _sent(request)
    if not _are_valid(form, rows):
        return _form_page(request, form, rows, card=card, status=422)
    said, now = form.cleaned_data, timezone.now()
    content = journal_content(said, rows, kind=card.content.kind)
    try:
        done = edit_voucher(
            business_id=business_id, actor=request.actor, document_id=document_id, mutation_id=said["mutation_id"],
            base_rev=said["base_rev"], content=content, made_at=now, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        is_stale = isinstance(refusal, ChangedElsewhere)
        return _form_page(request, form, rows, card=card, status=refusal.status, is_stale=is_stale)
    return _saved(request, done, to=said["base_rev"])


@member(can="book.accounts")
@require_safe
@refusals_answered
def voucher(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """One voucher: its lines, and how it came to say so."""
    card = voucher_card(business_id, document_id)
    chart = chart_of(business_id)
    names = labels(business_id, card.content.by_party())
    lines = [
        {
            "account": chart[line.account_id],
            "name": shown(chart[line.account_id].name),
            "party_id": line.party_id,
            "party": names.get(line.party_id, "") if line.party_id else "",
            "debit": max(line.amount, 0),
            "credit": max(-line.amount, 0),
        }
        for line in card.content.lines
    ]
    path = reverse("ledger:voucher_undo", args=[business_id, document_id])
    context = {
        **PAPER, "card": card, "lines": lines, "kind": kind_words(card.content.kind), "today": today_of(request),
        "restore_url": f"{path}?do=restore&rev={card.rev}", "is_sheet": card.content.kind == DocumentKind.OPENINGS,
        "undo_url": f"{path}?do=back&rev={card.rev}" if card.can_go_back else "",
        "branch_name": branch_named(request, card.document.branch_id), "is_closed": _is_closed(request, card),
        "history": [_change_words(request, one) for one in card.history],
    }  # fmt: skip
    return render(request, "ledger/voucher.html", context)


def _is_closed(request: BookRequest, card: VoucherCard) -> bool:
    locked = request.business.books_locked_until
    return locked is not None and card.document.day <= locked


def _change_words(request: BookRequest, change: Any) -> dict[str, Any]:
    words = {
        "voucher.created": _("Written") if change.rev == 1 else _("Brought back"),
        "voucher.updated": _("Changed"), "voucher.deleted": _("Deleted"),
        "entry.closed": _("Left the trash for good"), "entry.erased": _("Words erased"),
    }  # fmt: skip
    contents = change.contents or {}
    amount = sum(max(line["amount"], 0) for line in contents.get("lines", []))
    return {
        "what": words.get(change.verb, _("Changed")), "at": change.at,
        "who": _("You") if change.actor_id == request.user.pk else change.actor_name,
        "detail": amount_words(request, amount) if amount else "",
    }  # fmt: skip


@member(can="book.accounts")
@require_POST
@refusals_answered
def voucher_delete(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """Out of the books at once, into the trash."""
    done = delete_voucher(**_said(request, document_id, do="delete"))
    path = reverse("ledger:voucher_undo", args=[business_id, document_id])
    return saved(
        request, message=_("Deleted: %(kind)s of %(amount)s.") % {
            "kind": kind_words(done.content.kind), "amount": amount_words(request, done.content.amount),
        },
        undo_url=f"{path}?do=restore&rev={done.rev}", onward=reverse("ledger:day_book", args=[business_id]),
    )  # fmt: skip


@member(can="book.accounts")
@require_POST
@refusals_answered
def voucher_undo(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """Take back the writing (delete), the deletion (restore) or the last change (back)."""
    do = request.GET.get("do", "")
    found = {
        "delete": (delete_voucher, _("Taken back.")),
        "restore": (restore_voucher, _("It is back.")),
        "back": (undo_voucher, _("Brought back as it was.")),
    }.get(do)
    if found is None:
        raise Http404
    work, words = found
    work(**_said(request, document_id, do=do))
    onward = page_before(request) or reverse("ledger:voucher", args=[business_id, document_id])
    return saved(request, message=words, onward=onward)


def _said(request: BookRequest, document_id: UUID, *, do: str) -> dict[str, Any]:
    rev, now = number_of(request, "rev"), timezone.now()
    return {
        "business_id": request.business.pk, "actor": request.actor, "document_id": document_id,
        "mutation_id": uuid.uuid5(document_id, f"{do} at {rev}"), "base_rev": rev, "made_at": now, "now": now,
    }  # fmt: skip


def _row(request: BookRequest, *said: Any, place: int, choices: Any, **more: Any) -> VoucherLineRow:
    return VoucherLineRow(*said, prefix=str(place), business_id=request.business.pk, choices=choices, **more)


def _choices(request: BookRequest) -> list[tuple[str, str]]:
    return account_choices(chart_of(request.business.pk).values())


def _empty(
    request: BookRequest, rows: Sequence[VoucherLineRow], *, least: int = LINES_SHOWN
) -> list[VoucherLineRow]:
    """The rows, and blank ones below them."""
    wanted = LONG_SHEET if request.GET.get("rows") == str(LONG_SHEET) else least
    choices = _choices(request)
    return [*rows, *(_row(request, place=place, choices=choices) for place in range(len(rows), wanted))]


def _sent(request: BookRequest) -> list[VoucherLineRow]:
    choices = _choices(request)
    rows = [
        _row(request, request.POST, place=place, choices=choices)
        for place in range(LINES_MAX)
        if f"{place}-account" in request.POST
    ]
    return [row for row in rows if not row.is_blank]


def _filled(request: BookRequest, business_id: UUID, content: VoucherContent) -> list[VoucherLineRow]:
    names, choices = labels(business_id, content.by_party()), _choices(request)
    rows = [
        _row(
            request, place=place, choices=choices,
            initial={
                "account": str(line.account_id), "party": names.get(line.party_id, "") if line.party_id else "",
                **sides_of(line.amount),
            },
        )
        for place, line in enumerate(content.lines)
    ]  # fmt: skip
    return _empty(request, rows, least=len(rows) + 1)


def _are_valid(form: VoucherForm, rows: Sequence[VoucherLineRow]) -> bool:
    """Ask every one, so that each says what is wrong with it."""
    return all([form.is_valid(), *(row.is_valid() for row in rows)])


def _form_page(
    request: BookRequest, form: VoucherForm, rows: Sequence[VoucherLineRow], *, card: VoucherCard | None = None,
    status: int = 200, is_stale: bool = False,
) -> HttpResponse:  # fmt: skip
    shown_rows = list(rows) if status == 200 else _again(request, rows)
    context = {
        "form": form, "rows": shown_rows, "card": card, "is_stale": is_stale, "today": today_of(request),
        "kind": kind_words(card.content.kind) if card else _("Journal voucher"),
        "parties": offered(request.business.pk),
        "longer": "" if len(shown_rows) >= LONG_SHEET else f"{request.path}?rows={LONG_SHEET}",
        "action": request.get_full_path(), "is_wrong": any(row.errors for row in rows),
    }  # fmt: skip
    return render(request, "ledger/voucher_form.html", context, status=status)


def _again(request: BookRequest, rows: Sequence[VoucherLineRow]) -> list[VoucherLineRow]:
    """What was sent, with a blank row below under a prefix of its own."""
    used = [int(str(row.prefix)) for row in rows]
    after = max(used, default=-1) + 1
    choices = _choices(request)
    return [
        *rows,
        *(
            _row(request, place=after + place, choices=choices)
            for place in range(max(1, LINES_SHOWN - len(rows)))
        ),
    ]


def _contra(request: BookRequest, *said: Any) -> VoucherForm:
    chart = chart_of(request.business.pk).values()
    return _form(request, *said, of=ContraForm, choices=account_choices(chart, money_only=True))


def _contra_page(request: BookRequest, form: VoucherForm, *, status: int = 200) -> HttpResponse:
    return render(request, "ledger/contra.html", {"form": form, "today": today_of(request)}, status=status)
