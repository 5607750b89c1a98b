"""How the installation is, for the staff and for a monitor."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from businesses.access import PersonRequest, public, staff
from businesses.strong import is_strong, lacks_second_factor
from staff.queries.health import health
from staff.queries.readings import worst


@staff
@require_safe
def health_page(request: PersonRequest) -> HttpResponse:
    readings = health(now=timezone.now())
    return render(request, "staff/health.html", {"readings": readings, "level": worst(readings)})


@public
@never_cache
@require_safe
def health_json(request: HttpRequest) -> HttpResponse:
    """For a monitor that shows HALKHATA_MONITOR_TOKEN, and for the staff; nobody else finds anything here.

    503 when something is bad. An address is no proof: behind a proxy every caller comes from this machine.
    """
    if not (_is_monitor(request) or _is_staff(request)):
        raise Http404
    now = timezone.now()
    readings = health(now=now)
    level = worst(readings)
    body: dict[str, Any] = {
        "level": level,
        "at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "readings": {each.name: {"level": each.level, "says": each.says, **each.facts} for each in readings},
    }
    return JsonResponse(body, status=503 if level == "bad" else 200)


def _is_monitor(request: HttpRequest) -> bool:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = settings.MONITOR_TOKEN
    return bool(token) and kind.lower() == "bearer" and constant_time_compare(secret.strip(), token)


def _is_staff(request: HttpRequest) -> bool:
    user = request.user
    return bool(
        user.is_authenticated and user.is_staff and is_strong(request) and not lacks_second_factor(user.pk)
    )
