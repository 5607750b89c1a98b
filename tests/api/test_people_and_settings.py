"""The person, the people of a book, devices and books: what their pages do, done by programs."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from api.models import AccessRow, DeviceSession
from api.operations.tokens import make_token
from api.scopes import ALL
from audit.jobs import run_job
from audit.models import Event
from businesses.models import Business, Membership, User
from businesses.roles import Role
from core.ids import uuid7
from ledger.models import Document, Party
from ledger.operations.books import open_book
from ledger.verify import verify_book
from tests.api.programs import Program, program_of
from tests.api.test_tokens import device_of
from tests.ledger.shops import open_shop

pytestmark = pytest.mark.both_engines


@pytest.fixture
def phone(shop) -> Program:
    return device_of(shop.asha)


def test_a_person_is_read_and_changed_and_what_is_left_out_stays(asha):
    me = asha.get("/me").json()["person"]
    assert (me["name"], me["digits"], me["big_text"]) == ("Asha", "latn", False)
    changed = asha.patch("/me", {"name": "আশা সেন", "digits": "beng"})
    assert changed.status_code == 200, changed.content
    assert {**me, "name": "আশা সেন", "digits": "beng", "language": "en"} == changed.json()["person"]
    assert asha.patch("/me?dry_run=true", {"theme": "dark"}).json()["person"]["theme"] == "dark"
    assert asha.get("/me").json()["person"]["theme"] == "auto"
    assert asha.patch("/me", {"theme": "pink"}).status_code == 422


def test_a_member_gets_another_role_and_is_removed(shop, asha):
    path = f"/businesses/{shop.id}/members"
    bilal = Membership.objects.get(user_id=shop.member(Role.STAFF).user_id)
    changed = asha.patch(f"{path}/{bilal.pk}", {"role": "manager"})
    assert changed.json()["member"]["role"] == "manager", changed.content
    assert [row["role"] for row in asha.get(path).json()["members"]] == ["owner", "manager"]
    assert asha.patch(f"{path}/{bilal.pk}", {"role": "boss"}).json()["error"] == "fields_refused"
    assert asha.delete(f"{path}/{bilal.pk}?dry_run=true").status_code == 200
    gone = asha.delete(f"{path}/{bilal.pk}")
    assert (gone.status_code, gone.json()["member"]["role"]) == (200, "manager")
    assert asha.delete(f"{path}/{bilal.pk}").status_code == 404
    verbs = Event.objects.filter(business_id=shop.id, verb__startswith="member.").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["member.role_changed", "member.removed"]


def test_a_book_keeps_an_owner(shop, asha):
    mine = asha.get(f"/businesses/{shop.id}/members").json()["members"][0]["member_id"]
    path = f"/businesses/{shop.id}/members/{mine}"
    assert asha.patch(path, {"role": "staff"}).json()["error"] == "last_owner"
    assert asha.delete(path).json()["error"] == "last_owner"


def test_a_practice_book_comes_whole_and_marked_and_three_are_the_most(asha, phone):
    made = asha.post("/businesses/sandbox", {})
    assert made.status_code == 201, made.content
    said = made.json()["business"]
    assert (said["is_sandbox"], said["kind"], said["role"]) == (True, "shop", "owner")
    book = Business.objects.get(pk=said["business_id"])
    assert Party.objects.filter(business=book).count() == 12
    assert 12 <= Document.objects.filter(business=book).count() <= 120
    assert verify_book(book.pk) == []
    assert asha.post("/businesses/sandbox?dry_run=true", {"name": "पाठ"}).json()["business"]["name"] == "पाठ"
    for _ in range(2):
        assert asha.post("/businesses/sandbox", {}).status_code == 201
    refused = asha.post("/businesses/sandbox", {})
    assert (refused.status_code, refused.json()["error"]) == (422, "too_many_sandboxes")
    assert Business.objects.filter(is_demo=True).count() == 3


def test_a_device_switches_the_book_of_its_calls(shop, phone):
    owner = User.objects.get(pk=shop.asha.user_id)
    second = open_book(kind="home", name="ঘর", country="IN", user=owner, now=timezone.now())
    assert phone.get("/ledgers").json()["error"] == "business_needed"
    switched = phone.post(f"/businesses/{second.pk}/switch")
    assert switched.json()["business"]["name"] == "ঘর", switched.content
    assert phone.post("/ledgers", {"party_name": "মাসি"}).status_code == 201
    assert Party.objects.get().business_id == second.pk
    assert phone.get("/ledgers", X_Business_Id=str(shop.id)).json()["ledgers"] == []
    Membership.objects.filter(business=second, user=owner).delete()
    assert phone.get("/ledgers").json()["ledgers"] == []
    theirs = open_shop(name="देव किराना")
    assert phone.post(f"/businesses/{theirs.id}/switch").status_code == 404
    assert program_of(shop.asha).post(f"/businesses/{shop.id}/switch").json()["error"] == "device_needed"


def test_devices_are_listed_page_by_page_and_signed_out_one_or_all(shop, phone):
    for _ in range(4):
        device_of(shop.asha)
    seen, cursor = [], ""
    while cursor is not None:
        page = phone.get(f"/devices?per_page=2{cursor}").json()
        seen += page["devices"]
        following = page["page_context"]["next_cursor"]
        cursor = f"&cursor={following}" if following else None
    assert len({row["device_id"] for row in seen}) == 5
    assert [row["is_current"] for row in seen].count(True) == 1
    other = next(row["device_id"] for row in seen if not row["is_current"])
    assert phone.delete(f"/devices/{other}").json()["device"]["device_id"] == other
    assert phone.delete(f"/devices/{other}").status_code == 404
    assert phone.post("/devices/sign-out-others").json()["devices"]["signed_out"] == 3
    assert phone.get("/me").status_code == 200
    assert DeviceSession.objects.filter(revoked_at=None).count() == 1
    assert Event.objects.filter(user_id=shop.asha.user_id, verb="device.others_revoked").count() == 1


def test_nobody_signs_out_anothers_device(shop, phone):
    mine = phone.get("/devices").json()["devices"][0]["device_id"]
    other = device_of(shop.member(Role.MANAGER))
    assert other.delete(f"/devices/{mine}").status_code == 404
    assert other.post("/devices/sign-out-others").json()["devices"]["signed_out"] == 0
    assert phone.get("/me").status_code == 200


def test_the_log_names_the_program_and_is_found_by_day_and_program(shop, asha):
    asha.get("/ledgers")
    other = make_token(
        user_id=shop.asha.user_id, actor=shop.asha, name="দ্বিতীয়", scopes=ALL, business_ids=None, expires_at=None,
        now=timezone.now(),
    )  # fmt: skip
    Program(other.secret, Client()).get("/accounts")
    rows = asha.get("/access-log").json()["accesses"]
    assert [row["caller_name"] for row in rows][:2] == ["দ্বিতীয়", "परीक्षा"]
    found = asha.get(f"/access-log?caller_id={other.token_id}").json()["accesses"]
    assert [row["path"] for row in found] == ["/api/v1/accounts"]
    AccessRow.objects.filter(caller_id=other.token_id).update(at="2026-01-31T18:29:59Z")
    assert len(asha.get("/access-log?from=2026-01-31&to=2026-01-31").json()["accesses"]) == 1
    assert asha.get("/access-log?from=2026-02-01&to=2026-02-01").json()["accesses"] == []
    assert asha.get("/access-log?from=0001-01-01&to=9999-12-31").status_code == 200
    assert asha.get("/access-log?from=2026-02-01&to=2026-01-01").json()["error"] == "days_refused"
    assert asha.get(f"/access-log?caller_id={uuid7()}").json()["accesses"] == []


READS = ("sales.read", "stock.read", "rent.read")
"""What every role has beside the khata."""


def test_a_member_may_do_what_was_ticked_from_the_next_call_on(shop, asha):
    staff = shop.member(Role.STAFF)
    bilal = Membership.objects.get(user_id=staff.user_id)
    program, path = device_of(staff), f"/businesses/{shop.id}/members/{bilal.pk}"
    totals = f"/businesses/{shop.id}/totals"
    assert program.get(totals).json()["error"] == "role_not_allowed"
    changed = asha.patch(path, {"grants": ["khata.write", "totals.read"]})
    assert changed.json()["member"]["grants"] == ["khata.read", "khata.write", "totals.read", *READS], (
        changed.content
    )
    assert program.get(totals).status_code == 200
    assert asha.patch(path, {"grants": []}).json()["member"]["grants"] == ["khata.read", *READS]
    assert program.get(totals).json()["error"] == "role_not_allowed"
    assert program.post("/ledgers", {"party_name": "Mina"}).json()["error"] == "role_not_allowed"
    assert asha.patch(path, {"grants": ["book.members"]}).json()["error"] == "grant_refused"
    assert program.patch(path, {"grants": ["totals.read"]}).status_code == 403
    assert asha.patch(path, {}).json()["error"] == "nothing_asked"
    reset = asha.patch(path, {"role": "staff", "grants": ["khata.write"]}).json()["member"]
    assert (reset["role"], reset["grants"]) == ("staff", ["khata.read", "khata.write", *READS])


def test_somebody_is_invited_and_the_invitation_is_taken_back(shop, asha):
    path = f"/businesses/{shop.id}/invitations"
    made = asha.post(path, {"mobile": "98300 77777", "role": "staff"})
    assert made.status_code == 201, made.content
    told = made.json()["invitation"]
    assert (told["mobile"], told["email"], told["role"]) == ("+919830077777", "", "staff")
    assert asha.get(path).json()["invitations"] == [told]
    assert asha.post(path, {"mobile": "+919830077777", "role": "staff"}).json()["error"] == "invited_already"
    for said in ({}, {"mobile": "+919830077777", "email": "mina@example.com"}, {"email": "mina@"}):
        assert asha.post(path, {"role": "staff", **said}).json()["error"] == "contact_refused"
    assert asha.delete(f"{path}/{told['invitation_id']}").status_code == 200
    assert asha.delete(f"{path}/{told['invitation_id']}").status_code == 404
    assert asha.get(path).json()["invitations"] == []


def test_a_trial_invites_nobody_and_sends_nothing(shop, asha, capsys, django_capture_on_commit_callbacks):
    path = f"/businesses/{shop.id}/invitations"
    with django_capture_on_commit_callbacks(execute=True):
        said = asha.post(path + "?dry_run=true", {"mobile": "98300 77777", "role": "staff"})
    assert said.status_code == 201
    assert "SMS" not in capsys.readouterr().out
    assert asha.get(path).json()["invitations"] == []


def test_who_leaves_a_book_is_out_of_it_and_its_only_owner_stays(shop, asha):
    manager = shop.member(Role.MANAGER)
    caller, page, path = program_of(manager), Client(), f"/b/{shop.id}/leave/"
    assert asha.post(f"/businesses/{shop.id}/leave").json()["error"] == "last_owner"
    page.force_login(User.objects.get(pk=shop.asha.user_id))
    assert "its only owner" in page.get(path).content.decode()
    assert page.post(path)["Location"] == path
    assert caller.post(f"/businesses/{shop.id}/leave?dry_run=true").status_code == 200
    left = caller.post(f"/businesses/{shop.id}/leave").json()["business"]
    assert left == {"business_id": str(shop.id), "name": shop.business.name}
    assert caller.get("/ledgers").status_code == 404
    reader = User.objects.get(pk=shop.member(Role.READER).user_id)
    page.force_login(reader)
    assert "Leave the book" in page.get(path).content.decode()
    assert page.post(path)["Location"] == "/"
    assert page.get(f"/b/{shop.id}/khata/").status_code == 404
    verbs = Event.objects.filter(business_id=shop.id, verb="member.left")
    assert [one.actor_id for one in verbs.order_by("seq")] == [manager.user_id, reader.pk]


def test_a_person_takes_their_own_data_and_their_account_away(shop, asha, monkeypatch):
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    actor = shop.member(Role.READER)
    phone, reader = device_of(actor), User.objects.get(pk=actor.user_id)
    made = phone.post("/me/exports").json()["export"]
    assert (made["state"], made["name"]) == ("due", "")
    path = f"/me/exports/{made['export_id']}/file"
    assert phone.get(path).status_code == 404
    run_job(UUID(made["export_id"]))
    file = phone.get(path)
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert phone.get("/me/exports").json()["exports"][0]["name"].endswith(".zip")
    assert asha.get("/me/exports").json()["exports"] == []
    assert asha.get(path).status_code == 404
    said = {"mobile_or_email": reader.email}
    assert asha.post("/me/erase", said).json()["error"] == "device_needed"
    wrong = phone.post("/me/erase", {"mobile_or_email": "another"}).json()
    assert (wrong["error"], list(wrong["errors"])) == ("name_not_typed", ["mobile_or_email"])
    assert phone.post("/me/erase", said).json()["erased"] == {"user_id": str(reader.pk), "books": 1}
    assert phone.get("/me").status_code == 401
    assert not User.objects.get(pk=reader.pk).is_active
