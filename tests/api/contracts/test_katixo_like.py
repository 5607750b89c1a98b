"""What clients of a Katixo-like API send and expect that is not a matter of its dialect, under /api/v1."""

import re
from uuid import UUID

from tests.api.programs import new_ledger

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_days_instants_amounts_and_ids_are_written_as_promised(asha):
    ledger = new_ledger(asha)
    answer = asha.post(
        f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": "1250.5", "date": "2026-11-20"}
    )
    entry = answer.json()["entry"]
    assert (entry["date"], UUID(entry["entry_id"]).version) == ("2026-11-20", 7)
    assert UTC.fullmatch(entry["created_time"])
    assert b'"amount":1250.50' in answer.content


def test_faults_are_told_field_by_field(asha):
    problem = asha.post(f"/ledgers/{new_ledger(asha)}/entries", {"direction": "lent", "amount": 1.005}).json()
    assert set(problem["errors"]) == {"direction", "amount"}
    assert all(isinstance(text, str) for texts in problem["errors"].values() for text in texts)


def test_a_statement_is_data_and_files(asha):
    ledger = new_ledger(asha)
    asha.post(f"/ledgers/{ledger}/entries", {"direction": "gave", "amount": 4200, "date": "2026-11-02"})
    said = asha.get(f"/ledgers/{ledger}/statement?from=2026-11-01&to=2026-11-30").json()["statement"]
    assert (said["opening_balance"], said["closing_balance"], said["balance_side"]) == (0, -4200, "will_get")
    kinds = {"pdf": b"%PDF", "xlsx": b"PK", "csv": "\ufeff".encode()}
    for kind, start in kinds.items():
        file = asha.get(f"/ledgers/{ledger}/statement.{kind}?from=2026-11-01&to=2026-11-30")
        assert file.status_code == 200
        assert file.content.startswith(start), kind
        assert "attachment" in file["Content-Disposition"]


def test_who_may_what_goes_by_role(asha, shop):
    from tests.api.programs import staff_of

    staff = staff_of(shop)
    assert staff.get("/ledgers").status_code == 200
    assert staff.get(f"/businesses/{shop.id}/totals").json()["error"] == "role_not_allowed"
    assert asha.get(f"/businesses/{shop.id}/totals").status_code == 200
