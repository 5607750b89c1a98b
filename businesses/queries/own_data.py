"""What is kept of a person: profile, books, devices, sign-ins and the trail of their account."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from audit.models import Event
from businesses.models import AccountNote, BrowserSession, Device, Membership, User

ROWS_MAX = 20_000
Rows = Sequence[Mapping[str, object]]


def profile(user_id: UUID) -> Rows:
    fields = (
        "id", "name", "phone", "phone_verified", "email", "language", "digits", "theme", "big_text", "joined_at",
        "last_login", "is_staff",
    )  # fmt: skip
    return list(User.objects.filter(pk=user_id).values(*fields))


def memberships(user_id: UUID) -> Rows:
    found = Membership.objects.select_related("business").filter(user_id=user_id).order_by("created_at", "id")
    return [
        {
            "book": one.business.name,
            "business_id": one.business_id,
            "role": one.standing,
            "since": one.created_at,
        }
        for one in found
    ]


def devices(user_id: UUID) -> Rows:
    found = Device.objects.filter(user_id=user_id).order_by("created_at", "id")
    return list(found.values("id", "label", "created_at", "seen_at")[:ROWS_MAX])


def browsers(user_id: UUID) -> Rows:
    found = BrowserSession.objects.filter(user_id=user_id).order_by("began_at", "id")
    return list(found.values("id", "device_id", "began_at", "seen_at")[:ROWS_MAX])


def sign_ins(user_id: UUID) -> Rows:
    found = AccountNote.objects.filter(user_id=user_id).order_by("at", "id")
    return list(found.values("kind", "at", "label", "network")[:ROWS_MAX])


def trail(user_id: UUID) -> Rows:
    found = Event.objects.filter(user_id=user_id).order_by("seq")
    return list(found.values("seq", "at", "verb", "subject_kind", "subject_id")[:ROWS_MAX])
