"""More of the day of tests/api/guide/story.py: an estimate becomes a bill, goods come back, and a bill is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from businesses.models import Registration
from core.ids import uuid7
from ledger.models import Party

if TYPE_CHECKING:
    from tests.api.guide.story import Day


KINDS = (
    ("estimates", "estimate"), ("invoices", "invoice"), ("creditnotes", "creditnote"), ("debitnotes", "debitnote"),
    ("deliverychallans", "deliverychallan"),
)  # fmt: skip


def papers(day: Day) -> None:
    asha = day.asha
    customer = str(day.shop.party("रंगोली होटल"))
    tea = {
        "name": "চা পাতা",
        "hsn_or_sac": "0902",
        "quantity": 3,
        "unit": "KGS",
        "rate": 420,
        "tax_percentage": 5,
    }
    said = {"customer_id": customer, "line_items": [tea]}
    godown = {"attention": "ম্যানেজার", "address": "Godown 3, NH 16", "city": "Bhubaneswar", "zip": "751001"}
    asked = {**said, "due_date": "2026-12-15", "shipping_address": godown}
    estimate = asha.post("/estimates", asked).json()["estimate"]["estimate_id"]
    asha.patch(f"/estimates/{estimate}", {"notes": "দাম এক মাস থাকবে"}, If_Match="1")
    asha.post(f"/estimates/{estimate}/approve", {}, If_Match="2")
    asha.post(f"/estimates/{estimate}/status/sent")
    asha.get(f"/estimates/{estimate}/pdf?size=58mm")
    asha.post(f"/estimates/{estimate}/email", {"to_mail_ids": ["rangoli@example.com"]})
    for said_so in ("declined", "accepted"):
        asha.post(f"/estimates/{estimate}/status/{said_so}")
    invoice = asha.post("/invoices", {**said, "estimate_id": estimate}).json()["invoice"]["invoice_id"]
    asha.patch(f"/invoices/{invoice}", {"due_date": "2026-12-21", "reference_number": "PO-31"}, If_Match="1")
    asha.post(f"/invoices/{invoice}/approve", {}, If_Match="2")
    asha.post(f"/invoices/{invoice}/status/sent")
    mail = {"to_mail_ids": ["rangoli@example.com"], "subject": "আপনার বিল", "body": "ধন্যবাদ"}
    asha.post(f"/invoices/{invoice}/email", mail)
    asha.post(f"/invoices/{invoice}/email", {**mail, "to_mail_ids": ["rangoli"]})
    asha.get(f"/invoices/{invoice}/emails")
    asha.post(f"/invoices/{invoice}/link")
    _repeated(asha, invoice)
    asha.get(f"/invoices/{invoice}/link")
    asha.delete(f"/invoices/{invoice}/link")
    asha.delete(f"/invoices/{invoice}/link")
    sold = asha.get(f"/invoices/{invoice}").json()["invoice"]["line_items"][0]["line_item_id"]
    back = {**tea, "quantity": 1, "source_line_item_id": sold}
    returned = {"customer_id": customer, "invoice_id": invoice, "line_items": [back], "reason": "ভেজা প্যাকেট"}
    note = asha.post("/creditnotes", returned).json()["creditnote"]["creditnote_id"]
    asha.patch(f"/creditnotes/{note}", {"reason": "ভেজা প্যাকেট, বদল নয়"}, If_Match="1")
    asha.post(f"/creditnotes/{note}/approve", {}, If_Match="2")
    asha.post(f"/creditnotes/{note}/status/sent")
    asha.post(f"/creditnotes/{note}/email", {"to_mail_ids": ["rangoli@example.com"]})
    asha.post("/creditnotes", {**returned, "line_items": [{**back, "quantity": 3}]})
    asha.post(f"/invoices/{invoice}/status/void", {}, If_Match="4")
    for plural in ("estimates", "invoices", "creditnotes"):
        asha.get(f"/{plural}?per_page=2")
    asha.get(f"/estimates/{estimate}")
    asha.get(f"/creditnotes/{note}")
    asha.post(f"/creditnotes/{note}/status/void", {"reason": "ভুল বিল"}, If_Match="4")
    asha.post(f"/invoices/{invoice}/status/void", {"reason": "ভুল দাম"}, If_Match="4")
    asha.post(f"/estimates/{estimate}/status/void", {"reason": "আর লাগবে না"}, If_Match="8")
    _beside(day, said)
    for plural, name in KINDS:
        draft = asha.post(f"/{plural}", said).json()[name]
        asha.delete(f"/{plural}/{draft[f'{name}_id']}", If_Match="1")
    for wrong in ({"line_items": [{"rate": 5}]}, {"line_items": []}, {"customer_id": str(uuid7())}):
        asha.post("/invoices", {**said, **wrong})
    assert Party.objects.get(id=customer).balance == 0
    from_khata(day)


def _beside(day: Day, said: dict[str, Any]) -> None:
    """A challan, a debit note, and each kind once called off; what the portals take and what they would not."""
    asha = day.asha
    fit_for_portals(day.shop, said["customer_id"])
    for plural, name in KINDS:
        made = f"/{plural}/{asha.post(f'/{plural}', said).json()[name][f'{name}_id']}"
        asha.patch(made, {"reason": "दर कम लिखी थी"}, If_Match="1")
        if name in ("invoice", "creditnote", "debitnote"):
            asha.get(f"{made}/einvoice")
        asha.post(f"{made}/approve", {}, If_Match="2")
        asha.post(f"{made}/status/sent")
        asha.get(made)
        asha.get(f"/{plural}?per_page=2")
        asha.get(f"{made}/pdf?size=58mm")
        if name in ("invoice", "creditnote", "debitnote"):
            asha.get(f"{made}/einvoice")
        if name in ("invoice", "deliverychallan"):
            asha.get(f"{made}/ewaybill")
            asha.get(f"{made}/ewaybill?distance=1980&vehicle_number=WB02AB1234")
        asha.post(f"{made}/status/cancelled", {"reason": "দরকার নেই"}, If_Match="4")
        spare = f"/{plural}/{asha.post(f'/{plural}', said).json()[name][f'{name}_id']}"
        asha.post(f"{spare}/approve", {}, If_Match="1")
        asha.post(f"{spare}/status/void", {}, If_Match="2")
    milk = {
        "item_id": day.ids["batched_item_id"],
        "rate": 60,
        "batch_number": "M-77",
        "tax_percentage": 5,
        "hsn_or_sac": "0401",
    }
    gone = asha.post("/invoices", {**said, "line_items": [milk]}).json()["invoice"]["invoice_id"]
    asha.post(f"/invoices/{gone}/approve", {}, If_Match="1")
    asha.delete(f"/invoices/{gone}", If_Match="1")
    both = {"estimate_id": str(uuid7()), "deliverychallan_id": str(uuid7())}
    asha.post("/invoices", {**said, **both})
    day.shop.business.branches.update(registration=None)


def fit_for_portals(shop: Any, party_id: str) -> None:
    """The shop has a GSTIN and an address, and so has who it sells to."""
    made = Registration.objects.create(
        business_id=shop.id, kind="gstin", number="19AAPFU0939F1ZS", state="19", scheme="regular",
        address="12 College Street, Kolkata 700073",
    )  # fmt: skip
    shop.business.branches.update(registration=made)
    Party.objects.filter(id=party_id).update(
        registration_number="27AAPFU0939F1ZV", address="5 Marine Drive, Mumbai 400002"
    )


def from_khata(day: Day) -> None:
    """Goods given on khata become an invoice, and what is owed stays as it was."""
    asha = day.asha
    customer = str(day.shop.party("শ্যামল ভাতের হোটেল"))
    given = {"direction": "gave", "amount": 1050, "mode": "goods", "note": "চাল ২৫ কেজি"}
    entry = asha.post(f"/ledgers/{customer}/entries", given).json()["entry"]["entry_id"]
    asha.get(f"/ledgers/{customer}/unbilled-entries")
    asked = {"customer_id": customer, "entry_ids": [entry], "tax_percentage": 5}
    invoice = asha.post("/invoices/from-khata", asked).json()["invoice"]["invoice_id"]
    asha.post(f"/invoices/{invoice}/approve", {}, If_Match="1")
    asha.patch(f"/entries/{entry}", {"amount": 900}, If_Match="1")
    asha.post("/invoices/from-khata", asked)
    assert Party.objects.get(id=customer).balance == 1050_00
    asha.post(f"/invoices/{invoice}/status/void", {"reason": "ভুল বিল"}, If_Match="2")
    mixed = {
        "khata_entry_id": entry,
        "rate": 1050,
        "is_inclusive_tax": True,
        "name": "চাল",
        "tax_percentage": 5,
    }
    tea = {"rate": 20, "name": "চা", "tax_percentage": 5}
    asha.post("/invoices", {"customer_id": customer, "line_items": [mixed, tea]})


def _repeated(asha: Any, invoice: str) -> None:
    said = {
        "recurrence_name": "মাসের চা",
        "start_date": "2027-01-31",
        "invoice_id": invoice,
        "creates": "approved",
    }
    made = asha.post("/recurringinvoices", said).json()["recurring_invoice"]["recurring_invoice_id"]
    asha.post("/recurringinvoices", {**said, "start_date": "2020-01-31"})
    asha.patch(f"/recurringinvoices/{made}", {"repeat_every": 2, "uses_item_rates": True}, If_Match="1")
    asha.post(f"/recurringinvoices/{made}/skip", {}, If_Match="2")
    asha.post(f"/recurringinvoices/{made}/status/pause", {}, If_Match="3")
    asha.post(f"/recurringinvoices/{made}/status/resume", {}, If_Match="4")
    asha.post(f"/recurringinvoices/{made}/status/stop", {}, If_Match="5")
    asha.get("/recurringinvoices")
    asha.get(f"/recurringinvoices/{made}")
