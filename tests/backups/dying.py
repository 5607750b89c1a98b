"""`manage.py` in a process that kills itself at the N-th thing it does to files, databases and programs.

Run as `python -m tests.backups.dying N COMMAND…`. With a large N it ends well, and prints how many there were.
Without arguments it takes such commands from its input, a line of JSON each, and a copy of it does each of them:
to load everything takes longer than to do it.
"""

import json
import os
import signal
import sys
import traceback

import django

django.setup()

from django.core.management import call_command
from django.db import connection

STEPS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "sqlite3.connect",
    "subprocess.Popen",
    "shutil.copyfile",
}


def main(last: int, command: list[str]) -> None:
    done = 0

    def count(event: str, arguments: tuple) -> None:
        nonlocal done
        if event in STEPS and not str(arguments[0] if arguments else "").endswith((".py", ".pyc")):
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)

    def count_statement(execute, sql, params, many, context):
        count("open", (sql,))
        return execute(sql, params, many, context)

    if command[0] == "purge_business":  # it lives in one transaction: its steps are statements
        connection.execute_wrappers.append(count_statement)
    sys.addaudithook(count)
    call_command(*command)
    print(done)


def attend() -> None:
    """Answers each line with the exit code of the copy and what it printed."""
    for line in sys.stdin:
        last, *command = json.loads(line)
        said, says = os.pipe()
        child = os.fork()
        if not child:
            os.close(said)
            os.dup2(says, 1)
            os.dup2(says, 2)
            os._exit(_done_by_copy(int(last), command))
        os.close(says)
        with os.fdopen(said, encoding="utf-8", errors="replace") as pipe:
            printed = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, printed]), flush=True)


def _done_by_copy(last: int, command: list[str]) -> int:
    code = 1
    try:
        main(last, command)
        code = 0
    except Exception:  # noqa: BLE001
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    if sys.argv[1:]:
        main(int(sys.argv[1]), sys.argv[2:])
    else:
        attend()
