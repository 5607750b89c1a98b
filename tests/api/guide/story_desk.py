"""The accountant's part of the story: accounts, vouchers, the sheet of opening balances."""

from typing import Any


def desk(day: Any) -> None:
    asha = day.asha
    chart = {
        one["account_code"]: one["account_id"]
        for one in asha.get("/accounts?per_page=100").json()["accounts"]
    }
    said = {"account_code": "5910", "account_name": "चाय और मेहमान", "account_type": "expense"}
    made = asha.post("/accounts", said).json()["account"]["account_id"]
    asha.patch(f"/accounts/{made}", {"account_name": "चाय, पानी और मेहमान"}, If_Match="1")
    lines = [
        {
            "account_id": chart["1100"],
            "debit_or_credit": "debit",
            "amount": 500,
            "ledger_id": day.ids["ledger_id"],
        },
        {"account_id": chart["4900"], "debit_or_credit": "credit", "amount": "500.00"},
    ]
    voucher = asha.post("/vouchers", {"notes": "देर का ब्याज", "line_items": lines}).json()["voucher"][
        "voucher_id"
    ]
    day.ids["voucher_id"] = voucher
    asha.patch(f"/vouchers/{voucher}", {"notes": "देर का ब्याज, अक्टूबर"}, If_Match="1")
    asha.post(f"/vouchers/{voucher}/undo", If_Match="2")
    asha.delete(f"/vouchers/{voucher}", If_Match="3")
    asha.post(f"/vouchers/{voucher}/restore", If_Match="4")
    asha.get(f"/vouchers/{voucher}")
    contra = [
        {"account_id": chart["1010"], "debit_or_credit": "debit", "amount": 2000},
        {"account_id": chart["1000"], "debit_or_credit": "credit", "amount": 2000},
    ]
    asha.post("/vouchers", {"kind": "contra", "line_items": contra})
    opened = {"date": "2026-04-01", "line_items": [contra[0]]}
    asha.post("/opening-balances", opened, If_Match="0")
    asha.post("/opening-balances", opened | {"accept_difference": True}, If_Match="0")
    asha.get("/opening-balances")
    refused(day, chart)


def refused(day: Any, chart: dict[str, str]) -> None:
    """What a voucher and an account are refused for, each in one way."""
    asha = day.asha

    def line(code: str, side: str, amount: int, **more: Any) -> dict[str, Any]:
        return {"account_id": chart[code], "debit_or_credit": side, "amount": amount, **more}

    party = {"ledger_id": day.ids["ledger_id"]}
    for lines in (
        [line("5900", "debit", 500), line("1000", "credit", 450)],
        [line("5900", "debit", 500)],
        [line("1100", "debit", 500), line("1000", "credit", 500)],
        [line("5900", "debit", 500, **party), line("1000", "credit", 500)],
        [line("1100", "debit", 500, **party), line("2100", "credit", 500, **party)],
    ):
        asha.post("/vouchers", {"line_items": lines})
    contra = [line("5900", "debit", 500), line("1000", "credit", 500)]
    asha.post("/vouchers", {"kind": "contra", "line_items": contra})
    said = {"account_code": "1000", "account_name": "गल्ला", "account_type": "cash"}
    asha.post("/accounts", said)
    asha.post("/accounts", said | {"account_code": "10 00"})
    asha.post("/accounts", said | {"account_code": "1001", "account_name": " "})
    wrong = {"account_code": "5911", "account_type": "expense", "parent_account_id": chart["1000"]}
    asha.post("/accounts", said | wrong)
    asha.patch(f"/accounts/{chart['1000']}", {"is_active": False}, If_Match="1")
    used = said | {"account_code": "1002", "account_name": "दूसरा गल्ला"}
    made = asha.post("/accounts", used).json()["account"]["account_id"]
    chart["1002"] = made
    asha.post("/vouchers", {"line_items": [line("1002", "debit", 5), line("1000", "credit", 5)]})
    asha.patch(f"/accounts/{made}", {"is_active": False}, If_Match="1")
    spare = asha.post("/accounts", used | {"account_code": "1003"}).json()["account"]["account_id"]
    chart["1003"] = spare
    asha.patch(f"/accounts/{spare}", {"is_active": False}, If_Match="1")
    asha.post("/vouchers", {"line_items": [line("1003", "debit", 5), line("1000", "credit", 5)]})
    sheet = {"date": "2026-04-01", "line_items": [line("1100", "debit", 5)], "accept_difference": True}
    rev = asha.get("/opening-balances").json()["opening_balances"]["rev"]
    asha.post("/opening-balances", sheet, If_Match=str(rev))
    khata = asha.get(f"/ledgers/{day.ids['ledger_id']}/entries").json()["entries"]
    entry = next(one for one in khata if one["kind"] == "voucher_line")
    asha.patch(f"/entries/{entry['entry_id']}", {"amount": 7}, If_Match=str(entry["rev"]))
