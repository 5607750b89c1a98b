"""Sync over the API: what changed, what phones did, and what waits for somebody."""

import base64
import json
from dataclasses import dataclass

import pytest

from businesses.models import Business
from businesses.roles import Role
from core.ids import uuid7
from ledger.models import Document, MutationReceipt, Party, Pending
from ledger.queries.changes import bucket_digest, bucket_of, changes, digest_line
from tests.api.programs import program_of, staff_of
from tests.ledger.shops import TODAY, open_shop

MADE_AT = "2026-11-21T06:30:00Z"


def new(party, **fields):
    return {
        "kind": "entry", "verb": "create", "mutation_id": str(uuid7()), "entry_id": str(uuid7()),
        "ledger_id": str(party), "made_at": MADE_AT, "direction": "gave", "amount": 5.00, "mode": "goods",
        "date": TODAY.isoformat(), "note": "চাল", **fields,
    }  # fmt: skip


def edit(entry_id, base_rev, **fields):
    said = new("", **fields)
    del said["ledger_id"]
    return said | {"verb": "edit", "entry_id": str(entry_id), "base_rev": base_rev}


def delete(entry_id, base_rev):
    return {
        "kind": "entry", "verb": "delete", "mutation_id": str(uuid7()), "entry_id": str(entry_id),
        "base_rev": base_rev, "made_at": MADE_AT,
    }  # fmt: skip


def party(**fields):
    return {
        "kind": "party", "verb": "create", "mutation_id": str(uuid7()), "ledger_id": str(uuid7()),
        "made_at": MADE_AT, "party_name": "नया ग्राहक", **fields,
    }  # fmt: skip


def push(program, *mutations, query=""):
    answer = program.post(f"/sync/push{query}", {"mutations": list(mutations)})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def states(program, *mutations):
    return [result["state"] for result in push(program, *mutations)]


@dataclass
class Pulled:
    rows: list
    cursor: str


def pull(program, cursor="", per_page=500):
    rows = []
    while True:
        answer = program.get(f"/sync/changes?per_page={per_page}&cursor={cursor}").json()
        rows += answer["changes"]
        cursor = answer["sync_cursor"]
        if not answer["page_context"]["has_more_page"]:
            return Pulled(rows, cursor)


def forged(epoch, seq):
    return base64.urlsafe_b64encode(json.dumps([str(epoch), seq]).encode()).decode().rstrip("=")


def test_a_phone_reads_a_book_and_then_only_what_changed(shop, asha):
    rahim = shop.party("রহিম স্টোর")
    first = [shop.record(rahim, "gave", 12_345) for _ in range(5)]
    pulled = pull(asha, per_page=2)
    entries = {row["id"]: row for row in pulled.rows if row["kind"] == "entry"}
    assert set(entries) == {str(result.document_id) for result in first}
    assert entries[str(first[0].document_id)]["entry"]["amount"] == 123.45
    (ledger,) = [row["party"] for row in pulled.rows if row["kind"] == "party"]
    assert (ledger["party_name"], ledger["balance"], ledger["balance_side"]) == (
        "রহিম স্টোর",
        -617.25,
        "will_get",
    )
    assert pull(asha, pulled.cursor).rows == []
    shop.change("delete_entry", first[2])
    later = pull(asha, pulled.cursor).rows
    assert [(row["kind"], row["is_deleted"]) for row in later] == [("entry", True), ("party", False)]


def test_an_unchanged_book_answers_304(shop, asha):
    pulled = pull(asha)
    address = f"/sync/changes?cursor={pulled.cursor}"
    tag = asha.get(address)["ETag"]
    assert asha.get(address, If_None_Match=tag).status_code == 304
    shop.party()
    assert asha.get(address, If_None_Match=tag).status_code == 200


def test_cursors_that_are_not_of_this_book_as_it_stands_ask_for_a_resync(shop, asha):
    cursor = pull(asha).cursor
    other = program_of(open_shop(name="Other").asha)
    ahead, below = forged(shop.business.epoch, 10**9), forged(shop.business.epoch, -1)
    for foreign in (pull(other).cursor, "nonsense", "W10", ahead, below):
        answer = asha.get(f"/sync/changes?cursor={foreign}")
        assert (answer.status_code, answer.json()["error"]) == (410, "resync"), foreign
        assert answer["Content-Type"] == "application/problem+json"
    Business.objects.filter(id=shop.id).update(epoch="restored")
    assert asha.get(f"/sync/changes?cursor={cursor}").status_code == 410


def test_each_change_gets_its_answer(shop, asha):
    rahim = shop.party()
    made, unknown = new(rahim), new(uuid7())
    assert states(asha, made, made, unknown) == ["applied", "duplicate", "waiting"]
    assert states(asha, edit(made["entry_id"], 1, amount="7.5")) == ["applied"]
    (late,) = push(asha, edit(made["entry_id"], 1, amount=9))
    assert (late["state"], late["entry"]) == ("conflict", None)
    Business.objects.filter(id=shop.id).update(books_locked_until=TODAY)
    assert states(asha, new(rahim)) == ["held"]
    (bad,) = push(asha, new(rahim, amount=0))
    assert (bad["state"], bad["error"], list(bad["errors"])) == ("rejected", "fields_refused", ["amount"])
    assert shop.balance(rahim) == 750


def test_an_answer_tells_what_the_party_stands_at(shop, asha):
    (result,) = push(asha, new(shop.party(), amount=1234.56))
    entry = result["entry"]
    assert (entry["amount"], entry["balance"], entry["balance_side"], entry["rev"]) == (
        1234.56, -1234.56, "will_get", 1,
    )  # fmt: skip


def test_a_bad_item_among_many_is_listed_and_the_others_apply(shop, asha, scale):
    rahim, number = shop.party(), scale(500)
    for place in range(0, number, max(1, number // 4)):
        items = [new(rahim) for _ in range(number)]
        items[place] = {**items[place], "amount": "NaN"}
        results = push(asha, *items)
        assert [result["place"] for result in results if result["state"] == "rejected"] == [place]
        assert sum(result["state"] == "applied" for result in results) == number - 1


@pytest.mark.parametrize(
    "poison",
    [
        None, 5, "text", [], {}, {"kind": "entry"}, {"kind": "gold", "verb": "create"},
        {"kind": "entry", "verb": "create", "mutation_id": 5}, {**new(uuid7()), "amount": 1e30},
        {**new(uuid7()), "amount": 1.005}, {**new(uuid7()), "date": "2026-02-30"}, {**new(uuid7()), "made_at": "soon"},
        {**edit(uuid7(), 1), "base_rev": 2**70}, {**new(uuid7()), "note": "x" * 1001}, {**new(uuid7()), "mode": "gold"},
        {**party(), "phone": "not a phone"}, {**party(), "party_name": " "}, {**delete(uuid7(), 1), "entry_id": "1"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_rejected_alone(shop, asha, poison):
    good = new(shop.party())
    bad, well = push(asha, poison, good)
    assert (bad["state"], well["state"]) == ("rejected", "applied")
    assert bad["error"]
    assert bad["message"]


def test_more_than_500_changes_are_refused_as_a_whole(shop, asha):
    answer = asha.post("/sync/push", {"mutations": [{}] * 501})
    assert (answer.status_code, answer.json()["error"]) == (422, "too_many_mutations")


@pytest.mark.parametrize(
    "made_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2016-11-21T06:30:00"]
)
def test_no_clock_is_too_wrong(shop, asha, made_at):
    assert states(asha, new(shop.party(), made_at=made_at)) == ["applied"]


def test_a_dry_run_answers_and_writes_nothing(shop, asha):
    rahim = shop.party()
    assert push(asha, new(rahim), query="?dry_run=true")[0]["state"] == "applied"
    assert (shop.balance(rahim), Document.objects.count()) == (0, 0)


def test_a_party_and_its_entries_come_in_one_push(shop, asha):
    made = party(phone="98300 12345", credit_limit=500)
    results = push(asha, made, new(made["ledger_id"]), made)
    assert [result["state"] for result in results] == ["applied", "applied", "duplicate"]
    assert results[0]["ledger"]["phone"] == "+919830012345"
    standing = Party.objects.get(id=made["ledger_id"])
    assert (standing.name, standing.credit_limit, standing.balance) == ("नया ग्राहक", 50_000, 500)


def test_a_party_sent_again_after_it_was_changed_is_a_duplicate(shop, asha):
    made = party()
    changed = party(verb="edit", ledger_id=made["ledger_id"], base_rev=1, party_name="নতুন নাম")
    assert states(asha, changed, made, changed, made, changed) == [
        "waiting", "applied", "applied", "duplicate", "duplicate",
    ]  # fmt: skip
    assert Party.objects.get(id=made["ledger_id"]).name == "নতুন নাম"
    assert MutationReceipt.objects.filter(business_id=shop.id).count() == 2


def test_words_of_a_party_changed_on_two_phones_are_both_kept(shop, asha):
    made = party(phone="9830012345")
    push(asha, made)
    words = {"verb": "edit", "ledger_id": made["ledger_id"], "base_rev": 1, "phone": "+919830012345"}
    assert states(asha, party(**words, address="বাজার")) == ["applied"]
    assert states(asha, party(**words, party_name="शर्मा जी")) == ["applied"]
    standing = Party.objects.get(id=made["ledger_id"])
    assert (standing.name, standing.address, standing.rev) == ("शर्मा जी", "বাজার", 3)


def test_a_phone_number_of_another_party_is_rejected_with_its_reason(shop, asha):
    shop.party("रहीम", phone="9830012345")
    (result,) = push(asha, party(phone="9830012345"))
    assert (result["state"], result["error"]) == ("rejected", "phone_taken")
    assert "रहीम" in result["message"]


def test_the_same_deletion_on_two_phones_is_no_question(shop, asha):
    made = shop.record(shop.party(), "gave", 100)
    assert states(asha, delete(made.document_id, 1), delete(made.document_id, 1)) == ["applied", "duplicate"]
    assert not Pending.objects.exists()


def conflict_of(shop, asha):
    made = shop.record(shop.party("রহিম"), "gave", 100)
    shop.edit(made, amount=200)
    (result,) = push(asha, edit(made.document_id, 1, amount=3))
    return made, result["pending_id"]


def test_two_versions_wait_side_by_side_until_somebody_decides(shop, asha):
    made, pending_id = conflict_of(shop, asha)
    (row,) = asha.get("/sync/pending").json()["pending"]
    assert (row["mine"]["amount"], row["theirs"]["amount"], row["party_name"]) == (3.0, 2.0, "রহিম")
    assert asha.get(f"/sync/pending/{pending_id}").json()["pending"] == row
    fed = [change for change in pull(asha).rows if change["kind"] == "pending"]
    assert [(one["pending"]["mine"]["amount"], one["is_deleted"]) for one in fed] == [(3.0, False)]
    answer = asha.post(f"/sync/pending/{pending_id}/decide", {"decision": "mine"})
    assert (answer.status_code, answer.json()["result"]["entry"]["amount"]) == (200, 3.0)
    assert asha.get("/sync/pending").json()["pending"] == []
    assert asha.post(f"/sync/pending/{pending_id}/decide", {"decision": "mine"}).status_code == 404
    assert Document.objects.get(id=made.document_id).amount == 300
    assert shop.proven()


def test_keeping_theirs_changes_nothing_but_the_question(shop, asha):
    made, pending_id = conflict_of(shop, asha)
    assert asha.post(f"/sync/pending/{pending_id}/decide", {"decision": "theirs"}).status_code == 200
    assert Document.objects.get(id=made.document_id).amount == 200
    (fed,) = [change for change in pull(asha).rows if change["kind"] == "pending"]
    assert (fed["is_deleted"], fed["pending"]["decision"]) == (True, "theirs")


def test_staff_sync_and_do_not_decide(shop, asha):
    bilal = staff_of(shop)
    _made, pending_id = conflict_of(shop, asha)
    assert {row["kind"] for row in pull(bilal).rows} == {"party", "entry", "pending"}
    assert bilal.get("/sync/pending").status_code == 403
    assert bilal.post(f"/sync/pending/{pending_id}/decide", {"decision": "mine"}).status_code == 403
    (result,) = push(bilal, new(shop.party(), date="2026-11-01"))
    assert (result["state"], result["error"]) == ("rejected", "backdating_not_allowed")
    reader = program_of(shop.member(Role.READER))
    assert reader.post("/sync/push", {"mutations": []}).status_code == 403


def test_ids_of_another_book_answer_like_unknown_ones(shop, asha):
    other = open_shop(name="Other")
    dev = program_of(other.asha)
    theirs, pending_id = conflict_of(shop, asha)
    unknown = push(dev, edit(uuid7(), 1), delete(uuid7(), 1), new(uuid7()), party(verb="edit", base_rev=1))
    foreign = push(
        dev, edit(theirs.document_id, 1), delete(theirs.document_id, 1), new(theirs.party_id),
        party(verb="edit", base_rev=1, ledger_id=str(theirs.party_id)),
    )  # fmt: skip
    assert [(row["state"], row["error"], row["message"]) for row in unknown] == [
        (row["state"], row["error"], row["message"]) for row in foreign
    ]
    assert states(dev, party(ledger_id=str(theirs.party_id))) == ["rejected"]
    for path in (f"/sync/pending/{pending_id}", f"/sync/pending/{uuid7()}"):
        assert dev.get(path).status_code == 404
        assert dev.post(f"{path}/decide", {"decision": "theirs"}).status_code == 404
    assert pull(dev).rows == []
    assert Document.objects.get(id=theirs.document_id).amount == 200


def test_the_digest_is_what_a_phone_makes_of_its_own_copy(shop, asha):
    rahim = shop.party()
    results = [shop.record(rahim, "gave", 100) for _ in range(20)]
    shop.change("delete_entry", results[0])
    buckets = [[] for _ in range(256)]
    for row in changes(shop.id, after=0).rows:
        if row.kind == "entry":
            state = "trashed" if row.is_deleted else "posted"
            buckets[bucket_of(row.id)].append(digest_line(row.id, row.rev, state))
    said = asha.get("/sync/digest").json()["digest"]
    assert said["buckets"] == [bucket_digest(lines) for lines in buckets]
    assert said["sync_cursor"] == pull(asha).cursor


def lines_of(answer):
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.mark.parametrize(
    ("query", "headers"), [("", {"Accept": "application/x-ndjson"}), ("?stream=true", {})]
)
def test_a_first_sync_streams_the_same_rows(shop, asha, query, headers):
    rahim = shop.party()
    for _ in range(3):
        shop.record(rahim, "got", 100)
    answer = asha.get(f"/sync/changes{query}", **headers)
    assert (answer.streaming, answer["Content-Type"]) == (True, "application/x-ndjson")
    *rows, end = lines_of(answer)
    pulled = pull(asha)
    assert rows == pulled.rows
    assert end == {"kind": "end", "sync_cursor": pulled.cursor, "has_more": False, "count": 4}


def test_a_stream_begins_where_its_cursor_says_and_refuses_a_foreign_one(shop, asha):
    cursor = pull(asha).cursor
    shop.party("পরে")
    *rows, _end = lines_of(asha.get(f"/sync/changes?stream=true&cursor={cursor}"))
    assert [row["party"]["party_name"] for row in rows] == ["পরে"]
    assert asha.get("/sync/changes?stream=true&cursor=none").status_code == 410
