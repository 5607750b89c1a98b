"""The rent houses of a book as CSV files: houses, units, tenants, dues, payments, costs and the rent roll of a year.

HALKHATA_SITE=http://localhost:8000 HALKHATA_TOKEN=hk_pat_… python3 rent_houses.py 2026 folder

The token needs the scope property.read; costs and the roll are shown to people who may see totals. With a token of
several books HALKHATA_BOOK says which.
"""

import csv
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from halkhata import Halkhata

Rows = Iterable[dict[str, Any]]


def main(year: str, folder: Path) -> None:
    site, token = os.environ["HALKHATA_SITE"], os.environ["HALKHATA_TOKEN"]
    book = Halkhata(site, token=token, business_id=os.environ.get("HALKHATA_BOOK", ""))
    folder.mkdir(parents=True, exist_ok=True)
    houses = list(book.pages("/properties", "properties", per_page=200))
    keep(folder / "properties.csv", houses)
    keep(folder / "units.csv", book.pages("/units", "units", per_page=200))
    keep(folder / "tenants.csv", of_each(book, houses, "tenants", status="all"))
    keep(folder / "dues.csv", without(book.pages("/dues", "dues", per_page=200), "working"))
    keep(folder / "payments.csv", without(of_each(book, houses, "payments"), "dues"))
    keep(folder / "expenses.csv", of_each(book, houses, "expenses"))
    roll = list(book.pages("/rent-roll", "rent_roll", year=year, per_page=200))
    keep(folder / "rent_roll.csv", [one_line(row) for row in roll])
    asked, unpaid = sum(row["asked"] for row in roll), sum(row["unpaid"] for row in roll)
    print(f"{len(houses)} houses, {len(roll)} units on the roll of {year}: {asked} asked, {unpaid} unpaid")


def of_each(book: Halkhata, houses: Rows, plural: str, **query: Any) -> Rows:
    """A list of each house, with the house's name in front."""
    for house in houses:
        for row in book.pages(f"/properties/{house['property_id']}/{plural}", plural, per_page=200, **query):
            yield {"house": house["property_name"], **row}


def without(rows: Rows, name: str) -> Rows:
    """What has rows of its own is left to programs that keep more than a table."""
    return ({key: value for key, value in row.items() if key != name} for row in rows)


def one_line(row: dict[str, Any]) -> dict[str, Any]:
    months = {cell["month"][:7]: cell["letter"] for cell in row["months"]}
    return {"house": row["property_name"], "unit": row["unit_name"], "tenants": row["tenants"], **months,
            "asked": row["asked"], "unpaid": row["unpaid"]}  # fmt: skip


def keep(path: Path, rows: Rows) -> None:
    found = list(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(found[0]) if found else ["nothing"])
        out.writeheader()
        out.writerows({key: safe(value) for key, value in row.items()} for row in found)


def safe(value: Any) -> Any:
    """A name that begins like a formula stays a name in a spreadsheet."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
