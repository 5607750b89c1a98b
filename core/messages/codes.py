"""Sign-in codes: the words around them and the way they travel."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from core.messages.sms import MessageError, get_sender, unsent
from core.messages.tally import counted


def send_code(to: str, code: str, language: str) -> None:
    """Send a sign-in code to an E.164 phone number or an e-mail address, worded in `language`.

    Raises MessageError when it could not be handed over. Neither code nor address reaches a log.
    """
    with translation.override(language), counted(to):
        if "@" in to:
            _mail(to=to, code=code)
        else:
            get_sender().send(to=to, text=_text(code))


def _text(code: str) -> str:
    if settings.HALKHATA_SMS_CODE_TEXT:
        return str(settings.HALKHATA_SMS_CODE_TEXT).replace("{code}", code)
    sentence = _("%(code)s is your Halkhata code. It works for 5 minutes. Do not share it.") % {"code": code}
    # The last line lets a phone offer the code to this site alone.
    host = urlsplit(settings.SITE_URL).hostname
    return f"{sentence}\n\n@{host} #{code}"


def _mail(*, to: str, code: str) -> None:
    message = EmailMessage(
        subject=_("Your Halkhata code"),
        body=_("%(code)s is your Halkhata code. It works for 5 minutes. Do not share it.") % {"code": code},
        to=[to],
    )
    try:
        message.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise unsent("mail", error) from None


__all__ = ["MessageError", "send_code"]
