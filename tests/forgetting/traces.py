"""Somebody who went through every door of a book, and what of them can still be found."""

import datetime
import gzip
import io
import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from audit import scrubbing
from audit.jobs import run_job
from audit.models import Job, JobState
from backups.postgresql import _program
from businesses.models import User
from core.ids import uuid7
from core.phones import local_form
from core.photos import read_photo
from ledger.models import Document, Party
from ledger.operations.merges import merge_party
from rentals.operations.invoices import make_rent_invoice
from rentals.operations.meters import add_meter, read_meter
from rentals.operations.portal import answer_word, claim_payment, make_link, refuse_claim, write_word
from tests.api.programs import Program
from tests.api.webhooks.conftest import Clock, hook, read_on, send
from tests.api.webhooks.receiver import Receiver, Reply
from tests.imports import sheets
from tests.ledger.shops import TODAY, Shop
from tests.rentals.houses import RentBook
from tests.tenancy.rents import add_accounts

NAME = "Zqforget Tirodkar"
NAME_IN_SCRIPT = "ঘনশ্যামজয়ন্ত"
PHONE = "+919812345670"
MARKS = ("zqforget", "zqkissa", NAME_IN_SCRIPT, "9812345670", local_form(PHONE))
"""None of these may be found. The second stands in every word that was written about the person."""
NOTE = "zqkissa उधार की बात"


def bill() -> SimpleUploadedFile:
    """A photo that tells more than it shows."""
    exif = Image.Exif()
    exif[0x010E] = f"{NAME} {NOTE}"
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "tan").save(out, "JPEG", exif=exif, comment=b"zqkissa")
    return SimpleUploadedFile("zqforget-bill.jpg", out.getvalue(), content_type="image/jpeg")


@dataclass
class Visit:
    """What the person left: their khata, one joined to it, and the entries."""

    party: UUID
    joined: UUID
    other: UUID


def browser_of(shop: Shop) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=shop.asha.user_id))
    return client


def work() -> list[str]:
    """Do every job that is due, as a worker would; the kinds that were done.

    A file is not written anew inside the transaction of a test that is rolled back.
    """
    done = []
    due = Job.objects.filter(state=JobState.DUE).order_by("created_at", "id")
    if connection.in_atomic_block:
        due = due.exclude(kind=scrubbing.KIND)
    while job := due.first():
        run_job(job.id)
        job.refresh_from_db()
        assert job.state == JobState.DONE, (job.kind, job.state, job.error)
        done.append(job.kind)
    return done


def by_page(shop: Shop) -> UUID:
    """Name, number, address; entries written, changed, deleted, looked for; a photo; a statement as each file."""
    client = browser_of(shop)
    said = {
        "name": NAME, "phone": "98123 45670", "kind": "customer", "address": "zqkissa gali 4", "party_id": uuid7(),
    }  # fmt: skip
    assert client.post(reverse("ledger:party_add", args=[shop.id]), said).status_code == 303
    party = Party.objects.get(business_id=shop.id, name=NAME)
    here = [shop.id, party.id]
    written = uuid7()
    for document_id, amount in ((written, "500"), (uuid7(), "70")):
        entry = {"document_id": document_id, "amount": amount, "direction": "gave", "note": NOTE}
        assert client.post(reverse("ledger:record_for", args=here), entry).status_code == 303
    doc = [shop.id, written]
    assert client.post(reverse("ledger:photo_add", args=doc), {"photo": bill()}).status_code == 303
    shop.edit(_result(shop, written), note=f"{NOTE} 2")
    gone = shop.record(party.id, "gave", 3_000, note=f"{NOTE} गया")
    shop.change("delete_entry", gone)
    for path in (
        f"{reverse('ledger:khata', args=[shop.id])}?q={NAME}", reverse("ledger:party", args=here),
        reverse("ledger:entry", args=doc), reverse("ledger:trash", args=[shop.id]) + f"?q={NAME}",
        reverse("ledger:statement", args=here), reverse("ledger:statement_pdf", args=here),
        reverse("ledger:statement_xlsx", args=here), reverse("ledger:party_history", args=here),
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.post(reverse("ledger:statement_pdf", args=here), {"range": "all"}).status_code == 303
    return party.id


def _result(shop: Shop, document_id: UUID):
    from ledger.operations.entries import standing_result

    return standing_result(business_id=shop.id, document_id=document_id)


def by_api(shop: Shop, program: Program, party: UUID) -> None:
    """A ledger and an entry with keys that keep their answers, and pushes: one applied, one that waits."""
    kept = program.post(
        f"/ledgers/{party}/entries",
        {"direction": "got", "amount": 20, "date": "2026-11-21", "note": NOTE, "mode": "cash"},
        Idempotency_Key="zq-1",
    )
    assert kept.status_code == 201, kept.content
    entry = kept.json()["entry"]["entry_id"]
    for rev, amount in ((1, 21), (1, 22)):
        push = {
            "kind": "entry", "verb": "edit", "mutation_id": str(uuid7()), "entry_id": entry, "base_rev": rev,
            "made_at": "2026-11-21T06:30:00Z", "direction": "got", "amount": f"{amount}.00", "mode": "cash",
            "date": "2026-11-21", "note": f"{NOTE} {amount}", "due_date": None,
        }  # fmt: skip
        answer = program.post("/sync/push", {"mutations": [push]}, Idempotency_Key=f"zq-push-{amount}")
        assert answer.status_code == 200, answer.content
    assert answer.json()["results"][0]["state"] == "conflict", answer.content
    assert program.get(f"/ledgers?search_text={NAME}").status_code == 200
    assert program.get("/sync/changes").status_code == 200
    taken = program.post("/ledgers", {"party_name": NAME, "phone": PHONE}, Idempotency_Key="zq-2")
    assert taken.status_code in (409, 422), taken.content


def by_file(shop: Shop) -> None:
    rows = [
        sheets.HEADING,
        [NAME_IN_SCRIPT, "03/10/2026", NOTE, "500", ""],
        ["Somebody", "03/10/2026", "", "9", ""],
    ]
    sheets.bring(shop, sheets.csv_file(rows), name="Zqforget khata.csv")
    sheets.upload(shop, sheets.xlsx_file(rows), name="zqforget again.xlsx")


def by_webhook(shop: Shop, receiver: Receiver, clock: Clock) -> None:
    receiver.reply = lambda message: Reply(500 if "zqkissa" in message.body else 204, message.body.encode())
    hook(shop, receiver, description="For Zqforget Tirodkar")
    read_on(clock())
    send(receiver, clock)


def by_tenant(shop: Shop, party: UUID) -> None:
    """A home with the tenant's own page: a link, payments told of, one of them refused, a problem, a meter's photo."""
    add_accounts(shop)
    book = RentBook(business=shop.business, asha=shop.asha, now=shop.now)
    house = book.house("House of Karim")
    book.register(house)
    unit = book.unit(house, use="shop")
    lease = book.let(unit, party, start=TODAY.replace(day=1), note=NOTE, use="business")
    by = {"business_id": shop.id, "actor": shop.asha, "now": shop.now}
    (taxed,) = book.ask(lease_ids=[lease]).due_ids
    make_rent_invoice(due_id=taxed, **by)
    make_link(party_id=party, **by)
    said = {"lease_ids": [lease], "lease_id": lease, **by}
    for answer in ("", f"{NOTE} नहीं आया"):
        told = {
            "amount": 500,
            "day": TODAY,
            "mode": "upi",
            "reference": "zqkissa 5512",
            "photo": read_photo(bill()),
        }
        claim = claim_payment(claim_id=uuid7(), **told, **said)
        if answer:
            refuse_claim(claim_id=claim.pk, answer=answer, **by)
    word = write_word(word_id=uuid7(), kind="problem", text=NOTE, photo=read_photo(bill()), **said)
    answer_word(word_id=word.pk, state="under_way", answer=NOTE, **by)
    counted = {"measured_in": "kWh", "rate": 7_000_000, "value": 0, "day": TODAY - datetime.timedelta(days=2)}
    meter = add_meter(meter_id=uuid7(), unit_id=unit, name="Power", **counted, **by).meter_id
    read_meter(meter_id=meter, reading_id=uuid7(), value=0, day=TODAY, photo=read_photo(bill()), **by)


def pictures(place: Path) -> list[str]:
    """Where photos lie."""
    return [str(path.relative_to(place)) for path in sorted(place.rglob("*.jpg"))]


def visit(shop: Shop, program: Program, receiver: Receiver, clock: Clock) -> Visit:
    """Through every door."""
    party = by_page(shop)
    by_tenant(shop, party)
    by_file(shop)
    joined = Party.objects.get(business_id=shop.id, name=NAME_IN_SCRIPT)
    merge_party(
        business_id=shop.id,
        actor=shop.asha,
        party_id=joined.id,
        into_id=party,
        base_rev=joined.rev,
        now=shop.now,
    )
    by_api(shop, program, party)
    other = shop.party("करीम")
    shop.record(other, "gave", 900, note=f"through {NAME} ({local_form(PHONE)}), paid half")
    by_webhook(shop, receiver, clock)
    work()
    return Visit(party=party, joined=joined.id, other=other)


def entries_of(*party_ids: UUID) -> list[Document]:
    return list(Document.objects.filter(party_id__in=party_ids))


def texts(place: Path) -> dict[str, bytes]:
    """Everything an installation holds, as bytes somebody could search: packed files are unpacked first."""
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            found |= dict(_unpacked(str(path.relative_to(place)), path.read_bytes()))
    return found | dict(_database())


def _unpacked(name: str, content: bytes):
    yield name, content
    if content.startswith(b"\x1f\x8b"):
        yield from _unpacked(f"{name}!", gzip.decompress(content))
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield from _unpacked(f"{name}!{inside}", archive.read(inside))


def _database():
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for one in path.parent.glob(f"{path.name}*"):
            yield one.name, one.read_bytes()
        return
    said = connection.settings_dict
    command = [
        _program("pg_dump", fault=RuntimeError),
        "-h",
        said["HOST"],
        "-p",
        str(said["PORT"]),
        "-U",
        "halkhata",
        said["NAME"],
    ]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PGTZ": "UTC"})
    yield "dump", done.stdout


def traces(found: dict[str, bytes]) -> list[tuple[str, str]]:
    """(where, which mark)"""
    left = []
    for name, content in found.items():
        folded = content.lower()
        for mark in MARKS:
            escaped = mark.encode("ascii", "backslashreplace").lower()
            if mark.encode().lower() in folded or escaped in folded:
                left.append((name, mark))
    return left


def shown(found: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """What stands around the first of each, for the one who mends it."""
    out = []
    for name, mark in traces(found):
        place = found[name].lower().find(mark.encode().lower())
        out.append((name, found[name][max(0, place - 150) : place + 80]))
    return out
