import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings

from tests.tenancy.books import World, open_world


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    """No broker runs beside the tests."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="module")
def around_module(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A transaction around those of all tests of a module."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def standing_world(around_module, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Path]]:
    """The books every test of a module begins with, and the folder of their files."""
    files = tmp_path_factory.mktemp("world")
    silent = patch("audit.jobs.queue.ring", lambda job_id: True)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), silent:
        world = open_world()
        world.sign_in()
    with world.watch.listening():
        yield world, files


@pytest.fixture
def world(standing_world, db, settings, tmp_path, monkeypatch) -> World:
    """Both books as they stood, for one test: what it does to them, their files or the browsers is gone after it."""
    standing, files = standing_world
    settings.MEDIA_ROOT = shutil.copytree(files, tmp_path / "files")
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    return standing.copy()
