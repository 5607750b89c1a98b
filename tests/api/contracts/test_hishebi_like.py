"""What clients of a Hishebi-like household API send and expect, under /api/v1."""

import pytest

from businesses.models import User
from tests.api.programs import new_ledger

ENTRY = {"id", "kind", "amount", "counterparty", "source", "currency", "date", "ts", "note"}


def test_a_password_is_exchanged_for_tokens_of_an_hour(client, shop):
    user = User.objects.create_user(email="asha@example.com", password="hal-khata-2026")
    said = {
        "email": user.email,
        "password": "hal-khata-2026",
        "device_id": "7f6c1b9e",
        "scope": ["ledger.read"],
    }
    answer = client.post("/api/v1/auth/token", said, content_type="application/json")
    tokens = answer.json()
    assert {"access_token", "refresh_token", "expires_in", "user_id"} <= set(tokens)
    assert (tokens["expires_in"], tokens["user_id"], tokens["scope"]) == (3600, str(user.pk), ["ledger.read"])


@pytest.fixture
def month(asha):
    """A sale on account, money for it, and a purchase."""
    customer = new_ledger(asha, "রহিম স্টোর")
    supplier = asha.post("/ledgers", {"party_name": "शर्मा किराना", "type": "supplier"}).json()["ledger"][
        "ledger_id"
    ]
    asha.post(
        f"/ledgers/{customer}/entries",
        {"direction": "gave", "amount": 500, "mode": "goods", "date": "2026-11-02"},
    )
    asha.post(
        f"/ledgers/{customer}/entries",
        {"direction": "got", "amount": 200, "mode": "cash", "date": "2026-11-05"},
    )
    asha.post(
        f"/ledgers/{supplier}/entries",
        {"direction": "got", "amount": 90.5, "mode": "goods", "date": "2026-11-09"},
    )
    asha.post(
        f"/ledgers/{customer}/entries",
        {"direction": "gave", "amount": 1, "mode": "goods", "date": "2026-10-31"},
    )


def test_the_ledger_of_a_stretch_of_days(asha, month):
    said = asha.get("/ledger?from=2026-11-01&to=2026-11-30").json()
    assert said["currency"] == "INR"
    kinds = [(row["kind"], row["amount"], row["counterparty"], row["date"]) for row in said["entries"]]
    assert kinds == [
        ("expense", 90.5, "शर्मा किराना", "2026-11-09"),
        ("debt_payment", 200, "রহিম স্টোর", "2026-11-05"),
        ("income", 500, "রহিম স্টোর", "2026-11-02"),
    ]
    assert all(set(row) >= ENTRY for row in said["entries"])
    assert said["page_context"]["next_cursor"] is None


def test_the_ledger_goes_on_where_a_page_ended(asha, month):
    first = asha.get("/ledger?from=2026-11-01&to=2026-11-30&per_page=2").json()
    cursor = first["page_context"]["next_cursor"]
    rest = asha.get(f"/ledger?from=2026-11-01&to=2026-11-30&per_page=2&cursor={cursor}").json()
    assert (len(first["entries"]), len(rest["entries"]), rest["page_context"]["has_more_page"]) == (
        2,
        1,
        False,
    )


def test_everything_with_money_in_one_flat_feed(asha, month):
    rows = asha.get("/transactions").json()["transactions"]
    wanted = {
        "transaction_id",
        "type",
        "wing",
        "direction",
        "amount",
        "currency",
        "date",
        "party_name",
        "note",
        "ts",
    }
    assert [row["type"] for row in rows] == ["khata", "payment", "khata", "khata"]
    assert all(set(row) >= wanted and row["wing"] == "shop" for row in rows)


def test_an_error_carries_code_message_and_trace_id(asha):
    problem = asha.get("/ledger?from=2026-11-30&to=2026-11-01").json()
    assert {"code", "message", "trace_id"} <= set(problem)
    assert problem["error"] == "days_refused"


def test_a_device_may_call_sixty_times_a_minute(client, shop):
    user = User.objects.create_user(email="asha@example.com", password="hal-khata-2026")
    said = {"email": user.email, "password": "hal-khata-2026", "device_id": "7f6c1b9e"}
    token = client.post("/api/v1/auth/token", said, content_type="application/json").json()["access_token"]
    answer = client.get("/api/v1/businesses", headers={"Authorization": f"Bearer {token}"})
    assert answer["X-RateLimit-Limit"] == "60"


def test_news_of_an_entry_is_named_alike(asha):
    events = asha.get("/webhooks/events").json()["events"]
    assert {"entry.created", "entry.updated", "entry.deleted"} <= {row["event"] for row in events}
