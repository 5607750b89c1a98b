import pytest
from django.test import Client

from audit.models import Event
from businesses.models import User

CHOICES = {"name": "Asha সেন", "language": "bn", "digits": "beng", "theme": "dark", "big_text": "on"}


class TestMe:
    def test_choices_work_from_the_next_page_on(self, cast, as_person):
        client = as_person(cast.asha)
        assert client.post("/me/", CHOICES)["Location"] == "/me/"
        page = client.get("/me/").content.decode()
        assert '<html lang="bn"' in page
        assert 'data-theme="dark"' in page
        assert 'data-digits="beng"' in page
        assert 'data-text="big"' in page

    def test_the_menus_are_those_of_the_book_opened_last(self, cast, book, as_person):
        page = as_person(cast.bilal).get("/me/")
        assert page.context["book"] == book
        reads = {"khata.read", "rent.read", "sales.read", "stock.read"}
        assert page.context["grants"] == reads | {"khata.write", "sales.write", "stock.write"}

    def test_a_choice_can_be_taken_back(self, cast, as_person):
        client = as_person(cast.asha)
        client.post("/me/", CHOICES)
        client.post("/me/", {"name": "", "language": "en", "digits": "latn", "theme": "auto"})
        kept = User.objects.values("name", "language", "digits", "theme", "big_text").get(pk=cast.asha.pk)
        assert kept == {"name": "", "language": "en", "digits": "latn", "theme": "auto", "big_text": False}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"language": "xx"},
            {"digits": "roman"},
            {"theme": "pink"},
            {"name": "x" * 121},
            {"name": "x" * 2_000_000},
            {"name": "a\x00b"},
            {"language": ""},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_a_choice_that_is_none_changes_nothing(self, cast, as_person, wrong):
        response = as_person(cast.asha).post("/me/", CHOICES | wrong)
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()
        assert User.objects.get(pk=cast.asha.pk).theme == "auto"
        assert not Event.objects.exists()

    def test_a_name_keeps_its_joiners_and_loses_its_tricks(self, cast, as_person):
        as_person(cast.asha).post("/me/", CHOICES | {"name": "  র\u200d্যাব \u202egnp\u202c "})
        assert User.objects.get(pk=cast.asha.pk).name == "র\u200d্যাব gnp"

    def test_a_change_is_in_the_persons_own_trail_without_words_of_theirs(self, cast, as_person):
        as_person(cast.asha).post("/me/", CHOICES)
        event = Event.objects.get()
        assert (event.user_id, event.business_id, event.verb) == (cast.asha.pk, None, "user.updated")

    def test_nobody_changes_another_persons_page(self, cast, as_person):
        as_person(cast.dev).post("/me/", CHOICES | {"id": str(cast.asha.pk), "user": str(cast.asha.pk)})
        assert User.objects.get(pk=cast.asha.pk).theme == "auto"
        assert User.objects.get(pk=cast.dev.pk).theme == "dark"


class TestLanguage:
    def test_the_browser_is_guessed_from(self, db):
        assert '<html lang="hi"' in page_of(Client(headers={"Accept-Language": "hi-IN,en;q=0.5"}))

    def test_a_tile_before_sign_in_stays_on_this_browser(self, db, client):
        response = client.post(
            "/language/", {"language": "bn"}, headers={"Referer": "http://testserver/sign-in/?next=/me/"}
        )
        assert response["Location"] == "/sign-in/?next=/me/"
        assert '<html lang="bn"' in page_of(client)

    def test_a_persons_own_language_wins_over_cookie_and_browser(self, cast):
        User.objects.filter(pk=cast.asha.pk).update(language="hi")
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(cast.asha)
        client.cookies["django_language"] = "bn"
        response = client.get("/me/")
        assert '<html lang="hi"' in response.content.decode()
        assert response["Content-Language"] == "hi"

    def test_one_persons_language_does_not_leak_into_the_next_request(self, cast, as_person):
        User.objects.filter(pk=cast.asha.pk).update(language="hi")
        as_person(cast.asha).get("/me/")
        assert '<html lang="en"' in page_of(Client(headers={"Accept-Language": "en"}))

    def test_a_tile_after_sign_in_is_kept_with_the_person(self, cast, as_person):
        as_person(cast.asha).post("/language/", {"language": "bn"})
        assert User.objects.get(pk=cast.asha.pk).language == "bn"

    @pytest.mark.parametrize("referer", ["https://evil.example/x", "", "javascript:alert(1)"])
    def test_no_one_is_led_to_another_site(self, db, client, referer):
        assert client.post("/language/", {"language": "bn"}, headers={"Referer": referer})["Location"] == "/"

    def test_an_unknown_language_changes_nothing(self, cast, as_person):
        response = as_person(cast.asha).post("/language/", {"language": "xx"})
        assert "django_language" not in response.cookies
        assert User.objects.get(pk=cast.asha.pk).language == ""


def page_of(client: Client) -> str:
    return client.get("/sign-in/").content.decode()


def test_codes_are_worded_in_the_language_of_the_page(db, client, capsys):
    client.post("/language/", {"language": "hi"})
    page = client.post("/sign-in/", {"phone": "9830012345", "country": "IN"})
    assert page["Location"] == "/sign-in/code/"
    assert "+919830012345" in capsys.readouterr().out


def test_a_device_is_not_made_by_looking(cast, as_person):
    as_person(cast.asha).get("/me/")
    assert not cast.asha.devices.exists()
