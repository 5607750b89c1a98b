"""A lender's app asks a shopkeeper for access: in a real browser, with a program of its own on the other side."""

import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from api.oauth.operations.apps import AppResult
from businesses.models import Membership, User
from businesses.roles import Role
from tests.api.oauth.partners import challenge_of, let_in, register
from tests.journeys.doors import session_cookie
from tests.journeys.test_khata_journey import PHONE, last_code
from tests.ledger.shops import Shop, open_shop
from tests.look.page_checks import faults_in_every_dress

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


class Lender:
    """The app: waits at an address of its own machine for people who come back, then calls for tokens."""

    def __init__(self, site: str) -> None:
        self.site, self.told, self.came = site, {}, threading.Event()
        lender = self

        class Back(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write("<title>Lender</title><h1>ধন্যবাদ</h1>".encode())
                if self.path.startswith("/back?"):
                    found = parse_qs(urlsplit(self.path).query)
                    lender.told = {name: values[0] for name, values in found.items()}
                    lender.came.set()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Back)
        self.back = f"http://127.0.0.1:{self.server.server_port}/back"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def link(self, made: AppResult) -> str:
        self.verifier, self.state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        said = {
            "response_type": "code", "client_id": made.client_id, "redirect_uri": self.back, "state": self.state,
            "scope": "ledger.read report.read", "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self.site}/oauth/authorize?{urlencode(said)}"

    def tokens(self, made: AppResult, **said: str) -> dict:
        answer = httpx.post(
            f"{self.site}/oauth/token", data=said, auth=(made.client_id, made.secret), timeout=30
        )
        answer.raise_for_status()
        return answer.json()

    def ledgers(self, token: str) -> httpx.Response:
        return httpx.get(
            f"{self.site}/api/v1/ledgers", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )


@pytest.fixture
def lender(live_site: str) -> Iterator[Lender]:
    found = Lender(live_site)
    yield found
    found.server.shutdown()
    found.server.server_close()
    found.thread.join()


@pytest.fixture
def shop(live_db) -> Shop:
    shop = open_shop()
    shop.now = timezone.now()
    shop.record(shop.party("শর্মা জেনারেল"), "gave", 50_000, day=shop.now.date())
    return shop


def page_of(browser: Browser, **context) -> Page:
    return browser.new_context(**{**PHONE, **context}).new_page()


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_a_lender_is_let_in_reads_the_khatas_and_is_shut_out(
    browser: Browser, live_site: str, shop: Shop, lender: Lender, capsys, js: bool
):
    made = register(open_shop(name="ঋণদাতা").asha, redirects=[lender.back])
    asha = User.objects.get(pk=shop.asha.user_id)
    User.objects.filter(pk=asha.pk).update(phone="+919830012345")
    page = page_of(browser, java_script_enabled=js)
    page.goto(lender.link(made))
    page.fill("[name=phone]", "9830012345")
    page.click("text=Send the code")
    expect(page.locator("[name=code]")).to_be_visible()
    page.fill("[name=code]", last_code(capsys))
    page.click("text=Continue")

    expect(page.locator("h1")).to_contain_text("ধার Loans")
    expect(page.locator("main")).to_contain_text("See names, entries and balances")
    expect(page.locator("main")).to_contain_text(lender.back.removesuffix("/back"))
    page.uncheck("text=See statements and the totals")
    page.click("button:has-text('Allow')")
    page.wait_for_url(f"{lender.back}?*")
    assert lender.came.wait(15)
    assert lender.told["state"] == lender.state

    tokens = lender.tokens(
        made, grant_type="authorization_code", code=lender.told["code"], redirect_uri=lender.back,
        code_verifier=lender.verifier,
    )  # fmt: skip
    assert tokens["scope"] == "ledger.read"
    answer = lender.ledgers(tokens["access_token"])
    assert [ledger["party_name"] for ledger in answer.json()["ledgers"]] == ["শর্মা জেনারেল"]
    tokens = lender.tokens(made, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert lender.ledgers(tokens["access_token"]).status_code == 200

    page.goto(f"{live_site}/me/apps/")
    expect(page.locator("main")).to_contain_text("ধার Loans")
    page.click("main button:has-text('Take access away')")
    expect(page.locator("main")).to_contain_text("No app has access")
    assert lender.ledgers(tokens["access_token"]).status_code == 401


def test_refuse_goes_back_without_anything(browser: Browser, live_site: str, shop: Shop, lender: Lender):
    made = register(open_shop(name="ঋণদাতা").asha, redirects=[lender.back])
    page = page_of(browser)
    page.context.add_cookies([session_cookie(User.objects.get(pk=shop.asha.user_id), live_site)])
    page.goto(lender.link(made))
    page.click("button:has-text('Refuse')")
    page.wait_for_url(f"{lender.back}?*")
    assert lender.came.wait(15)
    assert lender.told["error"] == "access_denied"
    assert "code" not in lender.told


SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 800}}


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_apps_are_fit_to_use(
    browser: Browser, live_site: str, shop: Shop, lender: Lender, size: str
):
    second = open_shop(name="দ্বিতীয় দোকান যার নাম অনেক লম্বা এবং এক লাইনে ধরে না")
    Membership.objects.create(business=second.business, user_id=shop.asha.user_id, role=Role.STAFF)
    made = register(
        shop.asha, redirects=[lender.back, "https://lender.example.com/" + "a-long-way/" * 12],
        origins=["https://lender.example.com"],
    )  # fmt: skip
    let_in(made.app_id, shop.asha, books=[shop.id], scopes=["ledger.read", "ledger.write", "report.read"])
    page = page_of(browser, viewport=SIZES[size])
    page.context.add_cookies([session_cookie(User.objects.get(pk=shop.asha.user_id), live_site)])
    app = f"{live_site}/me/developer/apps/"
    places = (
        lender.link(made), f"{live_site}/oauth/authorize?client_id=unknown", f"{live_site}/me/apps/", app,
        f"{app}add/", f"{app}{made.app_id}/", f"{app}{made.app_id}/edit/", f"{app}{made.app_id}/remove/",
    )  # fmt: skip
    for place in places:
        page.goto(place)
        expect(page.locator("main h1")).to_be_visible()
        assert (place, faults_in_every_dress(page)) == (place, [])


def test_allow_and_refuse_weigh_the_same(browser: Browser, live_site: str, shop: Shop, lender: Lender):
    made = register(open_shop(name="ঋণদাতা").asha, redirects=[lender.back])
    page = page_of(browser)
    page.context.add_cookies([session_cookie(User.objects.get(pk=shop.asha.user_id), live_site)])
    page.goto(lender.link(made))
    look = """button => { const s = getComputedStyle(button), b = button.getBoundingClientRect();
        return [b.width, b.height, b.top, s.backgroundColor, s.color, s.fontSize, s.fontWeight, s.borderColor] }"""
    allow, refuse = page.locator("button[value=allow]"), page.locator("button[value=refuse]")
    assert allow.evaluate(look) == refuse.evaluate(look)
