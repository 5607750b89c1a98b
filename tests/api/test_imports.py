"""An old khata comes in through the API in the steps of the page, and goes out again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.jobs import run_job
from audit.models import Job
from businesses.roles import Role
from core.ids import uuid7
from imports.models import ImportRun
from ledger.models import Document, DocumentState, Party
from ledger.verify import verify_book
from tests.api.programs import ROOT, Program, program_of
from tests.imports.sheets import csv_file
from tests.ledger.shops import open_shop

pytestmark = pytest.mark.both_engines
ROWS = [
    ["Customer Name", "Date", "Details", "You gave", "You got"],
    ["রহিম স্টোর", "13/10/2026", "চাল ২৫ কেজি", "1,200", ""],
    ["शर्मा किराना", "31/02/2026", "तेल", "500", ""],
    ["Sunita Debi", "14/10/2026", "", "250.50", ""],
]


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


def send(program: Program, content: bytes, *, name="খাতা.csv", query="", **headers):
    file = SimpleUploadedFile(name, content, "text/csv")
    sent = {"Authorization": f"Bearer {program.secret}", **headers}
    return program.client.post(f"{ROOT}/imports{query}", {"file": file}, headers=sent)


def brought(program: Program) -> str:
    made = send(program, csv_file(ROWS))
    assert made.status_code == 201, made.content
    return made.json()["import"]["import_id"]


def test_a_file_is_sent_checked_mended_brought_and_taken_back(shop, asha):
    shop.party("Sunita Devi")
    made = send(asha, csv_file(ROWS)).json()["import"]
    assert [column["meaning"] for column in made["columns"]] == ["party", "date", "note", "gave", "got"]
    path = f"/imports/{made['import_id']}"
    found = asha.post(path + "/check", {}).json()["check"]
    assert (found["new"], found["wrong"], found["can_start"]) == (2, 1, True)
    assert found["wrong_rows"] == [{"row": 3, "message": "Row 3: “31/02/2026” is not a date."}]
    assert asha.get(path + "/wrong-rows.csv").content.count(b"31/02/2026") == 2
    doubt = found["doubts"][0]
    assert (doubt["party_name"], doubt["standing_name"]) == ("Sunita Debi", "Sunita Devi")
    said = {"fixes": {"3": {"1": "28/02/2026"}}, "same_as": {doubt["key"]: doubt["ledger_id"]}}
    mended = asha.post(path + "/check", said).json()["check"]
    assert (mended["new"], mended["wrong"], mended["parties_new"]) == (3, 0, 2)
    assert b'"gave_total":1950.50' in asha.post(path + "/check", {}).content
    started = asha.post(path + "/start", Idempotency_Key="start").json()["import"]
    assert started["state"] == "running"
    assert asha.get(f"/jobs/{started['job_id']}").json()["job"]["is_open"] is True
    run_job(Job.objects.get().id)
    done = asha.get(path).json()["import"]
    assert (done["state"], done["counts"]["made"]) == ("done", 3)
    assert Party.objects.get(name="Sunita Devi").balance == 25_050
    assert [row["state"] for row in asha.get("/imports").json()["imports"]] == ["done"]
    assert asha.post(path + "/check", {}).json()["error"] == "wrong_moment"
    assert asha.post(path + "/undo").json()["import"]["state"] == "undoing"
    run_job(Job.objects.exclude(pk=started["job_id"]).get().id)
    assert asha.get(path).json()["import"]["state"] == "undone"
    assert not Document.objects.filter(state=DocumentState.POSTED).exists()
    assert verify_book(shop.id) == []


def test_what_columns_mean_is_said_by_the_program(asha):
    path = f"/imports/{brought(asha)}/check"
    turned = asha.post(path, {"columns": ["party", "date", "note", "got", "gave"]}).json()["check"]
    assert (turned["gave_total"], turned["got_total"]) == (0, 1450.5)
    missing = asha.post(path, {"columns": ["note", "date", "", "gave", "got"]})
    assert (missing.status_code, missing.json()["error"]) == (422, "mapping_incomplete")
    alone = asha.post(path, {"columns": ["note", "date", "", "gave", "got"], "party_name": "মীনা"})
    assert alone.json()["check"]["parties_new"] == 1
    assert asha.post(path, {"columns": ["nonsense"]}).json()["error"] == "fields_refused"
    assert asha.post(path, {"fixes": {"x": {"1": "a"}}}).json()["error"] == "fields_refused"


def test_a_try_keeps_nothing(asha):
    tried = send(asha, csv_file(ROWS), query="?dry_run=true")
    assert (tried.status_code, tried.json()["import"]["import_id"]) == (201, None)
    assert not ImportRun.objects.exists()
    import_id = brought(asha)
    asked = {"columns": ["party", "date", "note", "got", "gave"]}
    assert asha.post(f"/imports/{import_id}/check?dry_run=true", asked).json()["check"]["got_total"] == 1450.5
    assert asha.get(f"/imports/{import_id}").json()["import"]["state"] == "mapping"
    asha.post(f"/imports/{import_id}/check", {})
    assert asha.post(f"/imports/{import_id}/start?dry_run=true").json()["import"]["state"] == "running"
    assert asha.delete(f"/imports/{import_id}?dry_run=true").status_code == 200
    assert asha.get(f"/imports/{import_id}").json()["import"]["state"] == "checked"
    assert not Job.objects.exists()


def test_the_same_file_under_one_key_is_taken_once(asha):
    answers = [send(asha, csv_file(ROWS), **{"Idempotency-Key": "file"}) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert ImportRun.objects.count() == 1


def test_a_file_nothing_was_brought_from_is_forgotten(asha):
    import_id = brought(asha)
    assert asha.delete(f"/imports/{import_id}").status_code == 200
    assert asha.get(f"/imports/{import_id}").status_code == 404


@pytest.mark.parametrize(("content", "slug"), [
    (b"", "sheet_refused"), (b"\x00\x01\x02", "sheet_refused"), (b"a" * (5 * 1024 * 1024 + 1), "sheet_refused"),
    (b"\n\n\n", "sheet_refused"),
])  # fmt: skip
def test_what_is_no_table_is_refused(asha, content, slug):
    answer = send(asha, content)
    assert (answer.status_code, answer.json()["error"]) == (422, slug), answer.content
    assert not ImportRun.objects.exists()


def test_an_import_of_another_book_and_by_staff(shop, asha):
    theirs = open_shop(name="देव किराना", now=timezone.now())
    import_id = brought(program_of(theirs.asha))
    for name in ("", "/wrong-rows.csv"):
        assert asha.get(f"/imports/{import_id}{name}").status_code == 404
    for step in ("check", "start", "undo", "again"):
        assert asha.post(f"/imports/{import_id}/{step}").status_code == 404
    assert asha.get(f"/imports/{uuid7()}").status_code == 404
    staff = program_of(shop.member(Role.STAFF))
    assert send(staff, csv_file(ROWS)).json()["error"] == "role_not_allowed"


def test_a_name_is_said_to_be_somebody_of_this_book_alone(shop, asha):
    path = f"/imports/{brought(asha)}/check"
    theirs = open_shop(name="দেব").party("সুনীতা")
    for stranger in (str(theirs), str(uuid7())):
        refused = asha.post(path, {"same_as": {"sunita": stranger}})
        assert (refused.status_code, refused.json()["error"]) == (404, "not_found")
        assert stranger not in str(ImportRun.objects.get().mapping)
    assert asha.post(path, {"same_as": {"sunita": str(shop.party("Sunita"))}}).status_code == 200
