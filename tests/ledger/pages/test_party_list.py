import datetime
import re

import pytest

from core.ids import uuid7


def names_in(response) -> list[str]:
    return re.findall(r'<bdi class="name">([^<]*)</bdi>', response.content.decode())


@pytest.fixture
def people(pages):
    """Three khatas: one will pay, one will be paid, one is settled."""
    ids = {name: pages.party(name) for name in ("शर्मा जनरल स्टोर", "রহিম শেখ", "Gupta Traders")}
    pages.record(ids["शर्मा जनरल स्टोर"], "gave", 420_000)
    pages.record(ids["রহিম শেখ"], "got", 125_050)
    pages.record(ids["Gupta Traders"], "gave", 10_000)
    pages.record(ids["Gupta Traders"], "got", 10_000)
    return ids


def test_the_owner_sees_both_totals_in_words_and_never_a_minus(pages, people):
    body = pages.asha.get(pages.url("khata/")).content.decode()
    totals = re.search(r'<dl class="totals".*?</dl>', body, re.DOTALL).group()
    assert "You will get" in totals
    assert "₹4,200" in totals
    assert "You will give" in totals
    assert "₹1,250.50" in totals
    assert "-₹" not in body
    assert "₹-" not in body


def test_staff_see_their_own_day_instead_of_the_totals(pages, people):
    body = pages.bilal.get(pages.url("khata/")).content.decode()
    assert 'class="totals"' not in body
    assert "Today you wrote 0 entries." in body
    pages.bilal.post(
        pages.url(f"parties/{people['রহিম শেখ']}/entries/"), {"amount": "5", "direction": "gave"}
    )
    assert "Today you wrote 1 entry." in pages.bilal.get(pages.url("khata/")).content.decode()


@pytest.mark.parametrize(
    ("chip", "expected"),
    [
        ("all", {"शर्मा जनरल स्टोर", "রহিম শেখ", "Gupta Traders"}),
        ("get", {"शर्मा जनरल स्टोर"}),
        ("give", {"রহিম শেখ"}),
        ("settled", {"Gupta Traders"}),
        ("overdue", set()),
        ("no such chip", {"शर्मा जनरल स्टोर", "রহিম শেখ", "Gupta Traders"}),
    ],
)
def test_a_chip_shows_its_khatas_and_no_others(pages, people, chip, expected):
    assert set(names_in(pages.asha.get(pages.url("khata/"), {"show": chip}))) == expected


def test_an_entry_past_its_due_date_makes_the_khata_overdue(pages, people):
    day = pages.today - datetime.timedelta(days=10)
    late = pages.party("সুমিত্রা")
    pages.record(late, "gave", 5_000, day=day, due_on=day + datetime.timedelta(days=2))
    assert names_in(pages.asha.get(pages.url("khata/"), {"show": "overdue"})) == ["সুমিত্রা"]


@pytest.mark.parametrize("words", ["sharma", "shrma", "शर्मा", "শর্মা"])
def test_a_name_is_found_in_any_script_and_spelling(pages, people, words):
    assert names_in(pages.asha.get(pages.url("khata/"), {"q": words})) == ["शर्मा जनरल स्टोर"]


def test_a_phone_number_is_found_by_its_digits_in_any_script(pages, people):
    pages.party("Karim", phone="98300 44556")
    for typed in ("44556", "৪৪৫৫৬", "98300 44"):
        assert names_in(pages.asha.get(pages.url("khata/"), {"q": typed})) == ["Karim"]


@pytest.mark.parametrize("words", ["\x00", "%", "'; DROP TABLE", "\u202e", "a" * 5000, "_" * 40])
def test_a_strange_search_finds_nobody_and_breaks_nothing(pages, people, words):
    response = pages.asha.get(pages.url("khata/"), {"q": words})
    assert response.status_code == 200


def test_a_name_nobody_has_is_offered_for_adding(pages, people):
    body = pages.asha.get(pages.url("khata/"), {"q": "Zubeida"}).content.decode()
    assert "No party called “Zubeida”." in body
    assert pages.url("parties/add/") + "?name=Zubeida" in body


@pytest.mark.parametrize("typed", ["9830099999", "+91 98300 99999", "৯৮৩০০-৯৯৯৯৯"])
def test_a_phone_nobody_has_is_added_as_a_phone(pages, people, typed):
    form = pages.asha.get(pages.url("parties/add/"), {"name": typed}).context["form"]
    assert form["phone"].value() == typed
    assert not form["name"].value()


@pytest.mark.parametrize("typed", ["Ram 2", "2 no. gali", "12", "Shop 9830099999"])
def test_a_name_with_digits_is_added_as_a_name(pages, people, typed):
    form = pages.asha.get(pages.url("parties/add/"), {"name": typed}).context["form"]
    assert form["name"].value() == typed
    assert not form["phone"].value()


def test_who_may_only_read_is_offered_nothing_to_write(pages, people):
    body = pages.reader.get(pages.url("khata/")).content.decode()
    assert "शर्मा जनरल स्टोर" in body
    assert "entry-sheet" not in re.sub(r"(?s)<nav.*?</nav>", "", body)
    assert "parties/add/" not in body


def test_an_empty_book_asks_for_the_first_name_and_amount(pages):
    body = pages.asha.get(pages.url("khata/")).content.decode()
    assert "Write your first name and amount" in body
    assert f'action="{pages.url("entries/")}"' in body


def test_show_more_brings_each_khata_once_and_in_order(pages):
    wanted = [f"ग्राहक {number:03}" for number in range(60)]
    for name in wanted:
        pages.party(name)
    first = pages.asha.get(pages.url("khata/"), {"sort": "name"})
    more = re.search(
        r'<div class="pager"[^>]*><a class="button" href="([^"]+)"', first.content.decode()
    ).group(1)
    second = pages.asha.get(more.replace("&amp;", "&"), HTTP_HX_REQUEST="true")
    assert "<html" not in second.content.decode()
    assert names_in(first) + names_in(second) == wanted


def test_a_broken_cursor_starts_the_list_again(pages, people):
    for cursor in ("abc", "W10", "bnVsbA", "WyJ4IiwgMV0"):
        assert len(names_in(pages.asha.get(pages.url("khata/"), {"after": cursor}))) == 3


def test_htmx_gets_the_list_alone(pages, people, htmx):
    response = pages.asha.get(pages.url("khata/"), {"q": "gupta"}, **htmx(target="list"))
    body = response.content.decode()
    assert "<html" not in body
    assert 'id="list"' in body
    assert names_in(response) == ["Gupta Traders"]
    assert "HX-Request" in response["Vary"]


def test_an_open_khata_stands_beside_the_list(pages, people, htmx):
    address = pages.url(f"khata/?open={people['রহিম শেখ']}")
    whole = pages.asha.get(address).content.decode()
    assert 'id="khata-head"' in whole
    assert len(re.findall('class="party-row"', whole)) == 3
    part = pages.asha.get(address, **htmx(target="pane")).content.decode()
    assert "<html" not in part
    assert 'id="khata-head"' in part
    for unknown in (uuid7(), "nonsense"):
        assert pages.asha.get(pages.url(f"khata/?open={unknown}")).status_code == 404


def test_the_chooser_offers_who_sounds_alike_and_the_name_itself(pages, people):
    body = pages.asha.get(pages.url("khata/names/"), {"party_name": "shrma"}).content.decode()
    assert str(people["शर्मा जनरल स्टोर"]) in body
    assert "Add shrma" in body
    same = pages.asha.get(pages.url("khata/names/"), {"party_name": "gupta traders"}).content.decode()
    assert "Add " not in same


def test_a_stranger_gets_what_an_unknown_book_gives(pages, people):
    def without_traces(response) -> str:
        return re.sub(
            r"[0-9a-f]{32}|[0-9a-f-]{36}|value=\"\w+\"|X-CSRFToken&quot;: &quot;\w+|\"X-CSRFToken\": \"\w+",
            "",
            response.content.decode(),
        )

    foreign = pages.dev.get(pages.url("khata/"))
    unknown = pages.dev.get(f"/b/{uuid7()}/khata/")
    assert foreign.status_code == unknown.status_code == 404
    assert without_traces(foreign) == without_traces(unknown)
    assert "शर्मा" not in foreign.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_much_of_the_database_for_one_row_as_for_thirty(
    pages, django_assert_num_queries, rows
):
    for number in range(rows):
        pages.record(pages.party(f"ग्राहक {number}"), "gave", 5_000 + number)
    pages.asha.get(pages.url("khata/"))
    with django_assert_num_queries(8):
        pages.asha.get(pages.url("khata/"))


def test_the_entry_form_of_a_khata_knows_whom_it_is_for(pages):
    party = pages.party("शर्मा जी")
    body = pages.asha.get(pages.url(f"khata/?add=1&party={party}")).content.decode()
    assert 'value="शर्मा जी"' in body
    assert pages.asha.get(pages.url("khata/?add=1&party=nobody")).status_code == 200
