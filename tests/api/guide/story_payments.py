"""More of the day of tests/api/guide/story.py: money comes and goes, for what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.guide.story import Day


def payments(day: Day) -> None:
    asha = day.asha
    who = asha.post("/contacts", {"contact_name": "করিম ট্রেডার্স"}).json()["contact"]["contact_id"]
    gave = {"direction": "gave", "amount": 1180, "mode": "goods"}
    entry = asha.post(f"/ledgers/{who}/entries", gave).json()["entry"]["entry_id"]
    line = {"invoice_id": entry, "amount_applied": 980, "tax_amount_withheld": 100}
    money = {"customer_id": who, "payment_mode": "banktransfer", "amount": 980, "tds_section": "194J"}
    made = asha.post(
        "/customerpayments", {**money, "invoices": [line], "reference_number": "UTR 4410"}
    ).json()
    payment = made["payment"]["payment_id"]
    asha.post("/customerpayments", {**money, "amount": 600, "keep_advance": False})
    asha.post("/customerpayments", {**money, "invoices": [{**line, "amount_applied": 5000}]})
    asha.get("/customerpayments?per_page=2")
    asha.patch(f"/customerpayments/{payment}", {"payment_mode": "upi", "amount": 500}, If_Match="1")
    asha.get(f"/customerpayments/{payment}")
    asha.delete(f"/customerpayments/{payment}", If_Match="2")
    seller = asha.post("/contacts", {"contact_name": "পাইকার", "contact_type": "vendor"}).json()
    seller_id = seller["contact"]["contact_id"]
    got = {"direction": "got", "amount": 5000, "mode": "goods"}
    bill = asha.post(f"/ledgers/{seller_id}/entries", got).json()["entry"]["entry_id"]
    money = {"vendor_id": seller_id, "payment_mode": "check", "amount": 2000, "cheque_date": "2026-12-05"}
    asha.post("/vendorpayments", money)
    paid = asha.post("/vendorpayments", {"vendor_id": seller_id, "payment_mode": "cash", "amount": 1000,
                                         "bills": [{"bill_id": bill, "amount_applied": 1000}]}).json()  # fmt: skip
    paid_id = day.ids["payment_id"] = paid["payment"]["payment_id"]
    asha.get("/vendorpayments?per_page=2")
    asha.patch(f"/vendorpayments/{paid_id}", {"payment_mode": "cash", "amount": 800}, If_Match="1")
    asha.get(f"/vendorpayments/{paid_id}")
    asha.delete(f"/vendorpayments/{paid_id}", If_Match="2")
