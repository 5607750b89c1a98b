"""The cast: Asha owns a shop, Bilal works there, Chitra keeps its accounts, Dev is a stranger."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.test import Client

from businesses.models import Business, Membership, User
from businesses.operations.books import create_business
from businesses.roles import Role

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def cast(db) -> SimpleNamespace:
    people = {
        name: User.objects.create_user(phone=phone, name=shown)
        for name, phone, shown in [
            ("asha", "+919830012345", "Asha সেন"),
            ("bilal", "+919830054321", "Bilal"),
            ("chitra", "+919830099999", "चित्रा"),
            ("dev", "+8801712345678", "Dev"),
        ]
    }
    return SimpleNamespace(**people)


@pytest.fixture
def book(cast: SimpleNamespace) -> Business:
    business = create_business(kind="shop", name="সেন স্টোর্স", country="IN", owner=cast.asha, now=NOW)
    for person, role in [(cast.bilal, Role.STAFF), (cast.chitra, Role.ACCOUNTANT)]:
        Membership.objects.create(business=business, user=person, role=role)
    return business


@pytest.fixture
def as_person():
    """`as_person(asha)` is a browser in which Asha has signed in."""

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser
