"""Houses come in from a sheet, page by page, and go out again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.jobs import run_job
from businesses.models import User
from businesses.roles import Role
from core.sheets import read_table
from imports.models import ImportRun, RunState, RunSubject
from imports.operations.files import take_file
from imports.operations.rent_runs import check_rents
from imports.operations.runs import start_run, start_undo
from imports.sheet.mapping import mapping_from
from ledger.models import Party
from rentals.models import Due, Lease, Unit
from rentals.queries.deposits import held_in_all
from rentals.queries.houses import houses
from tests.imports.sheets import csv_file, work
from tests.ledger.shops import NOW, TODAY
from tests.rentals.houses import RentBook, open_rent_book

ROWS = [
    ["My houses", "", "", "", "", "", "", "", ""],
    ["House", "Address", "Unit", "Tenant", "Mobile", "Rent", "Due day", "Start date", "Deposit", "Balance"],
    [
        "শান্তি ভিলা",
        "12 Park Street",
        "1A",
        "Imran Ali",
        "98300 12345",
        "9,000",
        "5th",
        "15/03/2025",
        "18,000",
        "4500",
    ],
    ["", "", "1B", "सुनीता देवी", "", "8500", "", "01/11/2026", "", ""],
    ["", "", "1C", "", "", "8000", "", "", "", ""],
    ["Rose House", "", "1A", "রহিম উদ্দিন", "", "12000", "1", "", "24000", "-2000"],
    ["", "", "2A", "Chitra", "", "7000", "40", "", "", ""],
    ["", "", "2B", "Dev", "", "", "", "", "", ""],
    ["", "", "1a", "Else", "", "100", "", "", "", ""],
    ["", "", "2C", "Imran Ali", "98300 12345", "3000", "", "31/02/2026", "", ""],
    ["Total", "", "", "", "", "47,500", "", "", "42000", ""],
]


@pytest.fixture
def book(db, settings, tmp_path) -> RentBook:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_rent_book()


def take(book: RentBook, rows=ROWS) -> ImportRun:
    run_id = take_file(
        business=book.business, actor=book.asha, content=csv_file(rows), file_name="h.csv", now=NOW,
        subject=RunSubject.RENTS,
    )  # fmt: skip
    return ImportRun.objects.get(id=run_id)


def check(book: RentBook, run: ImportRun):
    mapping = mapping_from(run.mapping)
    return check_rents(business=book.business, run_id=run.id, roles=mapping.roles, day_first=True, now=NOW)


def bring(book: RentBook, rows=ROWS) -> ImportRun:
    run = take(book, rows)
    check(book, run)
    start_run(business_id=book.id, run_id=run.id, actor=book.asha, now=NOW)
    return work(run.id)


def out(book: RentBook, run: ImportRun) -> ImportRun:
    start_undo(business_id=book.id, run_id=run.id, actor=book.asha, now=NOW)
    return work(run.id)


def standing(book: RentBook) -> dict:
    return {one.name: [unit.name for unit in one.units] for one in houses(book.id, today=TODAY)}


def test_each_row_is_new_or_says_what_is_wrong_with_it(book):
    plan = check(book, take(book))
    assert [(one.row.house, one.row.unit, one.row.tenant) for one in plan.new] == [
        ("শান্তি ভিলা", "1A", "Imran Ali"), ("শান্তি ভিলা", "1B", "सुनीता देवी"), ("শান্তি ভিলা", "1C", ""),
        ("Rose House", "1A", "রহিম উদ্দিন"),
    ]  # fmt: skip
    assert [one.message for one in plan.wrong] == [
        "Row 7: rent falls due on a day from 1 to 31, not on “40”.",
        "Row 8: the rent of Dev is missing.",
        "Row 9: Rose House, 1a stands further up already.",
        "Row 10: “31/02/2026” is not a date.",
    ]
    first = plan.new[0]
    assert (first.row.due_day, first.row.held, first.row.agreed, first.opening) == (
        5,
        18_000_00,
        18_000_00,
        4_500_00,
    )
    assert first.raises_from == TODAY.replace(day=1)
    assert (plan.houses, plan.tenants, plan.rent) == (2, 3, 29_500_00)


def test_houses_come_in_once_and_the_rent_is_asked_from_this_month_on(book):
    run = bring(book)
    assert run.state == RunState.DONE, run.counts
    assert (run.counts["made"], run.counts["leases"], run.counts["houses"]) == (4, 3, 2)
    assert standing(book) == {"শান্তি ভিলা": ["1A", "1B", "1C"], "Rose House": ["1A"]}
    assert held_in_all(book.id) == 42_000_00
    imran = Lease.objects.get(party__name="Imran Ali")
    assert imran.party.balance == 4_500_00
    assert Party.objects.get(name="রহিম উদ্দিন").balance == -2_000_00
    assert book.ask(TODAY).count == 3
    assert [due.period for due in Due.objects.filter(lease=imran)] == [TODAY.replace(day=1)]
    again = bring_if_new(book)
    assert (len(again.new), len(again.same)) == (0, 4)
    assert book.proven()


def bring_if_new(book: RentBook):
    return check(book, take(book))


def test_a_run_goes_out_whole_and_comes_in_again(book):
    run = out(book, bring(book))
    assert (run.state, run.counts["kept"]) == (RunState.UNDONE, 0)
    assert standing(book) == {}
    assert held_in_all(book.id) == 0
    assert not Party.objects.filter(business_id=book.id, trashed_at=None).exists()
    assert bring(book).counts["made"] == 4
    assert standing(book) == {"শান্তি ভিলা": ["1A", "1B", "1C"], "Rose House": ["1A"]}
    assert book.proven()


def test_a_lease_that_was_paid_for_stays_with_its_house_when_the_run_goes_out(book):
    run = bring(book)
    book.ask(TODAY)
    book.pay(Lease.objects.get(party__name="Imran Ali").id, 500)
    run = out(book, run)
    assert run.counts["kept"] == 1
    assert standing(book) == {"শান্তি ভিলা": ["1A"]}
    assert held_in_all(book.id) == 18_000_00
    assert Unit.objects.filter(closed_at=None).count() == 1
    assert book.proven()


def test_wrong_rows_are_mended_on_the_page_or_go_out_with_their_house_and_come_back(client, book):
    client.force_login(User.objects.get(id=book.asha.user_id))
    run = take(book)
    at = lambda name: reverse(f"imports:{name}", args=[book.id, run.id])  # noqa: E731
    page = client.get(at("rents_check")).content.decode()
    assert 'name="fix-10-7" value="31/02/2026"' in page
    assert (
        client.post(
            at("rents_check"), {"mended": "yes", "fix-10-7": "28/02/2026", "fix-7-6": "4"}
        ).status_code
        == 303
    )
    page = client.get(at("rents_check"))
    assert [row.line for row in page.context["plan"].wrong] == [8, 9]
    assert [one.row.unit for one in page.context["plan"].new][-2:] == ["2A", "2C"]
    sheet = read_table(client.get(at("wrong")).content, "wrong.csv")
    assert [row[2] for row in sheet.rows] == ["House", "Rose House", "Rose House"]
    again = [[str(cell or "") for cell in row] + [""] * 9 for row in sheet.rows]
    again[1][7] = "6,000"
    assert [(one.row.house, one.row.tenant) for one in check(book, take(book, again)).new][:1] == [
        ("Rose House", "Dev")
    ]


def test_the_pages_bring_a_sample_as_it_is_and_refuse_staff(client, book):
    client.force_login(User.objects.get(id=book.asha.user_id))
    at = lambda name, *ids: reverse(f"imports:{name}", args=[book.id, *ids])  # noqa: E731
    sample = client.get(at("rents_sample", "bn", "xlsx")).content
    assert len(read_table(sample, "k.xlsx").rows) == 4
    assert client.get(at("rents_sample", "fr", "csv")).status_code == 404
    step = client.post(at("rents"), {"file": SimpleUploadedFile("বাড়ি.xlsx", sample)})
    run = ImportRun.objects.get()
    assert step["Location"] == at("rents_check", run.id)
    page = client.get(step["Location"])
    assert "Bring 3 units" in page.content.decode()
    chosen = {f"column_{number}": "" for number in range(10)}
    assert client.post(step["Location"], {**chosen, "day_order": "day"}).status_code == 422
    chosen = {name: page.context["form"][name].value() for name in chosen}
    assert client.post(step["Location"], {**chosen, "day_order": "day"}).status_code == 303
    for other in ("columns", "check"):
        assert client.get(at(other, run.id)).status_code == 404
    client.post(at("start", run.id))
    run_job(ImportRun.objects.get().job_id)
    assert "Your houses are here" in client.get(at("run", run.id)).content.decode()
    client.post(at("undo", run.id))
    run_job(ImportRun.objects.get().job_id)
    assert "All that this sheet brought is out again." in client.get(at("run", run.id)).content.decode()
    client.force_login(User.objects.get(id=book.member(Role.STAFF).user_id))
    assert client.get(at("rents")).status_code == 403
