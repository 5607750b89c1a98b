from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from businesses.countries import COUNTRIES, guess_country
from businesses.models import Branch, Membership
from businesses.operations.books import BOOKS_OF_ONE_OWNER_MAX, BookRefused, create_business
from businesses.roles import Role
from core.money import CURRENCIES
from core.text import TextError

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def open_book(owner, *, kind="shop", name="সেন স্টোর্স", country="IN"):
    return create_business(kind=kind, name=name, country=country, owner=owner, now=NOW)


@pytest.mark.parametrize(
    ("country", "currency", "timezone", "year_starts"),
    [("IN", "INR", "Asia/Kolkata", 4), ("BD", "BDT", "Asia/Dhaka", 7), ("GB", "GBP", "Europe/London", 4)],
)
def test_the_country_settles_currency_time_and_year(cast, country, currency, timezone, year_starts):
    book = open_book(cast.asha, country=country)
    assert (book.currency, book.timezone, book.year_starts_month) == (currency, timezone, year_starts)


def test_a_new_book_has_its_first_branch_and_its_owner(cast):
    book = open_book(cast.asha, kind="rent", name="  Sen   House ")
    assert book.name == "Sen House"
    assert list(Branch.objects.values_list("business_id", "name")) == [(book.pk, "Sen House")]
    assert list(Membership.objects.values_list("business_id", "user_id", "role")) == [
        (book.pk, cast.asha.pk, Role.OWNER)
    ]
    assert len(book.epoch) == 16


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"kind": "casino"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"name": " \u200d "}, "name"),
    ],
)
def test_a_book_that_cannot_be_is_refused_whole(cast, what, field):
    with pytest.raises(BookRefused) as refused:
        open_book(cast.asha, **what)
    assert refused.value.field == field
    assert not Membership.objects.exists()


@pytest.mark.parametrize("name", ["দো\x00কান", "x" * 121, "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused(cast, name):
    with pytest.raises(TextError):
        open_book(cast.asha, name=name)


def test_one_person_owns_fifty_books_at_most(cast):
    for number in range(BOOKS_OF_ONE_OWNER_MAX):
        open_book(cast.asha, name=f"Book {number}")
    with pytest.raises(BookRefused):
        open_book(cast.asha)


@pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)
def test_every_country_has_a_currency_of_two_decimals_and_a_real_time_zone(country):
    assert CURRENCIES[country.currency].decimals == 2
    assert ZoneInfo(country.timezone)
    assert 1 <= country.year_starts <= 12


@pytest.mark.parametrize(
    ("language", "accepted", "country"),
    [
        ("en", "", "IN"),
        ("hi", "hi,en;q=0.8", "IN"),
        ("bn", "bn", "BD"),
        ("bn", "bn-IN,bn;q=0.9", "IN"),
        ("en", "bn-BD,en;q=0.5", "BD"),
        ("en", "en-GB,en-US;q=0.9", "IN"),
        ("en", "en-PK", "PK"),
        ("en", ",;,-,", "IN"),
    ],
)
def test_the_prefix_is_guessed_from_language_and_browser(language, accepted, country):
    assert guess_country(language=language, accepted=accepted) == country
