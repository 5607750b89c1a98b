"""How often a program may call: one count for all processes."""

from collections import Counter

import pytest

from api.kit.caller import LIMITS
from api.kit.limits import SECONDS
from api.models import CallCount, Token, TokenKind
from tests.api.programs import program_of
from tests.api.racer import racing
from tests.ledger.shops import open_shop

PROCESSES, COPIES = 4, 5
ROUNDS_MAX = 500


def test_the_limits_are_what_the_guide_says():
    assert LIMITS == {TokenKind.PERSONAL: 600, TokenKind.DEVICE: 60, TokenKind.OAUTH: 3_000}


@pytest.mark.parametrize("limit", [1, 3])
def test_a_call_over_the_limit_is_told_when_to_come_back(shop, asha, limit, monkeypatch):
    Token.objects.update(limit=limit)
    monkeypatch.setattr("django.utils.timezone.now", lambda: shop.now.replace(second=48))
    answers = [asha.get("/businesses") for _ in range(limit + 2)]
    assert [one.status_code for one in answers] == [200] * limit + [429] * 2
    for left, one in zip([*range(limit - 1, -1, -1), 0, 0], answers, strict=True):
        assert one["RateLimit-Policy"] == f'"minute";q={limit};w=60'
        assert one["RateLimit"] == f'"minute";r={left};t=12'
        assert [one[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")] == [
            str(limit),
            str(left),
            "12",
        ]
    refused = answers[-1]
    assert (refused["Retry-After"], refused.json()["error"]) == ("12", "limit_reached")
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: shop.now.replace(minute=shop.now.minute + 1, second=0)
    )
    assert asha.get("/businesses").status_code == 200


def test_four_processes_share_one_limit(on_engine, process_environment, scale, figure):
    """The clock goes on meanwhile: whichever minutes the calls fall into, each minute lets its number through."""
    secret, limit, answers = program_of(open_shop().asha).secret, max(60, scale(600)), []
    Token.objects.update(limit=limit)
    environment = process_environment(on_engine)
    with racing(processes=PROCESSES, copies=COPIES, secret=secret, environment=environment) as send:
        for _round in range(ROUNDS_MAX):
            answers += send(method="GET", path="/businesses")
            if len(answers) > limit and any(one.status == 429 for one in answers):
                break
    minutes = list(CallCount.objects.values_list("calls", flat=True))
    assert sum(minutes) == len(answers)
    assert Counter(one.status for one in answers) == {
        200: sum(min(calls, limit) for calls in minutes), 429: sum(max(calls - limit, 0) for calls in minutes)
    }  # fmt: skip
    left = Counter(int(one.headers["X-RateLimit-Remaining"]) for one in answers)
    assert left == Counter(max(limit - place, 0) for calls in minutes for place in range(1, calls + 1))
    refused = [one for one in answers if one.status == 429]
    assert all(0 < int(one.headers["Retry-After"]) <= SECONDS for one in refused)
    figure(
        "calls of one token from four processes",
        len(answers),
        f"{limit} a minute let through, {len(refused)} not",
    )
