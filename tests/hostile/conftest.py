import pytest

from tests.tenancy.books import World, open_world


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    """No broker runs beside the tests."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world(db) -> World:
    world = open_world()
    world.sign_in()
    return world
