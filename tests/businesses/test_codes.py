"""One-time codes: five guesses, one use, five minutes, and caps on sending that hold under a crowd."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connections

from businesses.models import SignInCode
from businesses.operations.codes import (
    CodeTooOld,
    CodeWrong,
    TooManyCodes,
    is_expired,
    make_code,
    use_code,
)
from core.refusals import Refusal

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NUMBER = "+919830012345"


def send(*, number=NUMBER, address="198.51.100.7", code="482915", now=NOW, replaces=None, caps=None):
    return make_code(
        destination=number,
        address=address,
        code=code,
        replaces=replaces,
        caps=settings.CODE_CAPS if caps is None else caps,
        now=now,
    )


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """`work(0)` … `work(count - 1)` in as many threads, let go at the same moment; a refusal is a result."""
    gate = threading.Barrier(count)

    def one(number: int) -> object:
        gate.wait()
        try:
            return work(number)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.both_engines
def test_a_code_tried_fifty_times_at_once_opens_once(live_db):
    made = send()
    results = at_once(50, lambda _: use_code(code_id=made.code_id, code="482915", now=NOW))
    assert results.count(None) == 1
    assert {type(result) for result in results if result is not None} == {CodeTooOld}


@pytest.mark.both_engines
def test_two_hundred_guesses_at_once_get_five_tries(live_db):
    made = send()
    results = []
    for round_ in range(4):
        guesses = [f"{round_ * 50 + number:06d}" for number in range(50)]
        results += at_once(
            50, lambda n, guesses=guesses: use_code(code_id=made.code_id, code=guesses[n], now=NOW)
        )
    kinds = [type(result) for result in results]
    assert kinds.count(CodeWrong) == 5
    assert kinds.count(CodeTooOld) == 195
    assert SignInCode.objects.get().tries == 5
    with pytest.raises(CodeTooOld):
        use_code(code_id=made.code_id, code="482915", now=NOW)


@pytest.mark.both_engines
def test_twenty_senders_at_once_get_one_code_for_a_number(live_db):
    results = at_once(20, lambda n: send(address=f"198.51.100.{n}"))
    assert sum(not isinstance(result, Refusal) for result in results) == 1
    assert SignInCode.objects.count() == 1


@pytest.mark.both_engines
def test_a_crowd_cannot_pass_the_cap_of_the_site(live_db):
    caps = {"site": [(7, 3600)]}
    results = at_once(30, lambda n: send(number=f"+91983001{n:04d}", caps=caps))
    assert sum(not isinstance(result, Refusal) for result in results) == 7
    assert {result.scope for result in results if isinstance(result, TooManyCodes)} == {"site"}


@pytest.mark.django_db
class TestTrying:
    @pytest.mark.parametrize("typed", ["482915", "४८२९१५", "৪৮২৯১৫", " 482 915 ", "482-915", "٤٨٢٩١٥"])
    def test_a_code_may_be_typed_in_any_digits(self, typed):
        use_code(code_id=send().code_id, code=typed, now=NOW)

    def test_a_used_code_opens_nothing_more(self):
        made = send()
        use_code(code_id=made.code_id, code="482915", now=NOW)
        with pytest.raises(CodeTooOld):
            use_code(code_id=made.code_id, code="482915", now=NOW)

    def test_a_code_lives_five_minutes(self):
        made = send()
        with pytest.raises(CodeTooOld):
            use_code(code_id=made.code_id, code="482915", now=NOW + timedelta(minutes=5))
        assert is_expired(code_id=made.code_id, now=NOW + timedelta(minutes=5))
        use_code(code_id=made.code_id, code="482915", now=NOW + timedelta(minutes=4, seconds=59))

    def test_a_wrong_code_says_how_many_tries_are_left(self):
        made = send()
        left = []
        for _ in range(5):
            with pytest.raises(CodeWrong) as refused:
                use_code(code_id=made.code_id, code="000000", now=NOW)
            left.append(refused.value.left)
        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(CodeTooOld):
            use_code(code_id=made.code_id, code="482915", now=NOW)
        assert not is_expired(code_id=made.code_id, now=NOW + timedelta(hours=1))

    def test_a_new_code_ends_the_one_before(self):
        first = send()
        send(code="111222", replaces=first.code_id, now=NOW + timedelta(seconds=31))
        with pytest.raises(CodeTooOld):
            use_code(code_id=first.code_id, code="482915", now=NOW + timedelta(seconds=32))
        assert not is_expired(code_id=first.code_id, now=NOW + timedelta(seconds=32))

    def test_neither_code_nor_number_nor_address_is_kept_in_the_clear(self):
        send()
        kept = " ".join(str(value) for value in SignInCode.objects.values_list().get())
        assert "482915" not in kept
        assert "9830012345" not in kept
        assert "198.51.100.7" not in kept


def codes_sent(times: list[timedelta], **what) -> list[str]:
    """What came of asking at each of these times: "sent", or the scope that refused."""
    outcomes = []
    for number, time in enumerate(times):
        given = {key: value(number) for key, value in what.items()}
        try:
            send(now=NOW + time, **given)
            outcomes.append("sent")
        except TooManyCodes as refused:
            outcomes.append(refused.scope)
    return outcomes


@pytest.mark.django_db
class TestCaps:
    def test_a_number_waits_thirty_seconds(self):
        assert codes_sent([timedelta(seconds=s) for s in (0, 29, 30)]) == ["sent", "number", "sent"]

    def test_a_number_gets_three_in_any_fifteen_minutes(self):
        times = [timedelta(minutes=m) for m in (0, 7, 14, 14.9, 15, 16, 22)]
        assert codes_sent(times) == ["sent", "sent", "sent", "number", "sent", "number", "sent"]

    def test_a_number_gets_ten_in_any_day(self):
        times = [timedelta(minutes=20 * n) for n in range(12)]
        outcomes = codes_sent([*times, timedelta(hours=24, seconds=1)], address=lambda n: f"192.0.2.{n}")
        assert outcomes == ["sent"] * 10 + ["number"] * 2 + ["sent"]

    def test_an_address_gets_its_hours_share_over_any_numbers(self):
        most = settings.CODE_CAPS["address"][0][0]
        times = [timedelta(seconds=n) for n in range(most + 2)]
        outcomes = codes_sent(times, number=lambda n: f"+9198300{n:05d}")
        assert outcomes == ["sent"] * most + ["address"] * 2

    def test_a_refused_asking_is_not_counted(self):
        codes_sent([timedelta(seconds=n) for n in range(20)])
        assert SignInCode.objects.count() == 1

    def test_the_sentence_says_when_to_ask_again(self):
        for minutes in (0, 5, 10):
            send(now=NOW + timedelta(minutes=minutes))
        with pytest.raises(TooManyCodes, match="ask again in 3 minutes"):
            send(now=NOW + timedelta(minutes=12))

    def test_old_codes_are_cleared_away(self):
        send()
        send(now=NOW + timedelta(days=2, seconds=1))
        assert SignInCode.objects.count() == 1
