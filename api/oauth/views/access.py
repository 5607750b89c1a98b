"""Me → Apps with access: what a person allowed, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.oauth.operations.consents import withdraw
from api.oauth.queries import apps_with_access
from api.oauth.refusals import AppUnknown
from api.views.shell import own_page
from businesses.access import PersonRequest, signed_in
from core.htmx import redirect


@signed_in
@require_safe
def apps(request: PersonRequest) -> HttpResponse:
    found = apps_with_access(user_id=request.user.pk, now=timezone.now())
    return own_page(request, "oauth/access.html", {"apps": found})


@signed_in
@require_POST
def end(request: PersonRequest, *, app_id: UUID) -> HttpResponse:
    try:
        name = withdraw(actor=request.actor, app_id=app_id, now=timezone.now())
    except AppUnknown:
        raise Http404 from None
    messages.success(request, _("%(name)s has no access any more.") % {"name": name})
    return redirect(request, reverse("oauth:access"))
