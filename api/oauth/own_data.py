"""What is kept of a person and of the apps of partners: those they let in, and their own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from api.oauth.models import App, Consent

Rows = Sequence[Mapping[str, object]]


def consents(user_id: UUID) -> Rows:
    found = Consent.objects.filter(user_id=user_id).order_by("given_at", "id")
    return list(
        found.values("app__name", "scopes", "given_at", "ends_at", "used_at", "ended_at", "ended_why")
    )


def apps(user_id: UUID) -> Rows:
    found = App.objects.filter(owner_id=user_id).order_by("created_at", "id")
    return list(found.values("name", "home_page", "redirect_uris", "scopes", "created_at", "removed_at"))
