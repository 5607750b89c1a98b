"""The public link of a bill: what a customer sees without signing in, and what ends it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from businesses.models import User
from businesses.roles import Role
from businesses.secret_links import GUESSES_MAX
from invoicing.models import PaperLink
from invoicing.operations.links import LINK_DAYS, make_link, withdraw_link
from invoicing.refusals import LinkUnknown, StatusStands
from ledger.refusals import RoleNotAllowed
from tests.invoicing.counters import Counter, days, line, open_counter

pytestmark = pytest.mark.both_engines


@pytest.fixture
def counter(db, time_machine) -> Counter:
    found = open_counter()
    found.business.upi_id = "asha@okbank"
    found.business.save(update_fields=["upi_id"])
    time_machine.move_to(found.now, tick=False)
    cache.clear()
    return found


def link(counter: Counter, made, **said) -> str:
    usual = {"business_id": counter.id, "actor": counter.asha, "paper_id": made.paper_id, "now": counter.now}
    return make_link(**{**usual, **said}).token


def at(token: str, name: str = "bill") -> str:
    return reverse(f"shared:{name}", args=[token])


def test_a_customer_sees_the_bill_pays_and_takes_the_pdf(client, counter):
    made = counter.bill(line(2, 100, name="বাসমতী চাল"))
    token = link(counter, made)
    page = client.get(at(token))
    text = page.content.decode()
    assert page.status_code == 200
    for said in (made.number, "বাসমতী চাল", "236", "upi://pay?pa=asha@okbank", at(token, "pdf")):
        assert said in text, said
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert "sessionid" not in page.cookies
    assert client.get(at(token, "pdf")).content.startswith(b"%PDF")
    kept = PaperLink.objects.get()
    assert (kept.opened_at, kept.seen_at) == (counter.now, counter.now)
    assert token not in str(vars(kept))
    client.force_login(User.objects.get(id=counter.asha.user_id))
    shown = client.get(reverse("invoicing:paper", args=[counter.id, made.paper_id])).content.decode()
    assert "Seen by the customer" in shown
    url = reverse("invoicing:link", args=[counter.id, made.paper_id])
    assert "Seen first on" in client.get(url).content.decode()
    second = client.post(url)
    address = second.context["address"]
    assert address in second.content.decode()
    assert address.split("/bill/")[1][:20] in second.context["share"]
    assert client.get(at(token)).status_code == 404
    assert client.get(address).status_code == 200
    client.post(url, {"withdraw": "1"})
    assert client.get(address).status_code == 404
    assert client.post(url, {"withdraw": "1"}).status_code == 404


def test_what_ends_a_link_and_who_makes_one(client, counter, time_machine):
    made = counter.bill(line(1, 50))
    with pytest.raises(StatusStands):
        link(counter, counter.draft(line(1, 50)))
    with pytest.raises(RoleNotAllowed):
        link(counter, made, actor=type(counter.asha)(counter.asha.user_id, Role.READER, None, "test"))
    with pytest.raises(LinkUnknown):
        withdraw_link(business_id=counter.id, actor=counter.asha, paper_id=made.paper_id, now=counter.now)
    token = link(counter, made)
    counter.void(made)
    assert client.get(at(token)).status_code == 200
    time_machine.move_to(counter.now + days(LINK_DAYS), tick=False)
    assert client.get(at(token)).status_code == 404
    for _guess in range(GUESSES_MAX):
        answer = client.get(at("a-link-nobody-made"))
    assert answer.status_code in (404, 429)
    assert client.get(at(token)).status_code == 429
