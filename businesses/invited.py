"""The message that goes out with an invitation."""

import logging
import unicodedata

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from businesses.models import Business, Invitation, User
from core import walls
from core.messages import MessageError, send_notice
from core.phones import masked

NAME_MAX = 30

log = logging.getLogger(__name__)


def tell_invited(invitation: Invitation) -> None:
    """Say who invites into which book and where to answer, in the inviter's language; a failure is only logged."""
    with walls.within(invitation.business_id):
        book = Business.objects.values_list("name", flat=True).get(pk=invitation.business_id)
    inviter = User.objects.get(pk=invitation.invited_by_id)
    with translation.override(inviter.language or settings.LANGUAGE_CODE):
        words = {
            "name": without_address(inviter.name) or masked(inviter.phone or "") or "?",
            "book": without_address(book),
            "site": settings.SITE_URL,
        }
        text = _("%(name)s invites you into the book %(book)s. Sign in at %(site)s to say yes or no.") % words
        try:
            send_notice(to=invitation.contact, subject=_("An invitation to a book"), text=text)
        except MessageError:
            log.warning("invitation not sent", extra={"invitation": str(invitation.pk)})


def without_address(name: str) -> str:
    """A name without what could be an address: nobody shall send links to strangers in our name."""
    kept = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in name)
    return " ".join(kept.split())[:NAME_MAX]
