"""A change of number or e-mail under way, kept in the session: first a code from the old, then one from the new."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

KEY = "contact_change"


@dataclass(frozen=True)
class ContactChange:
    """`to` is the wanted number (E.164) or e-mail; `old` is what is asked first, "" once it answered."""

    kind: Literal["phone", "email"]
    to: str
    old: str
    code_id: str

    @property
    def asked(self) -> str:
        """Where the code that is waited for went."""
        return self.old or self.to

    @classmethod
    def load(cls, session: Any) -> Self | None:
        stored = session.get(KEY)
        return cls(**stored) if stored else None

    def save(self, session: Any) -> None:
        session[KEY] = asdict(self)

    @staticmethod
    def clear(session: Any) -> None:
        session.pop(KEY, None)
