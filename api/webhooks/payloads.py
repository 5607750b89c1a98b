"""The body of a message: {"id", "type", "business_id", "seq", "occurred_at", "data"}, with the API's names.

Amounts are JSON numbers with two decimals, made from minor units without a float; days are YYYY-MM-DD and
instants UTC. `data` is null when the person it was about has been erased.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.kit.amounts import number
from api.kit.quantities import count
from api.kit.texts import to_json
from api.webhooks.events import TEST


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the trail with what its subject held afterwards (None when that was erased)."""

    business_id: uuid.UUID
    seq: int
    at: datetime.datetime
    verb: str
    subject_kind: str
    subject_id: uuid.UUID
    rev: int
    contents: dict[str, Any] | None


def body_of(*, message_id: uuid.UUID, happening: Happening) -> str:
    """The message as the text that is signed and sent."""
    return to_json(
        {
            "id": message_id,
            "type": happening.verb,
            "business_id": happening.business_id,
            "seq": happening.seq,
            "occurred_at": happening.at,
            "data": _data(happening),
        }
    ).decode()


def body_of_test(*, message_id: uuid.UUID, business_id: uuid.UUID, now: datetime.datetime) -> str:
    said = {
        "id": message_id, "type": TEST, "business_id": business_id, "seq": None,
        "occurred_at": now, "data": {"message": "Halkhata"},
    }  # fmt: skip
    return to_json(said).decode()


def _data(happening: Happening) -> dict[str, Any] | None:
    if happening.contents is None:
        return None
    return _SHAPES[happening.subject_kind](happening, happening.contents)


def _entry(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "entry_id": happening.subject_id,
        "ledger_id": held["party"],
        "kind": held["kind"],
        "direction": held["direction"],
        "amount": number(held["amount"]),
        "mode": held["mode"],
        "date": held["day"],
        "due_date": held["due_on"],
        "note": held["note"],
        "has_attachment": held["photos"] > 0,
        "branch_id": held.get("branch"),
        "state": held["state"],
        "rev": happening.rev,
    }


def _party(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    # A party that went out with its import left only name, phone and kind behind.
    limit = held.get("credit_limit")
    return {
        "ledger_id": happening.subject_id,
        "party_name": held["name"],
        "type": held["kind"],
        "phone": held["phone"],
        "address": held.get("address", ""),
        "registration_number": held.get("registration_number", ""),
        "language": held.get("language", ""),
        "credit_limit": None if limit is None else number(limit),
        "merged_into": held.get("merged_into"),
        "rev": happening.rev,
    }


def _import(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {"import_id": happening.subject_id, "file_name": held["file"], "counts": held["counts"]}


def _item(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """A change of the parts alone holds nothing else."""
    price = held.get("sale_price")
    return {
        "item_id": happening.subject_id,
        "name": held.get("name", ""),
        "sku": held.get("sku", ""),
        "rate": None if price is None else number(price),
        "is_active": held.get("is_active", True),
        "rev": happening.rev,
    }


def _stock(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """What an act moved; of one that only changed what goods cost, the difference."""
    moved = [
        {"item_id": one["item"], "quantity": count(one["quantity"]), "value": number(one["value"])}
        for one in held.get("items", ())
    ]
    return {
        "inventory_document_id": happening.subject_id,
        "transaction_type": held.get("kind", ""),
        "date": held["day"],
        "document_id": held.get("document"),
        "reverses": held.get("reverses"),
        "items": moved,
        "difference": number(held.get("difference", 0)),
    }


def _alert(_happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    level, batch = held.get("low_level"), held.get("batch")
    return {
        "item_id": held["item"],
        "name": held["name"],
        "stock_on_hand": count(held["on_hand"]),
        "reorder_level": None if level is None else count(level),
        "batch_number": batch,
        "expiry_date": held.get("expires_on"),
    }


_PAPER_IDS = {
    "estimate": "estimate_id",
    "invoice": "invoice_id",
    "credit_note": "creditnote_id",
    "debit_note": "debitnote_id",
    "challan": "deliverychallan_id",
    "bill": "bill_id",
    "vendor_credit": "vendor_credit_id",
    "expense": "expense_id",
}
_BOUGHT = ("bill", "vendor_credit", "expense")


def _paper(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    kind = happening.subject_kind
    return {
        _PAPER_IDS[kind]: happening.subject_id,
        "document_type": kind,
        "number": held["number"],
        "status": held["status"],
        "vendor_id" if happening.subject_kind in _BOUGHT else "customer_id": held["party"],
        "date": held["day"],
        "due_date": held["due_on"],
        "reference_number": held["reference"],
        "place_of_supply": held["place"],
        "gst_treatment": held["treatment"],
        "taxable_total": number(held["value"]),
        "tax_total": number(held["tax"]),
        "total": number(held["amount"]),
        "rev": happening.rev,
    }


def _recurring(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "recurring_invoice_id": happening.subject_id,
        "recurrence_name": held["name"],
        "customer_id": held["party"],
        "status": "active" if held["state"] == "running" else held["state"],
        "recurrence_frequency": held["frequency"],
        "repeat_every": held["every"],
        "start_date": held["starts_on"],
        "end_date": held["ends_on"],
        "next_invoice_date": held["next_on"],
        "total": number(held["amount"]),
        "error": held["error"],
        "rev": happening.rev,
    }


def _due(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "due_id": happening.subject_id,
        "lease_id": held["lease"],
        "entry_id": held["entry"],
        "kind": held["kind"],
        "label": held["label"],
        "period": held["period"],
        "due_date": held["due_on"],
        "amount": number(held["amount"]),
        "gst_case": held.get("gst", ""),
        **{head: number(held.get(head, 0)) for head in ("cgst", "sgst", "igst")},
    }


def _rent_payment(_happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """`amount` of money came, and `tax_amount_withheld` was kept back. `balance` has the sign of the API: below 0 the
    tenant still owes."""
    withheld = held.get("withheld", 0)
    return {
        "entry_id": held["entry"],
        "lease_id": held["lease"],
        "ledger_id": held["tenant"],
        "property_id": held["property"],
        "date": held["day"],
        "mode": held["mode"],
        "amount": number(held["amount"] - withheld),
        "tax_amount_withheld": number(withheld),
        "tds_section": held.get("section", ""),
        "balance": number(-held["balance"]),
    }


def _claim(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """No money yet: `entry_id` is the payment once the landlord has confirmed it."""
    return {
        "claim_id": happening.subject_id,
        "lease_id": held["lease"],
        "due_id": held.get("due"),
        "amount": number(held["amount"]),
        "tax_amount_withheld": number(held.get("tax_kept", 0)),
        "date": held["day"],
        "mode": held["mode"],
        "status": held["state"],
        "answer": held.get("answer", ""),
        "entry_id": held["entry"],
        "rev": happening.rev,
    }


def _word(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """What was written stays between the two; the news says that something was."""
    return {
        "message_id": happening.subject_id,
        "lease_id": held["lease"],
        "kind": held["kind"],
        "status": held["state"],
        "has_photo": bool(held.get("has_photo")),
        "rev": happening.rev,
    }


def _reading(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """`amount` was asked for of who lives there; 0 where nothing was used."""
    return {
        "reading_id": happening.subject_id,
        "meter_id": held["meter"],
        "due_id": held.get("due"),
        "date": held["day"],
        "reading": count(held["value"]),
        "used": count(held["quantity"]),
        "amount": number(held.get("amount", 0)),
    }


def _lease(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    """What moving out came to stands on a lease that ended alone."""
    settled: dict[str, Any] = {
        name: number(held[name]) for name in ("to_return", "still_owed") if name in held
    }
    return {
        "lease_id": happening.subject_id,
        "unit_id": held["unit"],
        "ledger_id": held["tenant"],
        "start_date": held["starts_on"],
        "end_date": held["ends_on"],
        "rent": number(held["rent"]),
        "has_ended": held["has_ended"],
        "rev": happening.rev,
        **settled,
    }


def _payment(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "payment_id": happening.subject_id,
        "ledger_id": held["party"],
        "side": held["side"],
        "is_refund": held["is_refund"],
        "status": held["status"],
        "payment_number": held["number"],
        "payment_mode": held["payment_mode"],
        "date": held["day"],
        "amount": number(held["paid"]),
        "tax_amount_withheld": number(held["withheld"]),
        "write_off_amount": number(held["written_off"]),
        "reference_number": held["reference"],
        "rev": happening.rev,
    }


def _advance(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "payment_id": held["payment"],
        "invoice_id": held["paper"],
        "voucher_number": held["voucher"],
        "invoice_number": held["number"],
        "date": held["day"],
        "amount_applied": number(held["amount"]),
        "tax_total": number(held["amount"] - held["value"]),
    }


def _tax_payment(happening: Happening, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "tax_payment_id": happening.subject_id,
        "gst_no": held["registration"],
        "month": held["month"][:7],
        "date": held["day"],
        "total": number(held["amount"]),
        "credit_total": number(sum(held["credits"].values())),
        "reference_number": held["reference"],
        "rev": happening.rev,
    }


_SHAPES: dict[str, Callable[[Happening, dict[str, Any]], dict[str, Any]]] = {
    "entry": _entry,
    "party": _party,
    "import": _import,
    "item": _item,
    "stock": _stock,
    "stock_alert": _alert,
    "payment": _payment,
    "advance": _advance,
    "tax_payment": _tax_payment,
    **dict.fromkeys(_PAPER_IDS, _paper),
    "recurring_invoice": _recurring,
    "due": _due,
    "rent_payment": _rent_payment,
    "lease": _lease,
    "rent_claim": _claim,
    "tenant_word": _word,
    "meter_reading": _reading,
}
