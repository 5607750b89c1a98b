"""Invited by number or address: pending until whoever has it signs in and says yes; nobody is put into a book."""

import datetime
import uuid
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from businesses.models import Business, Invitation, InvitationState, Membership, User
from businesses.operations import invitations as operations
from businesses.operations.books import create_business
from businesses.operations.members import OwnerNeeded, RoleUnknown, change_role
from businesses.operations.people import person_of_email, person_of_phone
from businesses.queries.invitations import INVITED_FOR, offers, open_invitations
from businesses.queries.memberships import MEMBERS_MAX
from businesses.roles import Role
from tests.businesses.conftest import NOW
from tests.businesses.test_codes import at_once
from tests.businesses.test_members import NEW_PHONE, actor, address, place, trail_of

FORM = "application/x-www-form-urlencoded"
MINUTE = datetime.timedelta(minutes=1)


def ask(book: Business, by: User, *, now: datetime.datetime = NOW, **said) -> operations.InvitationResult:
    said = {"phone": NEW_PHONE, "role": Role.STAFF, **said}
    return operations.invite(business_id=book.pk, actor=actor(by), now=now, **said)


def say(answer, made: operations.InvitationResult, person: User, *, now: datetime.datetime = NOW):
    return answer(invitation_id=made.invitation_id, user=person, actor=actor(person, ""), now=now)


def newcomer(phone: str = NEW_PHONE) -> User:
    return person_of_phone(phone=phone, language="en").user


@pytest.fixture
def live_book(live_db) -> SimpleNamespace:
    asha = User.objects.create_user(phone="+919830012345", name="আশা")
    book = create_business(kind="shop", name="সেন স্টোর্স", country="IN", owner=asha, now=NOW)
    return SimpleNamespace(book=book, asha=asha)


class TestInviting:
    def test_it_makes_no_account_and_opens_nothing(self, cast, book):
        before = User.objects.count(), Membership.objects.count()
        ask(book, cast.asha)
        assert (User.objects.count(), Membership.objects.count()) == before

    def test_the_trail_keeps_the_role_and_a_masked_number(self, cast, book):
        ask(book, cast.asha)
        ask(book, cast.asha, phone="", email="mina@example.com")
        assert trail_of(book) == [
            ("member.invited", 1, {"role": "staff", "contact": "•••••••••7777"}),
            ("member.invited", 1, {"role": "staff", "contact": "m•••@example.com"}),
        ]

    def test_the_message_names_the_book_and_carries_no_links_but_ours(
        self, cast, book, capsys, django_capture_on_commit_callbacks
    ):
        Business.objects.filter(pk=book.pk).update(name="Win http://evil.example/x now")
        with django_capture_on_commit_callbacks(execute=True):
            ask(book, cast.asha)
        sent = capsys.readouterr().out
        assert sent.startswith(
            f"SMS to {NEW_PHONE}: Asha সেন invites you into the book Win http evil example x now."
        )
        assert "http://evil" not in sent

    def test_an_invitation_by_mail_goes_by_mail(
        self, cast, book, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            ask(book, cast.asha, phone="", email="mina@example.com")
        assert [mail.to for mail in mailoutbox] == [["mina@example.com"]]
        assert "সেন স্টোর্স" in mailoutbox[0].body

    def test_a_member_is_not_invited_again(self, cast, book):
        with pytest.raises(operations.MemberAlready):
            ask(book, cast.asha, phone=cast.bilal.phone)
        assert trail_of(book) == []

    def test_a_contact_is_invited_once_at_a_time(self, cast, book):
        made = ask(book, cast.asha)
        with pytest.raises(operations.InvitedAlready):
            ask(book, cast.asha, role=Role.READER)
        operations.withdraw(
            business_id=book.pk, actor=actor(cast.asha), invitation_id=made.invitation_id, now=NOW
        )
        assert ask(book, cast.asha, role=Role.READER).role == Role.READER

    def test_after_two_weeks_it_has_ended_and_another_may_be_sent(self, cast, book):
        made = ask(book, cast.asha)
        late = NOW + INVITED_FOR
        assert open_invitations(book.pk, now=late - MINUTE)
        assert open_invitations(book.pk, now=late) == []
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, newcomer(), now=late)
        ask(book, cast.asha, now=late)
        assert Invitation.objects.get(pk=made.invitation_id).contact == ""

    def test_a_full_book_invites_nobody(self, cast, book):
        for number in range(MEMBERS_MAX - 4):
            user = User.objects.create_user(email=f"{number}@example.com")
            Membership.objects.create(business=book, user=user, role=Role.READER)
        ask(book, cast.asha)
        with pytest.raises(operations.MembersFull):
            ask(book, cast.asha, phone="+919830077778")

    def test_a_role_nobody_defined_is_refused(self, cast, book):
        with pytest.raises(RoleUnknown):
            ask(book, cast.asha, role="king")

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF, Role.ACCOUNTANT, Role.READER])
    def test_only_owners_invite_and_withdraw(self, cast, book, role):
        made = ask(book, cast.asha)
        Membership.objects.filter(business=book, user=cast.bilal).update(role=role)
        with pytest.raises(OwnerNeeded):
            ask(book, cast.bilal, phone="+919830077778")
        with pytest.raises(OwnerNeeded):
            operations.withdraw(
                business_id=book.pk, actor=actor(cast.bilal), invitation_id=made.invitation_id, now=NOW
            )
        assert len(open_invitations(book.pk, now=NOW)) == 1


class TestCaps:
    def test_a_book_sends_so_many_in_a_day_and_again_the_next(self, cast, book, settings):
        settings.INVITATION_CAPS = {**settings.INVITATION_CAPS, "book": 2}
        for number in range(2):
            ask(book, cast.asha, phone=f"+91983007770{number}")
        with pytest.raises(operations.TooManyInvitations):
            ask(book, cast.asha)
        assert ask(book, cast.asha, now=NOW + operations.DAY)

    def test_a_recipient_is_spared_whichever_books_ask(self, cast, book, settings):
        settings.INVITATION_CAPS = {**settings.INVITATION_CAPS, "recipient": 1}
        ask(book, cast.asha)
        other = create_business(kind="shop", name="देव किराना", country="BD", owner=cast.dev, now=NOW)
        with pytest.raises(operations.TooManyInvitations):
            ask(other, cast.dev)
        assert ask(other, cast.dev, phone="+919830077778")

    @pytest.mark.parametrize("scope", ["person", "site"])
    def test_a_person_and_the_site_have_their_most(self, cast, book, settings, scope):
        settings.INVITATION_CAPS = {**settings.INVITATION_CAPS, scope: 1}
        ask(book, cast.asha)
        other = create_business(kind="home", name="আশার ঘর", country="IN", owner=cast.asha, now=NOW)
        with pytest.raises(operations.TooManyInvitations):
            ask(other, cast.asha, phone="+919830077778")


class TestAnswering:
    def test_yes_opens_the_book_in_the_role_that_was_offered(self, cast, book):
        made = ask(book, cast.asha)
        person = newcomer()
        assert [(offer.book, offer.inviter) for offer in offers(person, now=NOW)] == [
            ("সেন স্টোর্স", "Asha সেন")
        ]
        assert say(operations.accept, made, person).business_id == book.pk
        assert (place(book, person).standing, place(book, person).known_by) == ("staff", "phone")
        assert offers(person, now=NOW) == []
        assert [verb for verb, *_ in trail_of(book)] == ["member.invited", "member.added"]

    def test_no_opens_nothing_and_is_told(self, cast, book):
        made = ask(book, cast.asha)
        say(operations.decline, made, newcomer())
        assert not Membership.objects.filter(business=book, user__phone=NEW_PHONE).exists()
        assert [verb for verb, *_ in trail_of(book)] == ["member.invited", "member.invitation_declined"]
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, newcomer())

    def test_by_mail_it_takes_the_code_to_the_mailbox(self, cast, book):
        made = ask(book, cast.asha, phone="", email="mina@example.com")
        unproved = User.objects.create_user(email="mina@example.com")
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, unproved)
        proved = person_of_email(email="mina@example.com", password_hash="hash", language="hi").user
        say(operations.accept, made, proved)
        assert place(book, proved).role == Role.STAFF

    def test_an_unproved_number_sees_nothing(self, cast, book):
        made = ask(book, cast.asha, phone=cast.dev.phone)
        assert not cast.dev.phone_verified
        assert offers(cast.dev, now=NOW) == []
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, cast.dev)

    @pytest.mark.both_engines
    def test_somebody_elses_and_none_are_equally_unknown(self, cast, book, as_person):
        made = ask(book, cast.asha)
        for invitation_id in (made.invitation_id, uuid.uuid4()):
            response = as_person(cast.dev).post(f"/me/invitations/{invitation_id}/", {"answer": "yes"})
            assert response.status_code == 404
        assert not Membership.objects.filter(business=book, user=cast.dev).exists()

    def test_it_falls_with_the_owner_who_sent_it(self, cast, book):
        theirs = place(book, cast.bilal)
        change_role(
            business_id=book.pk, actor=actor(cast.asha), member_id=theirs.pk, role=Role.OWNER, now=NOW
        )
        made = ask(book, cast.bilal)
        change_role(
            business_id=book.pk, actor=actor(cast.asha), member_id=theirs.pk, role=Role.STAFF, now=NOW
        )
        assert offers(newcomer(), now=NOW) == []
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, newcomer())

    def test_withdrawn_it_opens_nothing(self, cast, book):
        made = ask(book, cast.asha)
        operations.withdraw(
            business_id=book.pk, actor=actor(cast.asha), invitation_id=made.invitation_id, now=NOW
        )
        with pytest.raises(operations.InvitationUnknown):
            say(operations.accept, made, newcomer())


@pytest.mark.both_engines
def test_one_number_invited_and_taken_sixteen_times_at_once_is_one_member(live_book):
    results = at_once(16, lambda _: ask(live_book.book, live_book.asha))
    made = [result for result in results if isinstance(result, operations.InvitationResult)]
    assert len(made) == 1
    assert {type(each) for each in results if each not in made} == {operations.InvitedAlready}
    person = newcomer()
    answers = at_once(16, lambda _: say(operations.accept, made[0], person))
    assert sum(isinstance(each, operations.InvitationResult) for each in answers) == 1
    assert Membership.objects.filter(business=live_book.book, user=person).count() == 1
    assert [verb for verb, *_ in trail_of(live_book.book)] == ["member.invited", "member.added"]


class TestPages:
    @pytest.mark.parametrize(
        ("typed", "contact"),
        [
            ("98300 77777", NEW_PHONE),
            ("৯৮৩০০ ৭৭৭৭৭", NEW_PHONE),
            ("+880 1712-345679", "+8801712345679"),
            (" Mina@Example.COM ", "mina@example.com"),
        ],
    )
    def test_a_number_or_an_address_invites_a_person(self, cast, book, as_person, typed, contact):
        client = as_person(cast.asha)
        response = client.post(address(book, "add/"), {"contact": typed, "role": "staff"})
        assert (response.status_code, response["Location"]) == (303, address(book))
        assert Invitation.objects.get(business=book).contact == contact
        assert "to say yes" in client.get(address(book)).content.decode()

    def test_a_number_is_read_as_dialled_in_the_country_of_the_book(self, cast, as_person):
        dhaka = create_business(kind="shop", name="ঢাকা", country="BD", owner=cast.asha, now=NOW)
        as_person(cast.asha).post(address(dhaka, "add/"), {"contact": "01712-345679", "role": "staff"})
        assert Invitation.objects.get(business=dhaka).contact == "+8801712345679"

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
    def test_who_cannot_be_invited_is_said(self, cast, book, as_person, said, sentence):
        body = {"contact": "98300 77777", "role": "staff", **said}
        response = as_person(cast.asha).post(
            address(book, "add/"), urlencode(body, errors="surrogatepass"), content_type=FORM
        )
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Invitation.objects.exists()

    def test_the_same_answer_for_a_known_and_an_unknown_number(self, cast, book, as_person):
        client, pages = as_person(cast.asha), []
        for number in (cast.dev.phone, "+8801712345679"):
            client.post(address(book, "add/"), {"contact": number, "role": "staff"})
            made = Invitation.objects.get(state=InvitationState.OPEN)
            page = client.get(address(book)).content.decode()
            row = page.split("Invited</h2>")[1].split("</ul>")[0]
            pages.append(row.replace(str(made.pk), "").replace("345679", "345678").split("csrf")[0])
            client.post(address(book, f"invitations/{made.pk}/withdraw/"))
        assert pages[0] == pages[1]

    @pytest.mark.both_engines
    def test_somebody_without_a_book_is_asked_at_the_door(self, cast, book):
        made = ask(book, cast.asha, now=datetime.datetime.now(datetime.UTC))
        browser = Client()
        browser.force_login(newcomer())
        assert browser.get("/")["Location"] == "/me/invitations/"
        page = browser.get("/me/invitations/").content.decode()
        assert "সেন স্টোর্স" in page
        assert "Writes entries and mends their own of today." in page
        assert "/me/invitations/" in browser.get("/me/").content.decode()
        again = browser.post(f"/me/invitations/{made.invitation_id}/", {"answer": "perhaps"})
        assert again["Location"] == "/me/invitations/"
        yes = browser.post(f"/me/invitations/{made.invitation_id}/", {"answer": "yes"})
        assert yes["Location"] == f"/b/{book.pk}/khata/"
        assert browser.get(f"/b/{book.pk}/khata/").status_code == 200

    def test_a_foreign_invitation_cannot_be_withdrawn(self, cast, book, as_person):
        other = create_business(kind="shop", name="देव किराना", country="BD", owner=cast.dev, now=NOW)
        theirs = ask(other, cast.dev)
        client = as_person(cast.asha)
        for invitation_id in (theirs.invitation_id, uuid.uuid4()):
            assert client.post(address(book, f"invitations/{invitation_id}/withdraw/")).status_code == 404
        assert open_invitations(other.pk, now=NOW)


def test_whoever_invites_without_a_name_is_asked_for_it_and_then_not_again(client, cast, book):
    User.objects.filter(pk=cast.asha.pk).update(name="")
    client.force_login(cast.asha)
    page = address(book, "add/")
    assert 'name="name"' in client.get(page).content.decode()
    said = {"contact": NEW_PHONE, "role": Role.STAFF, "name": "আশা"}
    assert client.post(page, said).status_code == 303
    assert User.objects.get(pk=cast.asha.pk).name == "আশা"
    assert 'name="name"' not in client.get(page).content.decode()
