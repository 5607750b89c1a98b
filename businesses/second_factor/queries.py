"""What a person proves besides a code to the phone or a password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from businesses.second_factor.models import CodeApp, Passkey, RecoveryCode

PASSKEYS_MAX = 10


@dataclass(frozen=True, slots=True)
class AppRow:
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """`codes_left` counts the recovery codes nobody used."""

    app: AppRow | None
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int

    @property
    def is_on(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, has in (("app", self.app), ("passkey", self.passkeys)) if has]


def has_second_factor(user_id: UUID) -> bool:
    mine = {"user_id": user_id}
    return CodeApp.objects.filter(**mine).exists() or Passkey.objects.filter(**mine).exists()


def factors_of(user_id: UUID) -> Factors:
    app = CodeApp.objects.filter(user_id=user_id).values_list("made_at", "used_at").first()
    keys = Passkey.objects.filter(user_id=user_id).order_by("made_at")[:PASSKEYS_MAX]
    return Factors(
        app=AppRow(*app) if app else None,
        passkeys=tuple(PasskeyRow(each.pk, each.name, each.made_at, each.used_at) for each in keys),
        codes_left=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
    )


def credentials_of(user_id: UUID) -> list[bytes]:
    """The public parts of the person's passkeys."""
    mine = Passkey.objects.filter(user_id=user_id).order_by("made_at")
    return [bytes(kept) for kept in mine.values_list("credential", flat=True)[:PASSKEYS_MAX]]
