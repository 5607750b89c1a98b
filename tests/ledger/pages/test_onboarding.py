import pytest
from django.test import Client

from businesses.models import Business, User
from ledger.models import Party


@pytest.fixture
def newcomer(db):
    def sign_in(phone: str = "+8801712345678", language: str = "bn") -> Client:
        client = Client()
        client.force_login(User.objects.create_user(phone=phone, name="", language=language))
        return client

    return sign_in


def test_the_country_comes_from_the_phone_number_and_settles_money_and_digits(newcomer):
    client = newcomer()
    assert 'value="BD" selected' in client.get("/start/").content.decode()
    response = client.post("/start/", {"shop": "on", "shop_name": "রহিম স্টোর", "country": "BD"})
    book = Business.objects.get()
    assert (book.name, book.kind, book.currency, book.timezone) == ("রহিম স্টোর", "shop", "BDT", "Asia/Dhaka")
    assert book.year_starts_month == 7
    assert User.objects.get(phone="+8801712345678").digits == "beng"
    assert response["Location"] == f"/b/{book.id}/khata/"


def test_skipping_opens_a_shop_with_what_we_know(newcomer):
    response = newcomer("+919830012345", "en").post("/start/", {"skip": "1"})
    book = Business.objects.get()
    assert (book.name, book.kind, book.currency) == ("My shop", "shop", "INR")
    assert response["Location"] == f"/b/{book.id}/khata/"
    assert User.objects.get().digits == "latn"


def test_skipping_again_opens_nothing_and_goes_home(newcomer):
    client = newcomer("+919830012345", "en")
    client.post("/start/", {"skip": "1"})
    assert client.post("/start/", {"skip": "1"})["Location"] == "/"
    assert Business.objects.count() == 1


def test_each_thing_kept_becomes_a_book_and_two_taps_open_it_once(newcomer):
    client = newcomer("+919830012345", "en")
    said = {
        "shop": "on",
        "shop_name": "Sen Stores",
        "rent": "on",
        "rent_name": "",
        "home": "on",
        "country": "IN",
    }
    for _ in range(2):
        assert client.post("/start/", said).status_code == 303
    books = set(Business.objects.values_list("kind", "name"))
    assert books == {("shop", "Sen Stores"), ("rent", "My houses"), ("home", "My home")}
    for book in Business.objects.all():
        assert client.get(f"/b/{book.id}/khata/").status_code == 200


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"country": "IN"}, "Choose at least one, or skip."),
        ({"shop": "on", "country": "XX"}, "Choose a country from the list."),
        ({"shop": "on", "shop_name": "x" * 121, "country": "IN"}, "Use at most 120 characters."),
        ({"shop": "on", "shop_name": "a\x00", "country": "IN"}, "cannot be read"),
        (
            {"shop": "on", "shop_name": "ok", "home": "on", "home_name": "x" * 121},
            "Use at most 120 characters.",
        ),
    ],
)
def test_what_cannot_be_opened_gets_its_sentence_and_opens_nothing(newcomer, said, sentence):
    response = newcomer("+919830012345", "en").post("/start/", said)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Business.objects.exists()


def test_a_name_of_blanks_falls_back_to_the_one_we_offered(newcomer):
    newcomer("+919830012345", "en").post("/start/", {"shop": "on", "shop_name": "   ", "country": "IN"})
    assert Business.objects.get().name == "My shop"


def test_nobody_starts_without_signing_in(db):
    response = Client().get("/start/")
    assert response.status_code == 303
    assert response["Location"].startswith("/sign-in/")


def test_a_name_is_asked_once_and_only_of_who_has_none(newcomer):
    client = newcomer()
    assert 'name="name"' in client.get("/start/").content.decode()
    assert client.post("/start/", {"shop": "on", "country": "BD", "name": "আশা সেন"}).status_code == 303
    person = User.objects.get()
    assert (person.name, person.digits) == ("আশা সেন", "beng")
    assert 'name="name"' not in client.get("/start/").content.decode()
    client.post("/start/", {"home": "on", "country": "BD", "name": "Somebody"})
    assert User.objects.get().name == "আশা সেন"


def test_a_book_of_a_house_starts_with_tenants(newcomer, form):
    client = newcomer("+919830012345", "en")
    client.post("/start/", {"rent": "on", "country": "IN"})
    book = Business.objects.get()
    assert client.post(f"/b/{book.id}/entries/", form(party_name="Karim")).status_code == 303
    assert Party.objects.get().kind == "tenant"
