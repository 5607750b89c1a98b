"""What the doors of the API decline, before any operation is asked."""

import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal


class BodyUnreadable(Refusal):
    slug: ClassVar[str] = "body_unreadable"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(_("The body is not JSON we can read."))


class AddressUnreadable(Refusal):
    slug: ClassVar[str] = "address_unreadable"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(_("The address holds signs that cannot be read."))


class BodyTooLarge(Refusal):
    slug: ClassVar[str] = "too_large"
    status: ClassVar[int] = 413

    def __init__(self, megabytes: int) -> None:
        super().__init__(_("The body is larger than %(megabytes)s MB.") % {"megabytes": megabytes})


class BookNeeded(Refusal):
    slug: ClassVar[str] = "business_needed"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(_("This token opens several books. Name one in the X-Business-Id header."))


class TokenNeeded(Refusal):
    slug: ClassVar[str] = "token_needed"
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(_("Send a token in the Authorization header: Bearer and the token."))


class TokenRefused(Refusal):
    slug: ClassVar[str] = "token_refused"
    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__(_("This token is unknown, has ended or was taken back. Sign in again."))


class ScopeMissing(Refusal):
    slug: ClassVar[str] = "scope_missing"
    status: ClassVar[int] = 403

    def __init__(self, scope: str) -> None:
        super().__init__(_("This token was not given the scope %(scope)s.") % {"scope": scope})
        self.scope = scope


class HttpsNeeded(Refusal):
    slug: ClassVar[str] = "https_needed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("Call this address with https. What was sent in the open should be changed."))


class OriginNotAllowed(Refusal):
    slug: ClassVar[str] = "origin_not_allowed"
    status: ClassVar[int] = 403

    def __init__(self) -> None:
        super().__init__(_("No token was made for pages of this site."))


class NotFound(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


class MethodUnknown(Refusal):
    slug: ClassVar[str] = "method_not_allowed"
    status: ClassVar[int] = 405

    def __init__(self) -> None:
        super().__init__(_("This address does not take this method."))


class KeyBusy(Refusal):
    slug: ClassVar[str] = "key_busy"
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(_("The same call is being worked on. Send it again in a few seconds."))


class KeyReused(Refusal):
    slug: ClassVar[str] = "key_reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another call. Choose a new one."))


class KeyUnreadable(Refusal):
    slug: ClassVar[str] = "key_unreadable"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(_("An Idempotency-Key has 1 to 128 printable signs."))


class RevisionNeeded(Refusal):
    slug: ClassVar[str] = "revision_needed"
    status: ClassVar[int] = 428

    def __init__(self) -> None:
        super().__init__(_("Send the revision you know in the If-Match header."))


class LimitReached(Refusal):
    slug: ClassVar[str] = "limit_reached"
    status: ClassVar[int] = 429

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("More than %(limit)s calls in a minute. Wait for the next minute.") % {"limit": limit}
        )


class Broken(Refusal):
    slug: ClassVar[str] = "broken"
    status: ClassVar[int] = 500

    def __init__(self) -> None:
        super().__init__(_("Something broke on our side. Tell us the trace id, and send the call again."))


class Busy(Refusal):
    """The database is locked for long, full, or away."""

    slug: ClassVar[str] = "busy"
    status: ClassVar[int] = 503
    wait = datetime.timedelta(seconds=5)

    def __init__(self) -> None:
        super().__init__(_("We cannot write just now. Send the same call again in a few seconds."))


class FieldsRefused(Refusal):
    """`errors` maps each field to its sentences."""

    slug: ClassVar[str] = "fields_refused"

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(_("Some of what was sent cannot be used."))
        self.errors = errors
