"""The feed of a khata. A page has fifty lines, so they are joined here from ready words: a template with its
lookups would take longer over them than all else that goes into the page."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.templatetags.dates import day_words, today_in
from core.templatetags.icons import icon
from core.templatetags.money import balance_words, currency_in, digits_of, direction, money_words
from ledger.queries.khata import KhataRow
from ledger.templatetags.accounts import line_badge

register = template.Library()

NO_ENTRY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Look:
    """What all lines of a page have in common. `link` and `photo` give the addresses of an entry."""

    link: Callable[[UUID], str]
    photo: Callable[[UUID], str]
    currency: str
    digits: str
    today: dt.date
    branches: Mapping[UUID, str]
    corrected: frozenset[UUID]
    gave: SafeString
    got: SafeString
    then: str


@register.simple_tag(takes_context=True)
def feed_days(
    context: Context, days: Iterable[tuple[dt.date, Sequence[KhataRow]]], shown_day: str = "", link: str = ""
) -> SafeString:
    """The lines under their days; `shown_day` stands on the page above already. All lead to `link` where it is
    given, else each to its entry."""
    look = _look(context, link=link)
    parts = []
    for day, rows in days:
        if day.isoformat() != shown_day:
            words = day_words(day, today=look.today, digits=look.digits)
            parts.append(f'<h3 class="day-head"><span>{words}</span></h3>')
        parts += ['<ul class="rows">', *(_row(row, look) for row in rows), "</ul>"]
    return SafeString("".join(parts))


def _look(context: Context, *, link: str) -> Look:
    book = context["book"].id
    return Look(
        link=(lambda _entry: link) if link else _addresses("ledger:entry", book=book),
        photo=_addresses("ledger:photo_small", book=book),
        currency=currency_in(context),
        digits=digits_of(context),
        today=today_in(context),
        branches={} if context.get("branch_alone") else context.get("branch_names") or {},
        corrected=context.get("corrected") or frozenset(),
        gave=direction("gave"),
        got=direction("got"),
        then=gettext("Then:"),
    )


def _addresses(name: str, *, book: UUID) -> Callable[[UUID], str]:
    """The addresses of a page of entries, which differ by the entry's id alone: looked up once."""
    before, after = reverse(name, args=[book, NO_ENTRY]).rsplit(str(NO_ENTRY), 1)
    return lambda entry: f"{before}{entry}{after}"


def _row(row: KhataRow, look: Look) -> str:
    side = row.direction
    said = look.gave if side == "gave" else look.got
    amount = money_words(row.amount, currency=look.currency, digits=look.digits)
    foot = f"{_corrected(row, look)}{_billed(row)}{_photo(row, look)}{_due(row, look)}{_after(row, look)}"
    return (
        f'<li class="entry-row entry-{side}" id="entry-{row.document_id}">\n'
        f'<a class="entry-link" href="{look.link(row.document_id)}" data-row>\n'
        f'<span class="entry-top"><span class="row">{said}{line_badge(row.kind, row.mode)}</span>'
        f'<span class="{side}">{amount}</span></span>\n'
        f'{_branch(row, look)}{_note(row)}<span class="entry-foot">{foot}</span>\n'
        "</a></li>\n"
    )


def _branch(row: KhataRow, look: Look) -> str:
    name = look.branches.get(row.branch_id) if look.branches else None
    return f'<span class="meta">{icon("shop", "icon-s")}<bdi>{escape(name)}</bdi></span>\n' if name else ""


def _note(row: KhataRow) -> str:
    return f'<span class="entry-note" dir="auto">{escape(row.note)}</span>\n' if row.note else ""


def _corrected(row: KhataRow, look: Look) -> str:
    if row.document_id not in look.corrected:
        return ""
    said = gettext("Corrected later")
    return f'<span class="badge">{icon("edit")}{said}</span>'


def _billed(row: KhataRow) -> str:
    if row.billed_by is None:
        return ""
    said = gettext("On a bill")
    return f'<span class="badge">{icon("note")}{said}</span>'


def _photo(row: KhataRow, look: Look) -> str:
    if not row.has_attachment:
        return ""
    said = gettext("Photo")
    return (
        f'<img class="entry-photo" src="{look.photo(row.document_id)}?rev={row.rev}" alt="{said}"'
        ' width="48" height="48" loading="lazy" decoding="async">'
    )


def _due(row: KhataRow, look: Look) -> str:
    if row.due_on is None:
        return ""
    said = gettext("Due %(due)s") % {"due": day_words(row.due_on, today=look.today, digits=look.digits)}
    return f'<span class="direction">{icon("clock", "icon-s")}<span>{said}</span></span>'


def _after(row: KhataRow, look: Look) -> str:
    balance = balance_words(row.running_balance, currency=look.currency, digits=look.digits)
    return f'<span class="entry-after">{look.then} {balance}</span>'
