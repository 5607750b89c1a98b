"""What each database engine is told, whoever connects."""

from typing import Any
from urllib.parse import unquote

# FULL: power cuts are daily life in a shop. IMMEDIATE: a transaction that reads and then writes
# would otherwise be refused at once, whatever the timeout. secure_delete: what was erased is overwritten.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA secure_delete=ON;",
}

POSTGRESQL_OPTIONS = {"server_side_binding": False}


def with_options(database: dict[str, Any], *, pool: int) -> dict[str, Any]:
    """The DATABASES entry `database` with our options; `pool` connections a process, 0 for no pool."""
    if database["ENGINE"].endswith("sqlite3"):
        return {
            **database,
            "ENGINE": "core.engines.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "ATOMIC_REQUESTS": False,
        }
    host = unquote(database["HOST"])  # a socket's folder, as libpq writes it in an address
    options = {**POSTGRESQL_OPTIONS, **database.get("OPTIONS", {})}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        **database,
        "ENGINE": "core.engines.postgresql",
        "HOST": host,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
