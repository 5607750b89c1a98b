"""The page for developers says what is so, and its receiver works as printed."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from api.webhooks.addresses import Guard, system_resolver
from api.webhooks.events import EVENTS, TEST
from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.endpoints import add_endpoint
from api.webhooks.wire import post
from core.ids import uuid7
from tests.api.webhooks.conftest import read_on
from tests.ledger.shops import open_shop


@pytest.fixture(scope="module")
def page() -> str:
    return (settings.ROOT / "docs/api/webhooks.md").read_text(encoding="utf-8")


def test_every_kind_of_news_is_explained_and_no_other(page):
    table = page.split("| `type` | `data` |")[1].split("\n\n")[0]
    named = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert named == {*EVENTS, TEST}


def test_the_receiver_on_the_page_keeps_what_is_ours_once_and_refuses_the_rest(
    page, live_db, tmp_path, free_port, wait_until
):
    program = tmp_path / "receiver.py"
    program.write_text(re.search(r"```python\n(.*?)```", page, flags=re.DOTALL).group(1), encoding="utf-8")
    guard = Guard(more_ports=frozenset({free_port}), loopback=True, resolve=system_resolver)
    url = f"http://127.0.0.1:{free_port}/"
    shop = open_shop(now=timezone.now())
    made = add_endpoint(
        business_id=shop.id, actor=shop.asha, endpoint_id=uuid7(), url=url, guard=guard, now=timezone.now()
    )
    said = {
        "HALKHATA_WEBHOOK_SECRET": made.secret,
        "RECEIVER_FILE": str(tmp_path / "kept"),
        "RECEIVER_PORT": str(free_port),
    }
    process = subprocess.Popen(
        [sys.executable, program], env={**os.environ, **said}, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: post(url=url, body=b"{}", headers={}, guard=guard).status == 400)
        shop.party("রহিম স্টোর")
        read_on(timezone.now())
        assert deliver(guard=guard, clock=timezone.now, seconds=30) == 1
    finally:
        process.terminate()
        process.wait(timeout=180)
    [(kind, body)] = sqlite3.connect(tmp_path / "kept").execute("SELECT type, body FROM message").fetchall()
    assert kind == "party.created"
    assert "রহিম স্টোর" in body


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
