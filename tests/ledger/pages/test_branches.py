"""The branch of an entry on the pages: offered, remembered, seen alone, and nothing of it in a book with one."""

from django.utils import timezone

from businesses.models import Branch
from businesses.operations.branches import add_branch, close_branch
from core.ids import uuid7
from ledger.book_map import book_map
from ledger.models import Document


def godown(pages, name="গুদাম") -> Branch:
    return add_branch(
        business_id=pages.shop.id, actor=pages.shop.asha, name=name, kind="godown", registration_id=None,
        now=timezone.now(),
    )  # fmt: skip


def text(client, url: str) -> str:
    return client.get(url).content.decode()


def write(pages, party, **fields):
    said = {"document_id": uuid7(), "direction": "gave", "amount": "500", "made_at": "", **fields}
    return pages.asha.post(pages.url(f"parties/{party}/entries/"), said)


def test_a_book_with_one_branch_sees_nothing_of_it(pages):
    party = pages.party()
    made = pages.record(party, "gave", 500)
    for tail in (
        "khata/", f"parties/{party}/", f"entries/{made.document_id}/", f"entries/{made.document_id}/edit/",
        "day-book/", f"parties/{party}/statement/", "khata/?add=1",
    ):  # fmt: skip
        page = text(pages.asha, pages.url(tail))
        assert 'name="branch"' not in page
        assert "All branches" not in page


def test_the_branch_is_chosen_remembered_and_named(pages):
    party, branch = pages.party(), godown(pages)
    main = book_map(pages.shop.id).branch_id
    assert 'name="branch"' in text(pages.asha, pages.url("khata/?add=1"))
    write(pages, party, branch=branch.pk)
    assert Document.objects.get(party_id=party).branch_id == branch.pk
    for tail in ("khata/?add=1", f"parties/{party}/"):
        assert f'<option value="{branch.pk}" selected>' in text(pages.asha, pages.url(tail))
    write(pages, party)
    assert Document.objects.filter(party_id=party, branch_id=branch.pk).count() == 2
    write(pages, party, branch=main)
    entry = Document.objects.filter(party_id=party, branch_id=branch.pk).first()
    assert "গুদাম" in text(pages.asha, pages.url(f"entries/{entry.id}/"))
    assert "গুদাম" in text(pages.asha, pages.url(f"parties/{party}/statement/"))
    alone = text(pages.asha, pages.url(f"parties/{party}/?branch={branch.pk}"))
    assert "Of this, at" in alone
    assert alone.count("entry-link") == 2
    assert text(pages.asha, pages.url(f"day-book/?branch={main}")).count('class="booked"') == 1
    assert text(pages.asha, pages.url("day-book/")).count('class="booked"') == 3


def test_a_branch_put_away_is_offered_to_its_own_entries_alone(pages):
    party, branch = pages.party(), godown(pages)
    godown(pages, "হাওড়া")
    write(pages, party, branch=branch.pk)
    entry = Document.objects.get(party_id=party)
    close_branch(
        business_id=pages.shop.id, actor=pages.shop.asha, branch_id=branch.pk, base_rev=1, is_closed=True,
        now=timezone.now(),
    )  # fmt: skip
    assert str(branch.pk) not in text(pages.asha, pages.url("khata/?add=1"))
    assert write(pages, party, branch=branch.pk).status_code == 422
    edit = pages.url(f"entries/{entry.id}/edit/")
    assert f'<option value="{branch.pk}" selected>' in text(pages.asha, edit)
    main = book_map(pages.shop.id).branch_id
    said = {
        "direction": "gave",
        "amount": "5",
        "day": entry.day,
        "mutation_id": uuid7(),
        "base_rev": 1,
        "made_at": "",
    }
    assert pages.asha.post(edit, {**said, "branch": main}).status_code == 303
    entry.refresh_from_db()
    assert entry.branch_id == main
    history = text(pages.asha, pages.url(f"entries/{entry.id}/"))
    assert "গুদাম" in history
