"""The sentences of a lease, in the language that is active."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.dates import date_words, month_words
from rentals.arithmetic import FeeKind, FeeRule, PartRule, Rise
from rentals.models import Due, DueKind
from rentals.queries.owed import DueRow
from rentals.terms import LeaseContent

Money = Callable[[int], str]


def kind_words(kind: str) -> str:
    return {
        DueKind.RENT.value: _("Rent"), DueKind.SERVICE.value: _("Service charge"),
        DueKind.UTILITY.value: _("Water, power, gas"), DueKind.LATE_FEE.value: _("Late fee"),
        DueKind.DAMAGE.value: _("Damage"), DueKind.OTHER.value: _("Something else"),
    }[kind]  # fmt: skip


def due_words(row: DueRow | Due) -> str:
    """What a due is for, in a line: "Rent, Nov 2026"; a charge by its own name."""
    if row.kind in {DueKind.RENT, DueKind.LATE_FEE}:
        return _("%(what)s, %(month)s") % {"what": kind_words(row.kind), "month": month_words(row.period)}
    if row.kind == DueKind.DAMAGE and len(row.label) > 24:
        return row.note or kind_words(row.kind)
    return _("%(what)s, %(month)s") % {"what": row.label, "month": month_words(row.period)}


def state_words(state: str) -> str:
    return {
        "paid": _("Paid"), "part": _("Part paid"), "due": _("Due"), "overdue": _("Overdue"),
        "let": _("Let"), "empty": _("Empty"), "repair": _("Under repair"),
    }.get(state, "")  # fmt: skip


def lease_sentence(content: LeaseContent, *, money: Money) -> str:
    """The terms in words, as a preview before saving and a reminder after."""
    said = {
        "rent": money(content.rent), "day": content.due_day, "start": date_words(content.starts_on),
    }  # fmt: skip
    parts = [_("%(rent)s a month from %(start)s, due on day %(day)s of the month.") % said]
    if content.ends_on:
        parts.append(_("It ends on %(day)s.") % {"day": date_words(content.ends_on)})
    parts.append(_PART[content.part_rule]())
    parts += [_rise_words(rise, money=money) for rise in content.rises[:3]]
    parts.append(fee_sentence(content.fee, money=money))
    return " ".join(parts)


_PART: dict[str, Callable[[], str]] = {
    PartRule.DAYS: lambda: _("Part of a month is charged by its days."),
    PartRule.THIRTY: lambda: _("Part of a month is charged at a thirtieth a day."),
    PartRule.FULL: lambda: _("Part of a month is charged as a whole month."),
}


def _rise_words(rise: Rise, *, money: Money) -> str:
    day, amount = date_words(rise.day), rise.amount
    if amount is not None:
        return _("It rises to %(rent)s on %(day)s.") % {"rent": money(amount), "day": day}
    words = {"percent": f"{rise.percent / 100:g}", "day": day, "months": rise.every_months}
    if rise.every_months:
        return _("It rises by %(percent)s %% on %(day)s, and every %(months)s months after.") % words
    return _("It rises by %(percent)s %% on %(day)s.") % words


def fee_sentence(rule: FeeRule, *, money: Money) -> str:
    """A late fee rule as one sentence a tenant understands."""
    if not rule.kind:
        return _("There is no late fee.")
    said = {"fee": money(rule.amount), "percent": f"{rule.percent / 100:g}"}
    sentence = {
        (FeeKind.FLAT, False): _("If paid late, %(fee)s is added once"),
        (FeeKind.FLAT, True): _("If paid late, %(fee)s is added each month"),
        (FeeKind.PERCENT, False): _("If paid late, %(percent)s %% of what is unpaid is added once"),
        (FeeKind.PERCENT, True): _("If paid late, %(percent)s %% of what is unpaid is added each month"),
        (FeeKind.PER_DAY, False): _("If paid late, %(fee)s is added for each day"),
        (FeeKind.PER_DAY, True): _("If paid late, %(fee)s is added for each day"),
    }[(rule.kind, rule.repeats)] % said
    if rule.grace_days:
        grace = ngettext("%(days)s day of grace", "%(days)s days of grace", rule.grace_days)
        sentence = _("%(sentence)s, after %(grace)s") % {
            "sentence": sentence, "grace": grace % {"days": rule.grace_days},
        }  # fmt: skip
    if rule.cap:
        sentence = _("%(sentence)s, up to %(cap)s") % {"sentence": sentence, "cap": money(rule.cap)}
    return _("%(sentence)s.") % {"sentence": sentence}
