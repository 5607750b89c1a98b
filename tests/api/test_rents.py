"""A house let out by a program: from the house to the last sum, with what is refused on the way."""

import io
import json
from uuid import UUID

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from api.webhooks.payloads import Happening, body_of
from audit.jobs import run_job
from audit.models import Event, Revision
from businesses.roles import Role
from core.ids import uuid7
from core.photos import read_photo
from rentals.operations.portal import claim_payment, write_word
from tests.api.programs import ROOT, program_of
from tests.imports.sheets import csv_file
from tests.ledger.shops import NOW
from tests.rentals.houses import NUMBER, open_rent_book
from tests.tenancy.books import picture


@pytest.fixture
def rent_book(db):
    with time_machine.travel(NOW):  # time goes on: the first branch made is the main one
        yield open_rent_book()


@pytest.fixture
def landlord(rent_book):
    return program_of(rent_book.asha, books=[rent_book.id])


def made(answer, name):
    assert answer.status_code in (200, 201), answer.content.decode()
    return answer.json()[name]


def home(landlord, **terms):
    """A house of one unit that is let from September on."""
    house = made(landlord.post("/properties", {"property_name": "শান্তি ভিলা", "worth": 1200000}), "property")
    unit = made(landlord.post(f"/properties/{house['property_id']}/units", {"unit_name": "2A"}), "unit")
    said = {"unit_id": unit["unit_id"], "tenant": {"party_name": "Imran Ali", "phone": "9830044444"}}
    return made(
        landlord.post("/leases", {**said, "start_date": "2026-09-01", "rent": 9000, **terms}), "lease"
    )


def test_from_the_house_to_the_last_sum(landlord):
    fee = {"kind": "flat", "amount": 100, "grace_days": 3}
    lease = home(landlord, due_day=5, deposit=18000, late_fee=fee)
    lease_id, house = lease["lease_id"], lease["property_id"]
    assert (lease["balance"], lease["balance_side"], lease["late_fee"]["amount"]) == (-27000, "will_get", 100)
    dues = landlord.get(f"/dues?lease_id={lease_id}&status=overdue").json()["dues"]
    assert [(due["due_date"], due["unpaid"]) for due in dues] == [
        ("2026-09-05", 9000), ("2026-10-05", 9000), ("2026-11-05", 9000),
    ]  # fmt: skip
    assert dues[0]["working"]["parts"][0]["amount"] == 9000
    fees = made(landlord.post("/late-fees", {}), "raised")
    assert (fees["count"], fees["amount"]) == (3, 300)
    waived = made(landlord.post(f"/dues/{fees['due_ids'][0]}/take-back", {"reason": "পুজো"}), "due")
    assert (waived["status"], waived["unpaid"]) == ("taken_back", 0)
    paid = landlord.post(
        f"/leases/{lease_id}/payments",
        {"amount": 10000, "mode": "upi", "dues": [{"due_id": dues[1]["due_id"], "amount_applied": 9000}]},
    )
    payment = made(paid, "payment")
    assert (payment["balance"], payment["property_id"], payment["lease_id"]) == (-17200, house, lease_id)
    states = {
        row["due_date"]: row["status"]
        for row in landlord.get("/dues").json()["dues"]
        if row["kind"] == "rent"
    }
    assert states == {"2026-09-05": "overdue", "2026-10-05": "paid", "2026-11-05": "overdue"}
    (owing,) = landlord.get("/arrears").json()["arrears"]
    assert (owing["unpaid"], owing["late_61_to_90"], owing["late_1_to_30"]) == (17200, 8000, 9000)
    (row,) = landlord.get("/rent-roll?year=2026").json()["rent_roll"]
    assert "".join(cell["letter"] or "-" for cell in row["months"]) == "-----OPO----"
    assert (row["late_fees"], row["late_fees_unpaid"], row["unpaid"]) == (200, 200, 17200)
    (tenant,) = landlord.get(f"/properties/{house}/tenants").json()["tenants"]
    assert (tenant["overdue"], tenant["party_name"]) == (17000, "Imran Ali")
    gone = made(landlord.delete(f"/rent-payments/{payment['payment_id']}", If_Match="1"), "payment")
    assert (gone["state"], gone["balance"]) == ("trashed", -27200)
    assert landlord.get(f"/properties/{house}/payments").json()["payments"] == []
    deposit = {"action": "receive", "amount": 18000, "mode": "bank"}
    assert (
        made(landlord.post(f"/leases/{lease_id}/deposit-movements", deposit), "movement")["deposit_held"]
        == 18000
    )
    assert landlord.get("/deposits").json()["total_held"] == 18000
    leaving = {"date": "2026-11-15", "cuts": [{"amount": 700, "reason": "রং"}]}
    seen = landlord.post(f"/leases/{lease_id}/end?dry_run=true", leaving).json()["settlement"]
    assert landlord.get(f"/leases/{lease_id}").json()["lease"]["has_ended"] is False
    done = made(landlord.post(f"/leases/{lease_id}/end", leaving), "settlement")
    assert done == seen
    assert (done["unpaid"], done["cuts"], done["still_owed"]) == (22700, 700, 5400)
    assert landlord.get("/units?status=empty").json()["units"][0]["unit_name"] == "2A"


def test_a_house_and_its_unit_change_at_a_revision_and_are_put_away(landlord):
    lease = home(landlord)
    house, unit = lease["property_id"], lease["unit_id"]
    assert landlord.post(f"/properties/{house}/archive", If_Match="1").json()["error"] == "still_let"
    assert landlord.patch(f"/units/{unit}", {"unit_name": "3A"}, If_Match="7").status_code == 412
    said = made(landlord.patch(f"/units/{unit}", {"unit_name": "3A"}, If_Match="1"), "unit")
    assert (said["unit_name"], said["rev"], said["status"]) == ("3A", 2, "let")
    changed = made(landlord.patch(f"/leases/{lease['lease_id']}", {"rent": 9500}, If_Match="1"), "lease")
    assert (changed["rent"], changed["rev"], changed["start_date"]) == (9500, 2, "2026-09-01")
    landlord.post(f"/leases/{lease['lease_id']}/end", {"date": "2026-11-21"})
    assert made(landlord.post(f"/units/{unit}/archive", If_Match="2"), "unit")["is_archived"] is True
    again = {"unit_id": unit, "tenant": {"party_name": "X"}, "start_date": "2026-12-01", "rent": 1}
    assert landlord.post("/leases", again).json()["error"] == "put_away"
    assert landlord.get("/units").json()["units"] == []
    assert (
        made(landlord.post(f"/properties/{house}/archive", If_Match="1"), "property")["is_archived"] is True
    )
    assert landlord.get("/properties").json()["properties"] == []
    assert len(landlord.get("/properties?status=archived").json()["properties"]) == 1


def test_what_cannot_be_says_why_by_a_slug_and_a_member(landlord):
    lease = home(landlord)
    lease_id, unit = lease["lease_id"], lease["unit_id"]
    tenant, start = {"party_name": "মিনা"}, {"start_date": "2026-10-01", "rent": 1}
    refused = [
        ("/leases", {"unit_id": unit, "tenant": tenant, **start}, "unit_let", "start_date"),
        ("/leases", {"unit_id": unit, **start}, "fields_refused", "tenant"),
        ("/leases", {"unit_id": unit, "tenant": tenant, **start, "late_fee": {"kind": "flat"}}, "lease_refused",
         "late_fee.amount"),
        (f"/properties/{lease['property_id']}/units", {"unit_name": "2a"}, "unit_taken", "unit_name"),
        (f"/leases/{lease_id}/deposit-movements", {"action": "return", "amount": 5}, "deposit_short", "amount"),
        (f"/leases/{lease_id}/charges", {"kind": "other", "label": " ", "amount": 5}, "rent_name_missing", "label"),
        (f"/leases/{lease_id}/payments", {"amount": 5, "dues": [{"due_id": str(uuid7()), "amount_applied": 5}]},
         "share_refused", "dues"),
    ]  # fmt: skip
    for path, body, slug, member in refused:
        said = landlord.post(path, body).json()
        assert (said["error"], list(said["errors"])) == (slug, [member]), said


def test_money_typed_in_the_khata_is_rent_of_its_house(rent_book, landlord):
    lease = home(landlord)
    path = f"/ledgers/{lease['ledger_id']}/entries"
    entry = made(landlord.post(path, {"direction": "got", "amount": 4000, "mode": "cash"}), "entry")
    assert entry["branch_id"] == lease["property_id"]
    landlord.post(path, {"direction": "gave", "amount": 50, "mode": "cash"})
    stranger = made(landlord.post("/ledgers", {"party_name": "Karim"}), "ledger")["ledger_id"]
    landlord.post(f"/ledgers/{stranger}/entries", {"direction": "got", "amount": 4000, "mode": "cash"})
    landlord.post(f"/leases/{lease['lease_id']}/payments", {"amount": 100})
    told = [
        news_of(event)
        for event in Event.objects.filter(business_id=rent_book.id, verb="rent.paid").order_by("seq")
    ]
    assert [(one["amount"], one["balance"], one["mode"]) for one in told] == [
        (4000, -23000, "cash"), (100, -22950, "cash"),
    ]  # fmt: skip
    assert {(one["lease_id"], one["property_id"]) for one in told} == {
        (lease["lease_id"], lease["property_id"])
    }
    paid = landlord.get(f"/properties/{lease['property_id']}/payments").json()["payments"]
    assert [one["amount"] for one in paid] == [100, 4000]


def news_of(event):
    contents = Revision.objects.get(business_id=event.business_id, seq=event.seq).contents
    happening = Happening(
        business_id=event.business_id, seq=event.seq, at=event.at, verb=event.verb, subject_kind=event.subject_kind,
        subject_id=event.subject_id, rev=event.rev, contents=contents,
    )  # fmt: skip
    return json.loads(body_of(message_id=uuid7(), happening=happening))["data"]


def test_the_ledger_tells_rent_apart_to_whoever_may_read_it(rent_book, landlord):
    lease = home(landlord)
    landlord.post(f"/leases/{lease['lease_id']}/payments", {"amount": 9000})
    rent_book.spend(UUID(lease["property_id"]), 700)
    said = landlord.get("/ledger?from=2026-11-01&to=2026-11-30").json()
    assert [(row["kind"], row["amount"], row["wing"]) for row in said["entries"]] == [
        ("debt_payment", 9000, "rent"), ("income", 9000, "rent"),
    ]  # fmt: skip
    rent = said["rent"]
    assert (rent["income"]["total"], rent["income"]["rent"], rent["property_expense_total"]) == (
        9000,
        9000,
        700,
    )
    assert [(one["party_name"], one["balance"]) for one in rent["tenant_balances"]] == [("Imran Ali", -18000)]
    narrow = program_of(rent_book.asha, books=[rent_book.id], scopes=["ledger.read"])
    assert narrow.get("/ledger").json()["rent"] is None
    (year,) = landlord.get("/property-years?year=2026").json()["property_years"]
    assert (year["asked"], year["costs"], year["net"], year["let_days"]) == (27000, 700, 26300, 82)
    kinds = {row["type"] for row in landlord.get("/transactions").json()["transactions"]}
    assert kinds == {"rent", "payment"}


def test_staff_receive_rent_and_see_no_totals(rent_book, landlord):
    lease = home(landlord)
    staff = program_of(rent_book.member(Role.STAFF), books=[rent_book.id])
    assert staff.post(f"/leases/{lease['lease_id']}/payments", {"amount": 50}).status_code == 201
    for path in ("/deposits", "/arrears", "/rent-roll", "/property-years"):
        assert staff.get(path).json()["error"] == "role_not_allowed", path
    assert staff.post("/dues/raise", {}).status_code == 403


def test_meters_are_read_by_a_program_and_turn_over(rent_book, landlord, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    lease = home(landlord)
    made_meter = {
        "meter_name": "জল",
        "rate": "2.5",
        "reading": 9990,
        "turns_at": 9999.5,
        "date": "2026-11-01",
    }
    meter = made(landlord.post(f"/units/{lease['unit_id']}/meters", made_meter), "meter")
    path = f"/meters/{meter['meter_id']}"
    over = landlord.post(f"{path}/readings", {"reading": 10000}).json()
    assert (over["error"], list(over["errors"])) == ("reading_refused", ["reading"])
    read = made(landlord.post(f"{path}/readings", {"reading": 10.5, "date": "2026-11-10"}), "reading")
    assert (read["used"], read["amount"]) == (20, 50)
    due = landlord.get(f"/dues/{read['due_id']}").json()["due"]
    assert (due["label"], due["kind"], due["working"]["used"]) == ("জল", "utility", 200000)
    assert [one["used"] for one in landlord.get(f"{path}/readings").json()["readings"]] == [20, None]
    pages = landlord.get(f"{path}/readings?per_page=1").json()
    after = landlord.get(f"{path}/readings?per_page=1&cursor={pages['page_context']['next_cursor']}").json()
    assert [one["reading"] for one in pages["readings"] + after["readings"]] == [10.5, 9990]
    sent, shown = (
        {"Authorization": f"Bearer {landlord.secret}"},
        f"/meter-readings/{read['reading_id']}/photo",
    )
    for colour in ("navy", "tan"):
        photo = SimpleUploadedFile("m.jpg", picture(colour), "image/jpeg")
        kept = made(landlord.client.post(ROOT + shown, {"photo": photo}, headers=sent), "reading")
    assert (kept["has_photo"], landlord.get(shown)["Content-Type"]) == (True, "image/jpeg")
    assert made(landlord.post(f"{path}/close", If_Match="1"), "meter")["is_closed"] is True
    assert landlord.post(f"{path}/readings", {"reading": 20}).json()["error"] == "reading_refused"
    assert landlord.get("/meters").json()["meters"] == []
    bill = {"label": "Lift", "amount": 100.01}
    parts = made(landlord.post(f"/properties/{lease['property_id']}/split-bills", bill), "split_bill")
    assert [(one["lease_id"], one["amount"]) for one in parts["parts"]] == [(lease["lease_id"], 100.01)]


def test_houses_come_in_by_a_program_and_go_out_again(rent_book, landlord, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    rows = [
        ["House", "Unit", "Tenant", "Rent", "Deposit"],
        ["Rose", "1", "Imran", "", "500"],
        ["", "2", "", "", ""],
    ]
    file = SimpleUploadedFile("h.csv", csv_file(rows), "text/csv")
    sent = {"Authorization": f"Bearer {landlord.secret}"}
    run = made(
        landlord.client.post(f"{ROOT}/property-imports", {"file": file}, headers=sent), "property_import"
    )
    path = f"/property-imports/{run['property_import_id']}"
    assert [one["meaning"] for one in run["columns"]] == ["house", "unit", "tenant", "rent", "held"]
    assert landlord.get(f"/imports/{run['property_import_id']}").status_code == 404
    found = made(landlord.post(f"{path}/check", {}), "check")
    assert (found["new"], found["wrong_rows"]) == (
        1,
        [{"row": 2, "message": "Row 2: the rent of Imran is missing."}],
    )
    mended = made(landlord.post(f"{path}/check", {"fixes": {"2": {"3": "7000"}}}), "check")
    assert (mended["new"], mended["wrong"], mended["rent_total"], mended["deposit_total"]) == (
        2,
        0,
        7000,
        500,
    )
    for step, units in (("start", 2), ("undo", 0)):
        run_job(made(landlord.post(f"{path}/{step}"), "property_import")["job_id"])
        assert len(landlord.get("/units").json()["units"]) == units
    narrow = program_of(rent_book.asha, books=[rent_book.id], scopes=["ledger.read", "ledger.write"])
    assert narrow.post(f"{path}/start").status_code == 403


def test_a_rent_of_which_tax_was_kept_back(landlord):
    lease = home(landlord, rent=60000)["lease_id"]
    kept = {"amount": 54000, "mode": "bank", "tax_amount_withheld": 6000, "tds_section": "194I"}
    payment = made(landlord.post(f"/leases/{lease}/payments", kept), "payment")
    assert (payment["amount"], payment["tax_amount_withheld"], payment["tds_section"]) == (
        54000,
        6000,
        "194I",
    )
    assert payment["balance"] == -120000
    entry = landlord.get(f"/entries/{payment['payment_id']}").json()["entry"]
    assert (entry["kind"], entry["amount"]) == ("rent_paid", 60000)
    wrong = landlord.post(f"/leases/{lease}/payments", {**kept, "tds_section": ""})
    assert (wrong.status_code, wrong.json()["error"]) == (422, "section_missing")
    gone = made(landlord.delete(f"/rent-payments/{payment['payment_id']}", If_Match="1"), "payment")
    assert (gone["state"], gone["balance"]) == ("trashed", -180000)


def test_what_passes_between_a_tenant_and_the_landlord(landlord, rent_book, settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "files"
    lease = home(landlord, deposit=9000)
    lease_id = lease["lease_id"]
    link = made(landlord.post(f"/leases/{lease_id}/tenant-link"), "tenant_link")
    assert "/rented/" in link["url"]
    assert "url" not in made(landlord.get(f"/leases/{lease_id}/tenant-link"), "tenant_link")
    by = {
        "business_id": rent_book.id, "actor": rent_book.asha, "lease_ids": [UUID(lease_id)],
        "lease_id": UUID(lease_id), "now": rent_book.now,
    }  # fmt: skip
    photo = read_photo(io.BytesIO(picture()))
    came, late = (
        claim_payment(claim_id=uuid7(), amount=9000_00, day=NOW.date(), mode="upi", photo=photo, **by).pk
        for _ in range(2)
    )
    word = write_word(word_id=uuid7(), kind="problem", text="নল", **by).pk
    assert [one["status"] for one in landlord.get("/rent-claims?status=waiting").json()["rent_claims"]] == [
        "waiting"
    ] * 2
    claim = made(landlord.post(f"/rent-claims/{came}/confirm"), "rent_claim")
    assert landlord.post(f"/rent-claims/{came}/confirm").json()["error"] == "claim_answered"
    assert landlord.get(f"/rent-claims/{came}/photo").content.startswith(b"\xff\xd8")
    (receipt,) = landlord.get(f"/leases/{lease_id}/receipts").json()["receipts"]
    assert (receipt["payment_id"], receipt["amount"]) == (claim["payment_id"], 9000)
    for path in (f"/rent-payments/{claim['payment_id']}/receipt.pdf", f"/leases/{lease_id}/lease.pdf"):
        assert landlord.get(path).content.startswith(b"%PDF")
    refused = made(landlord.post(f"/rent-claims/{late}/refuse", {"reason": "Nothing came"}), "rent_claim")
    assert (refused["status"], refused["answer"]) == ("refused", "Nothing came")
    done = {"status": "done", "answer": "ঠিক হয়েছে"}
    assert made(landlord.post(f"/tenant-messages/{word}/answer", done), "tenant_message")["status"] == "done"
    assert landlord.get("/tenant-messages?status=sent").json()["tenant_messages"] == []
    token = link["url"].rstrip("/").rsplit("/", 1)[1]
    page = client.get(f"/rented/{token}/").content.decode()
    assert "Nothing came" in page
    assert "ঠিক হয়েছে" in page
    made(landlord.delete(f"/leases/{lease_id}/tenant-link"), "tenant_link")
    assert client.get(f"/rented/{token}/").status_code == 404
    assert landlord.get(f"/leases/{lease_id}/tenant-link").status_code == 404


def sent(landlord, path, file):
    secret = {"Authorization": f"Bearer {landlord.secret}"}
    return landlord.client.post(ROOT + path, {"attachment": file}, headers=secret)


def test_papers_and_the_slip_of_a_deposit(landlord, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    lease_id = home(landlord)["lease_id"]
    file = SimpleUploadedFile("চুক্তি.jpg", picture(), "image/jpeg")
    tried = sent(landlord, f"/leases/{lease_id}/papers?dry_run=true", file)
    assert made(tried, "rent_paper")["paper_name"] == "চুক্তি"
    assert not list((tmp_path / "files").rglob("*.jpg"))
    file.seek(0)
    paper = made(sent(landlord, f"/leases/{lease_id}/papers", file), "rent_paper")
    here = f"/rent-papers/{paper['rent_paper_id']}"
    assert landlord.get(f"{here}/file").content.startswith(b"\xff\xd8")
    named = made(landlord.patch(here, {"date": "2026-11-01", "for_tenant": True}, If_Match="1"), "rent_paper")
    assert (named["paper_name"], named["date"], named["for_tenant"]) == ("চুক্তি", "2026-11-01", True)
    made(landlord.post(f"{here}/archive", If_Match="2"), "rent_paper")
    assert landlord.get(f"/leases/{lease_id}/papers").json()["rent_papers"] == []
    assert landlord.get(f"/leases/{lease_id}/papers?with_archived=true").json()["rent_papers"][0][
        "is_archived"
    ]
    assert landlord.get(f"/leases/{lease_id}/deposit-slip").status_code == 404
    path = f"/leases/{lease_id}/deposit-movements"
    for said in (
        {"action": "receive", "amount": 18000}, {"action": "cut", "amount": 500, "reason": "জানালা"},
        {"action": "return", "amount": 17500},
    ):  # fmt: skip
        made(landlord.post(path, said), "movement")
    slip = made(landlord.get(f"/leases/{lease_id}/deposit-slip"), "deposit_slip")
    assert (slip["total_received"], slip["total_cut"], slip["total_returned"], slip["deposit_held"]) == (
        18000, 500, 17500, 0,
    )  # fmt: skip
    assert slip["cuts"][0]["reason"] == "জানালা"
    assert "Seventeen" in slip["returned_in_words"]
    assert landlord.get(f"/leases/{lease_id}/deposit-slip.pdf").content.startswith(b"%PDF")


def test_a_rent_with_gst_is_said_by_head(landlord, rent_book):
    house = made(landlord.post("/properties", {"property_name": "শান্তি ভিলা", "state": "19"}), "property")
    rent_book.register(house["property_id"])
    assert (
        landlord.post("/properties", {"property_name": "X", "state": "99"}).json()["error"] == "state_unknown"
    )
    units = f"/properties/{house['property_id']}/units"
    unit = made(landlord.post(units, {"unit_name": "2A", "use": "shop"}), "unit")["unit_id"]
    tenant = {"party_name": "Mehta Traders", "gstin": NUMBER}
    terms = {"unit_id": unit, "start_date": "2026-11-01", "rent": 20000, "use": "business"}
    wrong = landlord.post("/leases", {**terms, "tenant": {**tenant, "gstin": "19AAACG2115R1ZF"}})
    assert wrong.status_code == 422
    lease = made(landlord.post("/leases", {**terms, "tenant": tenant}), "lease")
    assert (lease["gst"]["case"], lease["gst"]["percent"], lease["tenant_gstin"]) == ("forward", 18, NUMBER)
    (due,) = landlord.get(f"/dues?lease_id={lease['lease_id']}").json()["dues"]
    said = [due[name] for name in ("amount", "net", "gst_percent", "cgst", "igst")]
    assert said == [23600, 20000, 18, 1800, 0]
    (year,) = landlord.get("/property-years").json()["property_years"]
    assert (year["asked"], year["gst"]) == (20000, 3600)
    changed = landlord.patch(f"/leases/{lease['lease_id']}", {"use": "home"}, If_Match="1")
    assert made(changed, "lease")["gst"]["case"] == "exempt"
