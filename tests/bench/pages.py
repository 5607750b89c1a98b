"""p95 of the pages a shopkeeper waits for, from the real server, on a large SQLite book."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx
from django.conf import settings
from django.test import Client

from businesses.models import User
from tests import engines
from tests.bench import web
from tests.bench.books import Book, build
from tests.bench.report import Row
from tests.postgres import free_port

ROUNDS = 60
LIMIT_MS = 150.0


def measure(folder: Path, *, parties: int, entries: int) -> list[Row]:
    url = f"sqlite:///{folder / 'pages.sqlite3'}"
    engines.migrate(url)
    with engines.default_database(url):
        book = build(entries, parties=parties)
        cookie = session_of(book)
        environment = {
            **engines.process_environment(url, data=folder / "pages-data"),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        return ask(book, cookie=cookie, bearer=web.bearer_of(book), environment=environment)


def session_of(book: Book) -> str:
    client = Client()
    client.force_login(User.objects.get(id=book.shop.asha.user_id))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask(book: Book, *, cookie: str, bearer: str, environment: dict[str, str]) -> list[Row]:
    port = free_port()
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--workers", "2", "--port", str(port),
         "--log-level", "warning", "config.wsgi:application"],
        env=environment, cwd=settings.ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", cookies={settings.SESSION_COOKIE_NAME: cookie}
        ) as client:
            wait_for(client)
            rows = [row(client, what, path) for what, path in paths(book)]
            return [*web.measure(book, port=port, cookie=cookie, bearer=bearer), *rows]
    finally:
        server.terminate()
        server.wait(timeout=30)


def paths(book: Book) -> list[tuple[str, str]]:
    base = f"/b/{book.shop.id}"
    return [
        ("party list of 50", f"{base}/khata/"),
        ("party list, search", f"{base}/khata/?q=party+77"),
        ("party list, overdue", f"{base}/khata/?show=overdue"),
        ("khata page of 50", f"{base}/parties/{book.hot}/"),
        ("statement of this year", f"{base}/parties/{book.hot}/statement/"),
    ]


def wait_for(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/livez").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def row(client: httpx.Client, what: str, path: str) -> Row:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - began) * 1_000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    p95 = statistics.quantiles(times, n=20)[-1]
    return Row(
        f"p95 of a page: {what}", "SQLite", f"{p95:.0f} ms", f"median {statistics.median(times):.0f} ms",
        f"≤ {LIMIT_MS:g} ms", p95 <= LIMIT_MS,
    )  # fmt: skip
