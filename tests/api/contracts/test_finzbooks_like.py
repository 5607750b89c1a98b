"""What clients of a FinzBooks-like accounting API send and expect, under /api/v1, by the names of Zoho Books."""

import pytest

from tests.api.programs import new_ledger

ENVELOPE = {"code", "message", "page_context"}
CONTACT = {
    "contact_id", "contact_name", "company_name", "contact_type", "status", "currency_code", "phone", "mobile",
    "outstanding_receivable_amount", "created_time", "last_modified_time",
}  # fmt: skip


def test_contacts_come_in_the_envelope_and_by_their_names(asha):
    ledger = new_ledger(asha, "রহিম স্টোর")
    asha.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": 4200})
    said = asha.get("/contacts?per_page=25").json()
    assert (said["code"], said["message"]) == (0, "success")
    assert set(said) >= {*ENVELOPE, "contacts"}
    assert set(said["page_context"]) >= {"per_page", "has_more_page", "next_cursor"}
    [contact] = said["contacts"]
    assert set(contact) >= CONTACT
    assert (contact["contact_id"], contact["outstanding_receivable_amount"]) == (str(ledger), 4200)


def test_a_contact_is_made_read_and_changed(asha):
    said = {
        "contact_name": "शर्मा किराना", "contact_type": "vendor", "gst_no": "07AAACS1234F1Z5", "mobile": "9830022222",
        "billing_address": {"address": "सदर बाज़ार"},
    }  # fmt: skip
    made = asha.post("/contacts", said).json()
    assert (made["code"], made["message"]) == (0, "success")
    contact = asha.get(f"/contacts/{made['contact']['contact_id']}").json()["contact"]
    assert (contact["contact_name"], contact["contact_type"]) == ("शर्मा किराना", "vendor")
    assert (contact["gst_no"], contact["billing_address"]) == ("07AAACS1234F1Z5", {"address": "सदर बाज़ार"})
    path = f"/contacts/{contact['contact_id']}"
    changed = asha.patch(path, {"contact_name": "शर्मा एंड सन्स"}, If_Match=str(contact["rev"]))
    assert changed.json()["contact"]["contact_name"] == "शर्मा एंड सन्स"


def test_a_list_ends_where_has_more_page_is_false(asha):
    names = [f"দোকান {number}" for number in range(5)]
    for name in names:
        new_ledger(asha, name)
    found, cursor = [], ""
    for _ in range(10):
        said = asha.get(f"/contacts?per_page=2&sort=name{cursor}").json()
        found += [row["contact_name"] for row in said["contacts"]]
        if not said["page_context"]["has_more_page"]:
            break
        cursor = f"&cursor={said['page_context']['next_cursor']}"
    assert sorted(found) == names


def test_organization_id_in_the_query_chooses_the_book(asha, shop):
    asha.post("/businesses", {"kind": "home", "name": "আশার ঘর", "country": "IN"})
    assert asha.get("/contacts").json()["error"] == "business_needed"
    assert asha.get(f"/contacts?organization_id={shop.id}").status_code == 200
    organizations = asha.get("/businesses").json()["businesses"]
    assert all(row["organization_id"] == row["business_id"] for row in organizations)


def test_the_same_key_gets_the_same_bytes(asha):
    said = {"contact_name": "রহিম স্টোর"}
    first = asha.post("/contacts", said, Idempotency_Key="order-1")
    again = asha.post("/contacts", said, Idempotency_Key="order-1")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert len(asha.get("/contacts").json()["contacts"]) == 1


def test_fifty_documents_go_in_one_call(asha):
    ledger = str(new_ledger(asha))
    entries = [{"ledger_id": ledger, "direction": "gave", "amount": number} for number in range(1, 51)]
    results = asha.post("/entries/bulk", {"entries": entries}).json()["results"]
    assert [row["status"] for row in results] == [201] * 50
    refused = asha.post("/entries/bulk", {"entries": [*entries, entries[0]]})
    assert (refused.status_code, refused.json()["error"]) == (422, "too_many_documents")


def test_a_personal_token_may_call_six_hundred_times_a_minute(asha):
    answer = asha.get("/contacts")
    assert (answer["X-RateLimit-Limit"], answer["X-RateLimit-Remaining"]) == ("600", "599")
    assert 0 < int(answer["X-RateLimit-Reset"]) <= 60


@pytest.mark.parametrize("path", ["/contacts", "/accounts", "/journals"])
def test_a_wrong_token_is_told_by_code_and_message(asha, path):
    asha.secret = "hk_pat_" + "0" * 43
    problem = asha.get(path)
    assert (problem.status_code, problem.json()["code"]) == (401, 4012)
    assert problem.json()["message"]
