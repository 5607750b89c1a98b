"""Settings are read once, at start, so each case is a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from tests.repo.sources import ROOT

CODE = "import json, config.settings as s; print(json.dumps({name: getattr(s, name) for name in %r}, default=str))"


def settings_with(names, **environment) -> dict:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, "-c", CODE % (names,)],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_small_install_works_over_plain_http(tmp_path):
    names = [
        "SESSION_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "DEBUG",
        "SECURE_PROXY_SSL_HEADER",
    ]
    found = settings_with(names, HALKHATA_DATA=str(tmp_path))
    assert found == dict.fromkeys(names[:3], False) | {
        "SECURE_HSTS_SECONDS": 0,
        "DEBUG": False,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_an_https_address_switches_on_all_that_needs_it(tmp_path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    more = ["SECURE_HSTS_SECONDS", "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER"]
    found = settings_with(names + more, HALKHATA_DATA=str(tmp_path), SITE_URL="https://khata.example.com/")
    assert all(found[name] for name in names)
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://khata.example.com"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_a_proxy_nobody_may_claim_to_have_come_by_https(tmp_path):
    address = {"SITE_URL": "https://khata.example.com", "HALKHATA_PROXIES": "0"}
    assert settings_with(["SECURE_PROXY_SSL_HEADER"], HALKHATA_DATA=str(tmp_path), **address) == {
        "SECURE_PROXY_SSL_HEADER": None
    }


@pytest.mark.parametrize(("pool", "expected"), [("0", None), ("3", 3)])
def test_postgresql_gets_a_pool_of_the_size_asked_for(tmp_path, pool, expected):
    url = "postgres://halkhata:secret@127.0.0.1:5432/halkhata"
    found = settings_with(["DATABASES"], HALKHATA_DATA=str(tmp_path), DATABASE_URL=url, HALKHATA_DB_POOL=pool)
    database = found["DATABASES"]["default"]
    assert database["OPTIONS"].get("pool", {}).get("max_size") == expected
    assert database["OPTIONS"]["server_side_binding"] is False
    assert database["ATOMIC_REQUESTS"] is False


def test_redis_is_the_cache_only_when_it_is_named(tmp_path):
    plain = settings_with(["CACHES"], HALKHATA_DATA=str(tmp_path))["CACHES"]["default"]
    assert plain["BACKEND"].endswith("DatabaseCache")
    url = "redis://127.0.0.1:6379/0"
    named = settings_with(["CACHES"], HALKHATA_DATA=str(tmp_path), REDIS_URL=url)["CACHES"]["default"]
    assert named["LOCATION"] == url


def test_postgresql_may_be_reached_over_its_socket(tmp_path):
    url = "postgres://halkhata@%2Fvar%2Frun%2Fpostgresql/halkhata"
    database = settings_with(["DATABASES"], HALKHATA_DATA=str(tmp_path), DATABASE_URL=url)["DATABASES"][
        "default"
    ]
    assert (database["HOST"], database["NAME"]) == ("/var/run/postgresql", "halkhata")
