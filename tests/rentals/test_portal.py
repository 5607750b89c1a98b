"""A tenant's own page: what it shows, what can be said there, and that nothing of others is in reach."""

import datetime

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from businesses.models import User
from core.ids import uuid7
from ledger.models import Attachment, Document, Party
from rentals.models import Lease, PaymentClaim, TenantLink, TenantWord
from rentals.operations.portal import claim_payment, make_link, withdraw_link
from tests.ledger.shops import TODAY
from tests.rentals.houses import RentBook, open_rent_book
from tests.tenancy.books import picture
from tests.tenancy.routes import all_routes

PAGES = ("home", "paid", "write", "lease")


@pytest.fixture
def book(db, time_machine, settings, tmp_path) -> RentBook:
    settings.MEDIA_ROOT = tmp_path / "files"
    found = open_rent_book()
    found.business.upi_id = "asha@okbank"
    found.business.save(update_fields=["upi_id"])
    time_machine.move_to(found.now, tick=False)
    cache.clear()
    return found


def party_of(lease) -> object:
    return Lease.objects.get(id=lease).party


def link(book: RentBook, lease) -> str:
    made = make_link(business_id=book.id, actor=book.asha, party_id=party_of(lease).id, now=book.now)
    return made.token


def at(token: str, name: str = "home", *ids) -> str:
    return reverse(f"tenant:rented_{name}", args=[token, *ids])


def test_a_tenant_sees_what_they_owe_and_how_it_adds_up(client, book):
    lease = book.home(start=TODAY - datetime.timedelta(days=40))
    book.ask()
    book.pay(lease, 500)
    page = client.get(at(link(book, lease)))
    text = page.content.decode()
    balance = book.owes(lease).balance
    assert page.context["balance"] == balance
    assert sum(row.unpaid for row, _words, _state in page.context["dues"]) == balance
    assert "days at" in text
    assert "upi://pay?pa=asha@okbank" in text
    assert f"am={balance // 100}." in text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    entry = Document.objects.get(business_id=book.id, direction="got").id
    assert client.get(at(link(book, lease), "receipt", entry)).content.startswith(b"%PDF")


def test_i_paid_waits_until_the_landlord_confirms_or_refuses_it(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    book.ask()
    token = link(book, lease)
    form = client.get(at(token, "paid")).context["form"]
    said = {name: form[name].value() for name in ("claim_id", "amount")}
    said |= {
        "lease": str(lease),
        "mode": "upi",
        "reference": "5512",
        "photo": SimpleUploadedFile("p.jpg", picture()),
    }
    for _twice in range(2):
        said["photo"] = SimpleUploadedFile("p.jpg", picture())
        assert client.post(at(token, "paid"), said).status_code == 302
    claim = PaymentClaim.objects.get()
    assert (claim.amount, claim.reference, claim.state) == (9_000_00, "5512", "waiting")
    assert book.owes(lease).balance == 9_000_00
    assert "has not confirmed this yet" in client.get(at(token)).content.decode()
    client.force_login(User.objects.get(id=book.asha.user_id))
    landlord = lambda name, *ids: reverse(f"rentals:{name}", args=[book.id, *ids])  # noqa: E731
    assert "1 message or payment from tenants" in client.get(landlord("month")).content.decode()
    assert "5512" in client.get(landlord("said")).content.decode()
    assert client.get(landlord("tenant_photo", claim.id))["Content-Type"] == "image/jpeg"
    assert client.post(landlord("claim_no", claim.id), {"reason": ""}).status_code == 422
    client.post(landlord("claim_yes", claim.id))
    client.post(landlord("claim_yes", claim.id))
    assert Document.objects.filter(business_id=book.id, direction="got").count() == 1
    assert book.owes(lease).balance == 0
    assert Attachment.objects.get(business_id=book.id).document_id == PaymentClaim.objects.get().document_id
    client.logout()
    assert "You have paid everything" in client.get(at(token)).content.decode()
    second = {**said, "claim_id": uuid7(), "amount": "100", "photo": ""}
    client.post(at(token, "paid"), second)
    client.force_login(User.objects.get(id=book.asha.user_id))
    client.post(landlord("claim_no", second["claim_id"]), {"reason": "Nothing came on that day"})
    client.logout()
    assert "Nothing came on that day" in client.get(at(token)).content.decode()
    assert book.proven()


def test_a_tenant_says_which_month_they_paid_and_the_landlord_is_told_on_every_page(client, book):
    lease = book.home(start=datetime.date(2026, 9, 1))
    book.ask()
    token = link(book, lease)
    form = client.get(at(token, "paid")).context["form"]
    choices = dict(form.fields["for_due"].choices)
    october = next(key for key, words in choices.items() if "Oct" in words)
    said = {"claim_id": uuid7(), "lease": str(lease), "mode": "upi", "amount": "9000", "for_due": october}
    assert client.post(at(token, "paid"), {**said, "for_due": str(uuid7())}).status_code == 422
    assert client.post(at(token, "paid"), said).status_code == 302
    client.force_login(User.objects.get(id=book.asha.user_id))
    landlord = lambda name, *ids: reverse(f"rentals:{name}", args=[book.id, *ids])  # noqa: E731
    assert "waiting for you" in client.get(landlord("houses")).content.decode()
    assert "Rent, Oct 2026" in client.get(landlord("said")).content.decode()
    client.post(landlord("claim_yes", said["claim_id"]))
    assert [row.unpaid for row in book.dues(lease)] == [9_000_00, 0, 9_000_00]
    assert "waiting for you" not in client.get(landlord("houses")).content.decode()


def test_a_problem_is_reported_and_answered(client, book):
    lease = book.home(start=TODAY.replace(day=1))
    token = link(book, lease)
    said = {"word_id": uuid7(), "lease": str(lease), "kind": "problem", "text": "নল থেকে জল পড়ছে"}
    assert client.post(at(token, "write"), {**said, "text": ""}).status_code == 422
    assert client.post(at(token, "write"), said).status_code == 302
    word = TenantWord.objects.get()
    TenantWord.objects.update(made_at=datetime.datetime(2026, 11, 20, 19, 30, tzinfo=datetime.UTC))
    assert "21 Nov 2026" in client.get(at(token)).content.decode(), "after midnight in India"
    client.force_login(User.objects.get(id=book.asha.user_id))
    page = reverse("rentals:word", args=[book.id, word.id])
    assert "নল থেকে জল পড়ছে" in client.get(page).content.decode()
    client.post(page, {"state": "under_way", "answer": "Plumber comes on Monday"})
    client.logout()
    assert "Plumber comes on Monday" in client.get(at(token)).content.decode()
    client.force_login(User.objects.get(id=book.asha.user_id))
    assert client.post(page, {"state": "done", "answer": "Mended"}).status_code == 303, "answered once more"
    client.logout()
    assert "Mended" in client.get(at(token)).content.decode()


def test_a_link_ends_by_its_day_by_a_new_one_and_when_it_is_withdrawn(client, book, time_machine):
    lease = book.home(start=TODAY.replace(day=1))
    first = link(book, lease)
    second = link(book, lease)
    assert client.get(at(first)).status_code == 404
    assert client.get(at(second)).status_code == 200
    assert first.encode() not in b"".join(bytes(one.digest) for one in TenantLink.objects.all())
    withdraw_link(business_id=book.id, actor=book.asha, party_id=party_of(lease).id, now=book.now)
    assert client.get(at(second)).status_code == 404
    third = link(book, lease)
    time_machine.move_to(book.now + datetime.timedelta(days=366), tick=False)
    assert client.get(at(third)).status_code == 404


def test_an_address_that_guesses_waits(client, book):
    token = link(book, book.home(start=TODAY.replace(day=1)))
    assert {client.get(at(f"guess{number}")).status_code for number in range(20)} == {404}
    assert client.get(at("another")).status_code == 429
    assert client.get(at(token)).status_code == 429
    cache.clear()
    assert client.get(at(token)).status_code == 200


def test_behind_a_proxy_each_reader_counts_alone(client, book, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    token = link(book, book.home(start=TODAY.replace(day=1)))
    guesser, tenant = ({"X-Forwarded-For": address} for address in ("203.0.113.9", "198.51.100.4"))
    assert {client.get(at(f"guess{number}"), headers=guesser).status_code for number in range(20)} == {404}
    assert client.get(at(token), headers=guesser).status_code == 429
    assert client.get(at(token), headers=tenant).status_code == 200


def test_a_tenants_link_or_session_reaches_nothing_of_another_tenant(client, book):
    mine, theirs = book.home(name="Mina"), book.home(name="Dev")
    book.ask()
    book.pay(theirs, 700)
    stranger = open_rent_book()
    elsewhere = stranger.home()
    paid = Document.objects.get(business_id=book.id, direction="got").id
    tenant = User.objects.create_user(phone="+919830011111")
    tenant.phone_verified = True
    tenant.save()
    me = party_of(mine)
    me.phone = tenant.phone
    me.save()
    token = link(book, mine)
    assert client.get(at(token, "receipt", paid)).status_code == 404
    for lease in (theirs, elsewhere):
        foreign = [
            (at(token, "paid"), {"claim_id": uuid7(), "amount": "5", "mode": "upi", "lease": str(lease)}),
            (at(token, "write"), {"word_id": uuid7(), "kind": "message", "text": "x", "lease": str(lease)}),
        ]
        assert [client.post(url, said).status_code for url, said in foreign] == [422, 422]
    client.force_login(tenant)
    own = lambda name, party, *ids: reverse(f"tenant:mine_{name}", args=[party, *ids])  # noqa: E731
    assert "Where I rent" in client.get(reverse("tenant:homes")).content.decode()
    assert [client.get(own(name, me.id)).status_code for name in PAGES] == [200] * 4
    for other in (party_of(theirs).id, party_of(elsewhere).id, uuid7()):
        assert [client.get(own(name, other)).status_code for name in PAGES] == [404] * 4
        assert client.get(own("receipt", other, paid)).status_code == 404
    assert client.get(own("receipt", me.id, paid)).status_code == 404
    for name, ids in (("month", ()), ("said", ()), ("lease", (mine,)), ("lease_file", (mine,)), ("roll", ())):
        assert client.get(reverse(f"rentals:{name}", args=[book.id, *ids])).status_code == 404
    assert not PaymentClaim.objects.exists()
    assert not TenantWord.objects.exists()
    tenant.phone_verified = False
    tenant.save()
    assert client.get(own("home", me.id)).status_code == 404


def test_a_tenants_session_opens_no_page_of_the_landlord_whatever_it_names(client, book):
    mine, theirs = book.home(name="Mina"), book.home(name="Dev")
    book.ask()
    unit = Lease.objects.get(id=theirs).unit
    said = claim_payment(
        business_id=book.id, actor=book.asha, lease_ids=[theirs], lease_id=theirs, claim_id=uuid7(), amount=900,
        day=TODAY, mode="upi", now=book.now,
    )  # fmt: skip
    known = {
        "business_id": book.id, "lease_id": theirs, "unit_id": unit.id, "property_id": unit.branch_id,
        "due_id": book.dues(theirs)[0].id, "document_id": book.pay(theirs, 700).document_id, "claim_id": said.id,
        "row_id": said.id,
    }  # fmt: skip
    tenant = User.objects.create_user(phone="+919830011111", phone_verified=True)
    Party.objects.filter(id=party_of(mine).id).update(phone=tenant.phone)
    client.force_login(tenant)
    told = {}
    for name, route in all_routes().items():
        if name.startswith("rentals:"):
            ids = {one: known.get(one, uuid7()) for one in route.ids}
            address = reverse(name, kwargs={**ids, **dict.fromkeys(route.words, "csv")})
            told[name] = {client.get(address).status_code, client.post(address).status_code}
    assert len(told) > 35
    assert {name: codes for name, codes in told.items() if codes != {404}} == {}
