"""Files taken along and somebody forgotten, in the day of tests/api/guide/story.py."""

from typing import Any

from core.ids import uuid7


def take(day: Any) -> None:
    """The whole book, the statements of many, all about one person; one of them deleted again."""
    asha, ledger = day.asha, day.ids["ledger_id"]
    asha.post("/exports/book")
    asha.post("/exports/statements", {"who": "all", "form": "zip"})
    asha.post("/exports/statements", {"who": "overdue", "form": "pdf"})
    spare = asha.post(f"/ledgers/{ledger}/export-jobs").json()["job"]["job_id"]
    asha.delete(f"/exports/{spare}")
    asha.get("/exports?per_page=3")


def forget(day: Any) -> None:
    """Somebody asks to be forgotten."""
    asha = day.asha
    made = asha.post("/ledgers", {"party_name": "রমা সেন", "phone": "98300 44444"}).json()["ledger"][
        "ledger_id"
    ]
    asha.post(f"/ledgers/{made}/erase", {"party_name": "রমা"})
    asha.post(f"/ledgers/{made}/erase", {"party_name": "রমা সেন"})
    asha.post(f"/ledgers/{made}/erase", {"party_name": "রমা সেন"})
    said = {"entry_id": str(uuid7()), "direction": "gave", "amount": 20, "note": "শাড়ি"}
    asha.post(f"/ledgers/{made}/entries", said)
