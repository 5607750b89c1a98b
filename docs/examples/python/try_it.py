"""A day with the client: list, write, pull, statement, Excel, and what was done offline.

HALKHATA_SITE=http://localhost:8000 HALKHATA_TOKEN=hk_pat_… python3 try_it.py
"""

import datetime
import os
import time
import uuid
from pathlib import Path

from halkhata import Halkhata

book = Halkhata(os.environ["HALKHATA_SITE"], token=os.environ.get("HALKHATA_TOKEN", ""))
if not book.token:
    mobile = os.environ["HALKHATA_MOBILE"]
    book.sign_in(mobile=mobile, device_id="try-it-python", read_code=lambda: input("Code: ").strip())
businesses = list(book.pages("/businesses", "businesses"))
if not businesses:
    new = {"kind": "shop", "name": "আশা স্টোর্স", "country": "IN"}
    businesses = [book.call("POST", "/businesses", body=new)["business"]]
book.business_id = book.business_id or businesses[0]["business_id"]

# 1. Khatas, page by page. Below zero they owe us.
for ledger in book.pages("/ledgers", "ledgers", per_page=2, sort="name"):
    print("khata:", ledger["party_name"], ledger["balance"], ledger["balance_side"])

# 2. A party and an entry. The same key sent twice: one entry.
ledger_id = book.call("POST", "/ledgers", body={"party_name": "রহিম স্টোর (python)"})["ledger"]["ledger_id"]
key, sale = str(uuid.uuid4()), {"direction": "gave", "amount": "500.00", "note": "চাল"}
first = book.call("POST", f"/ledgers/{ledger_id}/entries", body=sale, key=key)["entry"]
again = book.call("POST", f"/ledgers/{ledger_id}/entries", body=sale, key=key)["entry"]
print("entry:", first["entry_id"], first["balance"], "again:", again["entry_id"] == first["entry_id"])

# 3. What was done offline: ids and times of our own, sent later, each answered by itself.
offline = {
    "kind": "entry", "verb": "create", "mutation_id": str(uuid.uuid4()), "entry_id": str(uuid.uuid4()),
    "ledger_id": ledger_id, "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    "direction": "got", "amount": "120.50", "mode": "upi", "date": time.strftime("%Y-%m-%d"), "due_date": None,
    "note": "offline",
}  # fmt: skip
for _ in range(2):
    print("pushed:", book.call("POST", "/sync/push", body={"mutations": [offline]})["results"][0]["state"])

# 4. Pull the entries: rows replace what we hold under their id, so nothing counts twice.
entries: dict[str, dict] = {}
cursor = book.pull(ledger_id, entries=entries)
book.call("PATCH", f"/entries/{first['entry_id']}", body={"amount": "450.00"}, rev=first["rev"])
cursor = book.pull(ledger_id, entries=entries, cursor=cursor)
balance = sum(entry["amount"] * (1 if entry["direction"] == "got" else -1) for entry in entries.values())
print("pulled:", len(entries), "balance:", balance)

# 5. The statement as data and as an Excel file.
statement = book.call("GET", f"/ledgers/{ledger_id}/statement")["statement"]
size = Path("statement.xlsx").write_bytes(book.download(f"/ledgers/{ledger_id}/statement.xlsx"))
print("statement:", statement["closing_balance"], statement["balance_side"], size > 0)
