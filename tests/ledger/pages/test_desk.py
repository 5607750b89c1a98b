"""The accountant's pages as a plain browser sees them: accounts, vouchers, day book, opening balances."""

import csv
import datetime
import io
import re

import pytest
from django.utils import translation

from businesses.models import Membership, User
from businesses.roles import Role
from core.ids import uuid7
from ledger.models import Account, Document
from ledger.queries.openings import opening_sheet
from ledger.queries.trial_balance import trial_balance
from tests.ledger import desks
from tests.ledger.pages.conftest import signed_in
from tests.ledger.shops import open_shop

CASH, BANK, CUSTOMERS, OTHER_INCOME, OTHER = "1000", "1010", "1100", "4900", "5900"


@pytest.fixture
def chitra(pages):
    user = User.objects.create_user(email=f"{uuid7().hex}@example.com", name="Chitra")
    Membership.objects.create(business=pages.shop.business, user=user, role=Role.ACCOUNTANT)
    return signed_in(user)


def lines(pages, *rows, **head) -> dict[str, str]:
    """Rows are (code, party, debit, credit)."""
    said = {"document_id": str(uuid7()), "day": pages.today.isoformat(), "note": "", **head}
    for place, (code, party, debit, credit) in enumerate(rows):
        account = str(desks.account(pages.shop, code)) if code else ""
        said |= {
            f"{place}-account": account, f"{place}-party": party, f"{place}-debit": debit, f"{place}-credit": credit,
        }  # fmt: skip
    return said


def balances(pages) -> dict[str, int]:
    return {one.code: one.balance for one in trial_balance(pages.shop.id, until=pages.today) if one.balance}


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_accountant_writes_a_journal_that_shows_in_the_khata(pages, chitra):
    party = pages.party("शर्मा जी")
    new = pages.url("vouchers/new/")
    assert "Journal voucher" in text(chitra.get(new))
    said = lines(
        pages, (CUSTOMERS, "शर्मा जी", "500", ""), (OTHER_INCOME, "", "", "400+100"), ("", "", "", "")
    )
    saved = chitra.post(new, {**said, "note": "ब्याज"}, follow=True)
    assert "Saved: Journal of ₹500." in text(saved)
    assert pages.balance(party) == 50_000
    khata = text(chitra.get(pages.url(f"parties/{party}/")))
    assert "Journal" in khata
    assert "ब्याज" in khata
    chitra.post(new, {**said, "note": "ब्याज"})
    assert pages.balance(party) == 50_000


def test_an_unbalanced_voucher_comes_back_with_the_difference(pages, chitra):
    wrong = chitra.post(
        pages.url("vouchers/new/"), lines(pages, (OTHER, "", "500", ""), (CASH, "", "", "450.50"))
    )
    assert wrong.status_code == 422
    assert "Debit is ₹49.50 more than credit." in text(wrong)
    assert 'value="450.50"' in wrong.content.decode()
    assert pages.entries() == 0


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((CUSTOMERS, "কেউ না", "5", ""), "No party is called “কেউ না”."),
        ((OTHER, "", "5", "5"), "Write one of the two: debit or credit."),
        ((OTHER, "", "", ""), "Write an amount under debit or credit."),
        (("", "", "5", ""), "Choose an account."),
        ((CUSTOMERS, "", "5", ""), "Choose whose khata the line on"),
    ],
)
def test_each_row_says_what_is_wrong_with_it(pages, chitra, row, sentence):
    wrong = chitra.post(pages.url("vouchers/new/"), lines(pages, row, (CASH, "", "", "5")))
    assert wrong.status_code == 422
    assert sentence in text(wrong)


def test_two_parties_of_one_name_are_told_apart_by_phone(pages, chitra):
    pages.party("রহিম", phone="+919830011111")
    second = pages.party("রহিম", phone="+919830022222")
    new = pages.url("vouchers/new/")
    wrong = chitra.post(new, lines(pages, (CUSTOMERS, "রহিম", "5", ""), (CASH, "", "", "5")))
    assert "Several are called “রহিম”." in text(wrong)
    offered = re.findall(r'<option value="(রহিম · [^"]+)"', wrong.content.decode())
    assert len(offered) == 2
    label = next(one for one in offered if "22222" in one)
    chitra.post(new, lines(pages, (CUSTOMERS, label, "5", ""), (CASH, "", "", "5")))
    assert pages.balance(second) == 500


def test_a_contra_is_a_short_form(pages, chitra):
    path = pages.url("vouchers/contra/")
    shown = chitra.get(path).content.decode()
    assert "Other expenses" not in shown
    cash, bank = desks.account(pages.shop, CASH), desks.account(pages.shop, BANK)
    said = {
        "document_id": str(uuid7()),
        "source": cash,
        "target": bank,
        "amount": "2,000",
        "day": pages.today,
    }
    assert "Choose another account" in text(chitra.post(path, {**said, "target": cash}))
    chitra.post(path, said)
    assert balances(pages) == {CASH: -200_000, BANK: 200_000}


def test_a_voucher_is_changed_taken_back_deleted_and_restored(pages, chitra):
    done = desks.record(pages.shop, (OTHER, 500), (CASH, -500), day=pages.today)
    path = pages.url(f"vouchers/{done.document_id}/")
    form = chitra.get(path + "edit/").content.decode()
    assert 'value="5"' in form
    said = lines(pages, (OTHER, "", "7", ""), (CASH, "", "", "7"), base_rev="1", mutation_id=str(uuid7()))
    assert "Saved: Journal of ₹7." in text(chitra.post(path + "edit/", said, follow=True))
    stale = chitra.post(path + "edit/", {**said, "mutation_id": str(uuid7())})
    assert (stale.status_code, "See the voucher as it stands now" in text(stale)) == (412, True)
    page = chitra.get(path).content.decode()
    undo = re.search(r'action="([^"]+do=back[^"]*)"', page)[1].replace("&amp;", "&")
    chitra.post(undo)
    assert balances(pages) == {OTHER: 500, CASH: -500}
    rev = Document.objects.get(id=done.document_id).rev
    chitra.post(path + "delete/", {"rev": rev})
    assert balances(pages) == {}
    gone = chitra.get(path)
    assert "This voucher is deleted." in text(gone)
    assert "Voucher of the accountant" in text(chitra.get(pages.url("trash/")))
    chitra.post(pages.url("trash/restore/"), {"one": f"voucher:{done.document_id}"})
    assert balances(pages) == {OTHER: 500, CASH: -500}


def test_a_voucher_of_a_closed_day_stays(pages, chitra):
    early = pages.today - datetime.timedelta(days=5)
    done = desks.record(pages.shop, (OTHER, 500), (CASH, -500), day=early)
    pages.shop.close(pages.today - datetime.timedelta(days=1))
    new = chitra.post(
        pages.url("vouchers/new/"),
        lines(pages, (OTHER, "", "5", ""), (CASH, "", "", "5"), day=early.isoformat()),
    )
    assert "The book is closed until" in text(new)
    chitra.post(pages.url(f"vouchers/{done.document_id}/delete/"), {"rev": 1})
    assert balances(pages) == {OTHER: 500, CASH: -500}


def test_who_sees_the_accounts(pages, chitra):
    done = desks.record(pages.shop, (OTHER, 500), (CASH, -500), day=pages.today)
    reading = ["accounts/", "trial-balance/", "day-book/", f"accounts/{desks.account(pages.shop, CASH)}/"]
    writing = ["vouchers/new/", "opening-balances/", "accounts/add/", f"vouchers/{done.document_id}/"]
    for tail in reading + writing:
        path = pages.url(tail)
        assert chitra.get(path).status_code == 200, tail
        assert pages.bilal.get(path).status_code == 403, tail
        assert pages.dev.get(path).status_code == 404, tail
        assert pages.reader.get(path).status_code == (200 if tail in reading else 403), tail
    assert "accounts/" not in pages.bilal.get(pages.url("khata/")).content.decode()


def test_an_account_is_added_named_closed_and_opened(pages, chitra):
    add = pages.url("accounts/add/")
    said = {"account_id": str(uuid7()), "kind": "bank", "code": "1011", "name": "ग्रामीण बैंक", "parent": ""}
    assert "Write a code" in text(chitra.post(add, {**said, "code": "10 11!"}))
    assert "An account has the code 1010 already" in text(chitra.post(add, {**said, "code": "1010"}))
    chitra.post(add, said)
    account = Account.objects.get(business_id=pages.shop.id, code="1011")
    assert account.parent.role == "bank"
    path = pages.url(f"accounts/{account.id}/")
    chitra.post(path + "name/", {"base_rev": 1, "name": "SBI"})
    assert "SBI" in text(chitra.get(pages.url("accounts/")))
    moved = desks.record(pages.shop, ("1011", 300), (BANK, -300), kind="contra", day=pages.today)
    refused = chitra.post(path + "state/", {"do": "close", "rev": 2}, follow=True)
    assert "is not at zero" in text(refused)
    desks.change(pages.shop, "delete_voucher", moved)
    chitra.post(path + "state/", {"do": "close", "rev": 2})
    assert not Account.objects.get(id=account.id).is_active
    choices = chitra.get(pages.url("vouchers/new/")).content.decode()
    assert f'value="{account.id}"' not in choices
    chitra.post(path + "state/", {"do": "open", "rev": 3})
    assert Account.objects.get(id=account.id).is_active


def test_a_built_in_account_takes_another_name_and_stays(pages, chitra):
    cash = Account.objects.get(business_id=pages.shop.id, code=CASH)
    path = pages.url(f"accounts/{cash.id}/")
    chitra.post(path + "name/", {"base_rev": 1, "name": "गल्ला"})
    assert Account.objects.get(id=cash.id).name == "गल्ला"
    kept = chitra.post(path + "state/", {"do": "close", "rev": 2}, follow=True)
    assert "The book needs the account गल्ला." in text(kept)


def test_built_in_names_are_in_the_readers_language(pages, chitra, monkeypatch):
    """Through the catalogue: the words themselves are the translators'."""
    monkeypatch.setattr("ledger.charts.names.gettext", lambda name: f"<{translation.get_language()}> {name}")
    cash = Account.objects.get(business_id=pages.shop.id, code=CASH)
    assert "&lt;en&gt; Cash" in chitra.get(pages.url("accounts/")).content.decode()
    Account.objects.filter(id=cash.id).update(name="Galla")
    assert "&lt;en&gt; Galla" not in chitra.get(pages.url("accounts/")).content.decode()


def test_an_account_shows_its_lines_with_what_it_held(pages, chitra):
    party = pages.party("শর্মা")
    pages.record(party, "got", 30_000, mode="cash", day=pages.today - datetime.timedelta(days=40))
    first = pages.record(party, "got", 10_000, mode="cash")
    desks.record(pages.shop, (OTHER, 4_000), (CASH, -4_000), day=pages.today, note="चाय")
    deleted = pages.record(party, "got", 9_900, mode="cash")
    pages.shop.change("delete_entry", deleted)
    cash = desks.account(pages.shop, CASH)
    start = (pages.today - datetime.timedelta(days=5)).isoformat()
    query = f"?start={start}&end={pages.today.isoformat()}"
    page = text(chitra.get(pages.url(f"accounts/{cash}/{query}")))
    for words in ("Balance before ₹300.00 Dr", "₹400.00 Dr", "₹360.00 Dr", "चाय"):
        assert words in page
    assert "₹99.00" not in page
    table = chitra.get(pages.url(f"accounts/{cash}/ledger.csv{query}")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[4:8] for row in rows[1:]] == [
        ["", "", "300.00", "Dr"], ["100.00", "", "400.00", "Dr"], ["", "40.00", "360.00", "Dr"],
        ["100.00", "40.00", "360.00", "Dr"],
    ]  # fmt: skip
    entry = text(chitra.get(pages.url(f"entries/{first.document_id}/")))
    assert "How it is booked" in entry
    assert "Customers" in entry


def test_a_long_account_is_read_in_pages(pages, chitra, monkeypatch):
    monkeypatch.setattr("ledger.views.accounts.ROWS_SHOWN", 2)
    for amount in (100, 200, 300, 400, 500):
        desks.record(pages.shop, (OTHER, amount), (CASH, -amount), day=pages.today)
    path, seen = pages.url(f"accounts/{desks.account(pages.shop, OTHER)}/"), []
    while path:
        page = chitra.get(path)
        seen += [(row.amount, row.running) for row, _line in page.context["rows"]]
        assert page.context["found"].closing == 1_500
        path = page.context["more"]
    assert seen == [(100, 100), (200, 300), (300, 600), (400, 1_000), (500, 1_500)]


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_the_papers_are_taken_as_files(pages, chitra, kind):
    pages.record(pages.party("শর্মা"), "gave", 30_000)
    desks.record(pages.shop, (OTHER, 4_000), (CASH, -4_000), day=pages.today, note="=1+1")
    cash = desks.account(pages.shop, CASH)
    start = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}[kind]
    for tail in (f"accounts/{cash}/ledger.{kind}", f"trial-balance/balance.{kind}", f"day-book/book.{kind}"):
        response = chitra.get(pages.url(tail))
        assert (response.status_code, response.content[: len(start)]) == (200, start)
        assert kind in response["Content-Disposition"]
        if kind == "csv":
            assert ",=1+1" not in response.content.decode()


def test_the_day_book_lists_what_stands_in_order(pages, chitra):
    party = pages.party("শর্মা")
    pages.record(party, "gave", 30_000, note="चावल")
    pages.record(party, "got", 10_000, mode="cash")
    desks.record(pages.shop, (BANK, 4_000), (CASH, -4_000), kind="contra", day=pages.today)
    pages.shop.edit(pages.record(party, "gave", 1_100), amount=2_200, day=pages.today)
    page = chitra.get(pages.url("day-book/"))
    assert [one["kind"] for one in page.context["entries"]] == [
        "Goods given on khata", "Receipt", "Contra", "Goods given on khata",
    ]  # fmt: skip
    assert "₹11.00" not in text(page)
    wrong = chitra.get(pages.url("day-book/?start=2026-13-40&end=x"))
    assert wrong.status_code == 422


def test_the_trial_balance_comes_out_even(pages, chitra):
    pages.record(pages.party("শর্মা"), "gave", 30_000)
    desks.record(pages.shop, (OTHER, 4_000), (CASH, -4_000), day=pages.today)
    page = chitra.get(pages.url("trial-balance/"))
    assert page.context["debit"] == page.context["credit"] == 34_000
    assert chitra.get(pages.url("trial-balance/?on=31/02/2026")).status_code == 422
    before = (pages.today - datetime.timedelta(days=1)).isoformat()
    assert "Nothing is booked up to this day." in text(chitra.get(pages.url(f"trial-balance/?on={before}")))


def sheet(pages, *, rev: int, day=None, **amounts) -> dict[str, str]:
    """amounts: c1000="500" is 500 on the debit side of account 1000, k3000 the credit side."""
    said = {
        "document_id": str(uuid7()), "mutation_id": str(uuid7()), "base_rev": str(rev),
        "day": (day or pages.today).isoformat(),
    }  # fmt: skip
    sides = {"c": "debit", "k": "credit"}
    return said | {f"{name[1:]}-{sides[name[0]]}": amount for name, amount in amounts.items()}


def test_an_opening_sheet_that_differs_asks_where_the_rest_goes(pages, chitra):
    path = pages.url("opening-balances/")
    party = pages.party("শর্মা", opening_amount=20_000, opening_direction="gave")
    assert "₹200.00 Dr" in text(chitra.get(path))
    said = sheet(pages, rev=0, c1000="500", k3000="600")
    wrong = chitra.post(path, said)
    assert (wrong.status_code, "Debit is ₹100 more than credit." in text(wrong)) == (422, True)
    assert balances(pages) == {"1100": 20_000, "3100": -20_000}
    chitra.post(path, {**said, "rest_accepted": "on"})
    assert balances(pages) == {"1000": 50_000, "1100": 20_000, "3000": -60_000, "3100": -10_000}
    even = sheet(pages, rev=1, c1000="400", k3000="600")
    chitra.post(path, even)
    assert balances(pages) == {"1000": 40_000, "1100": 20_000, "3000": -60_000}
    assert pages.balance(party) == 20_000
    assert opening_sheet(pages.shop.id).difference == 0
    assert chitra.post(path, sheet(pages, rev=1, c1000="9", k3000="209")).status_code == 412
    chitra.post(path, sheet(pages, rev=2))
    assert balances(pages) == {"1100": 20_000, "3100": -20_000}
    assert pages.shop.proven()


def test_all_books_stand_side_by_side_and_are_never_added(pages):
    owner = pages.people.asha
    pages.record(pages.party("শর্মা"), "gave", 30_000)
    pages.record(pages.party("রহিম"), "got", 10_000, mode="cash")
    other = open_shop(name="ঢাকা স্টোর্স", country="BD")
    Membership.objects.create(business=other.business, user=owner, role=Role.OWNER)
    other.record(other.party("করিম"), "gave", 50_000)
    third = open_shop(name="Dev Stores")
    Membership.objects.create(business=third.business, user=owner, role=Role.STAFF)
    third.record(third.party("Nobody"), "gave", 77_700)
    page = text(pages.asha.get("/books/"))
    for words in ("You will get ₹300", "You will give ₹100", "You will get ৳500", "does not see its totals"):
        assert words in page
    assert "₹777" not in page
    assert "₹800" not in page
    assert "All my books" in text(pages.asha.get(pages.url("khata/")))
