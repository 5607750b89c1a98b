"""`manage.py` in a process that kills itself at the N-th thing it does to files, databases and programs.

Run as `python -m tests.backups.dying N COMMAND…`. With a large N it ends well, and prints how many there were.
"""

import os
import signal
import sys

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


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
