"""`bin/bench`: the speeds of docs/performance.md, measured and written there.

bin/bench                 books of 10,000 and 100,000 entries
bin/bench --full          and of 1,000,000
bin/bench --sizes 2000    to try the bench itself (nothing is written)
"""

import argparse
import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection

from ledger.models.journal import Entry
from ledger.queries.khata import khata_page
from ledger.queries.pages import cursor_of
from ledger.queries.parties import party_page
from ledger.queries.trial_balance import trial_balance
from tests import engines
from tests.bench import pages, posting, references
from tests.bench.books import Book, build, day_of
from tests.bench.report import Row, write_report
from tests.bench.slices import ROUNDS, milliseconds, paired, rate
from tests.ledger.shops import TODAY, open_shop
from tests.postgres import cluster, create_database

CLIENTS = 8
CLIENT_SECONDS = 4.0
SETTLING_ENTRIES = 300


@contextmanager
def engine(name: str, folder: Path) -> Iterator[str]:
    """A migrated database of the bench's own; Django's default while it is open."""
    if name == "SQLite":
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        engines.migrate(url)
        with engines.default_database(url):
            yield url
        return
    with cluster() as server:
        url = create_database(server, "bench")
        engines.migrate(url)
        references.make_tables(url)
        with engines.default_database(url):
            yield url


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def at_least(work: str, engine: str, *, found: float, beside: float, of: str, least: float) -> Row:
    """A rate beside another rate."""
    part = found / beside
    return Row(work, engine, f"{found:,.0f}/s", f"{part:.2f} of {of}", f"≥ {least:g}", part >= least)


def measure_posting(
    name: str, url: str, *, folder: Path, postgres_rate: float | None
) -> tuple[list[Row], float]:
    """W1: one client, eight on books of their own, eight on one book. The rate of one client goes along."""
    shops = [open_shop(name=f"Posting {number}") for number in range(CLIENTS)]
    parties = [[shop.party(f"Party {number}") for number in range(20)] for shop in shops]
    ours = posting.poster(shops[0].id, shops[0].asha.user_id, parties[0])
    if name == "PostgreSQL":
        _let_it_settle(ours)
    found = paired(ours, references.poster(url)) if name == "PostgreSQL" else None
    one = statistics.median(found.ours if found else [rate(ours) for _ in range(ROUNDS)])
    environment = engines.process_environment(url, data=folder / "data")
    words = [
        [str(shop.id), str(shop.asha.user_id), *map(str, own)]
        for shop, own in zip(shops, parties, strict=True)
    ]
    own = posting.clients(words, environment=environment, seconds=CLIENT_SECONDS)
    hot = posting.clients([words[0]] * CLIENTS, environment=environment, seconds=CLIENT_SECONDS)
    if found:
        raw = Row(
            "W1 one client", name, f"{one:,.0f}/s", f"{found.ratio:.2f} of raw psycopg", "≥ 0.30",
            found.ratio >= 0.30, found.noise,
        )  # fmt: skip
        eight = [("own books", own, 0.9), ("one book", hot, 0.35)]
        return [raw] + [
            at_least(f"W1 8 clients, {what}", name, found=speed, beside=one, of="one client", least=least)
            for what, speed, least in eight
        ], one
    of = "our PostgreSQL, no error"
    return [
        at_least(f"W1 {what}", name, found=speed, beside=postgres_rate or speed, of=of, least=1)
        for what, speed in [
            ("one process", one),
            ("8 processes, own books", own),
            ("8 processes, one book", hot),
        ]
    ], one


def _let_it_settle(post: Callable[[], object]) -> None:
    """What PostgreSQL does by itself within a minute of a table's first rows: until then it plans for empty ones."""
    for _ in range(SETTLING_ENTRIES):
        post()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure_reads(name: str, book: Book) -> dict[str, tuple[float, float]]:
    """Milliseconds of ours and of the reference, by kind of work."""
    book_id = references.hex_or_id(connection, book.shop.id)
    hot = references.hex_or_id(connection, book.hot)
    middle = day_of(book.entries // 2, entries=book.entries)
    deep = cursor_of(middle.isoformat(), 10**9)
    day = middle.isoformat()
    works = {
        "W2 1,000 party balances": (
            lambda: all_balances(book),
            "SELECT id, name, balance FROM ledger_party WHERE business_id = %s ORDER BY balance DESC",
            [book_id],
        ),
        "W3 newest 50 lines": (
            lambda: khata_page(book.shop.id, book.hot, limit=50),
            "SELECT id, day, pos, direction, amount, note FROM ledger_document WHERE party_id = %s AND state = 'posted'"
            " ORDER BY day DESC, pos DESC LIMIT 50",
            [hot],
        ),
        "W3 deep page of 50": (
            lambda: khata_page(book.shop.id, book.hot, before=deep, limit=50),
            "SELECT id, day, pos, direction, amount, note FROM ledger_document WHERE party_id = %s AND state = 'posted'"
            " AND day <= %s ORDER BY day DESC, pos DESC LIMIT 50",
            [hot, day],
        ),
        "W4 trial balance": (
            lambda: trial_balance(book.shop.id, until=TODAY),
            "SELECT account_id, SUM(debit), SUM(credit) FROM ledger_accountmonth WHERE business_id = %s GROUP BY account_id",
            [book_id],
        ),
    }
    found = {}
    for what, (ours, sql, values) in works.items():
        rates = paired(ours, references.plain(connection, sql, values))
        found[what] = (milliseconds(rates.ours), milliseconds(rates.reference))
    return found


def all_balances(book: Book) -> int:
    """Every party of the book with its balance, sorted by who owes, as a list page gives them."""
    return len(party_page(book.shop.id, today=TODAY, sort="amount", limit=1_000).rows)


LIMITS = {
    "W2 1,000 party balances": (6.0, 1.3),
    "W3 newest 50 lines": (4.0, 1.5),
    "W3 deep page of 50": (8.0, 1.5),
}
TRIAL_LIMITS = {10_000: 10.0, 100_000: 25.0, 1_000_000: 40.0}


def read_rows(name: str, by_size: dict[int, dict[str, tuple[float, float]]]) -> list[Row]:
    rows = []
    sizes = sorted(by_size)
    for what in by_size[sizes[0]]:
        for size in sizes:
            ms, reference = by_size[size][what]
            limit = LIMITS[what][0] if what in LIMITS else TRIAL_LIMITS.get(size, 40.0)
            rows.append(
                Row(
                    f"{what}, {size:,} entries",
                    name,
                    f"{ms:.2f} ms",
                    f"raw SQL {reference:.2f} ms",
                    f"≤ {limit:g} ms",
                    ms <= limit,
                )
            )
        if what in LIMITS and len(sizes) > 1:
            growth = by_size[sizes[-1]][what][0] / by_size[sizes[0]][what][0]
            limit = LIMITS[what][1]
            rows.append(
                Row(
                    f"{what}, growth",
                    name,
                    f"{growth:.2f} ×",
                    f"{sizes[0]:,} to {sizes[-1]:,}",
                    f"≤ {limit} ×",
                    growth <= limit,
                )
            )
    return rows


def measure(
    name: str, sizes: list[int], *, folder: Path, postgres_rate: float | None
) -> tuple[list[Row], float]:
    with engine(name, folder) as url:
        rows, one = measure_posting(name, url, folder=folder, postgres_rate=postgres_rate)
        by_size: dict[int, dict[str, tuple[float, float]]] = {}
        before = peak_mb()
        for size in sizes:
            book = build(size)
            raw = (
                references.copy_rows(url, entries=min(size, 100_000))
                if name == "PostgreSQL"
                else references.insert_many(str(folder / f"raw-{size}.sqlite3"), entries=min(size, 100_000))
            )
            ours, limit = size / book.seconds, min(size, 100_000) / raw
            rows.append(
                Row(
                    f"W5 import of {size:,}",
                    name,
                    f"{ours:,.0f}/s, peak {peak_mb():.0f} MB",
                    f"{ours / limit:.2f} of raw {limit:,.0f}/s",
                    "≥ 0.4",
                    ours / limit >= 0.4,
                )
            )
            by_size[size] = measure_reads(name, book)
        rows += read_rows(name, by_size)
        grown = peak_mb() - before
        rows.append(
            Row(
                "W5 memory over all sizes",
                name,
                f"+{grown:.0f} MB",
                f"from {before:.0f} MB",
                "≤ +50 MB",
                grown <= 50,
            )
        )
        assert Entry.objects.exists()
    return rows, one


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="a book of a million entries too")
    parser.add_argument("--sizes", help="sizes of the books, with commas; nothing is written then")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")] if options.sizes else [10_000, 100_000]
    if options.full:
        sizes.append(1_000_000)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="halkhata-bench-") as name:
        folder = Path(name)
        rows, postgres_rate = measure("PostgreSQL", sizes, folder=folder, postgres_rate=None)
        more, _ = measure("SQLite", sizes, folder=folder, postgres_rate=postgres_rate)
        rows += more
        rows += pages.measure(
            folder,
            parties=10_000 if not options.sizes else 100,
            entries=200_000 if not options.sizes else 500,
        )
    write_report(
        rows, seconds=time.perf_counter() - began, machine=platform.platform(), is_kept=not options.sizes
    )


if __name__ == "__main__":
    main()
