"""The second step at the door, after the code or the password."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from businesses.access import public
from businesses.forms import refuse
from businesses.models import User
from businesses.second_factor.asking import METHOD, passkey_options, take
from businesses.second_factor.forms import SecondProofForm
from businesses.second_factor.stage import SecondFactorStage
from core.htmx import redirect
from core.refusals import Refusal


@public
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    stage = LoginStageController.enter(request, SecondFactorStage.key)
    if stage is None or request.user.is_authenticated:
        return redirect(request, "/")
    user = stage.login.user
    if not isinstance(user, User) or not user.is_active:
        return stage.abort()
    form = SecondProofForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form, user)
    if not form.is_valid():
        return _page(request, form, user, status=422)
    try:
        proved = take(request, form, user=user)
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form.emptied(), user, status=refusal.status)
    record_authentication(request, user, method=METHOD, type=proved.kind)
    return stage.exit()


def _page(request: HttpRequest, form: SecondProofForm, user: User, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "options": passkey_options(request, user_id=user.pk)}
    return render(request, "second_factor/door.html", context, status=status)
