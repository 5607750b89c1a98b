"""Settings → Webhooks, by hand: who may open it, and what can be done there with and without scripts."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from api.webhooks.models import Delivery, DeliveryState, Endpoint, StopReason
from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.fan_out import endpoints_behind, fan_out
from businesses.models import Membership, User
from core.ids import uuid7
from tests.api.webhooks.conftest import hook
from tests.api.webhooks.receiver import Receiver, Reply
from tests.ledger.shops import open_shop
from tests.look.page_checks import axe_violations, horizontal_overflow, small_targets

URL = "https://hooks.example.com/halkhata"


def address(book, *parts) -> str:
    return "/".join([f"/b/{book.id}/settings/webhooks", *(str(part) for part in parts), ""])


def said(**fields) -> dict:
    return {"id": str(uuid7()), "url": URL, "description": "हिसाब का प्रोग्राम", "which": "all", **fields}


@pytest.fixture
def asha(cast, as_person):
    return as_person(cast.asha)


@pytest.fixture
def endpoint(book, asha) -> Endpoint:
    asha.post(address(book, "add"), said(), follow=True)
    return Endpoint.objects.get()


def test_a_new_webhook_shows_its_secret_once(book, asha):
    form = said()
    page = asha.post(address(book, "add"), form, follow=True)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page.content.decode())
    assert secret
    assert "no-store" in page["Cache-Control"]
    again = asha.post(address(book, "add"), form, follow=True)
    assert "whsec_" not in again.content.decode()
    endpoint = Endpoint.objects.get()
    assert secret.group().encode() not in bytes(endpoint.secrets.get().encrypted)
    page = asha.get(address(book, endpoint.id)).content.decode()
    assert "whsec_" not in page
    assert "हिसाब का प्रोग्राम" in page


@pytest.mark.parametrize(("fields", "words"), [
    ({"url": ""}, "Enter the address your program listens at."),
    ({"url": "http://example.com/"}, "The address must begin with https://"),
    ({"url": "https://10.0.0.1:6379/"}, "Use the usual port of https, 443, or 8443."),
    ({"url": "https://example.com/" + "a" * 600}, "This address is too long."),
    ({"url": "nonsense"}, "The address must begin with https://"),
    ({"which": "chosen"}, "Choose at least one kind of news"),
    ({"which": "chosen", "events": ["entry.eaten"]}, "entry.eaten"),
    ({"description": "a\0b"}, "There is a problem"),
    ({"id": "not an id"}, "There is a problem"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_made(book, asha, fields, words):
    page = asha.post(address(book, "add"), said(**fields))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Endpoint.objects.count() == 0


def test_a_webhook_is_changed_turned_off_and_on_and_removed(book, asha, endpoint):
    page = asha.get(address(book, endpoint.id, "edit")).content.decode()
    assert f'value="{URL}"' in page
    change = {
        "base_rev": 1,
        "url": f"{URL}/2",
        "which": "chosen",
        "events": ["entry.created", "party.created"],
    }
    assert asha.post(address(book, endpoint.id, "edit"), change).status_code == 303
    stale = asha.post(address(book, endpoint.id, "edit"), {**change, "url": f"{URL}/3"})
    assert (stale.status_code, "changed meanwhile" in stale.content.decode()) == (412, True)
    assert "Nothing is sent" in asha.post(address(book, endpoint.id, "stop"), follow=True).content.decode()
    assert (
        "The webhook is on." in asha.post(address(book, endpoint.id, "start"), follow=True).content.decode()
    )
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.events, endpoint.is_enabled) == (
        f"{URL}/2",
        ["entry.created", "party.created"],
        True,
    )
    assert "Remove this webhook?" in asha.get(address(book, endpoint.id, "remove")).content.decode()
    asha.post(address(book, endpoint.id, "remove"))
    assert asha.get(address(book, endpoint.id)).status_code == 404
    assert endpoint.secrets.count() == 0
    assert "No webhooks yet" in asha.get(address(book)).content.decode()


def test_a_new_secret_is_shown_once_and_the_older_one_s_end_is_said(book, asha, endpoint):
    page = asha.post(address(book, endpoint.id, "secret"), {"base_rev": 1}, follow=True).content.decode()
    assert "whsec_" in page
    assert "The secret before this one works beside it until then" in page
    again = asha.post(address(book, endpoint.id, "secret"), {"base_rev": 1}, follow=True).content.decode()
    assert "whsec_" not in again
    assert "changed meanwhile" in again
    assert endpoint.secrets.count() == 2


@pytest.mark.parametrize(("reason", "words"), [
    (StopReason.DEAD, "did not take our messages for days"), (StopReason.GONE, "gone for good (410)"),
])  # fmt: skip
def test_a_webhook_that_was_stopped_says_why(book, asha, endpoint, reason, words):
    Endpoint.objects.update(is_enabled=False, stop_reason=reason, stopped_at=timezone.now())
    assert words in asha.get(address(book, endpoint.id)).content.decode()
    refused = asha.post(address(book, endpoint.id, "test"), follow=True).content.decode()
    assert "This webhook is off. Turn it on first." in refused


def test_the_log_goes_on_page_by_page(book, asha, endpoint):
    rows = [
        Delivery(business=book, endpoint=endpoint, seq=seq, verb="entry.created", subject_id=uuid7(), body="{}",
                 created_at=timezone.now(), due_at=timezone.now(), state=DeliveryState.DEAD, ended_at=timezone.now())
        for seq in range(100, 160)
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    found, link = [], address(book, endpoint.id)
    while link:
        page = asha.get(link, headers={"HX-Request": "true"} if found else {}).content.decode()
        found += re.findall(r"deliveries/([0-9a-f-]{36})/", page)
        link = next(iter(re.findall(r'hx-get="([^"]*after=[^"]*)"', page)), None)
    assert found == [
        str(row.id) for row in sorted(rows, key=lambda row: (row.created_at, row.id), reverse=True)
    ]
    assert asha.get(address(book, endpoint.id) + "?after=nonsense").status_code == 200
    assert asha.get(address(book, endpoint.id) + f"?after={uuid7()}").status_code == 200


PAGES = [
    ("get", ()), ("get", ("add",)), ("post", ("add",)), ("get", ("E",)), ("get", ("E", "edit")), ("post", ("E", "edit")),
    ("post", ("E", "start")), ("post", ("E", "stop")), ("get", ("E", "remove")), ("post", ("E", "remove")),
    ("post", ("E", "secret")), ("post", ("E", "test")), ("get", ("E", "deliveries", "D")),
    ("post", ("E", "deliveries", "D", "again")),
]  # fmt: skip


@pytest.mark.parametrize(("method", "parts"), PAGES, ids=str)
def test_staff_accountants_strangers_and_other_books_are_kept_out(
    book, cast, as_person, endpoint, method, parts
):
    delivery = Delivery.objects.create(
        business=book, endpoint=endpoint, seq=5, verb="entry.created", subject_id=uuid7(), body='{"नाम":"रहस्य"}',
        created_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    names = {"E": endpoint.id, "D": delivery.id}
    path = address(book, *(names.get(part, part) for part in parts))
    for person in (cast.bilal, cast.chitra):
        assert getattr(as_person(person), method)(path, said()).status_code == 403
    assert getattr(as_person(cast.dev), method)(path, said()).status_code == 404
    other = open_shop(name="দেবের দোকান").business
    Membership.objects.create(business=other, user=cast.dev, role="owner")
    foreign = address(other, *(names.get(part, part) for part in parts))
    if "E" in parts:
        assert getattr(as_person(cast.dev), method)(foreign, said()).status_code == 404
    endpoint.refresh_from_db()
    assert (Endpoint.objects.filter(business=book).count(), endpoint.rev, endpoint.removed_at) == (1, 1, None)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING


PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "en-IN", "has_touch": True}


def faults(page: Page) -> list[str]:
    return axe_violations(page) + small_targets(page) + horizontal_overflow(page)


def sign_in(context, site: str, user_id) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(id=user_id))
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": site}]
    )


def send_all(receiver: Receiver) -> None:
    for endpoint_id in endpoints_behind():
        fan_out(endpoint_id=endpoint_id, now=timezone.now())
    deliver(guard=receiver.guard, clock=timezone.now, seconds=30)


@pytest.mark.browser
@pytest.mark.parametrize(("scripts", "scheme", "screen"), [
    (True, "light", PHONE), (False, "light", PHONE), (True, "dark", {"viewport": {"width": 1280, "height": 800}}),
])  # fmt: skip
def test_a_webhook_is_added_tested_looked_at_and_removed_by_hand(
    live_site, browser: Browser, receiver, settings, scripts, scheme, screen
):
    settings.WEBHOOK_LOOPBACK, settings.WEBHOOK_PORTS = True, [receiver.port]
    shop = open_shop(now=timezone.now())
    context = browser.new_context(**screen, color_scheme=scheme, java_script_enabled=scripts)
    sign_in(context, live_site, shop.asha.user_id)
    page = context.new_page()

    def check() -> None:
        if scripts:
            assert faults(page) == []

    page.goto(f"{live_site}/b/{shop.id}/settings/webhooks/")
    check()
    page.click("main >> text=Add a webhook")
    page.fill("[name=url]", "http://192.168.1.1/")
    page.click("main >> button[data-save]")
    expect(page).to_have_title(re.compile("^Error:"))
    check()
    page.fill("[name=url]", receiver.url)
    page.fill("[name=description]", "গুদামের প্রোগ্রাম")
    page.click("main >> button[data-save]")
    assert page.inner_text(".code").startswith("whsec_")
    check()
    page.click("text=I have copied it")
    check()
    receiver.reply = lambda _message: Reply(200, b'{"ok": true}')
    page.click("text=Send a test message")
    assert "On its way" in page.inner_text("#log")
    send_all(receiver)
    if scripts:
        page.wait_for_selector("#log >> text=Arrived")
        assert "Today" in page.inner_text("#last-arrived")
    else:
        page.reload()
    assert "Arrived" in page.inner_text("#log")
    check()
    page.click("#log >> text=webhook.test")
    assert '{"ok": true}' in page.inner_text("main")
    check()
    page.click("text=Send again")
    assert "On its way" in page.inner_text("main")
    page.goto(f"{live_site}/b/{shop.id}/settings/webhooks/")
    check()
    page.click("text=গুদামের প্রোগ্রাম")
    page.click("main >> text=Remove")
    check()
    page.click("main button >> text=Remove")
    assert "No webhooks yet" in page.inner_text("main")


@pytest.mark.browser
def test_a_webhook_in_trouble_keeps_to_the_page(live_site, browser: Browser, receiver, settings):
    settings.WEBHOOK_LOOPBACK, settings.WEBHOOK_PORTS = True, [receiver.port]
    shop = open_shop(now=timezone.now())
    made = hook(shop, receiver, url=f"{receiver.url}?{'x' * 300}", events=["entry.created"])
    shop.record(shop.party("রহিম স্টোর"), "gave", 5_000_00)
    receiver.reply = lambda _message: Reply(500, b"<h1>" + b"broken " * 500 + b"</h1>")
    send_all(receiver)
    context = browser.new_context(**PHONE)
    sign_in(context, live_site, shop.asha.user_id)
    page = context.new_page()
    page.goto(f"{live_site}/b/{shop.id}/settings/webhooks/{made.endpoint_id}/")
    assert "Messages do not arrive since" in page.inner_text("main")
    assert "The address answered 500." in page.inner_text("#log")
    assert faults(page) == []
    page.click("#log >> text=entry.created")
    assert "Tried 1 of 10 times." in page.inner_text("main")
    assert "<h1>broken" in page.inner_text("main")
    assert faults(page) == []
