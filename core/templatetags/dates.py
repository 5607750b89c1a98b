"""Dates in words: "Today", "Yesterday", "21 Nov 2026". Never 11/12."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, to_locale

from core.digits import in_digits
from core.templatetags.money import digits_of

register = template.Library()


def today_in(context: Context) -> dt.date:
    """The page's `today`, else the day it is where the book is kept."""
    today = context.get("today")
    if isinstance(today, dt.date):
        return today
    return timezone.now().astimezone(zone_of(context)).date()


def zone_of(context: Context) -> dt.tzinfo:
    name = getattr(context.get("book"), "timezone", "")
    return ZoneInfo(name) if name else timezone.get_current_timezone()


def babel_locale() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def date_words(day: dt.date) -> str:
    """ "21 Nov 2026" in the language of the page, in 0-9. Short month names read well in English only."""
    return _date_words(day, get_language() or "en")


@lru_cache(maxsize=4_000)
def _date_words(day: dt.date, _language: str) -> str:
    locale = babel_locale()
    return format_date(day, "d MMM y" if locale.language == "en" else "d MMMM y", locale=locale)


def near_words(day: dt.date, *, today: dt.date) -> str:
    if day == today:
        return gettext("Today")
    if day == today - dt.timedelta(days=1):
        return gettext("Yesterday")
    if day == today + dt.timedelta(days=1):
        return gettext("Tomorrow")
    return date_words(day)


def month_words(day: dt.date) -> str:
    """A month as people write it: "Nov 2026"."""
    return " ".join(date_words(day).split(" ")[1:]) or date_words(day)


@register.simple_tag(takes_context=True)
def month(context: Context, value: dt.date) -> str:
    """A month by name and year."""
    return in_digits(month_words(value), digits_of(context))


@register.simple_tag(takes_context=True)
def day(context: Context, value: dt.date | None) -> SafeString | str:
    """A day: "Today", "Yesterday", "Tomorrow", else "21 Nov 2026"."""
    if value is None:
        return ""
    return day_words(value, today=today_in(context), digits=digits_of(context))


def day_words(value: dt.date, *, today: dt.date, digits: str) -> SafeString:
    return _day_words(value, today, digits, get_language() or "en")


@lru_cache(maxsize=4_000)
def _day_words(value: dt.date, today: dt.date, digits: str, _language: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), in_digits(near_words(value, today=today), digits)
    )


@register.simple_tag(takes_context=True)
def full_day(context: Context, value: dt.date | None) -> SafeString | str:
    """A day always with its date, for statements and print; of a moment the day it was where the book is kept."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.astimezone(zone_of(context)).date()
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), in_digits(date_words(value), digits_of(context))
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, value: dt.datetime | None) -> SafeString | str:
    """A day and time of day in the book's own time: "Today, 2:05 pm"."""
    if value is None:
        return ""
    local = value.astimezone(zone_of(context))
    text = gettext("%(day)s, %(time)s") % {
        "day": near_words(local.date(), today=today_in(context)),
        "time": format_time(local.time(), "short", locale=babel_locale()),
    }
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), in_digits(text, digits_of(context))
    )


@register.simple_tag(takes_context=True)
def ago(context: Context, value: dt.date | None) -> str:
    """How long ago: "Today", "Yesterday", "3 days ago", "2 months ago"."""
    if value is None:
        return ""
    today = today_in(context)
    if value >= today - dt.timedelta(days=1):
        text = near_words(value, today=today)
    else:
        text = format_timedelta(value - today, add_direction=True, locale=babel_locale(), threshold=1.5)
    return in_digits(text, digits_of(context))
