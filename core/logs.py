"""Structured logs: one JSON object a line, or columns for a person at a console.

Every line written during a request or a job carries what core.trace bound: trace id, person, book.
"""

import logging.config
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_WORDS = ("password", "secret", "token", "code", "otp", "cookie", "authorization", "csrf")
HIDDEN = "[hidden]"


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank values whose key names a secret; the status code of an answer is not one."""
    for key in event:
        if key not in {"status_code", "event"} and any(word in key.lower() for word in SECRET_WORDS):
            event[key] = HIDDEN
    return event


def drop_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Django hands the whole request along; its address holds what somebody searched for."""
    event.pop("request", None)
    return event


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        hide_secrets,
    ]


def _rendering(style: str) -> list[Processor]:
    plain: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if style == "console":
        # The traceback drawn where rich is installed shows each local variable, codes and passwords among them.
        bare = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        return [*plain, bare]
    return [
        *plain,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def logging_config(*, style: str, level: str) -> dict[str, Any]:
    """The LOGGING setting. `style` is json or console."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), drop_request, *_shared()],
                "processors": _rendering(style),
            },
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # core.trace writes one line for each answer; Django's own would be a second.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            # These write codes and tokens out when they are asked for every detail.
            "oauthlib": {"level": "INFO"},
            "oauth2_provider": {"level": "INFO"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Called by Django with the LOGGING setting."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
