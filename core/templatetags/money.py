"""Money on a page: size, words and arrow. The sign of a balance never shows."""

from functools import lru_cache

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.money import currency_of, format_money
from core.templatetags.icons import icon

register = template.Library()


def digits_of(context: Context) -> str:
    return context.get("digits") or "latn"


def currency_in(context: Context, currency: str = "") -> str:
    """The currency named, or that of the page's book."""
    return currency or getattr(context.get("book"), "currency", "") or context.get("currency") or "INR"


def side_of(balance: int) -> str:
    """Which of the three words a balance takes: "get" when they owe us, "give", or "settled"."""
    if balance == 0:
        return "settled"
    return "get" if balance > 0 else "give"


def side_words(side: str) -> str:
    # Four whole strings: languages order these words differently.
    return {
        "get": gettext("You will get"),
        "give": gettext("You will give"),
        "gave": gettext("You gave"),
        "got": gettext("You got"),
        "settled": gettext("Settled"),
    }[side]


def side_icon(side: str) -> str:
    return {"get": "gave", "give": "got", "gave": "gave", "got": "got", "settled": "settled"}[side]


@register.simple_tag(takes_context=True)
def money(context: Context, amount: int, currency: str = "") -> SafeString:
    """`amount` minor units as "₹4,200"; where `with_paise` is set for the page, every amount as "₹4,200.00"."""
    trim = not context.get("with_paise")
    return money_words(amount, currency=currency_in(context, currency), digits=digits_of(context), trim=trim)


def money_words(amount: int, *, currency: str, digits: str, trim: bool = True) -> SafeString:
    text = format_money(amount, currency=currency, digits=digits, trim=trim)
    return SafeString(f'<bdi class="money">{text}</bdi>')  # digits, commas and a currency of ours


@register.simple_tag
def direction(side: str, extra: str = "icon-s") -> SafeString:
    """Arrow and word of "gave", "got", "get", "give" or "settled"."""
    return _direction(side, extra, get_language() or "")


@lru_cache(maxsize=1_000)
def _direction(side: str, extra: str, _language: str) -> SafeString:
    return format_html(
        '<span class="direction {}">{}<span>{}</span></span>',
        side,
        icon(side_icon(side), extra),
        side_words(side),
    )


@register.simple_tag(takes_context=True)
def balance(context: Context, amount: int, currency: str = "") -> SafeString:
    """A sentence: "You will get ₹4,200". `amount` minor units, above zero when they owe us."""
    return _balance(context, amount=amount, currency=currency, classes="balance")


@register.simple_tag(takes_context=True)
def balance_big(context: Context, amount: int, currency: str = "") -> SafeString:
    """The same sentence as the headline of a page."""
    return _balance(context, amount=amount, currency=currency, classes="balance balance-big")


@register.simple_tag(takes_context=True)
def balance_stack(context: Context, amount: int, currency: str = "") -> SafeString:
    """Size over words, for the end of a row."""
    side = side_of(amount)
    if side == "settled":
        return format_html('<span class="balance-stack">{}</span>', direction(side))
    return format_html(
        '<span class="balance-stack"><span class="{}">{}</span>{}</span>',
        side,
        money(context, amount, currency),
        direction(side),
    )


def _balance(context: Context, *, amount: int, currency: str, classes: str) -> SafeString:
    return balance_words(
        amount, currency=currency_in(context, currency), digits=digits_of(context), classes=classes,
        trim=not context.get("with_paise"),
    )  # fmt: skip


def balance_words(
    amount: int, *, currency: str, digits: str, classes: str = "balance", trim: bool = True
) -> SafeString:
    side = side_of(amount)
    said = str(direction(side))
    if side != "settled":
        size = money_words(amount, currency=currency, digits=digits, trim=trim)
        said += f' <span class="{side}">{size}</span>'
    return SafeString(f'<span class="{classes}">{said}</span>')


@register.simple_tag(takes_context=True)
def currency_symbol(context: Context, code: str = "") -> str:
    return currency_of(currency_in(context, code)).symbol


@register.simple_tag(takes_context=True)
def grouping(context: Context) -> str:
    """ "lakh" or "thousand": how the book's currency groups its digits."""
    return currency_of(currency_in(context)).grouping


@register.simple_tag
def size_of(amount: int | None) -> int:
    """Minor units without a side, for a script to read."""
    return abs(amount or 0)
