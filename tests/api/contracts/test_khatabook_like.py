"""What clients of a Khatabook-like sync API send and expect, under /api/v1."""

import re

import pytest

from tests.api.programs import Program, new_ledger, program_of
from tests.ledger.shops import Shop

LEDGER = {"ledger_id", "party_name", "type", "balance", "currency", "updated_at"}
ENTRY = {
    "entry_id",
    "ledger_id",
    "party_name",
    "amount",
    "direction",
    "note",
    "ts",
    "running_balance",
    "updated_at",
}


@pytest.fixture
def phone(shop: Shop) -> Program:
    return program_of(shop.asha, books=[shop.id])


def test_a_code_from_a_phone_is_exchanged_for_tokens_and_the_book(client, shop, capsys):
    said = {"mobile": "+919830012345", "device_id": "7f6c1b9e"}
    headers = {"content_type": "application/json"}
    assert client.post("/api/v1/auth/otp/request", said, **headers).status_code == 200
    code = re.findall(r"\b\d{6}\b", capsys.readouterr().out)[0]
    answer = client.post("/api/v1/auth/verify-otp", said | {"otp": code}, **headers)
    assert answer.status_code == 200, answer.content
    tokens = answer.json()
    assert {"access_token", "refresh_token", "business_id"} <= set(tokens)
    first = client.get("/api/v1/businesses", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert first.status_code == 200
    again = client.post("/api/v1/auth/refresh", {"refresh_token": tokens["refresh_token"]}, **headers)
    assert again.json()["refresh_token"] != tokens["refresh_token"]


def test_ledgers_of_a_business_since_a_cursor(phone, shop):
    ledger = new_ledger(phone, "রহিম স্টোর")
    first = phone.get(f"/businesses/{shop.id}/ledgers?sync_since=0").json()
    assert [row["ledger_id"] for row in first["ledgers"]] == [str(ledger)]
    assert set(first["ledgers"][0]) >= LEDGER
    assert isinstance(first["ledgers"][0]["updated_at"], int)
    after = phone.get(f"/businesses/{shop.id}/ledgers?sync_since={first['sync_cursor']}").json()
    assert after["ledgers"] == []
    new_ledger(phone, "शर्मा किराना")
    later = phone.get(f"/businesses/{shop.id}/ledgers?sync_since={after['sync_cursor']}").json()
    assert [row["party_name"] for row in later["ledgers"]] == ["शर्मा किराना"]


def test_a_first_call_may_say_seconds(phone, shop):
    new_ledger(phone)
    for seconds in ("0", "1732000000"):
        assert len(phone.get(f"/businesses/{shop.id}/ledgers?sync_since={seconds}").json()["ledgers"]) == 1


def test_a_balance_is_credits_less_debits(phone):
    """The sample: they owe 4,200; 1,500 comes in; they owe 2,700."""
    ledger = new_ledger(phone)
    gave = phone.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": 4200.00})
    assert b'"balance":-4200.00' in gave.content
    got = phone.post(f"/ledgers/{ledger}/entries", {"direction": "got", "amount": 1500, "note": "নগদ"})
    assert b'"balance":-2700.00' in got.content
    listed = phone.get(f"/ledgers/{ledger}/entries?after=0").json()
    assert [row["running_balance"] for row in listed["entries"]] == [-4200, -2700]
    assert set(listed["entries"][0]) >= ENTRY
    assert isinstance(listed["entries"][0]["ts"], int)


def test_an_entry_keeps_its_id_through_a_change_and_replaces_itself(phone):
    ledger = new_ledger(phone)
    made = phone.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": 4200}).json()["entry"]
    phone.post(f"/ledgers/{ledger}/entries", {"direction": "got", "amount": 1500})
    first = phone.get(f"/ledgers/{ledger}/entries?after=0").json()
    held = {row["entry_id"]: row for row in first["entries"]}
    phone.patch(f"/entries/{made['entry_id']}", {"amount": 4000}, If_Match="1")
    later = phone.get(f"/ledgers/{ledger}/entries?after={first['sync_cursor']}").json()
    held |= {row["entry_id"]: row for row in later["entries"]}
    assert len(held) == 2
    assert held[made["entry_id"]]["amount"] == 4000
    whole = phone.get(f"/ledgers/{ledger}").json()["ledger"]
    assert (
        sum(row["amount"] * (1 if row["direction"] == "got" else -1) for row in held.values())
        == whole["balance"]
    )
