"""More of the day of tests/api/guide/story.py: a supplier's bill comes with a photo, goods go back, several come at once."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from businesses.models import Registration
from core.ids import uuid7
from ledger.models import Account, Party

if TYPE_CHECKING:
    from tests.api.guide.story import Day


GSTIN = "19AAPFU0939F1ZS"
"""The one that tests/api/guide/story_papers.py gave the shop for a while."""


def photo(colour: str) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    out.seek(0)
    out.name = "bill.jpg"
    return out


def purchases(day: Day) -> None:
    asha = day.asha
    vendor = str(day.shop.party("গঙ্গা ট্রেডার্স", kind="supplier"))
    rice = {
        "name": "चावल",
        "hsn_or_sac": "1006",
        "quantity": 10,
        "unit": "KGS",
        "rate": 62,
        "tax_percentage": 5,
    }
    said = {"vendor_id": vendor, "bill_number": "GT/118", "date": "2026-11-20", "line_items": [rice]}
    bill = asha.post("/bills", said).json()["bill"]["bill_id"]
    asha.patch(f"/bills/{bill}", {"due_date": "2026-12-20"}, If_Match="1")
    asha.post(f"/bills/{bill}/approve", {}, If_Match="2")
    line = asha.get(f"/bills/{bill}").json()["bill"]["line_items"][0]["line_item_id"]
    asha.get("/bills?per_page=2")
    back = {"vendor_id": vendor, "bill_id": bill, "vendor_credit_number": "GT/C9", "reason": "ভেজা বস্তা",
            "line_items": [{**rice, "quantity": 2, "source_line_item_id": line}]}  # fmt: skip
    credit = asha.post("/vendorcredits", back).json()["vendor_credit"]["vendor_credit_id"]
    asha.patch(f"/vendorcredits/{credit}", {"reason": "ভেজা বস্তা, ফেরত"}, If_Match="1")
    asha.post(f"/vendorcredits/{credit}/approve", {}, If_Match="2")
    asha.get("/vendorcredits?per_page=2")
    asha.get(f"/vendorcredits/{credit}")
    asha.post(f"/vendorcredits/{credit}/status/void", {"reason": "ভুল"}, If_Match="3")
    asha.post(f"/bills/{bill}/status/void", {"reason": "ভুল দাম"}, If_Match="3")
    milk = {
        "item_id": day.ids["batched_item_id"],
        "quantity": 6,
        "rate": 52,
        "batch_number": "M-9",
        "expiry_date": "2026-12-20",
    }
    fresh = asha.post("/bills", {**said, "bill_number": "GT/119", "line_items": [milk]}).json()["bill"][
        "bill_id"
    ]
    asha.post(f"/bills/{fresh}/approve", {}, If_Match="1")
    asha.post(f"/bills/{fresh}/status/void", {"reason": "ভুল"}, If_Match="2")
    many = asha.post(
        "/bills/bulk/post", {"bills": [{**said, "bill_number": "GT/120"}, {**said, "bill_number": ""}]}
    )
    posted = many.json()["results"][0]["bill"]["bill_id"]
    asha.post(f"/bills/{posted}/status/void", {"reason": "ভুল"}, If_Match="1")
    other = asha.post("/bills", {**said, "bill_number": "GT/121"}).json()["bill"]["bill_id"]
    asha.post(
        "/bills/bulk/approve", {"bills": [{"bill_id": other, "rev": 1}, {"bill_id": str(uuid7()), "rev": 1}]}
    )
    spare = asha.upload(f"/bills/{other}/attachment", attachment=photo("navy")).json()["document"][
        "document_id"
    ]
    asha.delete(f"/bills/{other}/attachment/{spare}")
    kept = asha.upload(f"/bills/{other}/attachment", attachment=photo("tan")).json()["document"][
        "document_id"
    ]
    asha.get(f"/bills/{other}/attachment")
    asha.get(f"/bills/{other}/attachment/{kept}")
    asha.post(f"/bills/{other}/status/void", {"reason": "ভুল"}, If_Match="5")
    _expenses(day, vendor=vendor)
    _reverse_charge(day)
    for plural, name, fields in (
        ("bills", "bill", said),
        ("vendorcredits", "vendor_credit", {**back, "bill_id": None}),
    ):
        draft = asha.post(f"/{plural}", {**fields, "line_items": [rice]}).json()[name]
        asha.delete(f"/{plural}/{draft[f'{name}_id']}", If_Match="1")
    asha.post("/bills", {**said, "line_items": [{"rate": 5}]})
    assert Party.objects.get(id=vendor).balance == 0


def _accounts(day: Day) -> dict[str, str]:
    """Ids by name."""
    own = Account.objects.filter(business_id=day.shop.id).values_list("name", "id")
    return {name: str(key) for name, key in own}


def _expenses(day: Day, *, vendor: str) -> None:
    """Tea for the staff, and the bill of a repair whose tax is set off."""
    asha, accounts, branches = day.asha, _accounts(day), day.shop.business.branches
    branches.update(registration=Registration.objects.get(business_id=day.shop.id, number=GSTIN))
    tea = {
        "account_id": accounts["Other expenses"], "paid_through_account_id": accounts["Cash"], "amount": 90,
        "description": "চা আর সিঙ্গাড়া", "date": "2026-11-20",
    }  # fmt: skip
    asha.post("/expenses", tea)
    repair = {
        **tea, "vendor_id": vendor, "description": "फ्रिज की मरम्मत", "reference_number": "R/77", "amount": 1180,
        "is_inclusive_tax": True, "tax_percentage": 18, "gst_treatment": "business_gst",
    }  # fmt: skip
    made = asha.post("/expenses", repair).json()["expense"]["expense_id"]
    asha.patch(f"/expenses/{made}", {"notes": "গ্যাস বদলানো"}, If_Match="1")
    asha.get("/expenses?per_page=2")
    asha.get(f"/expenses/{made}")
    kept = asha.upload(f"/expenses/{made}/receipt", receipt=photo("teal")).json()["document"]["document_id"]
    asha.get(f"/expenses/{made}/receipt")
    asha.get(f"/expenses/{made}/receipt/{kept}")
    asha.delete(f"/expenses/{made}/receipt/{kept}")
    asha.post(f"/expenses/{made}/status/void", {"reason": "দুবার লেখা"}, If_Match="4")
    branches.update(registration=None)


def _reverse_charge(day: Day) -> None:
    """A truck on which the shop pays the tax itself: in its own GSTIN, with money, and back again."""
    asha, branches = day.asha, day.shop.business.branches
    branches.update(registration=Registration.objects.get(business_id=day.shop.id, number=GSTIN))
    truck = str(day.shop.party("ভারত ট্রান্সপোর্ট", kind="supplier"))
    said = {
        "vendor_id": truck, "bill_number": "GTA/9", "date": "2026-11-20", "is_reverse_charge_applied": True,
        "line_items": [{"name": "गाड़ी भाड़ा", "rate": 2000, "tax_percentage": 5}],
    }  # fmt: skip
    bill = asha.post("/bills", said).json()["bill"]["bill_id"]
    asha.post(f"/bills/{bill}/approve", {}, If_Match="1")
    asha.get("/reverse-charge")
    accounts = _accounts(day)
    paid = {
        "gst_no": GSTIN, "month": "2026-11", "date": "2026-11-21", "reference_number": "CPIN-26111900",
        "paid_through_account_id": accounts["Bank"],
    }  # fmt: skip
    made = asha.post("/reverse-charge/payments", paid).json()["tax_payment"]["tax_payment_id"]
    asha.post("/reverse-charge/payments", paid)
    asha.get("/reverse-charge/payments")
    asha.get(f"/reverse-charge/payments/{made}")
    asha.post(f"/reverse-charge/payments/{made}/take-back", {}, If_Match="1")
    asha.post(f"/bills/{bill}/status/void", {"reason": "ভুল"}, If_Match="2")
    branches.update(registration=None)
