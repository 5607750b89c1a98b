"""Notices about an account to its person, by every way that was proved to be theirs."""

import logging
from collections.abc import Collection

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from businesses.devices import Seen
from businesses.invited import without_address
from businesses.models import User
from businesses.queries.browsers import browser_words
from businesses.queries.contacts import proved_contacts
from core.messages import MessageError, send_notice

log = logging.getLogger(__name__)


def tell_new_device(user: User, *, seen: Seen, not_to: Collection[str]) -> None:
    """That somebody signed in where the person never did before; not to what was used for signing in."""
    for contact in proved_contacts(user):
        if contact not in not_to:
            with _in_language_of(user):
                words = {"device": browser_words(seen.label), "page": _page()}
                text = _(
                    "Your account was signed in on a new device: %(device)s. Was it not you? Look at %(page)s"
                )
                _send(contact, subject=_("A new device"), text=text % words)


def tell_claimed(user: User, *, seen: Seen) -> None:
    """That somebody with the account's number wants in, to every way but that number."""
    for contact in proved_contacts(user):
        if "@" in contact:
            with _in_language_of(user):
                words = {"device": browser_words(seen.label), "page": _page()}
                text = _(
                    "Somebody with your phone number wants into your account, on %(device)s. Not you? See %(page)s"
                )
                _send(contact, subject=_("Somebody wants into your account"), text=text % words)


def tell_contact_changed(user: User, *, old: str) -> None:
    """To the number or address that is no longer the account's."""
    with _in_language_of(user):
        text = _("This is no longer the number or e-mail of your account. Was it not you? Look at %(page)s")
        _send(old, subject=_("Your account was changed"), text=text % {"page": _page()})


def tell_second_factor(user: User, *, is_on: bool) -> None:
    """That the account asks for more from now on, or for less."""
    with _in_language_of(user):
        on = _("A second proof was turned on for your account. Was it not you? Look at %(page)s")
        off = _("A second proof of your account was turned off. Was it not you? Look at %(page)s")
        _tell_all(
            user, subject=_("Your account was changed"), text=(on if is_on else off) % {"page": _page()}
        )


def tell_recovery_used(user: User) -> None:
    """That somebody came in by one of the codes on paper."""
    with _in_language_of(user):
        text = _("Your account was signed in with a recovery code. Was it not you? Look at %(page)s")
        _tell_all(user, subject=_("A recovery code was used"), text=text % {"page": _page()})


def tell_book_deleted(user: User, *, name: str, days: int) -> None:
    """That a book the person is in was put in the trash by its owner."""
    with _in_language_of(user):
        text = _("The book %(book)s was deleted by its owner. For %(days)s days the owner can bring it back.")
        _tell_all(
            user, subject=_("A book was deleted"), text=text % {"book": without_address(name), "days": days}
        )


def tell_recurring_stuck(user: User, *, book: str, name: str, why: str) -> None:
    """By mail alone, to whoever set it up, that a bill that should come back by itself did not."""
    with _in_language_of(user):
        words = {"book": without_address(book), "name": without_address(name), "why": without_address(why)}
        text = _("In %(book)s the repeated bill “%(name)s” needs you: %(why)s") % words
        for contact in proved_contacts(user):
            if "@" in contact:
                _send(contact, subject=_("A repeated bill needs you"), text=text)


def _tell_all(user: User, *, subject: str, text: str) -> None:
    for contact in proved_contacts(user):
        _send(contact, subject=subject, text=text)


def _in_language_of(user: User) -> translation.override:
    return translation.override(user.language or settings.LANGUAGE_CODE)


def _page() -> str:
    return settings.SITE_URL + reverse("businesses:sign_ins")


def _send(contact: str, *, subject: str, text: str) -> None:
    """A notice that cannot be sent must not keep the person out."""
    try:
        send_notice(to=contact, subject=subject, text=text)
    except MessageError:
        log.warning("notice not sent")
