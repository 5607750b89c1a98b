"""Writing a bill: a form that works as it is. Each press of a small button sends the sheet and shows it again."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from core.ids import uuid7
from core.quantities import format_quantity
from core.refusals import Refusal
from inventory.queries.items import item_page
from invoicing.models import SALES_KINDS, Paper, PaperKind, PaperStatus
from invoicing.operations.approving import approve_new, approve_paper
from invoicing.operations.drafts import save_draft
from invoicing.operations.results import PaperResult
from invoicing.operations.sources import content_from
from invoicing.operations.writing import paper_of
from invoicing.queries.choices import items_by_id
from invoicing.views.from_khata import khata_content
from invoicing.views.sheet import Sheet
from invoicing.words import heading
from ledger.operations.parties import add_party
from ledger.views.contexts import searchable, today_of
from ledger.views.replies import named, refusals_answered, uuid_or_none

NAMES_MAX = 8


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def new(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """`?kind=` what is written, `?party=` for whom, `?from=` the paper it is made from, or `?khata=` the goods of the
    party's khata, all with the `?tax=`."""
    asked = request.POST.get("kind", "") or request.GET.get("kind", "")
    kind = asked if asked in SALES_KINDS else PaperKind.INVOICE.value
    sheet = Sheet(request, kind=kind)
    if request.method == "POST":
        return sent(request, sheet)
    source, party = (uuid_or_none(request.GET.get(name, "")) for name in ("from", "party"))
    content = content_from(business_id, source, into=kind, day=today_of(request)) if source else None
    if party and request.GET.get("khata", ""):
        content = khata_content(request, party)
    sheet.start(content, party=party)
    return page(request, sheet)


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    paper = sale_of(business_id, paper_id)
    sheet = Sheet(request, kind=paper.kind, paper=paper)
    if request.method == "POST":
        return sent(request, sheet)
    sheet.start()
    return page(request, sheet)


@member(can="sales.write")
@require_safe
def items(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Items whose names sound like what is typed on a line, for the chooser."""
    place = next((key.removesuffix("-item") for key in request.GET if key.endswith("-item")), "0")
    text = searchable(request.GET.get(f"{place}-item", ""))
    rows = item_page(business_id, today=today_of(request), search=text, limit=NAMES_MAX).rows if text else ()
    return render(
        request, "invoicing/_item_options.html", {"rows": rows, "place": place if place.isdigit() else "0"}
    )


def sale_of(business_id: UUID, paper_id: UUID) -> Paper:
    """A paper of sales; bills that suppliers sent have pages of their own. Raises PaperUnknown."""
    paper = paper_of(business_id, paper_id)
    if paper.kind not in SALES_KINDS:
        raise Http404
    return paper


def sent(request: BookRequest, sheet: Sheet) -> HttpResponse:
    act, _mark, what = request.POST.get("act", "save").partition(":")
    if act in ("save", "draft"):
        return _save(request, sheet, as_draft=act == "draft")
    if act == "add_party":
        return _with_new_party(request, sheet)
    take = None
    if act == "take" and (item_id := uuid_or_none(what)):
        take = items_by_id(request.business.pk, {item_id}).get(item_id)
    sheet.read(request.POST, more=1 if act == "line" or take is not None else 0, take=take)
    if act == "party":
        sheet.choose(uuid_or_none(what))
    if act == "price" and is_htmx(request):
        sheet.price(request.POST)
        return render(request, "invoicing/_totals.html", sheet.context() | {"swapped": True})
    sheet.price(_as_sent(request, sheet))
    return page(request, sheet, focus=act)


def _as_sent(request: BookRequest, sheet: Sheet) -> Any:
    """What the sheet shows now, as if it had been sent: for working out its sums."""
    said = request.POST.copy()
    if request.method == "GET":
        for name in sheet.form.fields:
            value = sheet.form[name].value()
            said[name] = "on" if value is True else str(value or "")
    said["party"], said["party_name"] = (
        str(sheet.form["party"].value() or ""),
        str(sheet.form["party_name"].value() or ""),
    )
    for place, row in enumerate(sheet.rows):
        for name in row.fields:
            said[f"{place}-{name}"] = str(row[name].value() or "")
    return said


def _with_new_party(request: BookRequest, sheet: Sheet) -> HttpResponse:
    """A customer whose name is not in the book yet, added by the name alone."""
    sheet.read(request.POST)
    try:
        added = add_party(
            business_id=request.business.pk, actor=request.actor, party_id=uuid7(),
            name=request.POST.get("party_name", ""), kind=sheet.new_kind, country=request.business.country,
            made_at=timezone.now(), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        sheet.bind(request.POST)
        sheet.form.is_valid()
        sheet.form.errors.pop("party_name", None)
        sheet.form.add_error("party_name", refusal.message)
        return page(request, sheet, status=refusal.status)
    sheet.choose(added.party_id)
    sheet.price(_as_sent(request, sheet))
    return page(request, sheet, focus="party")


def _save(request: BookRequest, sheet: Sheet, *, as_draft: bool) -> HttpResponse:
    sheet.bind(request.POST)
    content = sheet.content()
    if content is None:
        return page(request, sheet, status=422)
    said = sheet.form.cleaned_data
    common: dict[str, Any] = {
        "business_id": request.business.pk,
        "actor": request.actor,
        "now": timezone.now(),
    }
    try:
        if sheet.paper is None and not as_draft:
            result = approve_new(**common, paper_id=said["paper_id"], content=content, made_at=common["now"])
        else:
            paper_id = sheet.paper.pk if sheet.paper else said["paper_id"]
            result = save_draft(
                **common, paper_id=paper_id, content=content, made_at=common["now"],
                base_rev=said["base_rev"] if sheet.paper else None,
            )  # fmt: skip
            if not as_draft and result.status == PaperStatus.DRAFT:
                result = approve_paper(**common, paper_id=paper_id, base_rev=result.rev)
    except Refusal as refusal:
        sheet.refuse(refusal)
        return page(request, sheet, status=refusal.status)
    messages.success(request, _saved_words(request, result))
    sheet.keep_files(result.paper_id)
    return redirect(request, reverse(f"{sheet.space}:paper", args=[request.business.pk, result.paper_id]))


def promised_words(request: BookRequest, result: PaperResult) -> str:
    """That more is promised than is left; "" where all can be kept."""
    if not result.promised:
        return ""
    first = result.promised[0]
    names = items_by_id(request.business.pk, {first.item_id})
    return _("Saved. Of %(name)s %(short)s more is promised to customers than is left.") % {
        "name": named(names[first.item_id].name),
        "short": format_quantity(-first.left, digits=request.user.digits),
    }


def _saved_words(request: BookRequest, result: PaperResult) -> str:
    if result.low:
        items_short = items_by_id(request.business.pk, {result.low[0].item_id})
        said = {
            "name": named(items_short[result.low[0].item_id].name),
            "left": format_quantity(result.low[0].left, digits=request.user.digits),
        }
        return _("Saved. %(name)s is %(left)s short now: count it, or enter what came in.") % said
    if result.promised:
        return promised_words(request, result)
    if result.status == PaperStatus.DRAFT:
        return _("Kept as a draft. It has no number yet, and counts for nothing.")
    return _("Saved as %(number)s.") % {"number": named(result.number)}


def page(request: BookRequest, sheet: Sheet, *, status: int = 200, focus: str = "") -> HttpResponse:
    if request.method == "GET":
        sheet.price(_as_sent(request, sheet))
    context = sheet.context() | {"focus": focus, "heading": heading(sheet.kind, paper=sheet.paper)}
    own = [request.business.pk, *([sheet.paper.pk] if sheet.paper else [])]
    context["action"] = reverse(f"{sheet.space}:{'edit' if sheet.paper else 'new'}", args=own)
    context["back"] = (
        reverse(f"{sheet.space}:paper", args=own)
        if sheet.paper
        else f"{reverse(f'{sheet.space}:papers', args=own)}?{urlencode({'kind': sheet.kind})}"
    )
    template = "invoicing/_sheet.html" if is_htmx(request) and status == 200 else "invoicing/sheet.html"
    return render(request, template, context, status=status)
