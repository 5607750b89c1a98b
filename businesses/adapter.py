"""What allauth asks of this project: where a phone number is kept, and what happens at sign-in.

allauth authenticates, runs its stages, makes and ends sessions and sends its signals. The pages are ours
(`businesses.views`), and so are the codes (`businesses.operations.codes`, which says why).
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from businesses.access import actor_of
from businesses.devices import remember_device, set_device_cookie
from businesses.door import note_arrival
from businesses.models import User
from businesses.operations.browsers import forget_browser, remember_browser
from businesses.operations.claims import close_claims
from businesses.operations.sign_ins import record_sign_in, record_sign_out
from businesses.queries.invitations import is_invited
from businesses.queries.memberships import last_book_id
from core import walls
from core.htmx import redirect


def home_path(user: User) -> str:
    """Where a signed-in person starts: the khata of the book opened last, an invitation, or a first book."""
    walls.know(user.pk)
    book_id = last_book_id(user_id=user.pk)
    if book_id:
        return f"/b/{book_id}/khata/"
    return reverse("businesses:invitations") if is_invited(user, now=timezone.now()) else "/start/"


class AccountInactive(Exception):
    """The account was switched off; the sign-in page says so."""


class Adapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        """Whichever way somebody comes in, the second proof is the last step."""
        return [*super().get_login_stages(), "businesses.second_factor.stage.SecondFactorStage"]

    def get_logout_redirect_url(self, *_request: Any) -> str:
        return reverse("businesses:sign_in")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Ties the session to a device, writes the person's trail, and goes where the person was going."""
        url = super().post_login(request, user, **kwargs).headers["Location"]
        now = timezone.now()
        close_claims(user_id=user.pk, now=now)
        remembered = remember_device(request, user=user, now=now)
        self._note_sign_in(request, user, is_new=kwargs["signup"], is_elsewhere=remembered.is_new)
        remember_browser(request.session, user_id=user.pk, now=now)
        record_sign_in(user_id=user.pk, actor=actor_of(request), is_new=kwargs["signup"], now=now)
        response = redirect(request, url)
        set_device_cookie(response, secret=remembered.secret)
        return response

    def _note_sign_in(self, request: HttpRequest, user: User, *, is_new: bool, is_elsewhere: bool) -> None:
        records = get_authentication_records(request, user)
        proved = {str(record.get(key) or "") for record in records for key in ("phone", "email")}
        note_arrival(
            request, user=user, is_new=is_new, is_elsewhere=is_elsewhere, proved=proved, now=timezone.now()
        )

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            actor = actor_of(request)
            record_sign_out(user_id=request.user.pk, actor=actor, now=timezone.now())
            forget_browser(request.session)
        super().logout(request)

    def respond_user_inactive(self, *_request_and_user: Any) -> HttpResponse:
        raise AccountInactive

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own notices are not in our words, and every step here says its own."""

    def get_phone(self, user: User) -> tuple[str, bool] | None:  # type: ignore[override]
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # type: ignore[override]
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:  # type: ignore[override]
        User.objects.filter(pk=user.pk, phone=phone).update(phone_verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()
