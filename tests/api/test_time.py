"""Trash, balance changes, periods, years and corrections, as programs see them."""

import datetime

import pytest

from businesses.roles import Role
from ledger.models import Document
from tests.api.programs import new_ledger, program_of
from tests.ledger.shops import open_shop

pytestmark = pytest.mark.both_engines


@pytest.fixture
def shop(live_db):
    from django.utils import timezone

    return open_shop(now=timezone.now())


@pytest.fixture
def asha(shop):
    return program_of(shop.asha, books=[shop.id], now=shop.now)


def entry(program, ledger, amount=500, **said) -> dict:
    answer = program.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": amount, **said})
    assert answer.status_code == 201, answer.content
    return answer.json()["entry"]


def balance(program, ledger) -> float:
    return program.get(f"/ledgers/{ledger}").json()["ledger"]["balance"]


def test_what_is_deleted_is_listed_and_comes_back(asha):
    ledger = new_ledger(asha, "शर्मा")
    made = entry(asha, ledger, note="চাল")
    asha.delete(f"/entries/{made['entry_id']}", If_Match="1")
    (row,) = asha.get("/trash?search_text=sharma").json()["trash"]
    assert (row["kind"], row["id"], row["amount"], row["days_left"]) == ("entry", made["entry_id"], 500, 30)
    assert asha.get("/trash?search_text=nobody").json()["trash"] == []
    asha.post(f"/entries/{row['id']}/restore", If_Match=str(row["rev"]))
    assert asha.get("/trash").json()["trash"] == []
    assert balance(asha, ledger) == -500


def test_a_khata_is_deleted_when_settled_and_comes_back(asha):
    ledger = new_ledger(asha)
    entry(asha, ledger)
    refused = asha.delete(f"/ledgers/{ledger}", If_Match="1")
    assert (refused.status_code, refused.json()["error"]) == (409, "not_settled")
    entry(asha, ledger, direction="got")
    assert asha.delete(f"/ledgers/{ledger}?dry_run=true", If_Match="1").status_code == 200
    assert asha.get(f"/ledgers/{ledger}").status_code == 200
    assert asha.delete(f"/ledgers/{ledger}", If_Match="1").status_code == 200
    assert asha.get(f"/ledgers/{ledger}").status_code == 404
    assert [row["kind"] for row in asha.get("/trash").json()["trash"]] == ["ledger"]
    assert asha.post(f"/ledgers/{ledger}/restore").json()["ledger"]["ledger_id"] == str(ledger)


def test_the_differences_of_a_balance_add_up(asha):
    ledger = new_ledger(asha)
    kept, gone = entry(asha, ledger), entry(asha, ledger, 70)
    seq = asha.get("/balance-changes").json()["to_seq"]
    asha.patch(f"/entries/{kept['entry_id']}", {"amount": 450}, If_Match="1")
    asha.delete(f"/entries/{gone['entry_id']}", If_Match="1")
    entry(asha, ledger, 25, date=str(datetime.date.today() - datetime.timedelta(days=30)))
    for path in (f"/ledgers/{ledger}/balance-changes?seq={seq}", f"/balance-changes?seq={seq}"):
        found = asha.get(f"{path}&per_page=2").json()
        rest = asha.get(f"{path}&per_page=2&cursor={found['page_context']['next_cursor']}").json()
        rows = found["balance_changes"] + rest["balance_changes"]
        assert [row["what"] for row in rows] == ["late", "deleted", "changed"]
        assert (found["known_balance"], found["balance"], found["difference"]) == (-570, -475, 95)
        assert sum(row["difference"] for row in rows) == found["difference"]
    assert rows[2]["before"]["amount"] == 500
    assert rows[2]["after"]["amount"] == 450
    assert rows[1]["after"] is None


def test_a_closed_day_is_corrected_and_opened_again(asha, shop):
    ledger = new_ledger(asha)
    day = datetime.date.today() - datetime.timedelta(days=40)
    made = entry(asha, ledger, date=str(day))
    path = f"/entries/{made['entry_id']}"
    early = asha.post(f"{path}/correct", {"amount": 450}, If_Match="1")
    assert (early.status_code, early.json()["error"]) == (409, "period_open")
    closed = asha.post("/periods/close", {"until": str(day)}).json()["period"]
    assert closed == {"books_closed_until": str(day), "tax_closed_until": None, "held": 0}
    refused = asha.patch(path, {"amount": 450}, If_Match="1")
    assert (refused.status_code, refused.json()["error"]) == (422, "period_locked")
    done = asha.post(f"{path}/correct", {"amount": 450}, If_Match="1").json()["correction"]
    assert done["balance"] == balance(asha, ledger) == -450
    kinds = {row["entry_id"]: row["kind"] for row in asha.get(f"/ledgers/{ledger}/entries").json()["entries"]}
    assert kinds == {
        made["entry_id"]: "khata", done["correction_id"]: "correction", done["replacement_id"]: "khata",
    }  # fmt: skip
    again = asha.post(f"{path}/correct", {"is_wrong": True}, If_Match="1")
    assert (again.status_code, again.json()["error"]) == (409, "corrected_already")
    assert asha.post(f"/entries/{done['replacement_id']}/correction/take-back").status_code == 200
    assert balance(asha, ledger) == -500
    refused = asha.post("/periods/open", {"reason": " "})
    assert (refused.status_code, refused.json()["error"]) == (422, "reason_missing")
    opened = asha.post("/periods/open", {"reason": "एक बिल बाकी था"}).json()["period"]
    assert opened["books_closed_until"] is None
    assert shop.proven()


def test_a_year_is_closed_and_opened(asha, shop):
    ledger, today = new_ledger(asha), datetime.date.today()
    entry(asha, ledger, 800, date=str(today - datetime.timedelta(days=366)))
    year = asha.get("/years").json()["years"][1]
    assert (year["is_over"], year["is_closed"]) == (True, False)
    path = f"/years/{year['year']}"
    figures = asha.get(path).json()["year"]
    assert (figures["income"], figures["expense"], figures["result"], figures["will_get"]) == (
        800,
        0,
        800,
        800,
    )
    tried = asha.post(f"{path}/close?dry_run=true").json()["year"]
    assert tried["is_closed"]
    assert not asha.get(path).json()["year"]["is_closed"]
    closed = asha.post(f"{path}/close").json()["year"]
    assert (closed["is_closed"], closed["result"]) == (True, 800)
    assert asha.get("/periods").json()["period"]["books_closed_until"] == year["last_day"]
    twice = asha.post(f"{path}/close")
    assert (twice.status_code, twice.json()["error"]) == (409, "year_stands")
    running = asha.post(f"/years/{year['year'] + 1}/close")
    assert (running.status_code, running.json()["error"]) == (422, "year_not_over")
    assert asha.get("/years/1980").status_code == 404
    assert not asha.post(f"{path}/open", {"reason": "भूल"}).json()["year"]["is_closed"]
    assert asha.post(f"{path}/open", {"reason": "भूल"}).status_code == 404
    assert Document.objects.filter(business_id=shop.id, kind="year_end", state="trashed").count() == 1
    assert shop.proven()


def test_a_phone_is_told_of_corrections_and_not_of_year_ends(asha, shop):
    ledger, today = new_ledger(asha), datetime.date.today()
    day = today - datetime.timedelta(days=366)
    made = entry(asha, ledger, 800, date=str(day))
    asha.post(f"/years/{asha.get('/years').json()['years'][1]['year']}/close")
    asha.post(f"/entries/{made['entry_id']}/correct", {"is_wrong": True}, If_Match="1")
    rows = [row["entry"] for row in asha.get("/sync/changes").json()["changes"] if row["kind"] == "entry"]
    assert [row["kind"] for row in rows] == ["khata", "correction"]


def test_a_manager_closes_nothing(shop):
    manager = program_of(shop.member(Role.MANAGER), books=[shop.id], now=shop.now)
    for path, body in (("/periods/close", {"until": "2020-01-01"}), ("/years/2025/close", {})):
        assert manager.post(path, body).status_code == 403
