"""Expenses paid directly: what they cost, which tax is set off, and where the money went."""

import pytest
from django.test import Client

from businesses.models import User
from core.ids import uuid7
from invoicing.expenses import ExpenseContent, paper_content
from invoicing.models import Paper, PaperFile
from invoicing.operations.results import PaperResult
from invoicing.refusals import PaperRefused
from ledger.models import Account, AccountKind, AccountRole, Document
from ledger.operations.accounts import add_account
from ledger.refusals import AccountUnknown
from ledger.verify import verify_book
from tests.invoicing.counters import EIGHTEEN
from tests.invoicing.counters import GSTIN as HERE
from tests.invoicing.test_purchases import ELSEWHERE, vendor
from tests.invoicing.tills import Till, open_till
from tests.ledger.shops import TODAY
from tests.tenancy.purchases import attachment


@pytest.fixture
def till(db, time_machine) -> Till:
    found = open_till()
    time_machine.move_to(found.now, tick=False)
    return found


@pytest.fixture
def tea(till):
    return add_account(
        business_id=till.id, actor=till.asha, account_id=uuid7(), code="5991", name="চা জলখাবার", kind="expense",
        now=till.now,
    ).account_id  # fmt: skip


def money(till: Till, role: str = "cash"):
    return Account.objects.get(business_id=till.id, role=role).pk


def said(till: Till, account, rupees: float = 118, **fields):
    fields.setdefault("paid_through_id", money(till))
    return paper_content(
        till.id, ExpenseContent(account_id=account, amount=round(rupees * 100), day=TODAY, **fields)
    )


def posted(till: Till, made: PaperResult) -> dict[str, float]:
    lines = Document.objects.get(id=made.paper_id).entry.lines.select_related("account")
    return {line.account.role or line.account.name: line.amount / 100 for line in lines}


def test_tax_of_an_expense_is_set_off_by_the_rules_of_bills(till, tea):
    plain = till.write(said(till, tea, 40))
    assert posted(till, plain) == {"cash": -40, "চা জলখাবার": 40}
    own = till.write(
        said(till, tea, tax_id=EIGHTEEN, vendor_id=vendor(till), paid_through_id=money(till, "bank"))
    )
    assert posted(till, own) == {"bank": -118, "চা জলখাবার": 100, "input_cgst": 9, "input_sgst": 9}
    away = till.write(said(till, tea, tax_id=EIGHTEEN, their_registration=ELSEWHERE.lower()))
    assert posted(till, away) == {"cash": -118, "চা জলখাবার": 100, "input_igst": 18}
    blocked = till.write(
        said(till, tea, 100, inclusive=False, tax_id=EIGHTEEN, their_registration=HERE, credit_clause="17(5)b")
    )  # fmt: skip
    assert posted(till, blocked) == {"cash": -118, "চা জলখাবার": 118}
    reverse = till.write(said(till, tea, 100, tax_id=EIGHTEEN, reverse_charge=True, inclusive=False))
    assert posted(till, reverse)["cash"] == -100
    assert posted(till, reverse)["reverse_cgst"] == -9
    document = Document.objects.get(id=own.paper_id)
    assert (document.kind, document.party, document.mode, document.direction) == (
        "expense",
        None,
        "bank",
        "gave",
    )
    assert till.balance(vendor(till, name="আরেক")) == 0
    assert verify_book(till.id) == []


def test_what_an_expense_does_not_say_right_is_refused_and_nothing_is_written(till, tea):
    with pytest.raises(PaperRefused, match="tax number"):
        till.write(said(till, tea, tax_id=EIGHTEEN))
    with pytest.raises(PaperRefused, match="cash"):
        till.write(said(till, tea, paid_through_id=tea))
    for wrong in ({"paid_through_id": uuid7()}, {"account_id": uuid7()}):
        with pytest.raises(AccountUnknown):
            till.write(said(till, wrong.pop("account_id", tea), **wrong))
    assert not Paper.objects.exists()
    assert verify_book(till.id) == []


def test_an_expense_is_changed_and_taken_out_and_its_money_follows(till, tea):
    made = till.write(said(till, tea, 40))
    other = add_account(
        business_id=till.id, actor=till.asha, account_id=uuid7(), code="5992", name="বিদ্যুৎ", kind=AccountKind.EXPENSE,
        now=till.now,
    ).account_id  # fmt: skip
    changed = till.save(made, said(till, other, 70, paid_through_id=money(till, AccountRole.UPI)))
    assert posted(till, changed) == {"upi": -70, "বিদ্যুৎ": 70}
    with pytest.raises(PaperRefused, match="seller"):
        till.save(changed, said(till, other, 70, vendor_id=vendor(till)))
    till.void(changed)
    assert Document.objects.get(id=made.paper_id).state == "trashed"
    assert verify_book(till.id) == []


def test_an_expense_is_written_on_one_sheet_with_its_photo(till, tea):
    client = Client()
    client.force_login(User.objects.get(id=till.asha.user_id))
    home = f"/b/{till.id}/expenses/"
    assert "Write what you spent" in client.get(home).content.decode()
    sheet = {
        "paper_id": uuid7(), "amount": "118", "account": tea, "paid_through": money(till), "day": TODAY.isoformat(),
        "words": "সিঙ্গাড়া", "tax": EIGHTEEN, "their_registration": HERE, "photo": attachment(),
    }  # fmt: skip
    wrong = client.post(home + "new/", {**sheet, "account": "", "photo": ""})
    assert (wrong.status_code, "Choose what it was spent on." in wrong.content.decode()) == (422, True)
    where = client.post(home + "new/", sheet)["Location"]
    shown = client.get(where).content.decode()
    assert "সিঙ্গাড়া" in shown
    assert HERE in shown
    assert PaperFile.objects.get().content_type == "image/jpeg"
    assert "সিঙ্গাড়া" in client.get(home).content.decode()
    assert "118" in client.get(where + "edit/").content.decode()
    paper = Paper.objects.get()
    again = client.post(where + "edit/", {**sheet, "base_rev": paper.rev, "amount": "236", "photo": ""})
    assert again.status_code == 303, again.content.decode()
    paper.refresh_from_db()
    assert (paper.total, paper.tax) == (236_00, 36_00)
    client.post(f"/b/{till.id}/purchases/{paper.pk}/files/{PaperFile.objects.get().pk}/remove/")
    assert not PaperFile.objects.exists()
    client.post(where + "take-out/", {"base_rev": Paper.objects.get().rev, "reason": "ভুল"})
    assert "Taken out" in client.get(where).content.decode()
    assert verify_book(till.id) == []
