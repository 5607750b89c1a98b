"""Branches, registrations and the door of one's own account, over the API."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from businesses.devices import Seen
from businesses.models import Branch, Invitation, Membership, User
from businesses.operations.account_notes import note
from businesses.operations.invitations import invite
from businesses.roles import Role
from tests.api.programs import program_of, staff_of
from tests.ledger.shops import open_shop


def test_a_wrong_gstin_is_refused_at_its_field(shop, asha):
    answer = asha.post(f"/businesses/{shop.id}/registrations", {"kind": "gstin", "number": "22AAAAA0000A1Z5"})
    assert (answer.status_code, answer.json()["error"]) == (422, "registration_refused")
    assert list(answer.json()["errors"]) == ["number"]


def test_a_registration_says_its_state_and_is_taken_from_a_branch_with_null(shop, asha):
    numbers, branches = f"/businesses/{shop.id}/registrations", f"/businesses/{shop.id}/branches"
    made = asha.post(numbers, {"kind": "gstin", "number": "27aapfu0939f1zv"}).json()["registration"]
    assert (made["number"], made["state_code"], made["state"]) == ("27AAPFU0939F1ZV", "27", "Maharashtra")
    said = {"branch_name": "গুদাম", "kind": "godown", "registration_id": made["registration_id"]}
    branch = asha.post(branches, said).json()["branch"]
    one = f"{branches}/{branch['branch_id']}"
    renamed = asha.patch(one, {"branch_name": "হাওড়া"}, If_Match="1").json()["branch"]
    assert (renamed["branch_name"], renamed["registration_id"]) == ("হাওড়া", made["registration_id"])
    assert asha.patch(one, {"kind": "office"}, If_Match="1").status_code == 412
    bare = asha.patch(one, {"registration_id": None}, If_Match="2").json()["branch"]
    assert bare["registration_id"] is None
    tried = asha.delete(one + "?dry_run=true", If_Match="3")
    assert tried.status_code == 200
    assert Branch.objects.filter(business_id=shop.id).count() == 2


def test_staff_read_branches_and_change_none(shop):
    bilal = staff_of(shop)
    assert bilal.get(f"/businesses/{shop.id}/branches").status_code == 200
    for answer in (
        bilal.post(f"/businesses/{shop.id}/branches", {"branch_name": "X"}),
        bilal.get(f"/businesses/{shop.id}/registrations"),
        bilal.patch(f"/businesses/{shop.id}", {"name": "X"}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (403, "role_not_allowed")


def test_the_settings_of_a_book_change_one_by_one(shop, asha):
    before = asha.get(f"/businesses/{shop.id}").json()["business"]
    after = asha.patch(f"/businesses/{shop.id}", {"phone": "98300 12345"}).json()["business"]
    assert after == before | {"phone": "+919830012345"}
    wrong = asha.patch(f"/businesses/{shop.id}", {"upi_id": "asha"})
    assert list(wrong.json()["errors"]) == ["upi_id"]


def test_sign_ins_are_the_persons_own(shop, asha):
    other = User.objects.create_user(phone="+919830077777")
    for user_id in (shop.asha.user_id, other.pk):
        note(
            user_id=user_id,
            kind="wrong_code",
            seen=Seen("Chrome/1 Android", "203.0.113.0"),
            now=timezone.now(),
        )
    [row] = asha.get("/me/sign-ins").json()["sign_ins"]
    assert (row["kind"], row["device"], row["network"]) == ("wrong_code", "Chrome, Android", "203.0.113.0")


def test_an_invitation_is_answered_by_whom_it_went_to_alone(shop, asha):
    other, mail = open_shop(name="দেবের মুদিখানা"), "asha.sen@example.org"
    invite(business_id=other.id, actor=other.asha, phone="", email=mail, role=Role.STAFF, now=timezone.now())
    offer = Invitation.objects.get(business_id=other.id)
    for unknown in (offer.pk, uuid4()):
        assert asha.post(f"/me/invitations/{unknown}/accept").status_code == 404
    User.objects.filter(pk=shop.asha.user_id).update(email=mail)
    EmailAddress.objects.create(user_id=shop.asha.user_id, email=mail, verified=True, primary=True)
    [row] = asha.get("/me/invitations").json()["invitations"]
    assert (row["business_name"], row["role"]) == ("দেবের মুদিখানা", "staff")
    assert asha.post(f"/me/invitations/{offer.pk}/accept").status_code in (200, 201)
    assert Membership.objects.get(business_id=other.id, user_id=shop.asha.user_id).role == Role.STAFF
    assert program_of(shop.asha, books=[other.id]).get("/ledgers").status_code == 200
    assert asha.get("/me/invitations").json()["invitations"] == []


def test_an_entry_names_its_branch_moves_and_is_found_by_it(shop, asha):
    party, branches = shop.party("রহিম"), f"/businesses/{shop.id}/branches"
    main = asha.get(branches).json()["branches"][0]["branch_id"]
    other = asha.post(branches, {"branch_name": "গুদাম", "kind": "godown"}).json()["branch"]["branch_id"]
    path, said = f"/ledgers/{party}/entries", {"direction": "gave", "amount": 500, "mode": "goods"}
    assert asha.post(path, said).json()["entry"]["branch_id"] == main
    made = asha.post(path, {**said, "branch_id": other}).json()["entry"]
    assert made["branch_id"] == other
    moved = asha.patch(f"/entries/{made['entry_id']}", {"amount": 70}, If_Match="1").json()["entry"]
    assert (moved["branch_id"], moved["rev"]) == (other, 2)
    alone = asha.get(f"{path}?branch_id={other}").json()["entries"]
    assert [(one["amount"], one["running_balance"]) for one in alone] == [(70, -70)]
    for feed, rows in (("transactions", "transactions"), ("ledger", "entries")):
        assert [one["amount"] for one in asha.get(f"/{feed}?branch_id={other}").json()[rows]] == [70]
    statement = asha.get(f"/ledgers/{party}/statement").json()["statement"]
    assert {one["branch_id"] for one in statement["entries"]} == {main, other}
    said_by_feed = asha.get("/sync/changes").json()["changes"]
    assert {one["entry"]["branch_id"] for one in said_by_feed if one["entry"]} == {main, other}
    asha.post(f"{branches}/{other}/close", If_Match="1")
    refused = asha.post(path, {**said, "branch_id": other})
    assert (refused.status_code, refused.json()["error"]) == (422, "branch_closed")
    assert list(refused.json()["errors"]) == ["branch_id"]
    back = asha.patch(f"/entries/{made['entry_id']}", {"branch_id": main}, If_Match="2").json()["entry"]
    assert back["branch_id"] == main
    unknown = asha.post(path, {**said, "branch_id": str(uuid4())})
    assert unknown.status_code == 404
