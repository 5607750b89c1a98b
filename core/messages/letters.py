"""Letters: mails with a file, sent from a book to its customers, and what is known of their fate afterwards."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from core.messages.sms import MessageError, unsent
from core.messages.tally import counted

NOWHERE = ("console", "dummy")
"""Backends of Django that send nothing to anybody."""


class LetterUnsent(MessageError):
    """It was surely not accepted. `is_final`: trying again would be told the same."""

    def __init__(self, message: str, *, is_final: bool) -> None:
        super().__init__(message)
        self.is_final = is_final


class LetterUnsure(MessageError):
    """The line broke while it was handed over: it may have gone out, or not."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`sender` is the name it comes in; `answers_to` where answers go, "" for nowhere."""

    to: str
    subject: str
    text: str
    sender: str
    answers_to: str
    file_name: str
    file: bytes


def mail_is_set() -> bool:
    """Whether mail leaves this machine: until an operator set a mail server it is only printed."""
    return not any(f".{name}." in settings.EMAIL_BACKEND for name in NOWHERE)


@contextmanager
def mail_server() -> Iterator[Any]:
    """An open line to the mail server. Raises LetterUnsent: nothing was handed over then."""
    line = get_connection()
    try:
        line.open()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        raise LetterUnsent(unsent("mail", error).message, is_final=False) from None
    try:
        yield line
    finally:
        with suppress(OSError):
            line.close()


def send_letter(line: Any, letter: Letter) -> None:
    """Hand a letter over. Raises LetterUnsent, LetterUnsure."""
    mail = EmailMessage(
        subject=letter.subject, body=letter.text, to=[letter.to], connection=line,
        from_email=formataddr((letter.sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=[letter.answers_to] if letter.answers_to else [],
        attachments=[(letter.file_name, letter.file, "application/pdf")],
    )  # fmt: skip
    with counted(letter.to):
        try:
            mail.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            raise LetterUnsent(unsent("mail", error).message, is_final=_code_of(error) >= 500) from None
        except ValueError as error:
            raise LetterUnsent(unsent("mail", error).message, is_final=True) from None
        except OSError as error:
            unsent("mail", error)
            raise LetterUnsure(_("The line broke while it was sent: it may have arrived, or not.")) from None


def _code_of(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> int:
    """5xx is for good, 4xx for now."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=500)
    return int(error.smtp_code)
