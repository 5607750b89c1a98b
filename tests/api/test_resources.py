"""What a program does with a khata, from the first call to the statement."""

import pytest

from tests.api.programs import new_ledger

pytestmark = pytest.mark.both_engines


def test_a_program_lists_khatas_writes_an_entry_changes_it_and_takes_it_back(asha):
    ledger_id = new_ledger(asha, "রহিম স্টোর")
    made = asha.post(
        f"/ledgers/{ledger_id}/entries", {"direction": "gave", "amount": 1500.50, "note": "চাল ৫ কেজি"}
    )
    assert made.status_code == 201, made.content
    entry = made.json()["entry"]
    assert b'"amount":1500.50,' in made.content
    assert b'"balance":-1500.50,' in made.content
    assert entry["balance_side"] == "will_get"
    listed = asha.get(f"/ledgers/{ledger_id}/entries").json()
    assert [row["entry_id"] for row in listed["entries"]] == [entry["entry_id"]]
    assert listed["entries"][0]["running_balance"] == -1500.5
    changed = asha.patch(f"/entries/{entry['entry_id']}", {"amount": "1200"}, If_Match="1")
    assert changed.status_code == 200, changed.content
    assert (changed.json()["entry"]["amount"], changed.json()["entry"]["rev"]) == (1200, 2)
    back = asha.post(f"/entries/{entry['entry_id']}/undo", If_Match="2")
    assert back.json()["entry"]["amount"] == 1500.5, back.content
    gone = asha.delete(f"/entries/{entry['entry_id']}", If_Match='"3"')
    assert gone.json()["entry"]["state"] == "trashed", gone.content
    assert asha.get(f"/ledgers/{ledger_id}/entries").json()["entries"] == []
    again = asha.post(f"/entries/{entry['entry_id']}/restore", If_Match="4")
    assert again.json()["entry"]["state"] == "posted", again.content
    assert asha.get(f"/ledgers/{ledger_id}").json()["ledger"]["balance"] == -1500.5


def test_every_list_and_every_single_answers_in_the_envelope(asha, shop):
    ledger_id = new_ledger(asha)
    entry_id = asha.post(f"/ledgers/{ledger_id}/entries", {"direction": "got", "amount": 40}).json()["entry"][
        "entry_id"
    ]
    account_id = asha.get("/accounts").json()["accounts"][0]["account_id"]
    journal_id = asha.get("/journals").json()["journals"][0]["journal_id"]
    lists = {
        "/businesses": "businesses", f"/businesses/{shop.id}/members": "members",
        f"/businesses/{shop.id}/branches": "branches", "/ledgers": "ledgers",
        f"/businesses/{shop.id}/ledgers": "ledgers", f"/ledgers/{ledger_id}/entries": "entries",
        f"/entries/{entry_id}/photos": "photos", "/contacts": "contacts", "/accounts": "accounts",
        "/journals": "journals", "/transactions": "transactions", "/ledger": "entries", "/history": "history",
        "/access-log": "accesses", "/devices": "devices", "/tokens": "tokens",
    }  # fmt: skip
    for path, plural in lists.items():
        answer = asha.get(path)
        assert answer.status_code == 200, (path, answer.content)
        said = answer.json()
        assert (said["code"], said["message"], type(said[plural])) == (0, "success", list), path
        assert set(said["page_context"]) == {"per_page", "has_more_page", "next_cursor"}
    singles = {
        f"/businesses/{shop.id}": "business", f"/businesses/{shop.id}/totals": "totals",
        f"/ledgers/{ledger_id}": "ledger", f"/entries/{entry_id}": "entry", f"/contacts/{ledger_id}": "contact",
        f"/accounts/{account_id}": "account", f"/journals/{journal_id}": "journal",
        f"/ledgers/{ledger_id}/statement": "statement",
    }  # fmt: skip
    for path, singular in singles.items():
        answer = asha.get(path)
        assert answer.status_code == 200, (path, answer.content)
        assert isinstance(answer.json()[singular], dict), path
