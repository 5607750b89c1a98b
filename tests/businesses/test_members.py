"""People of a book: given a role or single grants, taken out; and one owner always stays."""

import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event, Revision
from businesses.actors import Actor
from businesses.models import Business, Membership, User
from businesses.operations import members as operations
from businesses.operations.books import create_business
from businesses.operations.invitations import accept, invite
from businesses.operations.people import person_of_phone
from businesses.roles import SENTENCES, SINGLE, Role, granted
from tests.businesses.conftest import NOW
from tests.businesses.test_codes import at_once

NEW_PHONE = "+919830077777"


def actor(person: User, role: str = Role.OWNER) -> Actor:
    return Actor(person.pk, role, None, "test")


def add(book: Business, by: User, *, phone: str = NEW_PHONE, role: str = Role.STAFF) -> Membership:
    """Invited, signed in and said yes."""
    made = invite(business_id=book.pk, actor=actor(by), phone=phone, role=role, now=NOW)
    person = person_of_phone(phone=phone, language="bn").user
    accept(invitation_id=made.invitation_id, user=person, actor=actor(person, ""), now=NOW)
    return place(book, person)


def allow(book: Business, by: User, member_id: uuid.UUID, *grants: str) -> operations.MemberResult:
    return operations.change_grants(
        business_id=book.pk, actor=actor(by), member_id=member_id, grants=grants, now=NOW
    )


def change(book: Business, by: User, member_id: uuid.UUID, role: str) -> operations.MemberResult:
    return operations.change_role(
        business_id=book.pk, actor=actor(by), member_id=member_id, role=role, now=NOW
    )


def remove(book: Business, by: User, member_id: uuid.UUID) -> operations.MemberResult:
    return operations.remove_member(business_id=book.pk, actor=actor(by), member_id=member_id, now=NOW)


def place(book: Business, person: User) -> Membership:
    return Membership.objects.get(business=book, user=person)


def trail_of(book: Business) -> list[tuple]:
    """(verb, rev, contents) of every event, in order."""
    kept = {(row.subject_id, row.rev): row.contents for row in Revision.objects.filter(business=book)}
    events = Event.objects.filter(business=book).order_by("seq")
    return [(event.verb, event.rev, kept[event.subject_id, event.rev]) for event in events]


def address(book: Business, tail: str = "") -> str:
    return f"/b/{book.pk}/people/{tail}"


@pytest.fixture
def live_book(live_db) -> SimpleNamespace:
    """A book with two owners in a database of its own."""
    asha = User.objects.create_user(phone="+919830012345", name="আশা")
    bilal = User.objects.create_user(phone="+919830054321", name="बिलाल")
    book = create_business(kind="shop", name="সেন স্টোর্স", country="IN", owner=asha, now=NOW)
    Membership.objects.create(business=book, user=bilal, role=Role.OWNER)
    return SimpleNamespace(book=book, asha=asha, bilal=bilal)


class TestChanging:
    def test_a_new_role_holds_from_the_next_page_on(self, cast, book, as_person):
        client = as_person(cast.bilal)
        assert client.get(address(book)).status_code == 403
        change(book, cast.asha, place(book, cast.bilal).pk, Role.OWNER)
        assert client.get(address(book)).status_code == 200
        assert trail_of(book) == [
            ("member.role_changed", 1, {"role": "owner", "role_before": "staff", "contact": "•••••••••4321"})
        ]

    def test_the_same_role_again_is_no_event(self, cast, book):
        assert not change(book, cast.asha, place(book, cast.bilal).pk, Role.STAFF).changed
        assert trail_of(book) == []

    def test_the_last_owner_stays_owner(self, cast, book):
        with pytest.raises(operations.LastOwner, match="A business needs one owner"):
            change(book, cast.asha, place(book, cast.asha).pk, Role.MANAGER)
        assert place(book, cast.asha).role == Role.OWNER
        assert trail_of(book) == []

    def test_an_owner_beside_another_may_step_back(self, cast, book):
        change(book, cast.asha, place(book, cast.bilal).pk, Role.OWNER)
        change(book, cast.asha, place(book, cast.asha).pk, Role.READER)
        assert place(book, cast.asha).role == Role.READER
        with pytest.raises(operations.OwnerNeeded):
            change(book, cast.asha, place(book, cast.bilal).pk, Role.READER)

    def test_each_change_of_one_person_is_a_revision_of_its_own(self, cast, book):
        made = add(book, cast.asha)
        change(book, cast.asha, made.pk, Role.MANAGER)
        remove(book, cast.asha, made.pk)
        assert [(verb, rev) for verb, rev, _contents in trail_of(book)] == [
            ("member.invited", 1), ("member.added", 1), ("member.role_changed", 2), ("member.removed", 3),
        ]  # fmt: skip


class TestRemoving:
    def test_a_session_loses_the_book_at_once(self, cast, book, as_person):
        client = as_person(cast.chitra)
        assert client.get(f"/b/{book.pk}/khata/").status_code == 200
        remove(book, cast.asha, place(book, cast.chitra).pk)
        assert client.get(f"/b/{book.pk}/khata/").status_code == 404
        assert User.objects.filter(pk=cast.chitra.pk).exists()

    def test_the_last_owner_stays(self, cast, book):
        with pytest.raises(operations.LastOwner):
            remove(book, cast.asha, place(book, cast.asha).pk)
        assert place(book, cast.asha).role == Role.OWNER

    def test_somebody_removed_can_come_back(self, cast, book):
        remove(book, cast.asha, place(book, cast.bilal).pk)
        add(book, cast.asha, phone=cast.bilal.phone, role=Role.MANAGER)
        assert place(book, cast.bilal).role == Role.MANAGER


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF, Role.ACCOUNTANT, Role.READER])
def test_only_owners_change_who_is_in_the_book(cast, book, role):
    Membership.objects.filter(business=book, user=cast.bilal).update(role=role)
    theirs = place(book, cast.chitra).pk
    for work in (
        lambda: change(book, cast.bilal, theirs, Role.READER),
        lambda: allow(book, cast.bilal, place(book, cast.bilal).pk, "totals.read", "khata.write"),
        lambda: allow(book, cast.bilal, theirs),
        lambda: remove(book, cast.bilal, theirs),
    ):
        with pytest.raises(operations.OwnerNeeded):
            work()
    assert place(book, cast.chitra).standing == Role.ACCOUNTANT
    assert place(book, cast.bilal).standing == role


def test_a_member_of_another_book_and_nobody_are_equally_unknown(cast, book):
    other = create_business(kind="shop", name="देव किराना", country="BD", owner=cast.dev, now=NOW)
    foreign = Membership.objects.create(business=other, user=cast.bilal, role=Role.STAFF)
    for member_id in (foreign.pk, uuid.uuid4()):
        with pytest.raises(operations.MemberUnknown):
            change(book, cast.asha, member_id, Role.READER)
        with pytest.raises(operations.MemberUnknown):
            remove(book, cast.asha, member_id)
        with pytest.raises(operations.MemberUnknown):
            allow(book, cast.asha, member_id, "totals.read")
    foreign.refresh_from_db()
    assert foreign.role == Role.STAFF


@pytest.mark.both_engines
def test_two_owners_demoting_each_other_sixteen_times_at_once_leave_one(live_book):
    book, people = live_book.book, [live_book.asha, live_book.bilal]
    places = [place(book, person).pk for person in people]
    results = at_once(
        16, lambda n: change(book, people[n % 2], places[1 - n % 2], [Role.STAFF, Role.READER][n // 2 % 2])
    )
    assert Membership.objects.filter(business=book, role=Role.OWNER).count() == 1
    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(refusal) for refusal in refused} == {operations.OwnerNeeded}
    changed = sum(not isinstance(result, Exception) and result.changed for result in results)
    assert changed == len(trail_of(book)) >= 1


@pytest.mark.both_engines
def test_two_owners_leaving_at_once_leave_one(live_book):
    book, people = live_book.book, [live_book.asha, live_book.bilal]
    places = [place(book, person).pk for person in people]
    results = at_once(16, lambda n: remove(book, people[n % 2], places[n % 2]))
    assert Membership.objects.filter(business=book, role=Role.OWNER).count() == 1
    assert sum(isinstance(result, operations.MemberResult) for result in results) == 1
    assert any(isinstance(result, operations.LastOwner) for result in results)


@pytest.mark.both_engines
def test_added_changed_and_removed(live_book):
    book, asha = live_book.book, live_book.asha
    made = add(book, asha, role=Role.MANAGER)
    assert (
        allow(book, asha, made.pk, "khata.write").standing
        == "manager -khata.edit -totals.read -book.import -book.settings -book.accounts -sales.write -sales.edit -stock.write -stock.edit -rent.write"
    )
    assert change(book, asha, made.pk, Role.READER).standing == Role.READER
    remove(book, asha, made.pk)
    assert not Membership.objects.filter(pk=made.pk).exists()
    assert User.objects.filter(phone=NEW_PHONE).exists()


class TestGrants:
    def test_staff_may_be_let_see_the_totals_and_lose_them_again(self, cast, book, as_person):
        client, theirs = as_person(cast.bilal), place(book, cast.bilal).pk

        def totals() -> bool:
            return bool(client.get(f"/b/{book.pk}/khata/").context["grants"] & {"totals.read"})

        assert not totals()
        allow(book, cast.asha, theirs, "khata.write", "sales.write", "stock.write", "totals.read")
        assert totals()
        assert place(book, cast.bilal).standing == "staff +totals.read"
        assert trail_of(book)[-1] == (
            "member.grants_changed", 1,
            {"role": "staff +totals.read", "role_before": "staff", "contact": "•••••••••4321"},
        )  # fmt: skip
        allow(book, cast.asha, theirs, "khata.write", "sales.write", "stock.write")
        assert not totals()

    def test_an_accountant_may_be_kept_from_sheets(self, cast, book, as_person):
        client, theirs = as_person(cast.chitra), place(book, cast.chitra).pk
        assert client.get(f"/b/{book.pk}/bring/").status_code == 200
        kept = set(granted(Role.ACCOUNTANT)) & set(SINGLE) - {"book.import"}
        allow(book, cast.asha, theirs, *kept)
        assert place(book, cast.chitra).standing == "accountant -book.import"
        assert client.get(f"/b/{book.pk}/bring/").status_code == 403

    def test_the_same_again_is_no_event(self, cast, book):
        theirs = place(book, cast.bilal).pk
        assert not allow(book, cast.asha, theirs, "khata.write", "sales.write", "stock.write").changed
        assert trail_of(book) == []

    @pytest.mark.parametrize("grants", [["book.members"], ["khata.read"], ["king"], ["khata.edit"]])
    def test_what_is_nobodys_to_give_is_refused(self, cast, book, grants):
        with pytest.raises(operations.GrantRefused):
            allow(book, cast.asha, place(book, cast.bilal).pk, *grants)
        assert place(book, cast.bilal).standing == Role.STAFF

    def test_an_owner_is_not_narrowed(self, cast, book):
        with pytest.raises(operations.GrantRefused, match="An owner may do everything"):
            allow(book, cast.asha, place(book, cast.asha).pk)

    def test_another_role_brings_its_own_and_no_more(self, cast, book):
        theirs = place(book, cast.bilal).pk
        allow(book, cast.asha, theirs, "khata.write", "totals.read")
        change(book, cast.asha, theirs, Role.READER)
        assert place(book, cast.bilal).standing == Role.READER

    def test_the_page_shows_and_keeps_the_ticks(self, cast, book, as_person):
        client, theirs = as_person(cast.asha), place(book, cast.bilal).pk
        page = client.get(address(book, f"{theirs}/")).content.decode()
        assert "May see the totals, statements and exports." in page
        said = client.post(
            address(book, f"{theirs}/grants/"),
            {"grants": ["khata.write", "sales.write", "stock.write", "totals.read"]},
        )
        assert said["Location"] == address(book)
        page = client.get(address(book)).content.decode()
        assert "May see the totals, statements and exports." in page
        assert place(book, cast.bilal).standing == "staff +totals.read"
        refused = client.post(address(book, f"{theirs}/grants/"), {"grants": ["khata.edit"]})
        assert refused.status_code == 422
        assert "Who changes older entries also writes entries." in refused.content.decode()
        unknown = client.post(address(book, f"{theirs}/grants/"), {"grants": ["book.members"]})
        assert unknown.status_code == 422


class TestPages:
    def test_the_list_says_who_and_what_they_may_do(self, cast, book, as_person):
        Membership.objects.filter(user=cast.chitra).update(opened_at=NOW)
        page = as_person(cast.asha).get(address(book)).content.decode()
        assert "Asha সেন" in page
        assert "चित्रा" in page
        assert "Has not opened this book yet" in page
        for role in (Role.OWNER, Role.STAFF, Role.ACCOUNTANT):
            assert str(SENTENCES[role]) in page
        assert str(cast.bilal.pk) not in page

    def test_the_list_costs_the_same_for_one_and_for_many(self, cast, book, as_person):
        client = as_person(cast.asha)
        counts = []
        for _round in range(2):
            client.get(address(book))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(book))
            counts.append(len(queries))
            for _number in range(10):
                user = User.objects.create_user(email=f"{uuid.uuid4()}@example.com")
                Membership.objects.create(business=book, user=user, role=Role.READER)
        assert counts[0] == counts[1]

    def test_the_last_owner_is_told_why_they_stay(self, cast, book, as_person):
        client, mine = as_person(cast.asha), place(book, cast.asha).pk
        for tail, body in ((f"{mine}/", {"role": "staff"}), (f"{mine}/remove/", {})):
            response = client.post(address(book, tail), body)
            assert response.status_code == 422
            assert "A business needs one owner. Make another owner first." in response.content.decode()

    def test_who_gives_up_owning_lands_in_the_khata(self, cast, book, as_person):
        change(book, cast.asha, place(book, cast.bilal).pk, Role.OWNER)
        mine = place(book, cast.asha).pk
        response = as_person(cast.asha).post(address(book, f"{mine}/"), {"role": "staff"})
        assert response["Location"] == f"/b/{book.pk}/khata/"

    def test_removing_names_the_person_and_what_happens(self, cast, book, as_person):
        client, theirs = as_person(cast.asha), place(book, cast.bilal)
        Membership.objects.filter(pk=theirs.pk).update(opened_at=NOW)
        page = client.get(address(book, f"{theirs.pk}/remove/")).content.decode()
        assert "Bilal" in page
        assert "What they wrote in it stays" in page
        assert client.post(address(book, f"{theirs.pk}/remove/"))["Location"] == address(book)
        assert not Membership.objects.filter(pk=theirs.pk).exists()

    def test_a_stranger_finds_no_page(self, cast, book, as_person):
        theirs = place(book, cast.bilal).pk
        for tail in ("", "add/", f"{theirs}/", f"{theirs}/remove/"):
            assert as_person(cast.dev).get(address(book, tail)).status_code == 404

    @pytest.mark.parametrize("tail", ["", "remove/"])
    def test_an_id_of_another_book_is_an_id_of_nothing(self, cast, book, as_person, tail):
        other = create_business(kind="shop", name="देव किराना", country="BD", owner=cast.dev, now=NOW)
        client = as_person(cast.asha)
        for method in (client.get, client.post):
            for member_id in (place(other, cast.dev).pk, uuid.uuid4()):
                response = method(address(book, f"{member_id}/{tail}"), {"role": "staff"})
                assert response.status_code == 404

    def test_people_stands_in_the_menu_of_owners_alone(self, cast, book, as_person):
        khata = f"/b/{book.pk}/khata/"
        assert address(book) in as_person(cast.asha).get(khata).content.decode()
        assert address(book) not in as_person(cast.chitra).get(khata).content.decode()
