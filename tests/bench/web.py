"""Requests a second of a list by the API and of a khata page, beside a plain view on the same server."""

import http.client
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from api.models import Token
from api.operations.tokens import make_token
from tests.bench.books import Book
from tests.bench.report import Row
from tests.bench.slices import paired


def bearer_of(book: Book) -> str:
    """A token that no limit stops."""
    made = make_token(
        user_id=book.shop.asha.user_id, actor=book.shop.asha, name="bench", scopes=["ledger.read"],
        business_ids=[book.shop.id], expires_at=None, now=timezone.now(),
    )  # fmt: skip
    Token.objects.filter(id=made.token_id).update(limit=10_000_000)
    return made.secret


def asker(port: int, path: str, **headers: str) -> Callable[[], object]:
    """One client that keeps its connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> None:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")

    return ask


def measure(book: Book, *, port: int, cookie: str, bearer: str) -> list[Row]:
    session = f"{settings.SESSION_COOKIE_NAME}={cookie}"
    plain = asker(port, f"/plain/{book.hot}/")
    listed = asker(port, f"/api/v1/ledgers/{book.hot}/entries?per_page=50", Authorization=f"Bearer {bearer}")
    page = asker(port, f"/b/{book.shop.id}/parties/{book.hot}/", Cookie=session)
    return [
        beside("HTTP list of 50 by API", listed, plain, least=0.5),
        beside("HTTP khata page of 50", page, plain, least=0.25),
    ]


def beside(work: str, ours: Callable[[], object], plain: Callable[[], object], *, least: float) -> Row:
    found = paired(ours, plain)
    speed = sorted(found.ours)[len(found.ours) // 2]
    return Row(
        work, "SQLite", f"{speed:,.0f}/s", f"{found.ratio:.2f} of a plain view", f"≥ {least:g}",
        found.ratio >= least, found.noise,
    )  # fmt: skip
