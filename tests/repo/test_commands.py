"""The commands of bin/, as a person would type them."""

import os
import signal
import subprocess

import httpx
import pytest

from tests.postgres import free_port
from tests.repo.sources import ROOT

STEADY = {
    "HALKHATA_PYTHON",
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "HALKHATA_DATA",
    "SITE_URL",
    "ALLOWED_HOSTS",
}


def environment() -> dict[str, str]:
    """What a new login has: none of our variables, and none of the tests'."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in STEADY and name != "DJANGO_SETTINGS_MODULE"
    }


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_serve_needs_nothing_and_keeps_everything_in_its_folder(tmp_path, wait_until):
    port, output = free_port(), tmp_path / "output"
    address = f"http://localhost:{port}"
    command = [ROOT / "bin" / "serve", "--port", str(port), "--data", "my data"]
    with output.open("wb") as file:
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment(), stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        wait_until(lambda: server.poll() is not None or answers(f"{address}/readyz"), seconds=600)
        assert server.poll() is None, output.read_text()
        page = httpx.get(address, follow_redirects=True, timeout=60)
        assert (page.status_code, page.url.path) == (200, "/sign-in/")
        assert "Content-Security-Policy" in page.headers
        assert f"Halkhata is at {address}" in output.read_text()
        assert httpx.get(address, headers={"Host": "evil.example"}, timeout=60).status_code == 400
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=180)
    assert code == 0
    kept = tmp_path / "my data"
    assert {"halkhata.sqlite3", "secret-key"} <= {path.name for path in kept.iterdir()}
    assert not {path.name for path in kept.rglob("*") if path.stat().st_mode & 0o077}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "many"], "--port needs a number from 1 to 65535."),
        (["--port", "70000"], "--port needs a number from 1 to 65535."),
        (["--port"], "--port needs a number."),
        (["--data"], "--data needs a folder."),
        (["--fast"], "bin/serve does not know --fast."),
    ],
)
def test_serve_says_what_it_does_not_understand(arguments, sentence):
    done = subprocess.run(
        [ROOT / "bin" / "serve", *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == sentence


def test_a_python_that_is_too_old_is_named():
    done = subprocess.run(
        [ROOT / "bin" / "setup"],
        env=environment() | {"HALKHATA_PYTHON": "/bin/false"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "HALKHATA_PYTHON=/bin/false is not Python 3.11 or newer." in done.stderr
