"""Notices: short news to a phone or a mailbox that carry no code."""

from django.conf import settings
from django.core.mail import EmailMessage

from core.messages.sms import get_sender, unsent
from core.messages.tally import counted


def send_notice(*, to: str, subject: str, text: str) -> None:
    """Send `text` to an E.164 number, or as a mail under `subject`. Raises MessageError.

    Indian carriers want every kind of text registered: HALKHATA_SMS_NOTICE_TEMPLATE names this one.
    """
    with counted(to):
        if "@" not in to:
            get_sender(template_id=settings.HALKHATA_SMS_NOTICE_TEMPLATE).send(to=to, text=text)
            return
        try:
            EmailMessage(subject=subject, body=text, to=[to]).send()
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
            raise unsent("mail", error) from None
