"""Makes once what every process of a run copies: `python -m tests.ready COMMAND …`.

The command finds a PostgreSQL server with a migrated database in it, and a migrated SQLite file; each
process would otherwise start the one and migrate both.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from tests.postgres import SERVER, cluster

TEMPLATE_FILE = "HALKHATA_TEST_TEMPLATE"


def main(command: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests import engines

    with cluster() as url, tempfile.TemporaryDirectory(prefix="halkhata-template-") as folder:
        engines.make_template_database(url, name=engines.TEMPLATE)
        template = engines.make_template_file(Path(folder))
        environment = {**os.environ, SERVER: url, TEMPLATE_FILE: str(template)}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
