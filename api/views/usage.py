"""How often each of the person's programs called, by day."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.kit.limits import DEVICE_LIMIT, PARTNER_LIMIT, PERSONAL_LIMIT
from api.oauth.queries import consent_names
from api.queries.devices import device_rows
from api.queries.tokens import token_cards
from api.queries.usage import DAYS, calls_by_day
from api.views.shell import own_page
from businesses.access import PersonRequest, signed_in
from ledger.views.replies import uuid_or_none


@dataclass(frozen=True, slots=True)
class Program:
    """`limit` is calls a minute."""

    id: UUID
    name: str
    calls: int
    limit: int


@signed_in
@require_safe
def usage(request: PersonRequest) -> HttpResponse:
    """`program` in the query chooses one of the person's own; without it all are added up."""
    now = timezone.now()
    names = _own_programs(request.user.pk, now=now)
    consents = consent_names(user_id=request.user.pk)
    counted = calls_by_day([*names, *consents], start=_days(now)[0])
    names |= {
        pk: (consents[pk][0], consents[pk][1] or PARTNER_LIMIT) for pk, _day in counted if pk in consents
    }
    chosen = uuid_or_none(request.GET.get("program", ""))
    chosen = chosen if chosen in names else None
    days = _days(now)
    programs = [Program(pk, name, _sum(counted, pk), limit) for pk, (name, limit) in names.items()]
    points = [(day, sum(counted.get((pk, day), 0) for pk in names if chosen in (None, pk))) for day in days]
    context = {
        "programs": sorted(programs, key=lambda each: -each.calls),
        "chosen": chosen,
        "points": points,
        "busy_days": [point for point in reversed(points) if point[1]],
        "total": sum(calls for _day, calls in points),
        "title": names[chosen][0] if chosen else _("All programs"),
    }
    return own_page(request, "developer/usage.html", context)


def _own_programs(user_id: UUID, *, now: datetime.datetime) -> dict[UUID, tuple[str, int]]:
    """Name and limit of each personal token and of each sign-in of a program."""
    tokens = {
        card.id: (card.name or card.shown, card.limit or PERSONAL_LIMIT)
        for card in token_cards(user_id=user_id, now=now)
    }
    devices = [row for row in device_rows(user_id=user_id, now=now) if row.kind == "program"]
    return tokens | {row.id: (row.name, row.limit or DEVICE_LIMIT) for row in devices}


def _days(now: datetime.datetime) -> list[datetime.date]:
    return [now.date() - datetime.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def _sum(counted: dict[tuple[UUID, datetime.date], int], caller_id: UUID) -> int:
    return sum(calls for (pk, _day), calls in counted.items() if pk == caller_id)
