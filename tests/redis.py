"""A Redis of our own for one run of tests, that keeps nothing."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.postgres import free_port

READY_SECONDS = 20


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a running server."""
    binary = shutil.which("redis-server")
    if not binary:
        raise RuntimeError("Redis is not installed: apt-get install redis-server")
    port = free_port()
    command = ["setpriv", "--pdeathsig=KILL", binary, "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=180)


def _wait_for(server: subprocess.Popen, port: int) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with redis.Redis(port=port) as client:
                client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Redis did not start")
