"""The pages that stand beside bills in a browser: expenses, bills that come back, bills by mail, tax on reverse charge."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from core.ids import uuid7
from invoicing.expenses import ExpenseContent, paper_content
from invoicing.models import Paper
from invoicing.operations import recurring as repeated
from invoicing.operations.recurring import RecurringContent
from ledger.models import Account
from tests.invoicing.counters import Counter, line, open_counter
from tests.invoicing.test_in_browser import PHONE, cookie
from tests.look.page_checks import faults_in_every_dress

pytestmark = pytest.mark.browser
OPEN_ALL = "() => document.querySelectorAll('details.fold').forEach((one) => { one.open = true; })"
MARK_LINES = """() => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector(".paper .mark"));
  return words.getClientRects().length;
}"""


def test_pages_beside_bills_are_open_to_everybody(live_site, browser: Browser, settings):
    """axe, small targets and width, with all that is folded unfolded."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    counter = open_counter(now=timezone.now())
    bill, repeat, draft = _written(counter)
    with browser.new_context(**PHONE) as context:
        context.add_cookies([cookie(counter, live_site)])
        page = context.new_page()
        found = {}
        for at in (
            "expenses/", "expenses/new/", f"sales/{bill}/repeat/", f"sales/repeated/{repeat}/", f"sales/{bill}/mail/",
            "purchases/reverse-charge/",
        ):  # fmt: skip
            page.goto(f"{live_site}/b/{counter.id}/{at}")
            page.evaluate(OPEN_ALL)
            found[at] = faults_in_every_dress(page)
        assert {at: faults for at, faults in found.items() if faults} == {}
        page.goto(f"{live_site}/b/{counter.id}/sales/{draft}/")
        assert page.evaluate(MARK_LINES) == 1, "the word across a draft stands in one line"


def _written(counter: Counter) -> tuple:
    """A bill, one that comes back, and a draft; an expense, and tax on reverse charge that waits."""
    today, content = timezone.localdate(), counter.said(line(2, 100))
    bill = counter.bill(line(2, 100), day=today).paper_id
    made = repeated.add_recurring(
        business_id=counter.id, actor=counter.asha, recurring_id=uuid7(), now=counter.now,
        content=RecurringContent(name="মাসিক সাফাই", frequency="months", starts_on=today, paper=content),
    )  # fmt: skip
    draft = counter.draft(line(1, 48), day=today).paper_id
    accounts = Account.objects.filter(business_id=counter.id)
    spent = ExpenseContent(
        account_id=accounts.get(name="Other expenses").pk, paid_through_id=accounts.get(role="cash").pk,
        amount=118_00, day=today,
    )  # fmt: skip
    counter.write(paper_content(counter.id, spent))
    truck = counter.party("ট্রাক", kind="supplier")
    counter.write(
        counter.said(line(1, 1000), kind="bill", number="B-1", party=truck, reverse_charge=True, day=today)
    )
    assert Paper.objects.filter(business_id=counter.id).count() == 4
    return bill, made.recurring_id, draft
