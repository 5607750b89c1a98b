"""A PostgreSQL of our own for one run of tests: made in a new folder, gone afterwards.

`python -m tests.postgres COMMAND …` runs the command with DATABASE_URL set to an empty database in it.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "halkhata"
APP_USER = "halkhata_app"
"""Pages and workers connect as this one, which owns nothing; the other makes the tables."""
SERVER = "HALKHATA_TEST_SERVER"
"""Names the address of a server that `tests.ready` has started for all processes of a run."""
READY_SECONDS = 60
STARTS_MAX = 3


def binaries() -> Path:
    """The folder with initdb and postgres: the newest one installed."""
    found = shutil.which("initdb")
    installed = [Path(found).parent] if found else []
    installed += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name)
    )
    for folder in installed:
        if (folder / "postgres").exists():
            return folder
    raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_plain_user() -> list[str]:
    """PostgreSQL refuses to run as root. It ends when the process that started it does."""
    if os.getuid():
        return ["setpriv", "--pdeathsig=QUIT"]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=QUIT"]


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server, without a database's name: postgres://user@127.0.0.1:port"""
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    folder = Path(tempfile.mkdtemp(prefix="halkhata-postgres-"))
    if not os.getuid():
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    server = None
    try:
        _init(folder)
        server, url = _start(folder)
        yield url
    finally:
        if server:
            server.terminate()
            server.wait(timeout=180)
        shutil.rmtree(folder, ignore_errors=True)


def _init(folder: Path) -> None:
    command = [*as_plain_user(), str(binaries() / "initdb"), "--auth=trust", f"--username={USER}"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def _start(folder: Path) -> tuple[subprocess.Popen, str]:
    for _ in range(STARTS_MAX):
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": str(folder),
            "max_connections": 200,
            "shared_buffers": "128MB",
            # Kill tests prove durability, so nothing that promises it is switched off.
            "fsync": "on",
            "synchronous_commit": "on",
        }
        command = [*as_plain_user(), str(binaries() / "postgres"), "-D", str(folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (folder / "log").open("ab") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
        url = f"postgres://{USER}@127.0.0.1:{port}"
        if _answers(server, url):
            with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE ROLE {APP_USER} LOGIN")
            return server, url
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def _answers(server: subprocess.Popen, url: str) -> bool:
    end = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(f"{url}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    server.kill()
    server.wait()
    return False


def create_database(url: str, name: str, *, template: str = "template1") -> str:
    """The address of a new database copied from `template`, which nobody may be using."""
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{url}/{name}"


def as_app(url: str) -> str:
    """The address of the same database for the role of pages and workers."""
    return url.replace(f"//{USER}@", f"//{APP_USER}@", 1)


def as_owner_of(url: str) -> str:
    """The address of the same database for the role that made its tables."""
    return url.replace(f"//{APP_USER}@", f"//{USER}@", 1)


def drop_database(url: str, name: str) -> None:
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def main(command: list[str]) -> int:
    with cluster() as url:
        environment = {**os.environ, "HALKHATA_TEST_POSTGRES": url}
        environment["DATABASE_URL"] = create_database(url, "halkhata")
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
