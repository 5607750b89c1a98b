"""Operations that will go: announced in the description and on every answer, at least 30 days ahead."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.http import http_date

NOTICE = datetime.timedelta(days=30)
CHANGELOG = "/api/v1/changelog"
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Ending:
    """Since when an operation is deprecated, the day it goes, and the path that does its work instead."""

    since: datetime.date
    sunset: datetime.date
    instead: str = ""

    def headers(self) -> dict[str, str]:
        """Deprecation (RFC 9745), Sunset (RFC 8594) and where to read on."""
        links = [f'<{CHANGELOG}>; rel="deprecation"; type="text/html"']
        if self.instead:
            links.append(f'<{self.instead}>; rel="successor-version"')
        return {
            "Deprecation": f"@{int(_instant(self.since))}",
            "Sunset": http_date(_instant(self.sunset)),
            "Link": ", ".join(links),
        }


def ends(*, since: datetime.date, sunset: datetime.date, instead: str = "") -> Callable[[V], V]:
    """Announce that the operation below it goes. Stands under the router's decorator.

    Raises ValueError for less than 30 days of notice.
    """
    if sunset - since < NOTICE:
        raise ValueError("An operation is announced to go at least 30 days ahead.")

    def mark(view: V) -> V:
        view.ending = Ending(since=since, sunset=sunset, instead=instead)  # type: ignore[attr-defined]
        return view

    return mark


def dress(request: Any, response: HttpResponse) -> None:
    """The headers of an operation that will go."""
    ending: Ending | None = getattr(request, "ending", None)
    if ending is not None:
        for name, value in ending.headers().items():
            response[name] = value


def _instant(day: datetime.date) -> float:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC).timestamp()
