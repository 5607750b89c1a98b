import datetime

import pytest

from core.ids import uuid7
from ledger.models import Document, Party


def party_form(**said) -> dict[str, str]:
    return {"party_id": str(uuid7()), "name": "करीम अंसारी", "kind": "customer", **said}


def test_a_name_is_enough(pages):
    said = party_form()
    for _ in range(2):
        response = pages.asha.post(pages.url("parties/add/"), said)
        assert response["Location"] == pages.url(f"parties/{said['party_id']}/")
    party = Party.objects.get(business_id=pages.shop.id)
    assert (party.name, party.phone, party.kind, party.balance) == ("करीम अंसारी", "", "customer", 0)


def test_all_that_can_be_said_of_a_party_is_kept(pages):
    said = party_form(
        kind="supplier", phone="৯৮৩০০ ১২৩৪৫", address="পুরনো বাজার", registration_number="19abcde1234f1z5",
        language="bn", credit_limit="5,000", opening_amount="1,200", opening_direction="got",
        opening_day="2026-04-01",
    )  # fmt: skip
    assert pages.asha.post(pages.url("parties/add/"), said).status_code == 303
    party = Party.objects.get(id=said["party_id"])
    assert (party.kind, party.phone, party.address) == ("supplier", "+919830012345", "পুরনো বাজার")
    assert (party.registration_number, party.language, party.credit_limit) == (
        "19ABCDE1234F1Z5",
        "bn",
        500_000,
    )
    assert party.balance == -120_000
    opening = Document.objects.get(party=party)
    assert (opening.kind, opening.day) == ("opening", datetime.date(2026, 4, 1))


def test_customers_and_suppliers_stand_in_one_list_and_are_netted(pages):
    both = pages.party("Gupta", kind="supplier")
    pages.record(both, "got", 500_000)
    pages.record(both, "gave", 700_000)
    body = pages.asha.get(pages.url("khata/")).content.decode()
    assert "₹2,000" in body
    assert pages.balance(both) == 200_000


def test_a_number_that_is_taken_leads_to_whoever_has_it(pages):
    rahim = pages.party("রহিম", phone="98300 12345")
    typing = pages.asha.get(pages.url("parties/phone/"), {"phone": "+91 98300-12345"}).content.decode()
    assert "রহিম already has this number." in typing
    assert pages.url(f"parties/{rahim}/") in typing
    response = pages.asha.post(pages.url("parties/add/"), party_form(phone="98300 12345"))
    body = response.content.decode()
    assert response.status_code == 409
    assert "Open রহিম" in body
    assert "करीम अंसारी" in body
    assert Party.objects.filter(business_id=pages.shop.id).count() == 1


def test_nobody_is_named_for_a_free_or_own_or_unreadable_number(pages):
    rahim = pages.party("রহিম", phone="98300 12345")
    for said in (
        {"phone": "98300 99999"},
        {"phone": "983"},
        {},
        {"phone": "98300 12345", "party_id": str(rahim)},
    ):
        assert pages.asha.get(pages.url("parties/phone/"), said).content.decode().strip() == ""
    assert pages.dev.get(pages.url("parties/phone/"), {"phone": "98300 12345"}).status_code == 404


def test_a_party_is_changed_in_a_form_that_knows_what_stands(pages):
    rahim = pages.party("রহিম", phone="98300 12345", credit_limit=500_000)
    page = pages.url(f"parties/{rahim}/edit/")
    body = pages.asha.get(page).content.decode()
    for said in ('value="রহিম"', "98300 12345", 'value="5,000"'):
        assert said in body
    said = party_form(party_id=str(rahim), base_rev="1", name="রহিম শেখ", phone="")
    assert pages.asha.post(page, said).status_code == 303
    party = Party.objects.get(id=rahim)
    assert (party.name, party.phone, party.credit_limit, party.rev) == ("রহিম শেখ", "", None, 2)
    stale = pages.asha.post(page, {**said, "name": "Someone else"})
    assert stale.status_code == 412
    assert Party.objects.get(id=rahim).name == "রহিম শেখ"


def test_the_old_balance_is_changed_and_taken_out_in_the_same_form(pages):
    rahim = pages.party("রহিম", opening_amount=90_000)
    page = pages.url(f"parties/{rahim}/edit/")
    assert 'value="900"' in pages.asha.get(page).content.decode()
    said = party_form(party_id=str(rahim), base_rev="1", name="রহিম", opening_direction="got")
    pages.asha.post(page, {**said, "opening_amount": "250"})
    assert pages.balance(rahim) == -25_000
    pages.asha.post(page, {**said, "opening_amount": ""})
    assert pages.balance(rahim) == 0
    refused = pages.asha.post(
        page, {**said, "name": "নতুন", "opening_amount": "5", "opening_day": "1900-01-01"}
    )
    assert refused.status_code == 422
    assert Party.objects.get(id=rahim).name == "রহিম"
    assert pages.shop.proven()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "\u200b\u202e "}, "Enter a name."),
        ({"name": "क" * 5000}, "Use at most 120 characters."),
        ({"name": "a\x00b"}, "cannot be read"),
        ({"phone": "12"}, "This phone number does not look right."),
        ({"phone": "call me"}, "This phone number does not look right."),
        ({"kind": "king"}, "Choose what they are."),
        ({"credit_limit": "lots"}, "is not an amount"),
        ({"opening_amount": "1,20,0"}, "Did you mean 1,200?"),
        ({"opening_amount": "5", "opening_day": "29/02/2026"}, "is not a day of the calendar."),
        ({"opening_amount": "5", "opening_direction": "up"}, "Choose who still has to pay."),
        ({"registration_number": "1" * 21}, "Use at most 20 characters."),
        ({"language": "tlh"}, "Choose a language from the list."),
        ({"party_id": "x"}, "Load it again"),
    ],
)
def test_what_cannot_be_kept_gets_its_sentence_and_adds_nobody(pages, said, sentence):
    response = pages.asha.post(pages.url("parties/add/"), party_form(**said))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Party.objects.filter(business_id=pages.shop.id).exists()


def test_staff_add_names_but_do_not_change_them_or_date_the_old_balance(pages):
    assert 'name="opening_day"' not in pages.bilal.get(pages.url("parties/add/")).content.decode()
    said = party_form(opening_amount="100", opening_day="2020-01-01")
    assert pages.bilal.post(pages.url("parties/add/"), said).status_code == 303
    assert Document.objects.get(party_id=said["party_id"]).day == pages.today
    page = pages.url(f"parties/{said['party_id']}/edit/")
    assert pages.bilal.get(page).status_code == 403
    assert pages.bilal.post(page, said).status_code == 403
    assert pages.reader.get(pages.url("parties/add/")).status_code == 403


def test_a_party_of_nobody_cannot_be_edited(pages):
    page = pages.url(f"parties/{uuid7()}/edit/")
    assert pages.asha.get(page).status_code == 404
    assert pages.asha.post(page, party_form(base_rev="1")).status_code == 404
