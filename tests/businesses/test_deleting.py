"""A book in the trash: nobody opens it, its owner brings it back, and it goes for good when its time is over."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from audit.jobs import enqueue, run_job
from audit.models import Job, JobState
from backups.deleting import ask_if_due, purge_due
from businesses.models import Business, Membership, User
from businesses.operations.books import BookRefused, create_business
from businesses.operations.deleting import (
    PURGE,
    DeletedBookUnknown,
    NameOfBookNotTyped,
    delete_book,
    deleted_books,
    restore_book,
)
from businesses.operations.leaving import books_owned_alone
from businesses.operations.members import OwnerNeeded
from businesses.queries.memberships import books_of, membership_of
from businesses.roles import Role
from core import seals
from ledger.verify import verify_book
from tests.api.programs import program_of
from tests.engines import database_settings
from tests.ledger.shops import NOW, open_shop
from tests.postgres import as_owner_of

LATER = NOW + datetime.timedelta(days=31)


@pytest.fixture
def shop(db):
    shop = open_shop(name="আশা স্টোর্স")
    shop.record(shop.party(), "gave", 500)
    return shop


def put_away(shop, *, actor=None, typed="আশা স্টোর্স"):
    return delete_book(business_id=shop.id, actor=actor or shop.asha, typed=typed, now=NOW)


def browser(user_id) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


def test_the_name_is_typed_and_only_an_owner_deletes(shop):
    manager = shop.member(Role.MANAGER)
    with pytest.raises(OwnerNeeded):
        put_away(shop, actor=manager)
    with pytest.raises(NameOfBookNotTyped):
        put_away(shop, typed="আশা")
    assert Business.objects.get(pk=shop.id).deleted_at is None


@pytest.mark.both_engines
def test_nobody_opens_a_deleted_book_and_its_owner_brings_it_back(shop):
    manager, stranger = shop.member(Role.MANAGER), open_shop(name="Other").asha
    done = put_away(shop, typed=" আশা  স্টোর্স ")
    assert done.purge_at - done.deleted_at == datetime.timedelta(days=30)
    for who in (shop.asha, manager):
        assert membership_of(business_id=shop.id, user_id=who.user_id) is None
        assert books_of(user_id=who.user_id) == []
        assert browser(who.user_id).get(f"/b/{shop.id}/khata/").status_code == 404
    assert program_of(shop.asha).get(f"/businesses/{shop.id}").status_code == 404
    assert program_of(shop.asha).get("/businesses").json()["businesses"] == []
    assert [one.id for one in deleted_books(shop.asha.user_id)] == [shop.id]
    assert deleted_books(manager.user_id) == []
    for who in (manager, stranger):
        with pytest.raises(DeletedBookUnknown):
            restore_book(business_id=shop.id, actor=who, now=NOW)
    restore_book(business_id=shop.id, actor=shop.asha, now=NOW)
    assert membership_of(business_id=shop.id, user_id=manager.user_id) is not None
    assert browser(shop.asha.user_id).get(f"/b/{shop.id}/khata/").status_code == 200
    assert verify_book(shop.id) == []
    with pytest.raises(DeletedBookUnknown):
        restore_book(business_id=shop.id, actor=shop.asha, now=NOW)


def test_the_others_are_told_and_the_owner_is_not(shop, django_capture_on_commit_callbacks):
    manager = shop.member(Role.MANAGER)
    address = User.objects.get(pk=manager.user_id).email
    EmailAddress.objects.create(user_id=manager.user_id, email=address, verified=True, primary=True)
    with django_capture_on_commit_callbacks(execute=True):
        put_away(shop)
    assert [message.to for message in mail.outbox] == [[address]]
    assert "was deleted by its owner" in mail.outbox[0].body


def test_what_is_due_goes_for_good_and_what_came_back_stays(shop):
    kept, other = open_shop(name="Kept"), open_shop(name="Other")
    for one in (kept, other):
        put_away(one, typed=one.business.name)
    put_away(shop)
    restore_book(business_id=kept.id, actor=kept.asha, now=NOW)
    assert not ask_if_due(now=NOW)
    assert purge_due(now=NOW) == 0
    assert purge_due(now=LATER) == 2
    assert list(Business.objects.filter(pk__in=[shop.id, kept.id, other.id])) == [kept.business]
    assert not Membership.objects.filter(business_id=shop.id).exists()
    assert User.objects.filter(pk=shop.asha.user_id).exists()


def test_a_book_in_the_trash_counts_among_nobodys_books(shop, monkeypatch):
    monkeypatch.setattr("businesses.operations.books.BOOKS_OF_ONE_OWNER_MAX", 1)
    asha = User.objects.get(pk=shop.asha.user_id)
    with pytest.raises(BookRefused):
        create_business(kind="home", name="ঘর", country="IN", owner=asha, now=NOW)
    assert [book.pk for book in books_owned_alone(asha.pk)] == [shop.id]
    put_away(shop)
    assert books_owned_alone(asha.pk) == []
    assert create_business(kind="home", name="ঘর", country="IN", owner=asha, now=NOW).pk


def run_purge() -> dict:
    job = enqueue(kind=PURGE, business_id=None, asked_by_id=None, arguments={}, now=timezone.now())
    assert run_job(job.pk) == JobState.DONE
    return Job.objects.get(pk=job.pk).result


@pytest.mark.both_engines
def test_the_worker_deletes_as_the_owner_of_the_tables(live_db, settings, tmp_path, monkeypatch):
    """On PostgreSQL it comes as the role that owns nothing, and may not open a seal."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    settings.DATA = tmp_path
    settings.OWNER_DATABASE = None
    kept, gone = open_shop(name="Kept"), open_shop(name="আশা স্টোর্স")
    for one in (kept, gone):
        one.record(one.party(), "gave", 500)
    put_away(gone)
    Business.objects.filter(pk=gone.id).update(purge_at=timezone.now())
    if connection.vendor == "postgresql":
        said = run_purge()["failed"]
        assert "HALKHATA_OWNER_DATABASE_URL" in said
        assert Business.objects.filter(pk=gone.id).exists()
        settings.OWNER_DATABASE = database_settings(as_owner_of(live_db))
    assert run_purge() == {"books": 1}
    assert list(Business.objects.all()) == [kept.business]
    assert "deleted by its owner" in (tmp_path / "purged.jsonl").read_text()
    assert not any(
        seals.missing(apps.get_app_config(label), using=DEFAULT_DB_ALIAS) for label in ("audit", "ledger")
    )
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_line")
    assert kept.proven()


def test_a_practice_book_goes_at_the_first_press(shop):
    Business.objects.filter(pk=shop.id).update(is_demo=True)
    page = browser(shop.asha.user_id)
    assert page.post(f"/b/{shop.id}/settings/delete/", {"sure": "yes"}).status_code == 303
    assert Job.objects.filter(kind=PURGE).count() == 1
    assert deleted_books(shop.asha.user_id) == []
    assert purge_due(now=datetime.datetime.now(datetime.UTC)) == 1
    assert not Business.objects.filter(pk=shop.id).exists()


def test_the_page_asks_for_the_name_then_once_more(shop):
    page, path = browser(shop.asha.user_id), f"/b/{shop.id}/settings/delete/"
    assert "Delete the book" in page.get(f"/b/{shop.id}/settings/").content.decode()
    assert page.post(path, {"typed": "আশা"}).status_code == 422
    again = page.post(path, {"typed": "আশা স্টোর্স"})
    assert "Look once more" in again.content.decode()
    assert Business.objects.get(pk=shop.id).deleted_at is None
    done = page.post(path, {"typed": "আশা স্টোর্স", "sure": "yes"}, follow=True)
    assert "Bring it back" in done.content.decode()
    assert "Deleted books" in page.get("/me/").content.decode()
    assert page.get("/").status_code in (302, 303)
    back = page.post(f"/me/deleted-books/{shop.id}/restore/", follow=True)
    assert back.redirect_chain[-1][0] == f"/b/{shop.id}/settings/"
    assert "is back, as it was" in back.content.decode()


def test_a_program_deletes_and_restores(shop):
    asha = program_of(shop.asha)
    refused = asha.post(f"/businesses/{shop.id}/delete", {"name": "আশা"})
    assert (refused.status_code, refused.json()["error"]) == (422, "name_not_typed")
    assert list(refused.json()["errors"]) == ["name"]
    assert asha.post(f"/businesses/{shop.id}/delete?dry_run=true", {"name": "আশা স্টোর্স"}).status_code == 200
    gone = asha.post(f"/businesses/{shop.id}/delete", {"name": "আশা স্টোর্স"}).json()["deleted_business"]
    assert gone["business_id"] == str(shop.id)
    assert asha.get("/deleted-businesses").json()["deleted_businesses"] == [gone]
    back = asha.post(f"/deleted-businesses/{shop.id}/restore").json()["business"]
    assert back["business_id"] == str(shop.id)
    assert asha.post(f"/deleted-businesses/{shop.id}/restore").status_code == 404
