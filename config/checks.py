"""Deployments that must not start. Each check has a stable id, listed in docs/operate.md."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from config.secret import UNSET

TAG = "deployment"
KEY_LENGTH_MIN = 50


@register(TAG, Tags.security, deploy=True)
def secret_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    if settings.SECRET_KEY == UNSET or len(settings.SECRET_KEY) < KEY_LENGTH_MIN:
        hint = f"Set SECRET_KEY to at least {KEY_LENGTH_MIN} random characters, or start with bin/serve."
        return [Error("SECRET_KEY is not set, or too short.", hint=hint, id="halkhata.E001")]
    return []


@register(TAG, Tags.security, deploy=True)
def hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Name the hosts people type, separated by commas."
    return [Error("ALLOWED_HOSTS accepts every host.", hint=hint, id="halkhata.E002")]


@register(TAG, Tags.security, deploy=True)
def site_url(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return []
    hint = "For example https://khata.example.com"
    return [Error("SITE_URL is not a web address.", hint=hint, id="halkhata.E003")]


@register(TAG, Tags.security, deploy=True)
def debug_in_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not (settings.DEBUG and settings.TLS):
        return []
    hint = "Unset DEBUG, or set SITE_URL to a plain http address on this machine."
    return [Error("DEBUG is on for a public address.", hint=hint, id="halkhata.E004")]


@register(TAG, Tags.security, deploy=True)
def log_format(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.LOG_FORMAT in {"json", "console"}:
        return []
    return [Error("LOG_FORMAT is neither json nor console.", id="halkhata.E005")]


def refuse_unsafe_start() -> None:
    """Run the deployment checks; raises ImproperlyConfigured naming each that failed."""
    faults = [fault for fault in run_checks(tags=[TAG], include_deployment_checks=True) if fault.is_serious()]
    if faults:
        raise ImproperlyConfigured("\n".join(str(fault) for fault in faults))
