"""Made-up calls, half of them broken, as an owner and as staff: nothing breaks, no answer leaves its description."""

import sys
from importlib.util import module_from_spec, spec_from_file_location

import hypothesis
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import Phase
from hypothesis import strategies as st

from api.kit.caller import hash_of
from api.models import Token
from businesses.roles import Role
from tests.api.fuzz import fuzz, nothing_read_from_modules
from tests.tenancy.books import open_world
from tests.tenancy.test_programs import THINGS, program

pytestmark = pytest.mark.both_engines
ROLES = {Role.OWNER: 20261121, Role.STAFF: 20261122}
"""Each with the seed of its calls."""


@pytest.fixture
def alone(monkeypatch, settings, tmp_path):
    """No broker beside the tests, and a folder of their own for files."""
    monkeypatch.setattr("audit.jobs.queue.ring", lambda job_id: True)
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def app():
    application = get_wsgi_application()
    return lambda environ, start: application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)


@pytest.mark.parametrize("role", ROLES)
def test_no_call_breaks_us_or_is_answered_otherwise_than_described(live_db, alone, app, scale, figure, role):
    world = open_world()
    caller = program(world.own, role)
    spare = Token.objects.get(secret_hash=hash_of(program(world.own, role).secret))
    Token.objects.update(limit=1_000_000)
    known = {name: [str(fill(world.own))] for name, fill in THINGS.items()}
    known |= {"token_id": [str(spare.pk)], "rev": ["1", "2"]}
    half = (role == Role.STAFF) ^ (connection.vendor == "postgresql")
    told = fuzz(
        app,
        secret=caller.secret,
        calls=scale(20_000, part=100) // 2,
        seed=ROLES[role],
        known=known,
        half=half,
    )
    figure(f"made-up calls by {role}", told.calls, f"{len(told.faults)} faults; {told.said()}")
    assert told.faults == {}
    assert told.statuses[200] > told.calls / 20


def _drawn() -> list[int | str]:
    drawn = []

    @hypothesis.seed(5)
    @hypothesis.settings(max_examples=300, database=None, phases=[Phase.generate])
    @hypothesis.given(st.integers() | st.text())
    def draw(value: int | str) -> None:
        drawn.append(value)

    with nothing_read_from_modules():
        draw()
    return drawn


def test_a_seed_makes_up_the_same_whatever_modules_are_loaded(monkeypatch, tmp_path):
    first = _drawn()
    path = tmp_path / "numbers_of_ours.py"
    path.write_text(f"NUMBERS = {[*range(70_000, 70_900)]}")
    found = spec_from_file_location("numbers_of_ours", path)
    module = module_from_spec(found)
    found.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "numbers_of_ours", module)
    assert _drawn() == first
