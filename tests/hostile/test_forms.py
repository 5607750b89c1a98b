"""Every field of every form × hostile words: a sentence or a clean write, never a 5xx, and nothing half done."""

import pytest
from django.urls import reverse

from businesses.roles import Role
from tests.hostile.asking import WHOLE, ask
from tests.hostile.fields import FREE_WORDS, SENT_TO, all_forms, fields_of, is_typed, words_read
from tests.hostile.words import MEGABYTES, running, words_for

CASES = [(form, name) for form in sorted(SENT_TO) for name in SENT_TO[form]]
DOORS = ("businesses:sign_in", "businesses:code", "businesses:password")


@pytest.fixture
def at_the_door(world, settings):
    """Nobody is signed in; a code is on its way."""
    settings.CODE_CAPS = {}
    client = world.own.clients[Role.OWNER]
    client.logout()
    assert client.post(reverse("businesses:sign_in"), {"phone": "98300 77777"}).status_code == 303


def refused_well(world, name: str, field: str, word: str) -> None:
    told = ask(world, name, {field: word})
    where = (name, field, word[:60])
    assert told.status < 500, where
    assert running(told.body) == [], where
    if told.status >= 400:
        assert not told.written, where
        assert told.has_sentence or told.status == 404, where


def test_every_form_is_sent_somewhere():
    assert sorted(all_forms()) == sorted(SENT_TO), (
        "Say in SENT_TO of tests/hostile/fields.py which address takes this form."
    )


@pytest.mark.soak
@pytest.mark.both_engines
@pytest.mark.parametrize(("form", "name"), CASES)
def test_no_field_breaks_on_what_is_typed(request, world, form, name):
    if name in DOORS:
        request.getfixturevalue("at_the_door")
    for field in fields_of(form):
        for word in words_for(f"{form} {field}", whole=WHOLE, is_typed=is_typed(form, field)):
            refused_well(world, name, field, word)


LONG = (
    ("ledger:record_for", "note"), ("ledger:record_for", "amount"), ("ledger:record_for", "day"),
    ("ledger:record", "party_name"), ("ledger:party_add", "address"), ("ledger:party_add", "phone"),
    ("businesses:me", "name"), ("ledger:start", "shop_name"), ("imports:columns", "party"),
    ("businesses:member_add", "contact"), ("webhooks:add", "url"), ("webhooks:add", "description"),
    ("imports:check", "fix-2-0"), ("ledger:khata", "q"),
)  # fmt: skip


def test_five_megabytes_in_a_field_are_told_to_be_too_long(world):
    for name, field in LONG:
        word = MEGABYTES if field != "q" else "क" * 60_000  # servers refuse a longer address before us
        refused_well(world, name, field, word)


def test_every_word_a_view_reads_by_itself_is_tried():
    tried = {word for words in FREE_WORDS.values() for word in words}
    tried |= {field.removeprefix("0-") for form in all_forms() for field in fields_of(form)}
    untried = {word: where for word, where in words_read().items() if word not in tried}
    assert untried == {}, "Say in FREE_WORDS of tests/hostile/fields.py which address reads these."
    assert len(words_read()) > 15


@pytest.mark.soak
@pytest.mark.both_engines
@pytest.mark.parametrize("is_at_the_door", [False, True])
def test_no_word_of_an_address_breaks_it(request, world, is_at_the_door):
    if is_at_the_door:
        request.getfixturevalue("at_the_door")
    for name in (name for name in FREE_WORDS if (name in DOORS) == is_at_the_door):
        for field in FREE_WORDS[name]:
            for word in words_for(f"{name} {field}", whole=WHOLE):
                refused_well(world, name, field, word)
