"""Is the process alive, and can it serve? The probes are named in settings.READINESS.

Asked by machines that never sign in, so the answers hold no names, addresses or versions.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.seals import missing

log = structlog.get_logger("halkhata.health")


@dataclass(frozen=True)
class Finding:
    """What a probe found. `is_fatal`: this process can't serve; otherwise only a person should look."""

    name: str
    is_well: bool
    detail: str = ""
    is_fatal: bool = True


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 while the process can serve, else 503; each finding is named in the body."""
    findings = [_finding_of(import_string(path)) for path in settings.READINESS]
    is_ready = all(finding.is_well or not finding.is_fatal for finding in findings)
    body = {finding.name: _word_for(finding) for finding in findings}
    return JsonResponse({"ready": is_ready, "findings": body}, status=200 if is_ready else 503)


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("database", is_well=True)


def disk() -> Finding:
    """Room for entries and photos. A full disk refuses every write, so say so before it is full."""
    folder = Path(settings.DATA)
    free_mb = shutil.disk_usage(folder if folder.exists() else folder.parent).free // (1024 * 1024)
    return Finding("disk", is_well=free_mb >= settings.DISK_FREE_MIN_MB, detail=f"{free_mb} MB free")


def seals() -> Finding:
    """Without its seals the database would take what it must refuse."""
    sealed = [app for app in apps.get_app_configs() if (Path(app.path) / "seals").is_dir()]
    gone = {name for app in sealed for name in missing(app, using=DEFAULT_DB_ALIAS)}
    return Finding("seals", is_well=not gone, detail=f"{len(gone)} missing" if gone else "")


def _finding_of(probe: Callable[[], Finding]) -> Finding:
    try:
        return probe()
    except (DatabaseError, OSError) as error:
        log.exception("probe failed", probe=probe.__name__)
        return Finding(probe.__name__, is_well=False, detail=type(error).__name__)


def _word_for(finding: Finding) -> str:
    word = "ok" if finding.is_well else "failing" if finding.is_fatal else "late"
    return f"{word}: {finding.detail}" if finding.detail else word
