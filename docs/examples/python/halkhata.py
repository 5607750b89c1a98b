"""A small client of Halkhata's API. Python 3.11, nothing else to install."""

import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

TRIES = 5


class Refused(Exception):
    """The site said no. Branch on `error`, show `message`, keep `trace_id`."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('error', '')}: {problem.get('message', '')}")
        self.status, self.problem, self.error = status, problem, problem.get("error", "")


class Halkhata:
    """Calls for one book. `token` is a personal token, or "" before sign_in()."""

    def __init__(self, site: str, *, token: str = "", business_id: str = "") -> None:
        self.root = site.rstrip("/") + "/api/v1"
        self.token, self.refresh_token, self.business_id = token, "", business_id

    def sign_in(self, *, mobile: str, device_id: str, read_code: Callable[[], str]) -> None:
        """By a code to a phone. `read_code` asks the person for it."""
        device = {"mobile": mobile, "device_id": device_id}
        self.call("POST", "/auth/otp/request", body=device)
        self._keep(self.call("POST", "/auth/verify-otp", body={**device, "otp": read_code()}))

    def call(
        self, method: str, path: str, *, body: Any = None, key: str = "", rev: int = 0, **query: Any
    ) -> Any:
        """The JSON of the answer; amounts are Decimal. Raises Refused."""
        return json.loads(
            self.download(path, method=method, body=body, key=key, rev=rev, **query), parse_float=Decimal
        )

    def download(
        self, path: str, *, method: str = "GET", body: Any = None, key: str = "", rev: int = 0, **query: Any
    ) -> bytes:
        """The answer as it came. What can be sent again safely is, a few times."""
        headers = {"Accept": "application/json, */*"}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if rev:
            headers["If-Match"] = str(rev)
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body, default=str).encode(), "application/json"
        address = self.root + path + ("?" + urllib.parse.urlencode(query) if query else "")
        refreshed = False
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(method, address, data, headers)
            except Refused as no:
                if no.error == "token_refused" and self.refresh_token and not refreshed:
                    refreshed = True
                    self._refresh()
                    continue
                if no.status not in (429, 500, 502, 503, 504) and no.error != "key_busy":
                    raise
                if attempt == TRIES:
                    raise
                time.sleep(no.problem.get("retry_after") or 2**attempt * random.uniform(0.5, 1))
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                # Nobody knows whether it was done: the same key makes it safe to ask again.
                if attempt == TRIES:
                    raise
                time.sleep(2**attempt * random.uniform(0.5, 1))
        raise AssertionError("not reached")

    def pages(self, path: str, plural: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        while True:
            said = self.call("GET", path, **query)
            yield from said[plural]
            if not said["page_context"]["has_more_page"]:
                return
            query["cursor"] = said["page_context"]["next_cursor"]

    def pull(self, ledger_id: str, *, entries: dict[str, dict[str, Any]], cursor: str = "0") -> str:
        """Bring `entries` (by id) up to date and give back the cursor to begin with next time.

        An entry that was changed comes again under its id and takes the place of the old one.
        """
        while True:
            said = self.call("GET", f"/ledgers/{ledger_id}/entries", after=cursor, per_page=200)
            for entry in said["entries"]:
                if entry["is_deleted"]:
                    entries.pop(entry["entry_id"], None)
                else:
                    entries[entry["entry_id"]] = entry
            cursor = said["sync_cursor"]
            if not said["page_context"]["has_more_page"]:
                return cursor

    def _once(self, method: str, address: str, data: bytes | None, headers: dict[str, str]) -> bytes:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.business_id:
            own["X-Business-Id"] = self.business_id
        request = urllib.request.Request(address, data=data, method=method, headers={**headers, **own})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as no:
            try:
                problem = json.loads(no.read())
            except ValueError:
                problem = {"error": "", "message": no.reason}
            if no.headers.get("Retry-After", "").isdigit():
                problem["retry_after"] = int(no.headers["Retry-After"])
            raise Refused(no.code, problem) from None

    def _refresh(self) -> None:
        body = json.dumps({"refresh_token": self.refresh_token}).encode()
        address = self.root + "/auth/refresh"
        self._keep(json.loads(self._once("POST", address, body, {"Content-Type": "application/json"})))

    def _keep(self, tokens: dict[str, Any]) -> None:
        """A refresh token works once: a program that stops must find the newest one in its store."""
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        self.business_id = self.business_id or tokens["business_id"] or ""
