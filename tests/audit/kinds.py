"""Kinds of jobs for tests. A worker process loads them with `--include tests.audit.kinds`."""

import time

from django.db import connection, transaction

from audit.jobs import JobDelayed, job_kind
from core.refusals import Refusal
from tests.engines import as_owner
from tests.postgres import APP_USER

STEPS = 5


class NoRoom(Refusal):
    slug = "no_room"


def make_steps_table() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE step (job_id varchar(32), step int, PRIMARY KEY (job_id, step))")
        if connection.vendor == "postgresql":
            cursor.execute(f"GRANT ALL ON step TO {APP_USER}")


def steps_of_all() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT job_id, step FROM step ORDER BY job_id, step")
        return cursor.fetchall()


@job_kind("tests.steps", title="খাতা তোলা", can="book.import", lease_seconds=2)
def take_steps(run):
    """Goes on where an earlier run stopped. Two runs at once would write a step twice, and fail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM step WHERE job_id = %s", [run.job_id.hex])
        done = cursor.fetchone()[0]
    for step in range(done, STEPS):
        run.progress(step, STEPS)
        time.sleep(run.arguments.get("pause", 0))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO step VALUES (%s, %s)", [run.job_id.hex, step])
    run.progress(STEPS, STEPS)
    return {"rows": STEPS}


@job_kind(
    "tests.rows",
    title="खाता लाना",
    can="book.import",
    result_url=lambda _book, facts: f"/{facts.get('to', 'so-far')}/",
)
def count_rows(run):
    total = run.arguments["total"]
    for done in range(total + 1):
        run.progress(done, total)
    return {"to": "done"}


@job_kind("tests.broken", title="Broken", max_tries=3)
def break_down(run):
    raise ZeroDivisionError("secret of the till")


@job_kind("tests.delayed", title="Delayed", max_tries=2)
def wait_outside(run):
    raise JobDelayed("the post office is closed")


@job_kind("tests.refused", title="Refused")
def refuse(run):
    raise NoRoom("ফাইলটি খুব বড়।")


@job_kind("tests.large", title="Large", max_tries=1)
def answer_much(run):
    return {"rows": ["x" * 100] * 1_000}


@job_kind("tests.language", title="Language")
def tell_language(run):
    from django.utils.translation import get_language

    from core.trace import current_trace_id

    return {"language": get_language(), "trace_id": current_trace_id()}
