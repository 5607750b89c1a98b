"""Databases, servers and figures that every folder of tests may ask for.

`db` (pytest-django): rows of one test, rolled back. For anything that commits, threads or starts
processes there are `live_db`, `live_site`, `book_file`, `pg_database` and `engine_url`: each gives a
migrated database of its own, because the seals forbid emptying one.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test.testcases import LiveServerThread
from django.urls import get_resolver
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import engines
from tests.postgres import SERVER, cluster
from tests.ready import TEMPLATE_FILE
from tests.redis import redis_server

pytest_plugins = ["tests.figures"]

# Playwright's loop lives in the thread of the tests, and Django takes any loop for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# On a loaded machine an example is slow now and then; that says nothing about the code.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")

PATIENCE = 180
"""Seconds to wait for what must come: a busy machine is slow, and that says nothing about the code."""
expect.set_options(timeout=PATIENCE * 1_000)

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The whole browser keeps windows nobody sees, and takes half the time of the tests for them."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


# They empty the tables afterwards, which the seals refuse; live_db and live_site do their work.
EMPTYING = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse what would empty tables; mark the long tests; leave out what met both engines already."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if names & EMPTYING or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use live_db or live_site, see docs/develop.md")
        if "scale" in names:
            item.add_marker("soak")
    if "HALKHATA_TEST_POSTGRES" in os.environ:
        twice = [item for item in items if "engine_url" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in twice]


def pytest_collection_finish() -> None:
    """The project and thousands of tests stay in memory to the end: looked through for rings no more, and what
    tests make comes and goes without them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page asked for in Bengali leaves its thread speaking Bengali; the next test begins anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def shut_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page left open goes on working, and asks a server that is gone, beside all later tests."""
    browser = request.getfixturevalue("browser") if "browser" in request.fixturenames else None
    yield
    for context in browser.contexts if isinstance(browser, Browser) else ():
        context.close()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    """`db` begins as a copy of what live_db copies, so that a process migrates once.

    The owner made its tables; the tests come as pages do (PostgreSQL only).
    """
    if "HALKHATA_TEST_POSTGRES" in os.environ:
        template = request.getfixturevalue("postgres_template")
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template
        copied = nullcontext()
    else:
        copied = engines.copied_by_migrate(request.getfixturevalue("template_file"))
    with copied:
        request.getfixturevalue("django_db_setup")
    with engines.app_role():
        yield


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Path:
    if TEMPLATE_FILE in os.environ:
        return Path(os.environ[TEMPLATE_FILE])
    with django_db_blocker.unblock():
        return engines.kept_template_file(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database's name."""
    running = os.environ.get("HALKHATA_TEST_POSTGRES")
    if running:
        yield running
        return
    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, django_db_blocker) -> str:
    """The name of a migrated database; this process's own, unless one was made for all."""
    if SERVER in os.environ:
        return engines.TEMPLATE
    name = f"{engines.TEMPLATE}_{os.getpid()}"
    with django_db_blocker.unblock():
        engines.make_template_database(postgres_server, name=name)
    return name


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def book_file(template_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file of this test's own."""
    return engines.sqlite_copy(template_file, tmp_path)


@pytest.fixture
def pg_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test's own."""
    server = request.getfixturevalue("postgres_server")
    with engines.postgres_copy(server, request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def engine_url(request: pytest.FixtureRequest) -> str:
    """The DATABASE_URL of a fresh migrated database, once on each engine, for tests that start processes."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('book_file')}"
    return request.getfixturevalue("pg_database")


@pytest.fixture
def process_environment(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """The environment of a process of ours on a database's address, with a data folder of its own."""
    return lambda url: engines.process_environment(url, data=tmp_path / "data")


@pytest.fixture
def live_db(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[str]:
    """Django's default database is a fresh one, on the engine of this run; commits and threads are real.

    A thread must close its own connections: `django.db.connections.close_all()`.
    """
    assert "db" not in request.fixturenames, "live_db replaces db"
    on_postgres = "HALKHATA_TEST_POSTGRES" in os.environ
    name = "pg_database" if on_postgres else "book_file"
    found = request.getfixturevalue(name)
    url = found if on_postgres else f"sqlite:///{found}"
    with django_db_blocker.unblock(), engines.default_database(url):
        yield url


@pytest.fixture
def on_engine(engine_url: str, django_db_blocker) -> Iterator[str]:
    """Like `live_db`, but on both engines in one run, for tests that also start processes."""
    with django_db_blocker.unblock(), engines.default_database(engine_url):
        yield engine_url


class QuietThread(LiveServerThread):
    """Serves pages from this process, so that a test can look at the rows behind them."""

    def __init__(self) -> None:
        from django.contrib.staticfiles.handlers import StaticFilesHandler

        super().__init__("localhost", StaticFilesHandler)
        self.daemon = True


@pytest.fixture
def live_site(live_db: str) -> Iterator[str]:
    """The address of the site, served on `live_db`."""
    assert get_resolver().url_patterns  # imports every view now, not while a browser waits for its first page
    thread = QuietThread()
    thread.start()
    thread.is_ready.wait(timeout=PATIENCE)
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    browser.new_context = patient(browser.new_context)
    browser.new_page = patient(browser.new_page)
    return browser


def patient(make: Callable) -> Callable:
    def made(*args: object, **kwargs: object) -> Page | BrowserContext:
        found = make(*args, **kwargs)
        found.set_default_timeout(PATIENCE * 1_000)
        return found

    return made


@pytest.fixture(scope="session")
def scale() -> Callable[..., int]:
    """`scale(20_000)` is the full figure under HALKHATA_FULL=1, a fiftieth of it otherwise, and 1 at least.

    `scale(20_000, part=200)` where a fiftieth would take a minute.
    """
    is_full = os.environ.get("HALKHATA_FULL") == "1"
    return lambda figure, *, part=50: figure if is_full else max(1, figure // part)


@pytest.fixture(scope="session")
def wait_until() -> Callable[..., None]:
    """`wait_until(condition)` returns once `condition()` is true, and fails after `seconds`."""

    def wait(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                pytest.fail(f"still not so after {seconds} s")
            time.sleep(0.02)

    return wait
