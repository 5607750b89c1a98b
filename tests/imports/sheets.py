"""Real files for the tests, and short ways to bring them."""

import csv
import io
import random
from datetime import date, timedelta
from uuid import UUID

from openpyxl import Workbook

from audit.jobs import run_job
from imports.findings import Findings
from imports.models import ImportRun
from imports.operations.checking import check_file
from imports.operations.files import take_file
from imports.operations.runs import start_run, start_undo
from imports.sheet.mapping import mapping_from
from tests.ledger.shops import NOW, Shop

NAMES = ("রহিম স্টোর", "शर्मा किराना", "Ramesh & Sons", "মিতা দেবী", "सुनीता देवी", "Abdul Karim", "বিকাশ")
HEADING = ["Customer Name", "Date", "Details", "You Gave", "You Got"]


def csv_file(rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_file(rows, *, sheets: tuple[str, ...] = ("Sheet1",), merged: str = "") -> bytes:
    book = Workbook()
    book.active.title = sheets[0]
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    for name in sheets[1:]:
        book.create_sheet(name).append(["empty", "sheet"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def long_sheet(rows: int, *, seed: int = 3, parties: int = 40) -> bytes:
    """A year of a shop: `rows` entries of `parties` people."""
    dice = random.Random(seed)
    people = [f"{NAMES[number % len(NAMES)]} {number}" for number in range(parties)]
    lines = [HEADING]
    for number in range(rows):
        day = date(2026, 1, 1) + timedelta(days=number * 300 // rows)
        amount = f"{dice.randrange(1_000, 900_000) / 100:.2f}"
        gave = dice.random() < 0.6
        person = dice.choice(people)
        lines.append(
            [
                person,
                day.strftime("%d/%m/%Y"),
                f"মাল {number % 9}",
                amount if gave else "",
                "" if gave else amount,
            ]
        )
    return csv_file(lines)


def upload(shop: Shop, content: bytes, name: str = "khata.csv") -> UUID:
    return take_file(business=shop.business, actor=shop.asha, content=content, file_name=name, now=shop.now)


def mapping_of(run_id: UUID):
    return mapping_from(ImportRun.objects.get(id=run_id).mapping)


def check(shop: Shop, run_id: UUID, **changes) -> Findings:
    from dataclasses import replace

    mapping = replace(mapping_of(run_id), **changes)
    return check_file(business=shop.business, run_id=run_id, mapping=mapping, now=shop.now)


def found_in(shop: Shop, rows, **changes) -> Findings:
    """What a check finds in a CSV of these rows."""
    return check(shop, upload(shop, csv_file(rows)), **changes)


def start(shop: Shop, run_id: UUID) -> ImportRun:
    start_run(business_id=shop.id, run_id=run_id, actor=shop.asha, now=shop.now)
    return ImportRun.objects.get(id=run_id)


def work(run_id: UUID) -> ImportRun:
    """Let the run's job be done, as a worker would."""
    run_job(ImportRun.objects.get(id=run_id).job_id, clock=lambda: NOW)
    return ImportRun.objects.get(id=run_id)


def bring(shop: Shop, content: bytes, name: str = "khata.csv", **changes) -> ImportRun:
    run_id = upload(shop, content, name)
    check(shop, run_id, **changes)
    start(shop, run_id)
    return work(run_id)


def take_back(shop: Shop, run_id: UUID) -> ImportRun:
    start_undo(business_id=shop.id, run_id=run_id, actor=shop.asha, now=shop.now)
    return work(run_id)


def record_rows_of_runs():
    from imports.operations import runs

    return runs.record_rows
