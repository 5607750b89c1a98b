"""One command serves everything, and everything ends with it."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.postgres import free_port


@pytest.fixture
def serve(book_file, process_environment, tmp_path):
    started = []

    def start(*arguments: str) -> tuple[subprocess.Popen, Path]:
        log = tmp_path / "serve.log"
        command = [sys.executable, "manage.py", "serve", *arguments]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                env=process_environment(f"sqlite:///{book_file}"),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process, log

    yield start
    for process in started:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        return urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).status == 200
    except OSError:
        return False


def processes_of(log: Path) -> dict[str, int]:
    words = [line.split() for line in log.read_text().splitlines() if " started (pid=" in line]
    return {line[3]: int(line[-1].removeprefix("(pid=").removesuffix(")")) for line in words}


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").exists() and bool(Path(f"/proc/{pid}/cmdline").read_bytes())


def test_pages_and_worker_start_and_end_together(serve, wait_until):
    port = free_port()
    process, log = serve("--port", str(port))
    wait_until(lambda: answers(port))
    wait_until(lambda: len(processes_of(log)) == 2)
    children = processes_of(log)
    assert f"http://localhost:{port}/" in log.read_text()
    assert "Your sign-in code will be printed here." in log.read_text()
    started = time.monotonic()
    process.terminate()
    assert process.wait(timeout=180) == 0
    assert time.monotonic() - started < 10
    assert not any(is_alive(pid) for pid in children.values())


@pytest.mark.parametrize("victim", ["worker", "web"])
def test_a_child_that_dies_ends_the_whole_with_its_code(serve, wait_until, victim):
    port = free_port()
    process, log = serve("--port", str(port))
    wait_until(lambda: answers(port) and len(processes_of(log)) == 2)
    subprocess.run(
        ["kill", "-TERM" if victim == "web" else "-KILL", str(processes_of(log)[victim])], check=True
    )
    assert process.wait(timeout=180) == (1 if victim == "web" else 128 + signal.SIGKILL)


def test_children_do_not_outlive_a_killed_serve(serve, wait_until):
    port = free_port()
    process, log = serve("--port", str(port))
    wait_until(lambda: answers(port) and len(processes_of(log)) == 2)
    process.kill()
    process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in processes_of(log).values()))


def test_a_port_in_use_is_refused_with_a_sentence(serve):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process, log = serve("--port", str(taken.getsockname()[1]))
        assert process.wait(timeout=180) == 1
    assert "Address already in use. Try --port" in log.read_text()
    assert "Traceback" not in log.read_text()


def test_a_database_that_was_not_migrated_is_refused_with_a_sentence(serve, book_file):
    book_file.write_bytes(b"")
    process, log = serve("--port", str(free_port()))
    assert process.wait(timeout=180) == 1
    assert "Run `manage.py migrate` first." in log.read_text()
