"""Three hundred hostile names and notes, kept in a khata and shown in every place that shows them."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from businesses.roles import Role
from core.ids import uuid7
from ledger.operations.run_parties import PartyDraft, settle_parties
from tests.hostile.words import FORMULAS, PAYLOADS, running, three_hundred
from tests.tenancy.books import today
from tests.tenancy.matrix import ids_of
from tests.tenancy.routes import all_routes
from tests.tenancy.rows import ROWS


@pytest.fixture
def asha(world):
    return world.own.clients[Role.OWNER]


def url(world, tail: str) -> str:
    return f"/b/{world.own.id}/{tail}"


def noted(world, name: str, notes: list[str]):
    shop = world.own.shop
    party = shop.party(name, address="</td><script>alert(1)</script>")
    return party, [shop.record(party, "gave", 100, note=note, day=today(shop)).document_id for note in notes]


def test_names_are_shown_as_text_in_the_list_and_its_choices(world, asha):
    shop, words = world.own.shop, three_hundred()
    assert len(words) == 300
    drafts = [PartyDraft(uuid7(), word, "", "customer") for word in words]
    ids = settle_parties(business_id=shop.id, actor=shop.asha, run_id=uuid7(), parties=drafts, now=shop.now)
    assert len(set(ids)) > 200
    address, pages, shown = url(world, "khata/?sort=name"), 0, 0
    while address:
        response = asha.get(address)
        body = response.content.decode()
        assert running(body) == []
        shown, pages = shown + len(response.context["rows"]), pages + 1
        address = response.context["more"]
    assert shown >= len(set(ids))
    assert pages > 1
    for word in PAYLOADS:
        answer = asha.get(url(world, "khata/names/"), {"party_name": word}, headers={"HX-Request": "true"})
        assert (answer.status_code, running(answer.content.decode())) == (200, [])
        assert running(asha.get(url(world, "khata/"), {"q": word}).content.decode()) == []


def test_notes_are_shown_as_text_on_every_page_of_a_khata(world, asha):
    party, documents = noted(world, PAYLOADS[0], three_hundred())
    address = url(world, f"parties/{party}/")
    while address:
        response = asha.get(address)
        body = response.content.decode()
        assert running(body) == []
        assert "&lt;" in body
        address = response.context["more"]
    for document in documents[::10]:
        for page in ("", "edit/"):
            assert running(asha.get(url(world, f"entries/{document}/{page}")).content.decode()) == []
    statement = asha.get(url(world, f"parties/{party}/statement/")).content.decode()
    assert running(statement) == []
    assert "&lt;script&gt;" in statement


def test_words_are_text_in_the_sheets(world, asha):
    notes = [*three_hundred(), *FORMULAS]
    party, _documents = noted(world, "=cmd|' /C calc'!A0", notes)
    rows = csv.reader(
        io.StringIO(asha.get(url(world, f"parties/{party}/statement.csv")).content.decode("utf-8-sig"))
    )
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r", "＝"))] == []
    book = load_workbook(io.BytesIO(asha.get(url(world, f"parties/{party}/statement.xlsx")).content))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert "s" in kinds


def test_a_pdf_draws_the_words_and_fetches_nothing(world, asha, monkeypatch):
    asked = []
    monkeypatch.setattr("socket.create_connection", lambda address, *_, **__: asked.append(address))
    party, _documents = noted(world, PAYLOADS[12], list(PAYLOADS))
    answer = asha.get(url(world, f"parties/{party}/statement.pdf"))
    assert answer.status_code == 200
    content = answer.content
    assert content.startswith(b"%PDF-")
    assert b"root:" not in content
    assert b"/JavaScript" not in content
    assert b"/EmbeddedFile" not in content
    assert asked == []


def test_every_page_carries_the_policy_and_runs_nothing_of_its_own(world, asha):
    looked_at = 0
    for name, row in ROWS.items():
        if "GET" not in row.methods:
            continue
        route = all_routes()[name]
        address = reverse(name, kwargs=ids_of(route, row, world.own, Role.OWNER))
        for client in (asha, world.stranger):
            response = client.get(address, row.query(world.own, Role.OWNER))
            assert response["X-Content-Type-Options"] == "nosniff", name
            assert "Content-Security-Policy" in response, name
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            policy = response["Content-Security-Policy"]
            assert "unsafe" not in policy, name
            assert "frame-ancestors 'none'" in policy, name
            assert (response["X-Frame-Options"], response["Referrer-Policy"]) == ("DENY", "same-origin"), name
            assert running(response.content.decode()) == [], name
            looked_at += 1
    assert looked_at > 40
