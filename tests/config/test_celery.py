import os
import subprocess
import sys

from tests.repo.sources import ROOT


def test_the_folder_of_the_clock_is_there_before_its_file_is_opened(tmp_path):
    data = tmp_path / "ডেটা"
    subprocess.run(
        [sys.executable, "-c", "from config.celery import app; app.conf.timezone"],
        cwd=ROOT,
        env={**os.environ, "HALKHATA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
        timeout=60,
    )
    assert (data / "beat").is_dir()
