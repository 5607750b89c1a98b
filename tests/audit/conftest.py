"""Books and people for jobs, and a broker in a folder of the test's own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from celery import current_app

from audit.jobs.bell import ring
from tests.audit import kinds  # noqa: F401 registers the kinds
from tests.businesses.conftest import as_person, book, cast  # noqa: F401

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def use_broker(**conf) -> None:
    """Point this process's Celery at another broker, with nothing kept from the last one."""
    current_app.conf.update(conf)
    current_app._pool = None
    current_app.amqp._producer_pool = None
    ring.__self__.silent_until = 0.0


@pytest.fixture
def broker_settings():
    names = ("broker_url", "broker_transport", "broker_transport_options")
    kept = {name: current_app.conf[name] for name in names}
    yield kept
    use_broker(**kept)


@pytest.fixture(autouse=True)
def broker_folder(broker_settings: dict, tmp_path: Path) -> Path:
    """Where bells of this test lie, one file each. The same place a process started by the test reads."""
    folder = tmp_path / "data" / "broker"
    places = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder)}
    use_broker(broker_transport_options=broker_settings["broker_transport_options"] | places)
    return folder


def bells(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.msg")]
