import pytest

from tests.ledger.shops import Shop, open_shop


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    """No broker runs beside the tests: they run each job themselves."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def shop(db) -> Shop:
    """Asha's shop, rolled back after the test."""
    return open_shop()
