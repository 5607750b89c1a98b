"""Asha's shop as its people see it in a browser: Bilal is staff, Chitra reads the accounts, Dev is a stranger."""

import datetime
import io
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from businesses.models import Membership, User
from businesses.roles import Role
from core.ids import uuid7
from ledger.models import Document, Party
from tests.ledger.shops import Shop, open_shop


@dataclass
class Pages:
    """The shop and a signed-in browser for each person."""

    shop: Shop
    people: SimpleNamespace
    asha: Client
    bilal: Client
    reader: Client
    dev: Client

    def url(self, tail: str) -> str:
        return f"/b/{self.shop.id}/{tail}"

    @property
    def today(self) -> datetime.date:
        return timezone.now().astimezone(ZoneInfo("Asia/Kolkata")).date()

    def party(self, name: str = "रहीम शेख", **fields) -> UUID:
        return self.shop.party(name, **fields)

    def record(self, party_id: UUID, direction: str, amount: int, **fields):
        return self.shop.record(party_id, direction, amount, **{"day": self.today, **fields})

    def balance(self, party_id: UUID) -> int:
        return Party.objects.get(id=party_id).balance

    def entries(self) -> int:
        return Document.objects.filter(business_id=self.shop.id, state="posted").count()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_pages() -> Pages:
    shop = open_shop()
    shop.now = timezone.now()
    people = SimpleNamespace(
        asha=User.objects.get(id=shop.asha.user_id),
        bilal=User.objects.create_user(phone="+919830054321", name="বিলাল"),
        reader=User.objects.create_user(phone="+919830077777", name="चित्रा"),
        dev=User.objects.create_user(phone="+8801712345678", name="Dev"),
    )
    Membership.objects.create(business=shop.business, user=people.bilal, role=Role.STAFF)
    Membership.objects.create(business=shop.business, user=people.reader, role=Role.READER)
    browsers = {name: signed_in(person) for name, person in vars(people).items()}
    return Pages(shop=shop, people=people, **browsers)


@pytest.fixture
def pages(db) -> Pages:
    return make_pages()


@pytest.fixture
def live_pages(live_db) -> Pages:
    return make_pages()


@pytest.fixture
def form():
    """The fields of a whole entry form, with whatever a test says of its own."""

    def filled(**said) -> dict[str, str]:
        base = {
            "document_id": str(uuid7()),
            "new_party_id": str(uuid7()),
            "amount": "500",
            "direction": "gave",
        }
        return {name: value for name, value in {**base, **said}.items() if value is not None}

    return filled


@pytest.fixture
def jpeg():
    """`jpeg()` is a small photo of a bill, as bytes."""

    def make(colour: str = "tan") -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(out, "JPEG")
        return out.getvalue()

    return make


HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def htmx():
    """Headers of a request HTMX makes from the page at `url`."""

    def headers(url: str = "", *, target: str = "") -> dict[str, str]:
        said = {**HTMX}
        if url:
            said["HTTP_HX_CURRENT_URL"] = f"http://testserver{url}"
        if target:
            said["HTTP_HX_TARGET"] = target
        return said

    return headers
