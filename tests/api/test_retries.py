"""Idempotency-Key: a call sent again is done once and answered alike."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client

from api.kit import limits, retries
from api.models import KeptAnswer, Token
from ledger.models import Attachment, Document
from tests.api.programs import ROOT, Program, program_of
from tests.api.racer import racing
from tests.ledger.shops import open_shop
from tests.tenancy.books import picture

ENTRY = {"direction": "gave", "amount": 12.5, "note": "দুই বস্তা চাল"}
KEY = {"Idempotency_Key": "key-1"}
PROCESSES, COPIES = 2, 10


def entries_of(shop) -> int:
    return Document.objects.filter(business_id=shop.id).count()


def send_photo(program, entry_id, *, colour: str):
    photo = SimpleUploadedFile("রসিদ.jpg", picture(colour), "image/jpeg")
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "a-photo"}
    return program.client.post(f"{ROOT}/entries/{entry_id}/photos", {"photo": photo}, headers=headers)


def test_a_photo_sent_again_is_kept_once(shop, asha, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    entry_id = shop.record(shop.party(), "gave", 50_000).document_id
    first, again = send_photo(asha, entry_id, colour="tan"), send_photo(asha, entry_id, colour="tan")
    assert (first.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert send_photo(asha, entry_id, colour="navy").json()["error"] == "key_reused"
    assert Attachment.objects.count() == 1


def test_the_same_key_with_another_call_is_refused(shop, asha):
    path = f"/ledgers/{shop.party()}/entries"
    assert asha.post(path, ENTRY, **KEY).status_code == 201
    others = [
        asha.post(path, ENTRY | {"amount": 12.51}, **KEY),
        asha.post(f"/ledgers/{shop.party('মীনা')}/entries", ENTRY, **KEY),
        asha.post(f"{path}?dry_run=false", ENTRY, **KEY),
    ]
    assert [(one.status_code, one.json()["error"]) for one in others] == [(422, "key_reused")] * 3
    assert entries_of(shop) == 1


def test_a_key_belongs_to_its_token(shop, asha):
    path, other = f"/ledgers/{shop.party()}/entries", program_of(shop.asha)
    assert [one.post(path, ENTRY, **KEY).status_code for one in (asha, other)] == [201, 201]
    assert entries_of(shop) == 2


def test_a_refusal_is_not_kept(shop, asha):
    path = f"/ledgers/{shop.party()}/entries"
    assert asha.post(path, ENTRY | {"amount": 0}, **KEY).status_code == 422
    assert asha.post(path, ENTRY | {"date": "1900-01-01"}, **KEY).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert asha.post(path, ENTRY, **KEY).status_code == 201
    assert entries_of(shop) == 1


def test_a_try_run_takes_no_key(shop, asha):
    path = f"/ledgers/{shop.party()}/entries"
    assert asha.post(f"{path}?dry_run=true", ENTRY, **KEY)["Dry-Run"] == "true"
    assert not KeptAnswer.objects.exists()
    assert asha.post(path, ENTRY, **KEY).status_code == 201


def test_a_key_is_free_again_after_a_day(shop, asha):
    path = f"/ledgers/{shop.party()}/entries"
    assert asha.post(path, ENTRY, **KEY).status_code == 201
    KeptAnswer.objects.update(at=KeptAnswer.objects.get().at - retries.KEPT)
    assert not asha.post(path, ENTRY, **KEY).has_header("Idempotent-Replayed")
    assert entries_of(shop) == 2


@pytest.mark.parametrize("key", ["", " ", "x" * 129, "tab\there", "চাবি"])
def test_a_key_that_cannot_be_read_is_refused(shop, asha, key):
    answer = asha.post(
        f"/ledgers/{shop.party()}/entries", ENTRY, Idempotency_Key=key.encode().decode("latin-1")
    )
    assert (answer.status_code, entries_of(shop)) == (400, 0)


@pytest.mark.both_engines
def test_a_copy_of_a_call_under_way_is_told_to_come_back(live_db, monkeypatch):
    """The copy waits its time and gets a 409 on PostgreSQL. SQLite knows one writer, so it is turned away sooner."""
    monkeypatch.setattr(limits, "WAIT_SECONDS", 1)
    monkeypatch.setattr(retries, "WAIT_SECONDS", 1)
    shop = open_shop()
    path, program, told = f"/ledgers/{shop.party()}/entries", program_of(shop.asha), []
    token = Token.objects.get()
    with transaction.atomic():
        assert retries._claim(caller_id=token.pk, key="key-1", asked=bytes(32), now=shop.now)
        copy = threading.Thread(target=ask, args=(program.secret, path, told))
        copy.start()
        copy.join(timeout=180)
        transaction.set_rollback(True)
    (said,) = told
    assert said == ((409, "key_busy", None) if connection.vendor == "postgresql" else (503, "busy", "5"))
    assert program.post(path, ENTRY, **KEY).status_code == 201


def ask(secret: str, path: str, told: list) -> None:
    answer = Program(secret, Client()).post(path, ENTRY, **KEY)
    told.append((answer.status_code, answer.json()["error"], answer.get("Retry-After")))
    connections.close_all()


def test_racing_copies_of_a_call_in_two_processes_have_one_effect(
    on_engine, process_environment, scale, figure
):
    shop, keys, away = open_shop(), scale(5_000, part=250), 0
    party, secret = shop.party(), program_of(shop.asha).secret
    Token.objects.update(limit=10_000_000)
    environment = process_environment(on_engine)
    with racing(processes=PROCESSES, copies=COPIES, secret=secret, environment=environment) as send:
        for number in range(1, keys + 1):
            body, key = ENTRY | {"amount": number}, f"key-{number}"
            answers = send(method="POST", path=f"/ledgers/{party}/entries", body=body, Idempotency_Key=key)
            done = [one for one in answers if one.status == 201]
            away += len(answers) - len(done)
            assert {one.status for one in answers} <= {201, 409, 503}
            assert len({one.body for one in done}) == 1
            assert [one.replayed for one in done].count(False) == 1
    assert entries_of(shop) == keys
    assert shop.balance(party) == 100 * sum(range(1, keys + 1))
    assert shop.proven()
    copies = keys * PROCESSES * COPIES
    figure(
        "racing copies of calls with a key",
        copies,
        f"{keys:,} keys, one effect each; {away} told to come back",
    )
