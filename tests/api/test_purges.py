"""What is kept for a time goes when it is over, a bounded batch at a time, and nothing else goes."""

import datetime
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from api.kit.log import purge_log
from api.models import AccessRow, CallCount, CallDay, DeviceSession, KeptAnswer, RefreshToken, Token
from api.operations import purges
from api.operations.sessions import sign_in_device, trim
from api.operations.tokens import make_token
from api.queries.usage import calls_by_day, calls_of, calls_this_month
from audit import nights, retention
from audit.jobs import run_job
from audit.models import Job, JobState
from businesses.models import BrowserSession, Device, User
from businesses.operations.browsers import trim_browsers
from core.ids import uuid7
from tests.api.programs import program_of

pytestmark = pytest.mark.both_engines
NOW = datetime.datetime(2026, 11, 21, 6, 30, tzinfo=datetime.UTC)


def days_ago(days: float) -> datetime.datetime:
    return NOW - datetime.timedelta(days=days)


def logged(at: datetime.datetime) -> AccessRow:
    return AccessRow.objects.create(at=at, method="GET", route="x", path="/x", status=200, trace_id="1")


def minutes(caller_id: UUID, at: datetime.datetime, *, rows: int, calls: int = 3) -> None:
    first = int(at.timestamp()) // 60
    CallCount.objects.bulk_create(
        [CallCount(caller_id=caller_id, minute=first + place, calls=calls) for place in range(rows)]
    )


def test_the_log_of_calls_is_kept_a_year(db):
    old, kept = logged(days_ago(367)), logged(days_ago(365))
    assert purge_log(now=NOW) == 1
    assert list(AccessRow.objects.values_list("pk", flat=True)) == [kept.pk]
    assert old.pk != kept.pk
    assert purge_log(now=NOW) == 0


def test_an_answer_for_retries_is_kept_a_day(db):
    for key, at in (("old", days_ago(1.01)), ("new", days_ago(0.9))):
        KeptAnswer.objects.create(caller_id=uuid7(), key=key, request_hash=b"", at=at)
    assert purges.purge_answers(now=NOW) == 1
    assert KeptAnswer.objects.get().key == "new"


def test_minutes_of_past_days_become_days_and_every_sum_stays(db):
    caller, other = uuid7(), uuid7()
    minutes(caller, days_ago(2), rows=7)
    minutes(caller, days_ago(1), rows=5)
    minutes(other, days_ago(1), rows=2)
    minutes(caller, days_ago(0), rows=4)
    before = calls_by_day([caller, other], start=NOW.date() - datetime.timedelta(days=9))
    assert purges.sum_up_calls(now=NOW) == 14
    assert purges.sum_up_calls(now=NOW) == 0
    assert CallCount.objects.count() == 4
    assert CallDay.objects.count() == 3
    assert calls_by_day([caller, other], start=NOW.date() - datetime.timedelta(days=9)) == before
    assert calls_of([caller, other], now=NOW) == {caller: 48, other: 6}
    assert calls_this_month([caller], now=NOW) == {caller: 48}


def test_a_batch_that_ends_within_a_day_adds_to_it(db, monkeypatch):
    monkeypatch.setattr(purges, "BATCH", 3)
    caller = uuid7()
    minutes(caller, days_ago(3), rows=8, calls=2)
    assert [purges.sum_up_calls(now=NOW) for _ in range(4)] == [3, 3, 2, 0]
    assert CallDay.objects.get().calls == 16


def test_ended_tokens_stay_while_the_log_names_them(shop):
    made = [
        make_token(
            user_id=shop.asha.user_id, actor=shop.asha, name=name, scopes=["ledger.read"], business_ids=None,
            expires_at=None, now=NOW,
        ).token_id
        for name in ("long ago", "of late", "standing")
    ]  # fmt: skip
    for token_id, days in zip(made, (401, 399), strict=False):
        Token.objects.filter(pk=token_id).update(revoked_at=days_ago(days))
    assert purges.purge_tokens(now=NOW) == 1
    assert set(Token.objects.values_list("name", flat=True)) == {"of late", "standing"}


def test_worn_tokens_of_devices_go_and_the_sign_in_stays(shop):
    user = User.objects.get(pk=shop.asha.user_id)
    sign_in_device(user=user, device_id="phone-1234", label="x", scopes=None, trace_id="t", now=days_ago(100))
    later = sign_in_device(user=user, device_id="phone-5678", label="y", scopes=None, trace_id="t", now=NOW)
    assert trim(now=NOW) == 2
    assert Token.objects.get().session_id == RefreshToken.objects.get().session_id == later.session_id
    assert DeviceSession.objects.count() == 2


def test_browsers_whose_session_ended_are_forgotten(shop):
    user = User.objects.get(pk=shop.asha.user_id)
    device = Device.objects.create(user=user, label="x", secret_hash="x", seen_at=NOW, created_at=NOW)
    for key, days in (("worn", -1), ("standing", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=NOW + datetime.timedelta(days=days)
        )
    for key in ("worn", "standing", "gone"):
        BrowserSession.objects.create(user=user, device=device, session_key=key, began_at=NOW, seen_at=NOW)
    assert trim_browsers(now=NOW) == 3
    assert BrowserSession.objects.get().session_key == "standing"
    assert Session.objects.get().session_key == "standing"


def test_a_night_takes_a_bounded_number_of_batches(db, monkeypatch):
    monkeypatch.setattr(nights, "BATCHES", 3)
    taken = []

    def endless(*, now):
        taken.append(now)
        return 5

    assert nights.all_of(endless, now=NOW) == 15
    assert len(taken) == 3


def ask_for_nights(times: int) -> None:
    """Asked for more than once, it is one job."""
    for _time in range(times):
        nights.ask_for_night(now=timezone.now())
    job = Job.objects.get(kind=nights.KIND)
    assert run_job(job.id) == JobState.DONE
    job.refresh_from_db()
    assert set(job.result) == set(nights._works)


def test_work_that_fails_stops_no_other(shop, monkeypatch):
    done = []

    def breaks(*, now):
        raise ValueError

    monkeypatch.setattr(nights, "_works", {"a": breaks, "b": lambda *, now: done.append(now) or 0})
    nights.ask_for_night(now=timezone.now())
    assert run_job(Job.objects.get(kind=nights.KIND).id) == JobState.DUE
    assert len(done) == 1


@pytest.mark.parametrize(
    ("said", "days"), [({}, 366), ({"calls": 500}, 500), ({"calls": 30}, 365), ({"receipts": 1}, None)]
)
def test_the_operator_chooses_within_what_the_law_lets(settings, said, days):
    settings.KEEP_DAYS = said
    assert retention.kept("calls").days == (days or 366)
    assert retention.kept("receipts").days == 400
    refused = [name for name, chosen in said.items() if chosen < retention.RULES[name].least]
    assert len(retention.check_keep_days()) == len(refused)


def test_the_table_is_the_operators(settings):
    """docs/operate.md says the same as the code."""
    told = (settings.ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    for name, rule in retention.RULES.items():
        assert f"| `{name}` | {rule.days} | {rule.least} | {rule.about} |" in told, name


def test_the_night_runs_them_all_and_harms_nothing_that_stands(shop):
    program = program_of(shop.asha, now=timezone.now())
    assert program.get("/ledgers").status_code == 200
    ask_for_nights(2)
    assert program.get("/ledgers").status_code == 200
    assert AccessRow.objects.count() == 2
