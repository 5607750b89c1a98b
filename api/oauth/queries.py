"""What is asked of apps from other parts of the API."""

from typing import Any

from api.models import TokenKind
from api.oauth.models import AppOrigin


def is_origin_of_app(origin: str, caller: Any) -> bool:
    """Whether an app that runs has registered the origin; the caller's own app, when there is a caller."""
    found = AppOrigin.objects.filter(origin=origin, app__stopped_at=None, app__removed_at=None)
    if caller is None:
        return found.exists()
    return caller.kind == TokenKind.OAUTH and found.filter(app__consents=caller.id).exists()
