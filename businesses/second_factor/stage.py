"""The last step of signing in: whoever turned on a second proof gives it, after the code or the password."""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.urls import reverse

from businesses.second_factor.queries import has_second_factor
from core.htmx import redirect


class SecondFactorStage(LoginStage):
    key = "second_factor"
    urlname = "second_factor:door"

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user is None or not has_second_factor(user.pk):
            return None, True
        return redirect(self.request, reverse("second_factor:door")), True

    def abort(self) -> HttpResponse:
        clear_login(self.request)
        return redirect(self.request, reverse("businesses:sign_in"))
