"""The programs of docs/examples, run as a developer runs them, against a live site."""

import csv
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from api.webhooks.addresses import Guard, system_resolver
from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.endpoints import add_endpoint
from core.ids import uuid7
from core.periods import fiscal_year
from ledger.queries.parties import party_page
from rentals.queries.houses import lease_rows
from tests.api.programs import program_of
from tests.api.webhooks.conftest import read_on
from tests.rentals.houses import open_rent_book

EXAMPLES = settings.ROOT / "docs/examples"
LANGUAGES = ("python", "node", "go")


@pytest.fixture(scope="module")
def go_program(tmp_path_factory) -> Path:
    """The Go examples, built once. Every one of them is one program."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("no Go toolchain on this machine")
    folder = tmp_path_factory.mktemp("go")
    program, home = folder / "halkhata", os.environ.get("HOME", str(folder))
    subprocess.run(
        [go, "build", "-o", program, "."], cwd=EXAMPLES / "go", check=True, timeout=600,
        env={**os.environ, "HOME": home, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"},
    )  # fmt: skip
    return program


@pytest.fixture(params=LANGUAGES)
def command(request):
    """How a language's program is started: `command("try_it")`, `command("receiver", port)`."""
    language = request.param
    if language == "go":
        program = request.getfixturevalue("go_program")
        return lambda name, *more: [program, *(["receive", *more] if name == "receiver" else [])]
    if language == "node":
        node = shutil.which("node")
        if node is None:
            pytest.skip("no Node on this machine")
        return lambda name, *more: [node, EXAMPLES / "node" / f"{name}.mjs", *more]
    return lambda name, *more: [sys.executable, EXAMPLES / "python" / f"{name}.py", *more]


def start(args, folder, **said):
    return subprocess.Popen(
        [str(one) for one in args], cwd=folder, env={**os.environ, "PYTHONUNBUFFERED": "1", **said}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def balances(business_id) -> dict[str, int]:
    return {
        row.name: row.balance for row in party_page(business_id, today=timezone.now().date(), limit=50).rows
    }


def test_a_day_with_the_client_leaves_the_book_as_it_says(site, command, tmp_path):
    for name in ("আনোয়ারা", "Bilal Traders", "चाँद स्टोर"):
        site.shop.record(site.shop.party(name), "gave", 10_00)
    process = start(command("try_it"), tmp_path, HALKHATA_SITE=site.url, HALKHATA_TOKEN=site.token)
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    lines = out.splitlines()
    assert [line for line in lines if line.startswith("khata:")] == [
        f"khata: {name} -10.00 will_get" for name in sorted_as_listed(site)
    ]
    assert [line for line in lines if line.startswith("pushed:")] == ["pushed: applied", "pushed: duplicate"]
    assert "pulled: 2 balance: -329.50" in lines
    assert lines[-1].lower() == "statement: -329.50 will_get true"
    assert any(line.startswith("entry:") and line.lower().endswith("again: true") for line in lines)
    found = balances(site.shop.id)
    assert [balance for name, balance in found.items() if name.startswith("রহিম স্টোর")] == [329_50]
    assert (tmp_path / "statement.xlsx").read_bytes()[:2] == b"PK"


def sorted_as_listed(site) -> list[str]:
    page = party_page(site.shop.id, today=timezone.now().date(), sort="name", limit=50)
    return [row.name for row in page.rows if not row.name.startswith("রহিম স্টোর")]


def test_a_new_person_signs_in_with_a_code_and_opens_a_book(site, command, tmp_path):
    process = start(command("try_it"), tmp_path, HALKHATA_SITE=site.url, HALKHATA_MOBILE="+919830077777")
    try:
        process.stdin.write(site.code() + "\n")
        process.stdin.flush()
        out, err = process.communicate(timeout=180)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "pulled: 2 balance: -329.50" in out


def test_the_rent_houses_of_a_book_are_written_out(live_site, tmp_path):
    now = timezone.now()
    book, today = open_rent_book(now=now), now.date()
    lease = book.home(start=today.replace(day=1), name="=Imran")
    book.ask(today)
    book.pay(lease, 4000, day=today)
    book.spend(lease_rows(book.id)[0].house_id, 700, day=today)
    token = program_of(book.asha, books=[book.id], scopes=["property.read"], now=now).secret
    year = fiscal_year(today, starts_month=book.business.year_starts_month).start.year
    command = [sys.executable, EXAMPLES / "python/rent_houses.py", year, "out"]
    process = start(command, tmp_path, HALKHATA_SITE=live_site, HALKHATA_TOKEN=token)
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    assert out == f"1 houses, 1 units on the roll of {year}: 9000.00 asked, 5000.00 unpaid\n"

    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((tmp_path / f"out/{name}.csv").open(encoding="utf-8-sig")))

    assert [row["party_name"] for row in table("tenants")] == ["'=Imran"]
    assert [row["amount"] for row in table("payments")] == ["4000.00"]
    assert [row["amount"] for row in table("expenses")] == ["700.00"]
    assert [row["unpaid"] for row in table("dues")] == ["5000.00"]
    assert table("rent_roll")[0][f"{today:%Y-%m}"] in {"H", "O"}


def test_a_receiver_takes_what_is_ours_once_and_refuses_the_rest(live_db, command, tmp_path, wait_until):
    from tests.ledger.shops import open_shop

    port = free_port()
    guard = Guard(more_ports=frozenset({port}), loopback=True, resolve=system_resolver)
    shop = open_shop(now=timezone.now())
    url, now = f"http://127.0.0.1:{port}/", timezone.now()
    made = add_endpoint(
        business_id=shop.id, actor=shop.asha, endpoint_id=uuid7(), url=url, guard=guard, now=now, events=["party.created"]
    )  # fmt: skip
    process = start(command("receiver", str(port)), tmp_path, WEBHOOK_SECRET=made.secret)
    try:
        wait_until(lambda: sent(url) == 400)
        shop.party("রহিম স্টোর")
        read_on(timezone.now())
        assert deliver(guard=guard, clock=timezone.now, seconds=30) == 1
    finally:
        process.terminate()
        out, _err = process.communicate(timeout=180)
    lines = out.splitlines()
    assert lines[0] == "refused"
    received = [line for line in lines if line.startswith("received: party.created")]
    assert len(received) == 1
    assert "রহিম স্টোর" in received[0]


def sent(url: str) -> int:
    """What a message that nobody signed is answered; 0 while nobody listens."""
    request = urllib.request.Request(url, data=b"{}", headers={"webhook-id": "1", "webhook-timestamp": "1"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as no:
        return no.code
    except OSError:
        return 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
