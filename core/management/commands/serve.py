"""`manage.py serve`: web server, worker and beat under one command, with one log and one end."""

import ctypes
import os
import shlex
import signal
import socket
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from honcho.manager import Manager
from honcho.process import Popen, Process

WEB_WORKERS = 2
WEB_THREADS = 4
JOB_THREADS = 2
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Serves the pages and runs the background work until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="", help="the address to listen on (HALKHATA_LISTEN)")

    def handle(self, *_args: Any, port: int, host: str, **_options: Any) -> None:
        host = host or settings.LISTEN
        refuse_unsafe_settings()
        refuse_taken_address(host, port)
        refuse_unready_database()
        manager = Manager()
        manager._process_ctor = TiedProcess  # noqa: SLF001 honcho's own seam, without a public name
        for name, command in commands(host=host, port=port).items():
            manager.add_process(name, "exec " + shlex.join(command), env=environment(name))
        self.stdout.write(welcome(host=host, port=port))
        self.stdout.flush()
        manager.loop()
        sys.exit(exit_code(manager.returncode))


class TiedProcess(Process):
    """A child that ends with `serve`, even when that is killed: else it would hold the port."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._child_ctor = partial(Popen, preexec_fn=partial(end_with_parent, signal.SIGTERM))

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        end_with_parent(signal.SIGKILL)
        super().run(events, ignore_signals)


def end_with_parent(how: int) -> None:
    """Ask Linux to send this process a signal when its parent is gone; elsewhere nothing is done."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)


def refuse_unsafe_settings() -> None:
    """Load what the web processes will load: it refuses settings that must not meet the public."""
    try:
        import_string(settings.WSGI_APPLICATION)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None


def refuse_taken_address(host: str, port: int) -> None:
    if not 0 < port < 65_536:
        raise CommandError(f"{port} is not a port. Use --port with a number from 1 to 65535.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Can't listen on {host} port {port}: {error.strerror}. Try --port {port + 1}."
        ) from None


def refuse_unready_database() -> None:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError(f"Can't open the database: {error}") from None
    finally:
        connection.close()
    if missing:
        raise CommandError("The database is not up to date. Run `manage.py migrate` first.")


def commands(*, host: str, port: int) -> dict[str, list[str]]:
    """The processes by name. With Redis there may be several workers, so the beat stands alone."""
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--log-level", "warning"]
    web += ["--workers-kill-timeout", "3"]
    # In a container root is the only user, and Celery's long warning would bury the welcome.
    # The checks load every page; this command has made them.
    celery = [
        sys.executable,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--quiet",
        "--skip-checks",
        "-A",
        "config",
    ]
    work = [
        *celery,
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        str(JOB_THREADS),
        "--loglevel",
        "WARNING",
    ]
    work += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    processes = {"web": [*web, "config.wsgi:application"], "worker": work}
    if settings.REDIS_URL:
        processes["beat"] = [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]
    return processes


def environment(name: str) -> dict[str, str]:
    beats = name == "worker" and not settings.REDIS_URL
    return os.environ | {"PYTHONUNBUFFERED": "1", "HALKHATA_BEAT": "1" if beats else "0"}


def welcome(*, host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    data = Path(settings.DATA)
    return (
        f"\n  Halkhata is at http://{shown}:{port}/\n"
        "  Sign in with your phone number. Your sign-in code will be printed here.\n"
        f"  Everything is kept in {data}. Stop with Ctrl+C.\n"
    )


def exit_code(returncode: int | None) -> int:
    """0 when asked to stop; 128 + n when signal n ended a child; never 0 when a child just left."""
    if returncode in {130, 143}:
        return 0
    if returncode is None or returncode == 0:
        return 1
    return returncode if returncode > 0 else 128 - returncode
