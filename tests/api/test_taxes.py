"""Rates by day, and bills worked out, as programs see them."""

import json

import pytest

from businesses.roles import Role
from core.ids import uuid7
from tests.api.programs import program_of

LINE = {"rate": 100, "tax_percentage": 18}
BILL = {"source_of_supply": "19", "place_of_supply": "19", "line_items": [LINE]}


def worked_out(program, **said) -> dict:
    answer = program.post("/taxes/calculate", BILL | said)
    assert answer.status_code == 200, answer.content
    return answer.json()["calculation"]


def refusal(program, path="/taxes/calculate", **said) -> dict:
    answer = program.post(path, BILL | said if path.endswith("calculate") else said)
    assert answer.status_code == 422, answer.content
    return answer.json()


def made(program, **said) -> dict:
    answer = program.post("/taxes", {"tax_name": "GST 5%", "tax_percentage": 5} | said)
    assert answer.status_code == 201, answer.content
    return answer.json()["tax"]


def test_the_rates_of_a_day_are_listed_in_pages(asha):
    rows, cursor = [], ""
    while cursor is not None:
        page = asha.get(f"/taxes?date=2026-11-21&per_page=4{cursor and f'&cursor={cursor}'}").json()
        rows += page["taxes"]
        cursor = page["page_context"]["next_cursor"]
    names = [row["tax_name"] for row in rows]
    assert len(names) == len(set(names)) > 10
    assert {"GST 5%", "GST 18%", "GST 40%", "Exempt"} <= set(names)
    assert not {"GST 12%", "GST 28%"} & set(names)
    before = asha.get("/taxes?date=2025-09-21&per_page=100").json()["taxes"]
    assert {"GST 12%", "GST 28%"} <= {row["tax_name"] for row in before}


def test_percentages_are_written_exactly(asha):
    answer = asha.get("/taxes?per_page=100&date=2026-11-21&fields=tax_name,tax_percentage")
    found = {row["tax_name"]: row["tax_percentage"] for row in answer.json()["taxes"]}
    assert (found["GST 0.25%"], found["GST 18%"], found["Exempt"]) == (0.25, 18, 0)
    assert b'"tax_percentage":0.25' in answer.content


def test_a_tax_is_told_as_of_a_day(asha):
    rows = asha.get("/taxes?date=2025-09-21&per_page=100").json()["taxes"]
    old = next(row for row in rows if row["tax_name"] == "GST 12%")
    assert asha.get(f"/taxes/{old['tax_id']}?date=2025-09-21").json()["tax"] == old
    gone = asha.get(f"/taxes/{old['tax_id']}?date=2025-09-22")
    assert (gone.status_code, gone.json()["error"]) == (422, "rate_not_in_force")


def test_a_rate_of_the_books_own_is_kept_chosen_by_its_code_and_ended(asha):
    own = made(asha, tax_name="মিষ্টি", hsn_prefixes=["1704"], cess_percentage="1.5", cess_per_unit=0.075)
    assert (own["is_editable"], own["rev"], own["cess_percentage"], own["cess_per_unit"]) == (
        True,
        1,
        1.5,
        0.075,
    )
    assert asha.get("/taxes?hsn_or_sac=17041000").json()["taxes"] == [own]
    assert asha.get("/taxes?hsn_or_sac=9999").json()["taxes"] == []
    ended = asha.post(f"/taxes/{own['tax_id']}/end", {"last_day": "2026-12-31"}, If_Match="1").json()["tax"]
    assert (ended["valid_to"], ended["rev"]) == ("2026-12-31", 2)
    assert asha.get("/taxes?hsn_or_sac=1704&date=2027-01-01").json()["taxes"] == []


def test_a_trial_keeps_no_rate(asha):
    assert asha.post("/taxes?dry_run=true", {"tax_name": "GST", "tax_percentage": 5}).status_code == 201
    rows = asha.get("/taxes?per_page=100").json()["taxes"]
    assert not [row for row in rows if row["is_editable"]]


@pytest.mark.parametrize(
    "said",
    [
        {"tax_percentage": 100.5}, {"tax_percentage": -1}, {"tax_percentage": "5,5"}, {"tax_percentage": 5.00001},
        {"tax_percentage": True}, {"hsn_prefixes": ["17x"]}, {"tax_treatment": "free"}, {"valid_from": "soon"},
        {"cess_per_unit": "1e3"}, {"tax_percentage": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_rate_that_cannot_be_read_is_refused(asha, said):
    assert refusal(asha, "/taxes", **{"tax_name": "GST", **said})["error"] == "fields_refused"


def test_staff_see_rates_and_keep_none(shop):
    staff = program_of(shop.member(Role.STAFF), books=[shop.id])
    assert staff.get("/taxes").status_code == 200
    assert staff.post("/taxes", {"tax_name": "GST"}).status_code == 403
    assert worked_out(staff)["total"] == 118


def test_a_bill_is_worked_out_line_by_line(asha):
    tax = made(asha, tax_name="Sweets", hsn_prefixes=["1704"])
    found = worked_out(
        asha, discount_amount=30, gst_treatment="consumer",
        line_items=[
            {"name": "लड्डू", "quantity": 2, "rate": 105, "hsn_or_sac": "170490", "is_inclusive_tax": True},
            {"name": "Tin", "quantity": "1", "rate": "90.00", "tax_percentage": 18},
            {"name": "Milk", "rate": 100, "tax_treatment": "exempt"},
            {"name": "Card", "rate": 1, "tax_id": tax["tax_id"], "discount_percentage": 100},
        ],
    )  # fmt: skip
    assert found["document_form"] == "invoice_cum_bill_of_supply"
    # 30.00 by 210 : 90 : 100 : 0 = 15.75, 6.75, 7.50, 0.00
    assert [line["document_discount"] for line in found["line_items"]] == [15.75, 6.75, 7.5, 0]
    # 194.25 / 1.05 = 185.00, 4.625 → 4.63 twice, so 184.99; 83.25: 7.4925 → 7.49 twice
    assert [line["taxable_amount"] for line in found["line_items"]] == [184.99, 83.25, 92.5, 0]
    assert [line["item_total"] for line in found["line_items"]] == [194.25, 98.23, 92.5, 0]
    assert (found["sub_total"], found["discount_total"], found["tax_total"]) == (401, 31, 24.24)
    assert (found["round_off"], found["total"]) == (0.02, 385)
    assert [(tax["tax_name"], tax["tax_amount"]) for tax in found["taxes"]] == [
        ("cgst", 12.12),
        ("sgst", 12.12),
    ]


def test_amounts_come_with_two_places(asha):
    answer = asha.post("/taxes/calculate", BILL)
    assert b'"total":118.00' in answer.content
    assert json.loads(answer.content)["calculation"]["taxes"][0] == {
        "tax_name": "cgst", "tax_percentage": 9, "taxable_amount": 100, "tax_amount": 9,
    }  # fmt: skip


def test_under_reverse_charge_the_buyers_tax_stands_apart(asha):
    found = worked_out(
        asha, gst_treatment="business_gst", is_reverse_charge_applied=True, place_of_supply="27"
    )
    assert (found["total"], found["tax_total"], found["taxes"]) == (100, 0, [])
    assert [(tax["tax_name"], tax["tax_amount"]) for tax in found["self_assessed_taxes"]] == [("igst", 18)]


def test_the_day_chooses_the_rate(asha):
    rows = asha.get("/taxes?date=2025-09-21&per_page=100").json()["taxes"]
    slab = next(row["tax_id"] for row in rows if row["tax_name"] == "GST 28%")
    lines = [{"rate": 100, "tax_id": slab}]
    assert worked_out(asha, date="2025-09-21", line_items=lines)["total"] == 128
    assert refusal(asha, date="2025-09-22", line_items=lines)["error"] == "rate_not_in_force"


@pytest.mark.parametrize(
    ("said", "error", "reason"),
    [
        ({"line_items": []}, "sum_refused", "lines_missing"),
        ({"source_of_supply": "", "place_of_supply": ""}, "sum_refused", "state_unknown"),
        ({"place_of_supply": "28"}, "sum_refused", "state_unknown"),
        (
            {"supplier_scheme": "composition", "place_of_supply": "27"},
            "sum_refused",
            "composition_inter_state",
        ),
        ({"line_items": [LINE, LINE | {"discount_amount": 200}]}, "sum_refused", "discount_above_price"),
        ({"line_items": [{"rate": 5}]}, "rate_missing", None),
        ({"line_items": [{"rate": 5, "hsn_or_sac": "9999"}]}, "rate_missing", None),
        ({"line_items": [{"rate": -5}]}, "fields_refused", None),
        ({"line_items": [{"quantity": 0.00001, "rate": 5}]}, "fields_refused", None),
        ({"gst_treatment": "friend"}, "fields_refused", None),
        ({"line_items": [LINE] * 1001}, "fields_refused", None),
    ],
    ids=str,
)
def test_a_bill_that_cannot_be_worked_out_says_why(asha, said, error, reason):
    found = refusal(asha, **said)
    assert (found["error"], found.get("reason")) == (error, reason)


def test_a_refused_line_is_named_in_the_readers_words(asha):
    found = refusal(asha, line_items=[LINE, LINE | {"discount_amount": 200}])
    assert found["message"] == "Line 2: The discount is more than the price."
    assert list(found["errors"]) == ["line_items.1"]


@pytest.mark.parametrize(
    "hostile", ["1e400", "Infinity", "-0.1", "9" * 40, "0." + "1" * 40, "", "١٢", " 5", "+5", ".5", "5."]
)
def test_numbers_that_are_none_are_refused_as_text_too(asha, hostile):
    assert refusal(asha, line_items=[LINE | {"quantity": hostile}])["error"] == "fields_refused"


def test_every_reason_has_its_sentence(asha):
    from taxes.arithmetic import TaxFault
    from taxes.refusals import sum_refusal
    from tests.repo.sources import python_files

    source = "".join(path.read_text(encoding="utf-8") for path in python_files("taxes"))
    slugs = {part.split('"')[1] for part in source.split("TaxFault(")[1:] if part.startswith('"')}
    assert len(slugs) > 20
    for slug in slugs:
        said = sum_refusal(TaxFault(slug, line=2, most=1, state="x"))
        assert said.message.startswith("Line 2: ")


@pytest.mark.parametrize("month", ["0000-01", "9999-12", "2026-13", "2026-1", "২০২৬-১১"])
def test_a_month_that_is_none_is_refused_before_the_books_are_asked(asha, month):
    said = {"gst_no": "19AAPFU0939F1ZS", "month": month, "paid_through_account_id": str(uuid7())}
    refused = asha.post("/reverse-charge/payments", said)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["month"])
