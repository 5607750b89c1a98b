from pathlib import Path

import pytest

from tests.ledger.shops import Shop, open_shop


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    """No broker runs beside the tests: they run each job themselves."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Path:
    """The data folder of an installation of this test's own."""
    settings.DATA = tmp_path / "installation"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.MEDIA_ROOT.mkdir()
    settings.BACKUPS = str(settings.DATA / "backups")
    return settings.DATA


@pytest.fixture
def shop(db) -> Shop:
    """Asha's shop, rolled back after the test."""
    return open_shop()


@pytest.fixture
def live_shop(live_db) -> Shop:
    """The same in a database of its own, with real commits."""
    return open_shop()
