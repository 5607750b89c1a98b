"""What people take along: all about one person, the whole book, the statements of many."""

import csv
import datetime
import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from audit.jobs import run_job
from audit.models import Job, JobState
from businesses.roles import Role
from core.ids import uuid7
from ledger import made_files
from ledger.operations import exports
from ledger.operations.photos import attach_photo
from ledger.queries import whole
from ledger.queries.downloads import downloads
from ledger.refusals import DownloadUnknown, RoleNotAllowed
from tests.forgetting.traces import browser_of, work
from tests.ledger.shops import NOW, open_shop
from tests.ledger.test_photos import photo


@pytest.fixture
def khata(shop):
    """Two people who owe, one who is owed."""
    people = {name: shop.party(name) for name in ("রহিম স্টোর", "शर्मा", "Karim")}
    first = shop.record(people["রহিম স্টোর"], "gave", 12_500, note="=1+1 चावल")
    shop.edit(first, amount=13_000, note="चावल")
    shop.record(people["शर्मा"], "gave", 700)
    shop.record(people["Karim"], "got", 900)
    attach_photo(
        business_id=shop.id, actor=shop.asha, document_id=first.document_id, photo=photo(), now=shop.now
    )
    return people


def made(shop, job_id) -> made_files.KeptFile:
    work()
    found = made_files.kept_file(business_id=shop.id, job_id=job_id)
    assert found is not None
    return found


def opened(kept) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(kept.content.read()))


def lines(archive, name):
    return [json.loads(line) for line in archive.read(name).decode().splitlines()]


def pack(shop, **said):
    said = {
        "who": "all",
        "form": "pdf",
        "range": "all",
        "start": None,
        "end": None,
        "language": "en",
        "digits": "latn",
    } | said
    return exports.ask_for_pack(
        business_id=shop.id, actor=shop.asha, wanted=exports.Wanted(**said), request_id=uuid7(),
        today=NOW.date(), now=shop.now,
    )  # fmt: skip


def test_all_about_one_person_is_in_one_zip(shop, khata):
    job = exports.ask_for_party(
        business_id=shop.id, actor=shop.asha, party_id=khata["রহিম স্টোর"], request_id=uuid7(), language="en",
        digits="latn", now=shop.now,
    )  # fmt: skip
    kept = made(shop, job)
    archive = opened(kept)
    assert kept.name == "রহিম-স্টোর-2026-11-21.zip"
    (card,) = lines(archive, "card.json")
    assert (card["name"], card["balance"]) == ("রহিম স্টোর", "130.00")
    (entry,) = lines(archive, "entries.json")
    assert (entry["amount"], entry["note"]) == ("130.00", "चावल")
    notes = [row["contents"].get("note") for row in lines(archive, "history.json") if row["about"] == "entry"]
    assert notes == ["=1+1 चावल", "चावल", "चावल"]
    (listed,) = lines(archive, "photos.json")
    assert archive.read(listed["file"]).startswith(b"\xff\xd8")
    assert "शर्मा" not in archive.read("history.json").decode()
    assert PdfReader(io.BytesIO(archive.read("statement.pdf"))).pages
    assert archive.read("statement.xlsx").startswith(b"PK")


def test_the_whole_book_balances_in_its_zip(shop, khata):
    archive = opened(
        made(
            shop, exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
        )
    )
    about = json.loads(archive.read("about.json"))
    assert (about["name"], about["members"]) == (shop.business.name, [{"name": "Asha", "role": "owner"}])
    assert {row["name"] for row in lines(archive, "parties.json")} == set(khata)
    assert len(lines(archive, "entries.json")) == 3
    journal = lines(archive, "journal.json")
    assert journal
    assert sum(round(float(row["amount"]) * 100) for row in journal) == 0
    sheet = list(csv.DictReader(io.StringIO(archive.read("entries.csv").decode("utf-8-sig"))))
    assert [row["amount"] for row in sheet] == [row["amount"] for row in lines(archive, "entries.json")]


def test_a_pack_holds_nothing_of_another_book(shop, khata):
    other = open_shop(name="Foreign book")
    foreign = other.party("Foreign person")
    other.record(foreign, "gave", 500, note="foreign words")
    theirs = exports.ask_for_book(business_id=other.id, actor=other.asha, request_id=uuid7(), now=other.now)
    ours = exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
    archive = opened(made(shop, ours))
    everything = b"".join(archive.read(name) for name in archive.namelist()).lower()
    assert b"foreign" not in everything
    assert str(other.id).encode() not in everything
    for only in ([foreign], list(khata.values())):
        mine = [
            *whole.parties(shop.id, currency="INR", only=only), *whole.entries(shop.id, currency="INR", only=only),
            *whole.history(shop.id, upto=10**9, only=only), *whole.photos(shop.id, only=only),
            *whole.waiting(shop.id, only=only),
        ]  # fmt: skip
        assert bool(mine) == (foreign not in only)
    listed = downloads(
        shop.id,
        kinds=list(made_files.KINDS),
        person_id=shop.asha.user_id,
        since=NOW - datetime.timedelta(days=9999),
    )
    assert [row.job_id for row in listed] == [ours]
    assert made_files.kept_file(business_id=shop.id, job_id=theirs) is None


def test_no_note_is_a_formula_in_a_sheet(shop):
    shop.record(shop.party("=cmd"), "gave", 500, note="=1+1")
    archive = opened(
        made(
            shop, exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
        )
    )
    cells = [
        cell
        for row in csv.reader(io.StringIO(archive.read("entries.csv").decode("utf-8-sig")))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_statements_of_those_who_owe_come_as_one_pdf(shop, khata):
    found = PdfReader(io.BytesIO(made(shop, pack(shop, who="get")).content.read()))
    assert len(found.pages) == 2
    assert [item.title for item in found.outline] == ["রহিম স্টোর", "शर्मा"]


def test_statements_come_as_a_pdf_for_each(shop, khata):
    names = opened(made(shop, pack(shop, form="zip"))).namelist()
    assert len(names) == 3
    assert all(name.endswith(".pdf") for name in names)


def test_statements_come_as_one_workbook_whose_balances_are_the_books(shop, khata):
    book = openpyxl.load_workbook(io.BytesIO(made(shop, pack(shop, form="xlsx")).content.read()))
    assert book.sheetnames == ["Entries", "Balances"]
    balances = {row[0]: (row[4], row[5]) for row in book["Balances"].iter_rows(min_row=2, values_only=True)}
    assert {name: float(sum_) for name, (sum_, _side) in balances.items()} == {
        "রহিম স্টোর": 130,
        "शर्मा": 7,
        "Karim": 9,
    }


def test_a_pack_of_nobody_is_refused_before_it_is_made(shop):
    client = browser_of(shop)
    answer = client.post(
        reverse("ledger:pack", args=[shop.id]), {"who": "give", "form": "pdf", "range": "all"}
    )
    assert answer.status_code == 422
    assert "Nobody in your khata is like this" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("kind", ["pack", "book"])
def test_work_that_is_cut_off_leaves_nothing_half_and_is_done_whole_later(shop, khata, monkeypatch, kind):
    job = (
        pack(shop, form="zip")
        if kind == "pack"
        else exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
    )
    with monkeypatch.context() as cut:
        cut.setattr("core.storage.Path.replace", _dies)
        with pytest.raises(KeyboardInterrupt):
            run_job(job)
    assert [
        name for name in default_storage.listdir(f"exports/{shop.id}")[1] if not name.endswith(".part")
    ] == []
    Job.objects.filter(id=job).update(state=JobState.DUE, locked_until=None)
    kept = made(shop, job)
    assert opened(kept).testzip() is None
    assert len(default_storage.listdir(f"exports/{shop.id}")[1]) == 1


def _dies(*_args):
    raise KeyboardInterrupt


def test_a_file_is_listed_taken_and_deleted_by_those_who_may(shop, khata, django_capture_on_commit_callbacks):
    client, job = browser_of(shop), pack(shop, form="zip")
    page = reverse("ledger:downloads", args=[shop.id])
    assert "See how far it is" in client.get(page).content.decode()
    made(shop, job)
    shown = client.get(page).content.decode()
    address = reverse("ledger:statement_file", args=[shop.id, job])
    assert address in shown
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    reader = shop.member(Role.READER)
    with pytest.raises(RoleNotAllowed):
        exports.delete_download(business_id=shop.id, actor=reader, job_id=job)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("ledger:download_delete", args=[shop.id, job])).status_code == 303
    assert address not in client.get(page).content.decode()
    assert default_storage.listdir(f"exports/{shop.id}")[1] == []
    assert Job.objects.get(id=job).result == made_files.GONE


def test_who_may_not_keep_the_settings_takes_no_whole_book(shop, khata):
    accountant = shop.member(Role.ACCOUNTANT)
    with pytest.raises(RoleNotAllowed):
        exports.ask_for_book(business_id=shop.id, actor=accountant, request_id=uuid7(), now=shop.now)
    job = exports.ask_for_book(business_id=shop.id, actor=shop.asha, request_id=uuid7(), now=shop.now)
    made(shop, job)
    with pytest.raises(DownloadUnknown):
        exports.delete_download(business_id=shop.id, actor=accountant, job_id=job)
