"""People of a book: added by number or address, given a role, taken out; and one owner always stays."""

import uuid
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event, Revision
from businesses.actors import Actor
from businesses.models import Business, Membership, User
from businesses.operations import members as operations
from businesses.operations.books import create_business
from businesses.operations.people import person_of_email, person_of_phone
from businesses.queries.memberships import MEMBERS_MAX, members
from businesses.roles import SENTENCES, Role
from tests.businesses.conftest import NOW
from tests.businesses.test_codes import at_once

NEW_PHONE = "+919830077777"
FORM = "application/x-www-form-urlencoded"


def actor(person: User, role: Role = Role.OWNER) -> Actor:
    return Actor(person.pk, role, None, "test")


def add(book: Business, by: User, **said) -> operations.MemberResult:
    said = {"phone": NEW_PHONE, "role": Role.STAFF, **said}
    return operations.add_member(business_id=book.pk, actor=actor(by), now=NOW, **said)


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


class TestAdding:
    def test_a_number_nobody_has_becomes_an_account_that_a_code_opens(self, cast, book):
        made = add(book, cast.asha)
        person = User.objects.get(phone=NEW_PHONE)
        assert (person.phone_verified, person.name, person.has_usable_password()) == (False, "", False)
        found = person_of_phone(phone=NEW_PHONE, language="bn")
        assert (found.user, found.is_new, found.user.language) == (person, False, "bn")
        assert place(book, found.user).pk == made.member_id

    def test_an_address_nobody_has_becomes_an_account_that_a_code_opens(self, cast, book):
        add(book, cast.asha, phone="", email="mina@example.com", role=Role.ACCOUNTANT)
        found = person_of_email(email="mina@example.com", password_hash="hash", language="hi")
        assert (found.is_new, found.user.language, found.user.password) == (False, "hi", "hash")
        assert place(book, found.user).role == Role.ACCOUNTANT

    def test_the_language_of_someone_who_was_here_before_stays_theirs(self, cast, book):
        User.objects.filter(pk=cast.dev.pk).update(language="bn")
        add(book, cast.asha, phone=cast.dev.phone)
        assert person_of_phone(phone=cast.dev.phone, language="hi").user.language == "bn"

    def test_the_trail_keeps_the_role_and_a_masked_number(self, cast, book):
        add(book, cast.asha)
        add(book, cast.asha, phone="", email="mina@example.com")
        assert trail_of(book) == [
            ("member.added", 1, {"role": "staff", "contact": "•••••••••7777"}),
            ("member.added", 1, {"role": "staff", "contact": "m•••@example.com"}),
        ]

    def test_the_owner_cannot_tell_whether_there_was_an_account(self, cast, book):
        known = add(book, cast.asha, phone=cast.dev.phone)
        unknown = add(book, cast.asha, phone="+8801712345679")
        rows = {row.id: row for row in members(book.pk)}
        told = [(rows[made.member_id].name, rows[made.member_id].opened_at) for made in (known, unknown)]
        assert told == [("", None), ("", None)]
        Membership.objects.filter(pk=known.member_id).update(opened_at=NOW)
        assert {row.id: row.name for row in members(book.pk)}[known.member_id] == "Dev"

    def test_only_the_contact_that_was_typed_is_shown(self, cast, book):
        User.objects.filter(pk=cast.dev.pk).update(email="dev@example.com")
        made = add(book, cast.asha, phone=cast.dev.phone)
        row = next(row for row in members(book.pk) if row.id == made.member_id)
        assert (row.phone, row.email) == (cast.dev.phone, "")

    def test_a_person_is_in_a_book_once(self, cast, book):
        with pytest.raises(operations.MemberAlready):
            add(book, cast.asha, phone=cast.bilal.phone)
        assert place(book, cast.bilal).role == Role.STAFF
        assert trail_of(book) == []

    def test_a_full_book_takes_nobody_and_makes_no_account(self, cast, book):
        for number in range(MEMBERS_MAX - 3):
            user = User.objects.create_user(email=f"{number}@example.com")
            Membership.objects.create(business=book, user=user, role=Role.READER)
        with pytest.raises(operations.MembersFull):
            add(book, cast.asha)
        assert not User.objects.filter(phone=NEW_PHONE).exists()

    def test_a_role_nobody_defined_is_refused(self, cast, book):
        with pytest.raises(operations.RoleUnknown):
            add(book, cast.asha, role="king")
        assert not User.objects.filter(phone=NEW_PHONE).exists()


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
        change(book, cast.asha, made.member_id, Role.MANAGER)
        remove(book, cast.asha, made.member_id)
        assert [(verb, rev) for verb, rev, _contents in trail_of(book)] == [
            ("member.added", 1), ("member.role_changed", 2), ("member.removed", 3),
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

    def test_somebody_removed_can_be_added_again(self, cast, book):
        remove(book, cast.asha, place(book, cast.bilal).pk)
        add(book, cast.asha, phone=cast.bilal.phone, role=Role.MANAGER)
        assert place(book, cast.bilal).role == Role.MANAGER


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF, Role.ACCOUNTANT, Role.READER])
def test_only_owners_change_who_is_in_the_book(cast, book, role):
    Membership.objects.filter(business=book, user=cast.bilal).update(role=role)
    theirs = place(book, cast.chitra).pk
    for work in (
        lambda: add(book, cast.bilal),
        lambda: change(book, cast.bilal, theirs, Role.READER),
        lambda: remove(book, cast.bilal, theirs),
    ):
        with pytest.raises(operations.OwnerNeeded):
            work()
    assert not User.objects.filter(phone=NEW_PHONE).exists()
    assert place(book, cast.chitra).role == Role.ACCOUNTANT


def test_a_member_of_another_book_and_nobody_are_equally_unknown(cast, book):
    other = create_business(kind="shop", name="देव किराना", country="BD", owner=cast.dev, now=NOW)
    foreign = Membership.objects.create(business=other, user=cast.bilal, role=Role.STAFF)
    for member_id in (foreign.pk, uuid.uuid4()):
        with pytest.raises(operations.MemberUnknown):
            change(book, cast.asha, member_id, Role.READER)
        with pytest.raises(operations.MemberUnknown):
            remove(book, cast.asha, member_id)
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
def test_one_number_added_sixteen_times_at_once_is_one_person(live_book):
    results = at_once(16, lambda _: add(live_book.book, live_book.asha))
    assert sum(isinstance(result, operations.MemberAlready) for result in results) == 15
    assert User.objects.filter(phone=NEW_PHONE).count() == 1
    assert [verb for verb, *_ in trail_of(live_book.book)] == ["member.added"]


@pytest.mark.both_engines
def test_added_changed_and_removed(live_book):
    made = add(live_book.book, live_book.asha, role=Role.MANAGER)
    assert change(live_book.book, live_book.asha, made.member_id, Role.READER).role == Role.READER
    remove(live_book.book, live_book.asha, made.member_id)
    assert not Membership.objects.filter(pk=made.member_id).exists()
    assert User.objects.filter(phone=NEW_PHONE).exists()


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

    @pytest.mark.parametrize(
        ("typed", "phone", "email"),
        [
            ("98300 77777", NEW_PHONE, None),
            ("৯৮৩০০ ৭৭৭৭৭", NEW_PHONE, None),
            ("+880 1712-345679", "+8801712345679", None),
            (" Mina@Example.COM ", None, "mina@example.com"),
        ],
    )
    def test_a_number_or_an_address_adds_a_person(self, cast, book, as_person, typed, phone, email):
        response = as_person(cast.asha).post(address(book, "add/"), {"contact": typed, "role": "staff"})
        assert (response.status_code, response["Location"]) == (303, address(book))
        person = User.objects.get(phone=phone, email=email)
        assert place(book, person).role == Role.STAFF

    def test_a_number_is_read_as_dialled_in_the_country_of_the_book(self, cast, as_person):
        dhaka = create_business(kind="shop", name="ঢাকা", country="BD", owner=cast.asha, now=NOW)
        as_person(cast.asha).post(address(dhaka, "add/"), {"contact": "01712-345679", "role": "staff"})
        assert User.objects.filter(phone="+8801712345679").exists()

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"contact": ""}, "Enter a mobile number or an e-mail address."),
            ({"contact": "12345"}, "This phone number does not look right."),
            ({"contact": "033 2248 1234"}, "This is not a mobile number"),
            ({"contact": "mina@"}, "Write the whole e-mail address"),
            ({"contact": "98\x00300 77777"}, "neither a mobile number nor an e-mail address"),
            ({"contact": "9" * 400}, "neither a mobile number nor an e-mail address"),
            ({"contact": "mina\ud800@example.com"}, "Write the whole e-mail address"),
            ({"role": "king"}, "Choose what this person may do."),
            ({"role": ""}, "Choose what this person may do."),
            ({"contact": "98300 54321"}, "This person is in the book already."),
        ],
    )
    def test_what_cannot_be_added_is_said(self, cast, book, as_person, said, sentence):
        before = User.objects.count(), Membership.objects.count()
        body = {"contact": "98300 77777", "role": "staff", **said}
        response = as_person(cast.asha).post(
            address(book, "add/"), urlencode(body, errors="surrogatepass"), content_type=FORM
        )
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert (User.objects.count(), Membership.objects.count()) == before

    def test_the_same_answer_for_a_known_and_an_unknown_number(self, cast, book, as_person):
        client = as_person(cast.asha)
        pages = []
        for number in (cast.dev.phone, "+8801712345679"):
            client.post(address(book, "add/"), {"contact": number, "role": "staff"})
            page = client.get(address(book)).content.decode()
            added = Membership.objects.latest("pk")
            pages.append(page.split(str(added.pk))[1].split("</a>")[0].replace("345679", "345678"))
            added.delete()
        assert pages[0] == pages[1]

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
