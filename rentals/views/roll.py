"""The rent roll of a year: units down, months across; on the page and as files."""

import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from core.money import currency_of
from core.periods import fiscal_year
from core.sheets import Amount
from core.templatetags.dates import date_words, month_words
from ledger.papers.table import Paper, PaperColumn, PaperRow
from ledger.views.contexts import today_of
from ledger.views.desk import paper_response
from rentals.queries.months import Roll, rent_roll
from rentals.words import state_words


def _first(request: BookRequest) -> datetime.date:
    """`?year=2026`: the book's year that begins in it."""
    now = fiscal_year(today_of(request), starts_month=request.business.year_starts_month).start
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now.year
    return now.replace(year=year) if 1950 <= year <= 2199 else now


@member(can="totals.read")
@require_safe
def roll(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    first = _first(request)
    found = rent_roll(business_id, start=first, today=today_of(request))
    context = {
        "found": found, "year": first.year, "names": [month_words(day) for day in found.months],
        "legend": [(letter, state_words(state)) for letter, state in
                   (("P", "paid"), ("H", "part"), ("D", "due"), ("O", "overdue"))],
        "query": f"year={first.year}",
    }  # fmt: skip
    return render(request, "rentals/roll.html", context)


@member(can="totals.read")
@require_safe
def roll_file(request: BookRequest, *, business_id: UUID, kind: str) -> HttpResponse:
    found = rent_roll(business_id, start=_first(request), today=today_of(request))
    return paper_response(request, roll_paper(found, request=request), kind=kind)


def roll_paper(found: Roll, *, request: BookRequest) -> Paper:
    """Each month's letter, then what was asked for and what is open."""
    places = currency_of(request.business.currency).decimals
    rows = [
        PaperRow((
            row.house, row.unit, row.tenants, *(cell.letter for cell in row.cells), Amount(row.fees, places),
            Amount(row.asked, places), Amount(row.unpaid, places),
        ))
        for row in found.rows
    ]  # fmt: skip
    blanks = tuple("" for _month in found.months)
    sums = (Amount(sum_, places) for sum_ in (found.fees, found.asked, found.unpaid))
    rows.append(PaperRow((_("Together"), "", "", *blanks, *sums), True))
    first, last, title = found.months[0], found.months[-1], _("Rent roll")
    return Paper(
        title=title, about=_("P paid, H part paid, D due, O overdue"),
        days=_("%(start)s to %(end)s") % {"start": month_words(first), "end": month_words(last)},
        book_name=request.business.name, currency=request.business.currency,
        name=f"{title}-{first.year}", made_on=date_words(today_of(request)), rows=rows,
        columns=(
            PaperColumn(_("House"), 20), PaperColumn(_("Unit"), 10), PaperColumn(_("Tenant"), 24),
            *(PaperColumn(month_words(day).split(" ")[0], 6) for day in found.months),
            PaperColumn(_("Late fees"), 12, True), PaperColumn(_("Asked for"), 14, True),
            PaperColumn(_("Unpaid"), 14, True),
        ),
    )  # fmt: skip
