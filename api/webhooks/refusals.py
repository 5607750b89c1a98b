"""What may be declined about webhooks, in words for the user."""

from typing import ClassVar

from django.utils.translation import gettext as _

from api.webhooks.words import reason
from core.refusals import Refusal

ENDPOINTS_MAX = 20


class WebhookUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("This book has no such webhook."))


class WebhookAddressRefused(Refusal):
    slug: ClassVar[str] = "webhook_address_refused"

    def __init__(self, word: str) -> None:
        super().__init__(reason(word), field="url")


class WebhookEventUnknown(Refusal):
    slug: ClassVar[str] = "webhook_event_unknown"

    def __init__(self, event: str) -> None:
        super().__init__(_("There is no news called %(event)s.") % {"event": event[:40]}, field="events")


class TooManyWebhooks(Refusal):
    slug: ClassVar[str] = "too_many_webhooks"

    def __init__(self) -> None:
        said = _("A book has up to %(max)s webhooks. Remove one first.")
        super().__init__(said % {"max": ENDPOINTS_MAX})


class WebhookIdTaken(Refusal):
    slug: ClassVar[str] = "id_taken"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("Another webhook has this id already."))


class WebhookChanged(Refusal):
    slug: ClassVar[str] = "changed_elsewhere"
    status: ClassVar[int] = 412

    def __init__(self) -> None:
        super().__init__(_("This webhook was changed meanwhile. Look at it again, then decide."))


class WebhookRoleMissing(Refusal):
    slug: ClassVar[str] = "role_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("Your role in this book does not allow this. Ask the owner."))


class WebhookIsOff(Refusal):
    slug: ClassVar[str] = "webhook_off"

    def __init__(self) -> None:
        super().__init__(_("This webhook is off. Turn it on first."))


class StillOnItsWay(Refusal):
    slug: ClassVar[str] = "still_on_its_way"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("This message is still being tried. Wait for its end."))
