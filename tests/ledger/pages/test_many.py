import pytest

from core.ids import uuid7
from ledger.models import Document, Party
from tests.ledger.shops import open_shop


def sheet_of(*rows: dict) -> dict[str, str]:
    said = {}
    for place, row in enumerate(rows):
        said |= {f"{place}-{name}": str(value) for name, value in {"party_id": uuid7(), **row}.items()}
    return said


def names(pages) -> dict[str, int]:
    return dict(Party.objects.filter(business_id=pages.shop.id).values_list("name", "balance"))


def body_of(response) -> str:
    return response.content.decode()


def test_a_paper_khata_is_typed_in_and_empty_rows_are_left_out(pages):
    rows = [
        {"name": "রহিম", "will_get": "৫০০"}, {}, {"name": "Gupta", "will_give": "250+90", "phone": "98300 11111"},
        {"name": "शर्मा"},
    ]  # fmt: skip
    said = sheet_of(*rows)
    for _ in range(2):
        assert pages.asha.post(pages.url("parties/many/"), said)["Location"] == pages.url("khata/")
    assert names(pages) == {"রহিম": 50_000, "Gupta": -34_000, "शर्मा": 0}
    assert Document.objects.filter(business_id=pages.shop.id).count() == 2


def test_rows_that_are_wrong_stay_on_the_sheet_and_the_others_are_saved(pages):
    pages.party("Meena", phone="98300 22222")
    rows = [
        {"name": "Good", "will_get": "10"},
        {"name": "", "will_get": "10"},
        {"name": "Amount", "will_get": "1,20,0"},
        {"name": "Both", "will_get": "1", "will_give": "2"},
        {"name": "Taken", "phone": "98300 22222"},
        {"name": "meena"},
        {"name": "Good"},
    ]
    response = pages.asha.post(pages.url("parties/many/"), sheet_of(*rows))
    body = body_of(response)
    assert response.status_code == 422
    assert names(pages) == {"Meena": 0, "Good": 1_000}
    for words in (
        "6 rows need a look", "Enter a name.", "Did you mean 1,200?", "Write one of the two amounts",
        "Meena already has this number", "meena is in the book already", "Good is in the book already",
    ):  # fmt: skip
        assert words in body, words


def test_another_person_of_the_same_name_is_added_once_that_is_said(pages):
    pages.party("Meena")
    said = sheet_of({"name": "Meena", "is_another": "on"})
    assert pages.asha.post(pages.url("parties/many/"), said).status_code == 303
    assert Party.objects.filter(name="Meena").count() == 2


@pytest.mark.parametrize("field", ["name", "phone", "will_get", "is_another", "party_id"])
def test_hostile_cells_get_a_sentence(pages, field):
    hostile = [
        "\x00",
        "\ud800".encode("utf-16", "surrogatepass"),
        "x" * 5_000,
        "1e309",
        "\u202eabc",
        "9" * 60,
    ]
    for value in hostile:
        row = {"name": "X", field: value if isinstance(value, str) else value.decode("utf-16", "replace")}
        assert pages.asha.post(pages.url("parties/many/"), sheet_of(row)).status_code in (303, 400, 422)


def change_of(party_id, **said) -> dict[str, str]:
    party = Party.objects.get(id=party_id)
    return {
        "party_id": party_id, "base_rev": party.rev, "name": party.name, "phone": party.phone,
        "kind": party.kind, "credit_limit": "", **said,
    }  # fmt: skip


def test_many_names_are_changed_where_they_stand(pages):
    one, other = pages.party("Rahim", address="হাট"), pages.party("Karim", credit_limit=100)
    assert body_of(pages.asha.get(pages.url("parties/sheet/"))).count('name="0-name"') == 1
    said = sheet_of(
        change_of(one, name="Rahim Store", credit_limit="5,000"), change_of(other, credit_limit="1")
    )
    assert pages.asha.post(pages.url("parties/sheet/"), said)["Location"] == pages.url("khata/")
    party = Party.objects.get(id=one)
    assert (party.name, party.credit_limit, party.address, party.rev) == ("Rahim Store", 500_000, "হাট", 2)
    assert Party.objects.get(id=other).rev == 1, "what was not changed keeps its revision"


def test_a_name_changed_elsewhere_meanwhile_stays_and_is_told(pages):
    one, other = pages.party("Rahim"), pages.party("Karim")
    said = sheet_of(change_of(one, name="A"), change_of(other, name="B"))
    Party.objects.filter(id=one).update(rev=2, name="Rahim (new)")
    response = pages.asha.post(pages.url("parties/sheet/"), said)
    assert response.status_code == 422
    assert set(names(pages)) == {"Rahim (new)", "B"}


def test_a_long_list_goes_on_to_its_next_names(pages):
    for number in range(60):
        pages.party(f"Party {number:02}")
    first = body_of(pages.asha.get(pages.url("parties/sheet/")))
    assert ('name="49-name"' in first, 'name="50-name"' in first, 'name="onward"' in first) == (
        True,
        False,
        True,
    )
    onward = first.split('name="onward" value="')[1].split('"')[0]
    assert "Party 59" in body_of(pages.asha.get(pages.url(f"parties/sheet/?after={onward}")))
    assert pages.asha.get(pages.url("parties/sheet/?after=nonsense")).status_code == 200


def test_staff_add_many_and_change_none(pages):
    assert pages.bilal.post(pages.url("parties/many/"), sheet_of({"name": "Nila"})).status_code == 303
    assert pages.bilal.get(pages.url("parties/sheet/")).status_code == 403
    assert pages.reader.get(pages.url("parties/many/")).status_code == 403


def test_a_name_of_another_book_is_no_name_of_this_sheet(pages):
    foreign = open_shop(name="Other").party("Dev")
    response = pages.asha.post(pages.url("parties/sheet/"), sheet_of(change_of(foreign, name="Mine now")))
    assert response.status_code == 422
    assert Party.objects.get(id=foreign).name == "Dev"
