"""Every curl of the documents does what the text around it says, sent as it is printed."""

import json
import os
import re
import shlex
import subprocess

import pytest
from django.conf import settings as project

from businesses.models import User
from tests.api.guide.story import MAIL, PASSWORD
from tests.businesses.second_factor.conftest import phone_of

BLOCK = re.compile(r"```sh\n(.*?)```", flags=re.DOTALL)
PAGES = ("start", "auth", "lists", "retries")


def curls(page: str) -> list[str]:
    return BLOCK.findall((project.ROOT / "docs/api" / f"{page}.md").read_text(encoding="utf-8"))


def test_every_page_with_curls_is_tried():
    found = {path.stem for path in (project.ROOT / "docs/api").glob("*.md") if curls(path.stem)}
    assert found == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_the_curls_of_a_page_work(site, settings, tmp_path, page):
    settings.WEBHOOK_LOOPBACK, settings.WEBHOOK_PORTS = True, [9000]
    known = variables(site)
    for command in curls(page):
        if "$OTP" in command:
            known["OTP"] = site.code()
        if "$SECOND" in command:
            known |= asked_for_a_second(site, curls(page)[0], known, folder=tmp_path)
        status, said = run(command, known, folder=tmp_path)
        assert 200 <= status < 300 or status == 304, (command, said)
        known |= learned(said, known)


def variables(site) -> dict[str, str]:
    """What a reader of the middle pages has kept from the pages before."""
    ledger = site.shop.party("রহিম স্টোর")
    entry = site.shop.record(ledger, "gave", 4_200_00)
    user = User.objects.get(id=site.shop.asha.user_id)
    user.email = MAIL
    user.set_password(PASSWORD)
    user.save()
    return {
        "SITE": site.url, "TOKEN": site.token, "BOOK": str(site.shop.id), "LEDGER": str(ledger),
        "ENTRY": str(entry.document_id), "REV": "1", "ETAG": "none",
    }  # fmt: skip


def asked_for_a_second(site, sign_in: str, known: dict[str, str], *, folder) -> dict[str, str]:
    """She has turned on a second factor, and signs in again."""
    phone = phone_of(User.objects.get(id=site.shop.asha.user_id))
    status, said = run(sign_in, known, folder=folder)
    assert (status, said["error"]) == (403, "second_factor_needed")
    return {"SECOND": said["second_factor_token"], "CODE": phone.code()}


def run(command: str, known: dict[str, str], *, folder) -> tuple[int, dict]:
    body, head = folder / "body", folder / "head"
    more = shlex.join(["--silent", "--max-time", "60", "--output", str(body), "--dump-header", str(head), "--write-out", "%{http_code}"])  # fmt: skip
    script = f'set -u; curl() {{ command curl {more} "$@"; }}\n{command}'
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, **known}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    etag = re.search(r"^etag: (.*?)\r?$", head.read_text(), flags=re.MULTILINE | re.IGNORECASE)
    text = body.read_text(encoding="utf-8") if body.exists() else ""
    body.unlink(missing_ok=True)
    return int(done.stdout[-3:]), {"etag": etag[1] if etag else "", **(json.loads(text) if text else {})}


def learned(said: dict, known: dict[str, str]) -> dict[str, str]:
    """What the text tells the reader to keep."""
    found = {
        "TOKEN": said.get("access_token"), "REFRESH": said.get("refresh_token"), "ETAG": said.get("etag"),
        "BOOK": said.get("business_id") or said.get("business", {}).get("business_id"),
        "LEDGER": said.get("ledger", {}).get("ledger_id"), "ENTRY": said.get("entry", {}).get("entry_id"),
        "REV": said.get("entry", {}).get("rev"),
    }  # fmt: skip
    return {name: str(value) for name, value in found.items() if value}
