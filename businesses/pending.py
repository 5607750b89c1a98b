"""A sign-in under way: which code was sent where, kept in the session until it is used."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Self
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from core.phones import world_form

KEY = "sign_in_pending"
SEND_AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Pending:
    """`to` is an E.164 number or an e-mail; `password` (e-mail only) is already hashed.

    The code itself is in no session.
    """

    channel: Literal["phone", "email"]
    to: str
    code_id: str
    sent_at: float
    next: str = ""
    password: str = ""

    @property
    def shown(self) -> str:
        """Where the code went, as its owner would write it."""
        return self.to if self.channel == "email" else world_form(self.to)

    @classmethod
    def load(cls, session: SessionBase | Any) -> Self | None:
        stored = session.get(KEY)
        return cls(**stored) if stored else None

    def save(self, session: SessionBase | Any) -> None:
        session[KEY] = asdict(self)

    @staticmethod
    def clear(session: SessionBase | Any) -> None:
        session.pop(KEY, None)

    def with_code(self, *, code_id: UUID, now: datetime) -> Self:
        return replace(self, code_id=str(code_id), sent_at=now.timestamp())

    def with_code_of(self, other: Self) -> Self:
        return replace(self, code_id=other.code_id, sent_at=other.sent_at)

    def seconds_until_again(self, now: datetime) -> int:
        """How long until another code may be asked for; 0 when it may be now."""
        left = self.sent_at + SEND_AGAIN_AFTER.total_seconds() - now.timestamp()
        return max(int(left + 0.999), 0)
