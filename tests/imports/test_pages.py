"""The wizard's pages without JavaScript: each step, each refusal, and the wall between books."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.jobs import run_job
from audit.models import Job
from businesses.models import Membership, User
from businesses.roles import Role
from core.sheets import read_table
from imports.models import ImportRun, RunState
from ledger.models import Document
from tests.imports.sheets import HEADING, check, csv_file, start, upload
from tests.ledger.shops import open_shop

ROWS = [HEADING, ["রহিম স্টোর", "13/10/2026", "চাল", "500", ""], ["शर्मा", "31/02/2026", "", "", "20"]]


@pytest.fixture
def shop(db):
    from django.utils import timezone

    return open_shop(now=timezone.now())


def browser(actor_or_user) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=getattr(actor_or_user, "user_id", None) or actor_or_user.pk))
    return client


def address(shop, name: str, *arguments) -> str:
    return reverse(f"imports:{name}", args=[shop.id, *arguments])


def choose(client, shop, rows=ROWS):
    file = SimpleUploadedFile("খাতা.csv", csv_file(rows), "text/csv")
    return client.post(address(shop, "bring"), {"file": file})


def answers(page) -> dict[str, str]:
    """What the form of the columns would send as it stands."""
    form = page.context["form"]
    columns = {
        field.html_name: field.value() or "" for field in form if field.html_name.startswith("column_")
    }
    return {
        **columns,
        "day_order": "day",
        "positive": "gave",
        "kind": "customer",
        "party": "",
        "asked": "party order sign fill",
    }


def test_a_khata_comes_in_and_goes_out_again_page_by_page(shop):
    client = browser(shop.asha)
    assert client.get(address(shop, "bring")).status_code == 200
    step = choose(client, shop)
    assert step.status_code == 303
    run_id = ImportRun.objects.get().id
    assert step["Location"] == address(shop, "columns", run_id)
    page = client.get(step["Location"])
    assert "রহিম স্টোর" in page.content.decode()
    step = client.post(step["Location"], answers(page))
    assert step["Location"] == address(shop, "check", run_id)
    page = client.get(step["Location"])
    assert "Row 3: “31/02/2026” is not a date." in page.content.decode()
    mended = client.post(
        step["Location"], {"fix-3-1": "28/02/2026", "fix-9999999-1": "x", "fix-3-x": "y"}, follow=True
    )
    assert mended.context["found"].wrong == 0
    assert client.get(address(shop, "run", run_id))["Location"] == address(shop, "check", run_id)
    client.post(address(shop, "start", run_id))
    client.post(address(shop, "start", run_id))
    assert "You can leave this page" in client.get(address(shop, "run", run_id)).content.decode()
    run_job(Job.objects.get().id)
    assert "2 entries were brought." in client.get(address(shop, "run", run_id)).content.decode()
    client.post(address(shop, "undo", run_id))
    run_job(Job.objects.get(kind="imports.undo").id)
    assert (
        "2 entries of this file left the khata." in client.get(address(shop, "run", run_id)).content.decode()
    )
    assert shop.proven()


def test_a_file_that_is_no_table_says_so_beside_the_field(shop):
    client = browser(shop.asha)
    for file in (None, SimpleUploadedFile("k.xlsx", b"%PDF-1.7 x"), SimpleUploadedFile("k.csv", b"")):
        page = client.post(address(shop, "bring"), {"file": file} if file else {})
        assert page.status_code == 422
        assert page.context["form"]["file"].errors
    assert not ImportRun.objects.exists()


def test_headings_with_nothing_under_them_are_called_so(shop):
    client = browser(shop.asha)
    step = choose(client, shop, rows=[HEADING])
    step = client.post(step["Location"], answers(client.get(step["Location"])))
    body = client.get(step["Location"]).content.decode()
    assert "No rows stand under the headings of this sheet." in body
    assert "Every row stands in this book already" not in body


def test_columns_that_say_too_little_come_back_with_the_choice_kept(shop):
    client = browser(shop.asha)
    url = choose(client, shop)["Location"]
    said = answers(client.get(url))
    page = client.post(url, {**said, "column_0": "", "column_2": "party-of-five"})
    assert page.status_code == 422
    page = client.post(url, {**said, "column_0": ""})
    assert page.status_code == 422
    assert page.context["form"]["party"].errors
    assert client.post(url, {**said, "column_0": "", "party": "রহিম"}).status_code == 303


def test_a_stranger_finds_nothing_and_staff_are_refused(shop):
    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    bilal, dev = shop.member(Role.STAFF), User.objects.create_user(email="dev@example.com")
    pages = [address(shop, "bring"), address(shop, "sample", "en", "csv")]
    pages += [address(shop, name, run_id) for name in ("run", "columns", "check", "wrong")]
    writes = [
        address(shop, name, run_id)
        for name in ("sheet", "start", "undo", "again", "drop", "check", "columns")
    ]
    for person, status in ((bilal, 403), (dev, 404)):
        client = browser(person)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page).status_code for page in writes} == {status}
    assert Client().get(pages[0])["Location"].startswith("/sign-in/")
    assert ImportRun.objects.get().state == RunState.CHECKED


def test_a_run_of_another_book_is_as_unknown_as_one_of_none(shop):
    other = open_shop(name="পাশের দোকান", now=shop.now)
    Membership.objects.filter(user_id=other.asha.user_id).update(role=Role.OWNER)
    run_id = upload(shop, csv_file(ROWS))
    check(shop, run_id)
    client = browser(other.asha)
    for unknown in (run_id, uuid.uuid4()):
        gets = [client.get(address(other, name, unknown)) for name in ("run", "columns", "check", "wrong")]
        names = ("start", "undo", "again", "sheet", "columns", "check")
        posts = [client.post(address(other, name, unknown)) for name in names]
        assert {response.status_code for response in (*gets, *posts)} == {404}
        client.post(address(other, "drop", unknown))
    start(shop, run_id)
    run_job(Job.objects.get().id)
    assert set(Document.objects.values_list("business_id", flat=True)) == {shop.id}


@pytest.mark.parametrize("language", ["en", "hi", "bn"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sample_can_be_brought_as_it_is(shop, language, kind):
    client = browser(shop.asha)
    response = client.get(address(shop, "sample", language, kind))
    assert read_table(response.content, f"k.{kind}").rows
    found = check(shop, upload(shop, response.content, f"k.{kind}"))
    assert (found.new, found.wrong, found.parties_new) == (4, 0, 2)
    assert client.get(address(shop, "sample", "fr", kind)).status_code == 404


def test_the_wrong_rows_come_as_a_sheet_that_no_program_takes_for_formulas(shop):
    rows = [HEADING, ["=1+1", "31/02/2026", "@x", "5", ""]]
    run_id = upload(shop, csv_file(rows))
    check(shop, run_id)
    content = browser(shop.asha).get(address(shop, "wrong", run_id)).content.decode("utf-8-sig")
    assert "Row 2: “31/02/2026” is not a date." in content
    assert "'=1+1" in content
    assert "'@x" in content


def test_a_workbook_shows_its_sheets_and_another_can_be_read(shop):
    from tests.imports.sheets import xlsx_file

    client = browser(shop.asha)
    file = SimpleUploadedFile("k.xlsx", xlsx_file(ROWS, sheets=("কাল", "আজ")))
    url = client.post(address(shop, "bring"), {"file": file})["Location"]
    assert client.get(url).context["sheets"] == ["কাল", "আজ"]
    run_id = ImportRun.objects.get().id
    client.post(address(shop, "sheet", run_id), {"sheet": "আজ"})
    assert client.get(url).context["sheet"] == "আজ"


def test_a_page_takes_a_fixed_number_of_queries(shop, django_assert_num_queries):
    client = browser(shop.asha)
    client.get(address(shop, "bring"))
    upload(shop, csv_file(ROWS))
    with django_assert_num_queries(5):
        client.get(address(shop, "bring"))
    for _ in range(3):
        upload(shop, csv_file(ROWS))
    with django_assert_num_queries(5):
        client.get(address(shop, "bring"))


def test_names_with_markup_stay_text(shop):
    rows = [
        HEADING,
        ["<script>alert(1)</script>", "31/02/2026", "<b>", "5", ""],
        ["<i>x</i>", "13/10/2026", "", "5", ""],
    ]
    client = browser(shop.asha)
    url = choose(client, shop, rows)["Location"]
    for page in (client.get(url), client.post(url, answers(client.get(url)), follow=True)):
        assert "<script>alert" not in page.content.decode()
        assert "<i>x" not in page.content.decode()


def test_a_question_that_comes_up_with_other_columns_is_asked_before_the_check(shop):
    client = browser(shop.asha)
    rows = [["a", "b", "c"], ["রহিম", "05/10/2026", "5"], ["রহিম", "06/10/2026", "7"]]
    url = choose(client, shop, rows)["Location"]
    said = {
        **answers(client.get(url)),
        "column_0": "party",
        "column_1": "date",
        "column_2": "amount",
        "asked": "party",
    }
    page = client.post(url, said)
    assert page.status_code == 200
    assert page.context["asked"] == ["order", "sign"]
    assert "Month first: 5/11 is 11 May" in page.content.decode()
    done = client.post(
        url, {**said, "asked": "order sign", "day_order": "month", "positive": "got"}, follow=True
    )
    assert [(row.day.isoformat(), row.direction) for row in done.context["found"].new_rows] == [
        ("2026-05-10", "got"), ("2026-06-10", "got"),
    ]  # fmt: skip


def test_a_sheet_full_of_wrong_rows_makes_a_form_that_can_be_sent(shop, settings):
    shop.party("Sunita Devi")
    heading = ["Name", "Phone", "Date", "You gave", "You got", *["Note"] * 30]
    rows = [heading, *(["সুনীতা", "1", "31/02/2026", "5", "", *["n"] * 30] for _ in range(200))]
    rows += [[f"Sunita Devi {'i' * n}", "", "13/10/2026", "5", ""] for n in range(1, 60)]
    run_id = upload(shop, csv_file(rows))
    found = check(shop, run_id)
    assert (found.wrong, len(found.wrong_rows)) == (200, 50)
    fields = sum(len(row.cells) for row in found.wrong_rows) + len(found.doubts)
    assert 0 < fields < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    posted = {f"fix-{row.line}-{column}": text for row in found.wrong_rows for column, _, text in row.cells}
    assert browser(shop.asha).post(address(shop, "check", run_id), posted).status_code == 303
