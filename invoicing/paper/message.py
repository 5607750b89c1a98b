"""What a customer is written beside a bill."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from businesses.models import Business
from core.money import format_money
from core.templatetags.dates import date_words
from invoicing.models import PaperKind
from invoicing.paper.standing import language_for
from invoicing.queries.papers import PaperCard
from invoicing.words import kind_name


def message_of(book: Business, card: PaperCard) -> str:
    """What the customer is written, in their language."""
    with override(language_for(card.paper, usual=get_language() or "en")):
        said = {
            "name": card.party_name, "book": book.name, "number": card.paper.number,
            "day": date_words(card.paper.day), "amount": format_money(card.paper.total, currency=card.currency),
            "kind": kind_name(card.paper.kind),
        }  # fmt: skip
        text = _("%(name)s, here is %(kind)s %(number)s of %(day)s from %(book)s: %(amount)s.") % said
        if card.balance > 0 and card.paper.kind == PaperKind.INVOICE:
            due = format_money(card.balance, currency=card.currency)
            text += " " + _("Still to pay: %(amount)s.") % {"amount": due}
        return text


def subject_of(book: Business, card: PaperCard) -> str:
    return f"{book.name}: {card.paper.number}"


def page_of_link(token: str) -> str:
    """The address of a public link, for a message that no request is answered by."""
    return settings.SITE_URL.rstrip("/") + reverse("shared:bill", args=[token])
