"""What the operator's settings must get right before the program serves anyone."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from core.messages.sms import get_sender


@register()
def messages_can_leave(**_: Any) -> list[CheckMessage]:
    """The way of text messages is complete."""
    try:
        get_sender()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="core.E001")]
    if settings.HALKHATA_SMS_CODE_TEXT and "{code}" not in settings.HALKHATA_SMS_CODE_TEXT:
        return [Error("HALKHATA_SMS_CODE_TEXT lacks {code}.", id="core.E002")]
    return []
