"""The Celery app: `celery -A config worker`. With HALKHATA_BEAT=1 the worker carries the beat as a thread."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("halkhata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


# A beat of its own opens its file before `beat_init` is sent, so whoever is configured makes the folder.
@app.on_after_configure.connect
def make_data_folder(**_signal: Any) -> None:
    Path(app.conf.beat_schedule_filename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@worker_ready.connect
def start_beat(**_signal: Any) -> None:
    """A thread, not the process of `-B`: that one outlives a killed worker, and keeps its pipes open."""
    if os.environ.get("HALKHATA_BEAT") == "1":
        EmbeddedService(app, thread=True).start()
