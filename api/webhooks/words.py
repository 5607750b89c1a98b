"""What the short words of a failed try mean to the person who set the webhook up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "url": _("This is not a web address we can use. Write it in full, like https://example.com/halkhata."),
    "scheme": _("The address must begin with https://, so that nobody on the way can read the news."),
    "port": _("Use the usual port of https, 443, or 8443."),
    "private": _("This address leads into a private network. News is sent to the open internet only."),
    "dns": _("This name was not found. Check the spelling."),
    "late": _("There was no whole answer within 10 seconds."),
    "tls": _("The secure connection could not be made. Check the certificate of the address."),
    "unreached": _("Nothing answered at this address."),
    "not_http": _("What answered there does not speak the language of the web."),
    "secret": _("The secret of this webhook can no longer be read. Make a new one."),
}


def reason(word: str) -> str:
    return str(REASONS.get(word, word))
