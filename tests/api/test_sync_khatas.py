"""Copies of khatas kept by clients that ask `sync_since` and `after`."""

import datetime

from core.ids import uuid7
from tests.api.programs import program_of
from tests.ledger.shops import TODAY, open_shop


def walked(program, path, name, *, per_page=2):
    """Rows of every page and the last sync_cursor. `path` ends in what the cursor follows."""
    rows, start, cursor = [], path, "0"
    while True:
        answer = program.get(f"{start}{cursor}&per_page={per_page}")
        assert answer.status_code == 200, answer.content
        body = answer.json()
        rows, cursor = rows + body[name], body["sync_cursor"]
        if not body["page_context"]["has_more_page"]:
            return rows, cursor


def test_ledgers_that_changed_since_a_cursor(shop, asha):
    parties = [shop.party(f"নাম {number}") for number in range(5)]
    shop.record(parties[1], "gave", 420_000)
    address = f"/businesses/{shop.id}/ledgers?sync_since="
    rows, cursor = walked(asha, address, "ledgers")
    assert {row["ledger_id"] for row in rows} == {str(party) for party in parties}
    (owing,) = [row for row in rows if row["balance"]]
    assert (owing["balance"], owing["balance_side"], owing["currency"]) == (-4200.0, "will_get", "INR")
    shop.record(parties[1], "got", 150_000)
    (row,) = asha.get(address + cursor).json()["ledgers"]
    assert (row["ledger_id"], row["balance"]) == (str(parties[1]), -2700.0)
    assert asha.get(f"{address}1700000000").json()["sync_cursor"] != cursor


def test_entries_that_changed_since_a_cursor_with_the_balance_of_now(shop, asha):
    rahim, other = shop.party(), shop.party("অন্য")
    made = [shop.record(rahim, "gave", 10_000) for _ in range(5)]
    shop.record(other, "gave", 77)
    address = f"/ledgers/{rahim}/entries?after="
    rows, cursor = walked(asha, address, "entries")
    assert [row["running_balance"] for row in rows] == [-100.0, -200.0, -300.0, -400.0, -500.0]
    shop.record(rahim, "got", 5_000, day=TODAY - datetime.timedelta(days=3))
    shop.edit(made[0], amount=20_000)
    shop.change("delete_entry", made[4])
    later = {row["entry_id"]: row for row in asha.get(address + cursor).json()["entries"]}
    assert len(later) == 3
    edited, deleted = later[str(made[0].document_id)], later[str(made[4].document_id)]
    assert (edited["amount"], edited["running_balance"], edited["rev"]) == (200.0, -150.0, 2)
    assert (deleted["is_deleted"], deleted["state"], "running_balance" in deleted) == (True, "trashed", False)
    standing = {row["entry_id"]: row for row in asha.get(f"/ledgers/{rahim}/entries").json()["entries"]}
    assert standing[edited["entry_id"]]["running_balance"] == edited["running_balance"]


def test_khatas_ask_for_a_resync_like_the_feed_does(shop, asha):
    rahim = shop.party()
    other = open_shop(name="Other")
    foreign = program_of(other.asha).get(f"/businesses/{other.id}/ledgers?sync_since=0").json()["sync_cursor"]
    for path in (
        f"/businesses/{shop.id}/ledgers?sync_since={foreign}",
        f"/ledgers/{rahim}/entries?after={foreign}",
    ):
        assert (asha.get(path).status_code, asha.get(path).json()["error"]) == (410, "resync")


def test_a_khata_of_another_book_is_as_unknown_as_any(shop, asha):
    other = open_shop(name="Other")
    for ledger_id in (other.party(), uuid7()):
        assert asha.get(f"/ledgers/{ledger_id}/entries?after=0").status_code == 404
    assert asha.get(f"/businesses/{other.id}/ledgers?sync_since=0").status_code == 404
