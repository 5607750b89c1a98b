"""Messages that leave the program: a text to a phone or a mail, chosen by where they go."""

from core.messages.codes import send_code
from core.messages.notices import send_notice
from core.messages.sms import MessageError

__all__ = ["MessageError", "send_code", "send_notice"]
