"""Asha with an app that makes codes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from businesses.actors import Actor
from businesses.models import User
from businesses.second_factor.models import CodeApp
from businesses.second_factor.operations.changes import turn_on_app
from businesses.second_factor.otp import STEP_SECONDS, code_at, new_secret, step_at
from tests.businesses.test_sign_in import sent

__all__ = ["sent"]
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Phone:
    """The app on Asha's phone, and the paper with her recovery codes."""

    user: User
    secret: str
    paper: tuple[str, ...]

    def code(self, *, later: int = 0) -> str:
        """What the app shows so many half minutes from now."""
        return code_at(self.secret, step=step_at(timezone.now()) + later)

    def used_long_ago(self) -> None:
        CodeApp.objects.filter(user=self.user).update(last_step=0)


def phone_of(user: User) -> Phone:
    secret, before = new_secret(), timezone.now() - timedelta(seconds=10 * STEP_SECONDS)
    code = code_at(secret, step=step_at(before))
    added = turn_on_app(
        user_id=user.pk, actor=Actor(user.pk, "", None, "test"), secret=secret, code=code, now=before
    )
    return Phone(user=user, secret=secret, paper=added.codes)


@pytest.fixture
def phone(cast) -> Phone:
    return phone_of(cast.asha)
