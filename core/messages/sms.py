"""Text messages to phones, by the sender the operator chose."""

import logging
import sys
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from core.refusals import Refusal

TIMEOUT = 10.0  # seconds; the person is waiting

log = logging.getLogger(__name__)
# httpx logs whole addresses, and some gateways carry the key in theirs.
logging.getLogger("httpx").setLevel(logging.WARNING)


class MessageError(Refusal):
    """The message could not be handed to a carrier."""

    slug: ClassVar[str] = "message_unsent"


class SmsSender(Protocol):
    def send(self, *, to: str, text: str) -> None:
        """Hand `text` for the E.164 number `to` over for delivery. Raises MessageError."""


class ConsoleSender:
    """Writes messages where the server was started, to try it out. That is no log: codes are in it."""

    def send(self, *, to: str, text: str) -> None:
        sys.stdout.write(f"SMS to {to}: {text}\n")
        sys.stdout.flush()


class GatewaySender:
    """Posts {"to", "text", "sender", "template_id", "entity_id"} as JSON with a bearer token; 2xx is "taken".

    Indian carriers deliver only texts registered beforehand (DLT): `template_id` and `entity_id` name them.
    """

    def __init__(self, *, url: str, token: str, sender: str, template_id: str, entity_id: str) -> None:
        self._url = url
        self._token = token
        self._labels = {"sender": sender, "template_id": template_id, "entity_id": entity_id}

    def send(self, *, to: str, text: str) -> None:
        content = {"to": to, "text": text} | {name: label for name, label in self._labels.items() if label}
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            answer = httpx.post(
                self._url, json=content, headers=headers, timeout=TIMEOUT, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unsent("sms", error) from None
        if not answer.is_success:
            log.warning("message not taken", extra={"carrier": "sms", "answer": answer.status_code})
            raise MessageError(_unsent_sentence())


def get_sender(*, template_id: str | None = None) -> SmsSender:
    """The sender named by HALKHATA_SMS; `template_id` in place of the one for codes.

    Raises ImproperlyConfigured when its settings do not fit."""
    if settings.HALKHATA_SMS == "console":
        return ConsoleSender()
    if settings.HALKHATA_SMS != "http":
        raise ImproperlyConfigured('HALKHATA_SMS is "console" or "http".')
    address = urlsplit(settings.HALKHATA_SMS_URL)
    is_local = address.hostname in ("localhost", "127.0.0.1", "::1")
    if not address.hostname or not (address.scheme == "https" or (address.scheme == "http" and is_local)):
        raise ImproperlyConfigured("HALKHATA_SMS_URL is an https:// address (http:// only on this machine).")
    return GatewaySender(
        url=settings.HALKHATA_SMS_URL,
        token=settings.HALKHATA_SMS_TOKEN,
        sender=settings.HALKHATA_SMS_SENDER,
        template_id=settings.HALKHATA_SMS_TEMPLATE if template_id is None else template_id,
        entity_id=settings.HALKHATA_SMS_ENTITY,
    )


def unsent(carrier: str, error: Exception) -> MessageError:
    """The refusal for a carrier that failed, logged by the kind of failure alone."""
    log.warning("message not sent", extra={"carrier": carrier, "error": type(error).__name__})
    return MessageError(_unsent_sentence())


def _unsent_sentence() -> str:
    return _("The message could not be sent. Try again in a minute.")
