"""More of the day of tests/api/guide/story.py: a file that is brought, and taken back out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from audit.jobs import run_job
from audit.models import Job, JobState
from tests.imports import sheets

if TYPE_CHECKING:
    from tests.api.guide.story import Day


def bring(day: Day) -> None:
    asha = day.asha
    rows = [
        sheets.HEADING,
        ["मीना टेलर्स", "03/10/2026", "कपड़ा", "500", ""],
        ["মিনা", "31/31/2026", "", "5", ""],
    ]
    book = sheets.xlsx_file(rows, sheets=("Khata", "Old"))
    spare = _sent(day, book, "khata.xlsx")
    asha.post(f"/imports/{spare}/sheet", {"sheet": "Khata"})
    asha.post(f"/imports/{spare}/start")
    asha.delete(f"/imports/{spare}")
    brought = day.ids["import_id"] = _sent(day, sheets.csv_file(rows), "khata.csv")
    asha.post(f"/imports/{brought}/check", {"columns": ["party", "date", "note", "gave", "got"]})
    asha.get(f"/imports/{brought}/wrong-rows.csv")
    job = asha.post(f"/imports/{brought}/start").json()["import"]["job_id"]
    Job.objects.filter(id=job).update(state=JobState.FAILED, ended_at=day.shop.now)
    again = asha.post(f"/imports/{brought}/again").json()["import"]["job_id"]
    run_job(again, clock=lambda: day.shop.now)
    asha.get(f"/imports/{brought}")
    asha.post(f"/imports/{brought}/undo")


def _sent(day: Day, content: bytes, name: str) -> str:
    file = io.BytesIO(content)
    file.name = name
    return day.asha.upload("/imports", file=file).json()["import"]["import_id"]
