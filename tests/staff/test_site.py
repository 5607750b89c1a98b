"""The staff's site: who comes in, what it shows, what it never does, and that every look is written down."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.models import AccessRow
from api.operations.sessions import sign_in_device
from audit.jobs import enqueue, job_kind
from audit.models import Event, Job, JobState, Revision, StaffVisit
from businesses.models import BrowserSession, User
from businesses.operations.visits import begin_visit, end_visit
from businesses.roles import Role
from businesses.second_factor.models import CodeApp
from businesses.strong import SESSION_KEY
from ledger.models import Party
from staff.admin import site
from tests.ledger.shops import Shop, open_shop

pytestmark = pytest.mark.both_engines
REASON = "The owner wrote that a balance is wrong"
CONTENTS = ("ledger/party", "ledger/entry", "ledger/line", "audit/event")


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture
def shop(db) -> Shop:
    shop = open_shop(name="আশা স্টোর্স")
    shop.record(shop.party("रहिम भाई"), "gave", 125_00)
    return shop


@pytest.fixture
def foreign(db) -> Shop:
    shop = open_shop(name="देव किराना")
    shop.record(shop.party("मोहन लाल"), "gave", 900_00)
    return shop


@pytest.fixture
def operator(db) -> Client:
    person = User.objects.create_user(email="op@example.com", name="Farida", is_staff=True)
    client = Client()
    client.force_login(person)
    client.person = person
    return client


def look(operator: Client, shop: Shop, **said):
    asked = {"book": str(shop.id), "reason": REASON, "minutes": "60", **said}
    return operator.post("/staff/visits/", asked)


def read(operator: Client, path: str) -> str:
    answer = operator.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def addresses() -> list[str]:
    lists = [f"/staff/{m._meta.app_label}/{m._meta.model_name}/" for m in site._registry]
    return ["/staff/", "/staff/visits/", "/staff/ledger/", *lists]


def test_only_staff_come_in_and_by_our_own_door(shop, operator):
    owner = Client()
    owner.force_login(User.objects.get(pk=shop.asha.user_id))
    for path in addresses():
        nobody = Client().get(path)
        assert (nobody.status_code, nobody.headers["Location"]) == (
            303,
            f"/sign-in/?next={quote(path, safe='')}",
        )
        assert owner.get(path).status_code == 404
    for path in ("login/", "logout/", "password_change/", "businesses/user/add/", "r/1/1/"):
        assert operator.get(f"/staff/{path}").status_code == 404


def test_a_sign_in_of_yesterday_is_too_weak_for_it(operator, settings):
    read(operator, "/staff/")
    session = operator.session
    session[SESSION_KEY] -= settings.STAFF_SESSION_HOURS * 3600
    session.save()
    answer = operator.get("/staff/", follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=%2Fstaff%2F", 303)]
    assert "sign in once more" in answer.content.decode()
    assert isinstance(answer.context["user"], AnonymousUser)


def test_everybody_is_found_and_no_secret_is_shown(shop, operator):
    user = User.objects.get(pk=shop.asha.user_id)
    user.set_password("a secret of Asha")
    user.phone, user.email = "+919830012345", "asha@example.com"
    user.save()
    for term in ("98300 12345", "+919830012345", "ASHA@example.com", str(user.pk), user.name[:3]):
        listed = read(operator, f"/staff/businesses/user/?q={term.replace('+', '%2B')}")
        assert user.email in listed, term
    assert user.email not in read(operator, "/staff/businesses/user/?q=nobody@example.com")
    page = read(operator, f"/staff/businesses/user/{user.pk}/")
    assert "আশা স্টোর্স" in page
    assert user.email in page
    assert user.password not in page
    assert "a secret of Asha" not in page
    assert "<input" not in re.sub(r'<input type="hidden"[^>]*>', "", page.split('id="content"')[1])


def act(operator: Client, kind: str, what: str, *ids) -> str:
    said = {"action": what, "_selected_action": [str(each) for each in ids], "index": "0"}
    return operator.post(f"/staff/{kind}/", said, follow=True).content.decode()


def test_an_account_is_closed_and_opened_again(shop, operator):
    user = User.objects.get(pk=shop.asha.user_id)
    theirs = Client()
    theirs.force_login(user)
    sign_in_device(user=user, device_id="d1", label="ফোন", scopes=None, trace_id="t", now=timezone.now())
    assert theirs.get("/me/").status_code == 200
    assert "The account is closed" in act(operator, "businesses/user", "close", user.pk)
    assert theirs.get("/me/").status_code == 303
    assert not BrowserSession.objects.filter(user=user).exists()
    assert "The account is open" in act(operator, "businesses/user", "open", user.pk)
    assert User.objects.get(pk=user.pk).is_active
    told = Event.objects.filter(user=user, actor_id=operator.person.pk).order_by("seq")
    assert list(told.values_list("verb", flat=True)) == [
        "user.closed",
        "device.others_revoked",
        "user.opened",
    ]


def test_staff_close_no_account_of_staff(operator):
    assert "not closed here" in act(operator, "businesses/user", "close", operator.person.pk)
    assert User.objects.get(pk=operator.person.pk).is_active


@job_kind("tests.staff", title="Test")
def idle(run):
    return None


def test_jobs_are_tried_again_and_stopped(shop, operator):
    job = enqueue(kind="tests.staff", business_id=shop.id, asked_by_id=None, arguments={"row": "a private word"}, now=timezone.now())  # fmt: skip
    page = read(operator, f"/staff/audit/job/{job.pk}/")
    assert "tests.staff" in page
    assert "a private word" not in page
    act(operator, "audit/job", "stop", job.pk)
    assert Job.objects.get().state == JobState.CANCELLED
    act(operator, "audit/job", "again", job.pk)
    assert Job.objects.get().state == JobState.DUE


def test_a_book_shows_its_size_and_nothing_that_stands_in_it(shop, operator):
    listed = read(operator, "/staff/businesses/business/")
    assert "আশা স্টোর্স" in listed
    page = read(operator, f"/staff/businesses/business/{shop.id}/")
    assert f"/staff/visits/?book={shop.id}" in page
    assert "रहिम भाई" not in listed + page
    for kind in CONTENTS:
        answer = operator.get(f"/staff/{kind}/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/visits/")


def test_a_book_opens_to_a_reason_for_a_time_and_its_owner_sees_it(shop, foreign, operator):
    for wrong in ({"reason": ""}, {"reason": "because"}, {"book": "x"}, {"minutes": "9999"}):
        assert look(operator, shop, **wrong).status_code == 422
    assert not StaffVisit.objects.exists()
    assert look(operator, shop).headers["Location"] == "/staff/"
    pages = "".join(read(operator, f"/staff/{kind}/") for kind in CONTENTS)
    assert "रहिम भाई" in pages
    assert "₹125.00" in pages
    assert "मोहन लाल" not in pages
    theirs = Party.objects.get(business_id=foreign.id)
    assert operator.get(f"/staff/ledger/party/{theirs.pk}/").status_code == 404
    assert "रहिम भाई" in read(operator, f"/staff/ledger/party/{Party.objects.get(business_id=shop.id).pk}/")
    event = Event.objects.get(business_id=shop.id, verb="staff.visit_began")
    assert event.actor_id == operator.person.pk
    assert Revision.objects.get(business_id=shop.id, seq=event.seq).contents["reason"] == REASON
    owner = Client()
    owner.force_login(User.objects.get(pk=shop.asha.user_id))
    log = owner.get(f"/b/{shop.id}/access-log/").content.decode()
    assert REASON in log
    assert "Farida" in log
    assert "/staff/ledger/party/" in log


def test_a_visit_ends_by_hand_and_by_time(shop, foreign, operator):
    look(operator, shop)
    operator.post("/staff/visits/leave/")
    assert operator.get("/staff/ledger/party/").status_code == 303
    verbs = Event.objects.filter(business_id=shop.id, verb__startswith="staff.").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["staff.visit_began", "staff.visit_ended"]
    look(operator, shop)
    StaffVisit.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))
    assert operator.get("/staff/ledger/party/").status_code == 303
    look(operator, shop)
    look(operator, foreign)
    page = read(operator, "/staff/ledger/party/")
    assert "मोहन लाल" in page
    assert "रहिम भाई" not in page


def test_each_of_the_staff_needs_a_visit_of_their_own(shop, operator):
    look(operator, shop)
    other = Client()
    other.force_login(User.objects.create_user(email="other@example.com", is_staff=True))
    assert other.get("/staff/ledger/party/").status_code == 303


def test_nothing_is_added_changed_or_deleted_even_by_a_superuser(shop, operator):
    User.objects.filter(pk=operator.person.pk).update(is_superuser=True)
    look(operator, shop)
    party = Party.objects.get(business_id=shop.id)
    rows = {
        "ledger/party": party.pk,
        "businesses/user": shop.asha.user_id,
        "audit/event": Event.objects.filter(business_id=shop.id).first().pk,
    }
    for kind, pk in rows.items():
        assert operator.post(f"/staff/{kind}/{pk}/", {"name": "X"}).status_code == 405
        for tail in ("add/", f"{pk}/change/", f"{pk}/delete/", f"{pk}/history/"):
            assert operator.get(f"/staff/{kind}/{tail}").status_code == 404
        for rows_of in site._registry.values():
            assert not any((rows_of.has_add_permission(None), rows_of.has_change_permission(None), rows_of.has_delete_permission(None)))  # fmt: skip
    assert operator.post("/staff/ledger/party/", {"action": "delete_selected"}).status_code == 405
    assert "delete_selected" not in read(operator, "/staff/businesses/user/")
    assert Party.objects.get(pk=party.pk).name == "रहिम भाई"


def test_every_page_read_is_written_down(shop, operator):
    look(operator, shop)
    for path in addresses():
        operator.get(path)
    rows = AccessRow.objects.filter(kind="staff", user_id=operator.person.pk)
    visit = StaffVisit.objects.get()
    of_book = dict(rows.filter(business_id=shop.id).values_list("path", "caller_id"))
    assert of_book == {f"/staff/{kind}/": visit.pk for kind in CONTENTS}
    assert rows.get(path="/staff/ledger/party/").records == 1
    assert rows.filter(business_id=None, path="/staff/businesses/user/").exists()


def test_lists_take_as_many_queries_for_many_rows_and_count_to_a_bound(shop, operator, monkeypatch):
    look(operator, shop)

    def queries(kind: str) -> int:
        with CaptureQueriesContext(connection) as told:
            read(operator, f"/staff/{kind}/")
        counts = [each["sql"] for each in told.captured_queries if "COUNT(" in each["sql"]]
        assert counts
        assert [sql for sql in counts if "LIMIT" not in sql] == []
        return len(told.captured_queries)

    kinds = [path.removeprefix("/staff/").removesuffix("/") for path in addresses()[3:]]
    few = {kind: queries(kind) for kind in kinds}
    for number in range(7):
        shop.record(shop.party(f"Karim {number}"), "got", 500)
        shop.member(Role.STAFF)
        open_shop(name=f"Book {number}")
        enqueue(kind="tests.staff", business_id=shop.id, asked_by_id=None, arguments={}, now=timezone.now())
    assert {kind: queries(kind) for kind in kinds} == few
    monkeypatch.setattr("staff.admin.rows.LISTED_MAX", 3)
    assert "3 " in read(operator, "/staff/ledger/party/")


def test_hostile_words_break_no_list(shop, operator):
    look(operator, shop)
    for path in addresses()[3:]:
        for query in ("q=%00", "q=%27%22%3Cscript%3E", "p=-1", "p=99999999999999999999", "o=99.-5", "x=1", "e=1", "is_active__exact=%00", "all="):  # fmt: skip
            assert operator.get(f"{path}?{query}", follow=True).status_code in (200, 400), (path, query)


def test_a_visit_of_nobody_ends_nothing(shop, operator):
    end_visit(actor=shop.asha, now=shop.now)
    begin_visit(business_id=shop.id, actor=shop.asha, reason=REASON, minutes=10_000, now=shop.now)
    (visit,) = StaffVisit.objects.all()
    assert visit.ends_at - visit.began_at == datetime.timedelta(hours=4)


def test_on_a_public_site_staff_need_a_second_factor(operator, settings):
    settings.STAFF_SECOND_FACTOR = True
    for path in ("/staff/", "/staff/health/", "/staff/backups/"):
        answer = operator.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/me/second/")
    assert operator.get("/staff/health.json").status_code == 404
    CodeApp.objects.create(user=operator.person, secret=b"x", made_at=timezone.now())
    assert operator.get("/staff/").status_code == 200
