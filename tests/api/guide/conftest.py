import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from tests.api.programs import program_of
from tests.ledger.shops import Shop, open_shop


@dataclass
class Site:
    """A live site with Asha's shop: its address, her token, and the texts that were sent."""

    url: str
    shop: Shop
    token: str
    wait_until: Callable[..., None]
    texts: list[str] = field(default_factory=list)

    def code(self) -> str:
        """The code that was texted, as soon as it is."""
        self.wait_until(lambda: self.texts)
        return re.findall(r"\b\d{6}\b", self.texts[-1])[0]


@pytest.fixture
def site(live_site, monkeypatch, wait_until, settings, tmp_path) -> Site:
    settings.MEDIA_ROOT = tmp_path / "files"
    shop = open_shop(now=timezone.now())
    program = program_of(shop.asha, books=[shop.id], now=timezone.now())
    found = Site(live_site, shop, program.secret, wait_until)
    monkeypatch.setattr(
        "core.messages.sms.ConsoleSender.send", lambda _self, *, to, text: found.texts.append(text)
    )
    monkeypatch.setattr("audit.jobs.queue.ring", lambda _job_id: True)
    return found
