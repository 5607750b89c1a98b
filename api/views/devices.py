"""Where a person is signed in, and signing out there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from api.operations.devices import sign_out_device, sign_out_others
from api.queries.devices import DeviceRow, device_rows
from api.refusals import TokenUnknown
from api.views.shell import own_page
from businesses.access import PersonRequest, signed_in
from core.htmx import redirect


@signed_in
@require_safe
def devices(request: PersonRequest) -> HttpResponse:
    rows = sorted(_rows(request), key=lambda row: (not row.is_current, -row.seen_at.timestamp()))
    others = any(not row.is_current for row in rows)
    return own_page(request, "developer/devices.html", {"devices": rows, "others": others})


@signed_in
@require_POST
def sign_out(request: PersonRequest, device_id: UUID) -> HttpResponse:
    try:
        sign_out_device(user_id=request.user.pk, actor=request.actor, device_id=device_id, now=timezone.now())
    except TokenUnknown:
        raise Http404 from None
    messages.success(request, _("Signed out there."))
    return redirect(request, reverse("developer:devices"))


@signed_in
@require_POST
def others_out(request: PersonRequest) -> HttpResponse:
    """Everywhere but here."""
    keep = [row.id for row in _rows(request) if row.is_current]
    ended = sign_out_others(user_id=request.user.pk, actor=request.actor, keep=keep, now=timezone.now())
    said = ngettext("Signed out on %(count)s device.", "Signed out on %(count)s devices.", ended)
    messages.success(request, said % {"count": ended})
    return redirect(request, reverse("developer:devices"))


def _rows(request: PersonRequest) -> list[DeviceRow]:
    key = request.session.session_key
    return device_rows(user_id=request.user.pk, session_key=key, now=timezone.now())
