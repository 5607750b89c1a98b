"""The same file worked on in two windows at once: what was found always belongs to what was chosen."""

import io
import threading

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections
from django.urls import reverse
from openpyxl import Workbook

from imports import files
from imports.models import ImportRun
from imports.operations.checking import check_file
from imports.operations.files import choose_sheet, drop_file
from tests.imports.sheets import HEADING, check, csv_file, found_in, mapping_of, upload
from tests.ledger.conftest import live_shop  # noqa: F401
from tests.tenancy.books import open_world

TURNED = [*HEADING[:3], "You Got", "You Gave"]
ROW = ["রহিম স্টোর", "13/10/2026", "চাল", "500", ""]


def two_sheets() -> bytes:
    """The same row under turned headings: read with the other sheet's columns, it says the contrary."""
    book = Workbook()
    book.active.title = "कल"
    for row in (HEADING, ROW):
        book.active.append(row)
    other = book.create_sheet("आज")
    for row in (TURNED, ROW):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_check_while_another_sheet_is_chosen_reads_no_sheet_with_the_columns_of_the_other(
    shop, monkeypatch
):
    run_id, found = upload(shop, two_sheets(), "k.xlsx"), []
    save = FileSystemStorage.save

    def save_and_check(storage, name, content, **more):
        if "table" in name and not found:
            found.append(None)
            found[0] = check_file(
                business=shop.business, run_id=run_id, mapping=mapping_of(run_id), now=shop.now
            )
            assert (found[0].gave, found[0].got) == (
                (50_000, 0) if mapping_of(run_id).sheet == "कल" else (0, 50_000)
            )
        return save(storage, name, content, **more)

    monkeypatch.setattr(FileSystemStorage, "save", save_and_check)
    choose_sheet(business=shop.business, run_id=run_id, sheet="आज")
    assert found[0] is not None
    run = ImportRun.objects.get(id=run_id)
    assert (run.state, mapping_of(run_id).sheet) == ("mapping", "आज")
    after = check(shop, run_id)
    assert (after.gave, after.got) == (0, 50_000)


def test_the_columns_of_a_sheet_that_was_left_in_another_window_are_not_taken(db):
    world = open_world()
    world.sign_in()
    shop, client = world.own.shop, world.own.clients["owner"]
    run_id = upload(shop, two_sheets(), "k.xlsx")
    address = reverse("imports:columns", args=[shop.id, run_id])
    page = client.get(address)
    said = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    said |= {"asked": "order sign fill party", "of_sheet": page.context["sheet"]}
    assert f'name="of_sheet" value="{page.context["sheet"]}"' in page.content.decode()
    choose_sheet(business=shop.business, run_id=run_id, sheet="आज")
    answer = client.post(address, said, follow=True)
    assert "This file has moved on meanwhile." in answer.content.decode()
    assert ImportRun.objects.get(id=run_id).state == "mapping"


@pytest.mark.both_engines
def test_checks_at_the_same_moment_leave_the_findings_of_the_mapping_that_stands(live_shop):  # noqa: F811
    shop = live_shop
    run_id = upload(shop, csv_file([HEADING, ROW]))
    plain = mapping_of(run_id)
    barrier, faults = threading.Barrier(2), []

    def keep_checking(**changes) -> None:
        try:
            for _turn in range(15):
                barrier.wait(timeout=180)
                check(shop, run_id, **changes)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connections.close_all()

    turned = tuple({"gave": "got", "got": "gave"}.get(role, role) for role in plain.roles)
    windows = [
        threading.Thread(target=keep_checking, kwargs={"roles": roles}) for roles in (plain.roles, turned)
    ]
    for each in windows:
        each.start()
    for each in windows:
        each.join(timeout=180)
    assert faults == []
    run = ImportRun.objects.get(id=run_id)
    name = files.check_name(run.mapping)
    stored = files.fetch_json(business_id=shop.id, run_id=run_id, name=name)
    assert (stored["gave"], stored["got"]) == (
        (50_000, 0) if tuple(run.mapping["roles"]) == plain.roles else (0, 50_000)
    )


def test_a_check_that_is_gone_is_made_again(db):
    world = open_world()
    world.sign_in()
    shop, run_id = world.own.shop, world.own.runs["checked"]
    run = ImportRun.objects.get(id=run_id)
    files.let_go(business_id=shop.id, run_id=run_id, name=files.check_name(run.mapping))
    page = world.own.clients["owner"].get(reverse("imports:check", args=[shop.id, run_id]))
    assert page.status_code == 200
    assert page.context["found"].new == 2


def test_a_run_that_is_dropped_or_amended_leaves_no_files_behind(shop):
    run_id = upload(shop, two_sheets(), "k.xlsx")
    choose_sheet(business=shop.business, run_id=run_id, sheet="आज")
    for kind in ("customer", "supplier", "other"):
        check(shop, run_id, kind=kind)
    folder = f"imports/{shop.id}/{run_id}"
    assert len([name for name in default_storage.listdir(folder)[1] if name.startswith("check")]) == 1
    drop_file(business_id=shop.id, run_id=run_id)
    assert default_storage.listdir(folder)[1] == []
    assert found_in(shop, [HEADING, ROW]).new == 1
