"""More of the day of tests/api/guide/story.py: money comes and goes, for what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from businesses.models import Registration

if TYPE_CHECKING:
    from tests.api.guide.story import Day


GSTIN = "19AAPFU0939F1ZS"


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
    _ahead(day)


def _ahead(day: Day) -> None:
    """A hall is paid ahead, used for the wedding, and the rest goes back."""
    asha, branches = day.asha, day.shop.business.branches
    branches.update(registration=Registration.objects.get(business_id=day.shop.id, number=GSTIN))
    who = str(day.shop.party("মৌসুমি সেন"))
    money = {
        "customer_id": who, "payment_mode": "upi", "amount": 11800, "date": "2026-11-21", "is_advance_payment": True,
        "tax_percentage": 18, "hsn_or_sac": "998596", "product_description": "বিয়ের সাজ",
    }  # fmt: skip
    taken = asha.post("/customerpayments", money).json()["payment"]["payment_id"]
    asha.get(f"/customerpayments/{taken}/voucher")
    asha.patch(f"/customerpayments/{taken}", {"payment_mode": "cash", "amount": 500}, If_Match="1")
    line = {"name": "বিয়ের সাজ", "rate": 6000, "tax_percentage": 18, "hsn_or_sac": "998596"}
    said = {"customer_id": who, "date": "2026-11-21", "line_items": [line]}
    bill = asha.post("/invoices", said).json()["invoice"]["invoice_id"]
    asha.post(f"/invoices/{bill}/approve", {}, If_Match="1")
    asha.get(f"/invoices/{bill}/advances")
    asha.delete(f"/invoices/{bill}/advances/{taken}")
    asha.post(f"/invoices/{bill}/advances", {"payment_id": taken, "amount_applied": 9000})
    asha.post(f"/invoices/{bill}/advances", {"payment_id": taken, "amount_applied": 5900})
    asha.post(f"/invoices/{bill}/advances", {"payment_id": taken, "amount_applied": 100})
    asha.post(f"/customerpayments/{taken}/refunds", {"amount": 5900, "refund_mode": "banktransfer"})
    branches.update(registration=None)
