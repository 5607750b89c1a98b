"""How sure we are that it is still the person: what the pages of the site's staff ask of a session."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from businesses.second_factor.queries import has_second_factor

SESSION_KEY = "signed_in_at"


def stamp(request: HttpRequest, **_signal: Any) -> None:
    """Somebody signed in: the session remembers when."""
    request.session[SESSION_KEY] = int(timezone.now().timestamp())


def is_strong(request: HttpRequest) -> bool:
    """Whether this session may open the staff's pages: it began at a sign-in not long ago."""
    age = timezone.now().timestamp() - request.session.get(SESSION_KEY, 0)
    return age < settings.STAFF_SESSION_HOURS * 3600


def lacks_second_factor(user_id: UUID) -> bool:
    """Whether this installation wants a second factor of its staff and the person has none. Whoever has one was
    asked for it at the door, so their session proved it."""
    return bool(settings.STAFF_SECOND_FACTOR) and not has_second_factor(user_id)


def guard() -> None:
    """Called once, when the apps are ready."""
    user_logged_in.connect(stamp, dispatch_uid="businesses.strong")
