"""A document as the words and tables that a template lays out, in the language that is active."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from core.digits import in_digits
from core.phones import local_form
from core.qr import square
from core.templatetags.dates import babel_locale, date_words
from core.upi import pay_link
from core.words import amount_in_words
from invoicing.paper.document import Address, PaperDocument, PaperKind, Side
from invoicing.paper.figures import Figures
from invoicing.paper.tables import has_taxes, lines_table, roll_lines, roll_taxes, tax_table, totals
from invoicing.paper.titles import endorsements, is_mushak, mark, other_side, title
from taxes.arithmetic.supplies import ABROAD
from taxes.states import STATES

TIMEZONE = {"BD": "Asia/Dhaka"}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SideShown:
    name: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...]


def context(document: PaperDocument, *, digits: str, copy: str = "") -> dict[str, Any]:
    """What the templates of a paper need. `copy` is one of titles.copies."""
    figures = Figures(currency=document.currency, digits=digits)
    taxes = tax_table(document, figures=figures)
    return {
        "document": document,
        "title": title(document),
        "copy": copy,
        "mark": mark(document),
        "is_mushak": is_mushak(document),
        "seller": _side(document.seller, digits=digits),
        "buyer_is": other_side(document),
        "buyer": _side(document.buyer, digits=digits) if document.buyer else None,
        "ship_to": address_lines(document.ship_to) if document.ship_to else None,
        "facts": _facts(document, digits=digits),
        "lines": lines_table(document, figures=figures),
        "taxes": taxes,
        "roll_lines": roll_lines(document, figures=figures),
        "roll_taxes": roll_taxes(taxes),
        "totals": totals(document, figures=figures),
        "words": amount_in_words(
            document.sum.total, currency=document.currency, language=get_language() or "en"
        ),
        "endorsements": endorsements(document),
        "pay_square": pay_square(document),
        "pay_amount": figures.money(document.due),
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "digits": digits,
    }


def pay_address(document: PaperDocument) -> str:
    """The UPI link that asks for what is due, "" where nothing is or where UPI does not reach."""
    if not document.due or document.currency != "INR" or not document.upi_id:
        return ""
    note = _("Bill %(number)s") % {"number": document.number} if document.number else document.seller.name
    return pay_link(
        address=document.upi_id,
        name=document.seller.name,
        amount=document.due,
        note=note,
        reference=document.number,
    )


def pay_square(document: PaperDocument) -> SafeString | str:
    address = pay_address(document)
    return square(address) if address else ""


def _facts(document: PaperDocument, *, digits: str) -> list[Fact]:
    found = [
        Fact(pgettext("of a document", "Number"), document.number or _("given when approved")),
        Fact(_("Date"), in_digits(_day(document), digits)),
        Fact(_("Valid until") if document.kind == PaperKind.ESTIMATE else _("Pay by"),
             in_digits(date_words(document.due_on), digits) if document.due_on else ""),
        Fact(_("Your order"), document.reference),
        Fact(_("Place of supply"), place_words(document.place)),
        Fact(_("Reverse charge"), _charge_words(document)),
        *(
            Fact(_("For the bill"), f"{one.number} · {in_digits(date_words(one.day), digits)}")
            for one in document.earlier
        ),
        Fact(_("Reason"), document.reason),
    ]  # fmt: skip
    return [fact for fact in found if fact.value]


def _charge_words(document: PaperDocument) -> str:
    """Rule 46 wants a yes or a no on every tax invoice."""
    if document.country != "IN" or not has_taxes(document):
        return ""
    return _("Yes") if document.reverse_charge else _("No")


def _day(document: PaperDocument) -> str:
    """The law of Bangladesh wants the time too."""
    day = date_words(document.day)
    if not is_mushak(document) or document.issued_at is None:
        return day
    local = document.issued_at.astimezone(ZoneInfo(TIMEZONE[document.country]))
    return f"{day}, {format_time(local.time(), 'short', locale=babel_locale())}"


def place_words(code: str) -> str:
    """ "West Bengal (19)"; "" for no code."""
    if code == ABROAD:
        return _("Outside India (96)")
    return f"{STATES[code].name} ({code})" if code in STATES else code


def _side(side: Side, *, digits: str) -> SideShown:
    facts = [
        Fact(side.office, side.registration),
        Fact(_("State"), place_words(side.address.state)),
        Fact(_("Phone"), in_digits(local_form(side.phone), digits)),
        Fact(_("E-mail"), side.email),
    ]
    legal = side.legal_name if side.legal_name != side.name else ""
    lines = (legal, *address_lines(side.address, with_state=False))
    return SideShown(
        side.name, tuple(line for line in lines if line), tuple(fact for fact in facts if fact.value)
    )


def address_lines(address: Address, *, with_state: bool = True) -> tuple[str, ...]:
    state = place_words(address.state) if with_state else ""
    town = " ".join(part for part in (address.town, address.pin) if part)
    # A free text often has town and PIN in it already.
    town = "" if address.pin and address.pin in address.text else town
    return tuple(line for line in (address.text, town, state) if line)
