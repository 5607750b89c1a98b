"""The worker's part: each job writes a whole file, or leaves none."""

import datetime
from collections.abc import Callable
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from audit.jobs import JobRun, job_kind
from ledger.exports.data import write_book, write_party
from ledger.exports.packs import wanted_from, write_pack
from ledger.made_files import KINDS, address_of, keep, workplace
from ledger.operations.exports import BOOK, PACK, PARTY
from ledger.statements.names import safe_name

DOWNLOAD = _("Download")
RESULT = "ledger/_statement_file.html"
LEASE_SECONDS = 300


@job_kind(PARTY, title=_("All about one person"), can=KINDS[PARTY], result_url=address_of, result_link=DOWNLOAD,
          result_template=RESULT, lease_seconds=LEASE_SECONDS)  # fmt: skip
def party_job(run: JobRun) -> dict[str, Any]:
    said = run.arguments

    def write(file: BinaryIO) -> str:
        name = write_party(
            file, business_id=_book(run), party_id=UUID(said["party_id"]), language=said["language"],
            digits=said["digits"], now=_made_at(run), progress=run.progress,
        )  # fmt: skip
        return f"{safe_name(name)}-{_made_at(run).date()}.zip"

    return _made(run, write)


@job_kind(BOOK, title=_("The whole book"), can=KINDS[BOOK], result_url=address_of, result_link=DOWNLOAD,
          result_template=RESULT, lease_seconds=LEASE_SECONDS)  # fmt: skip
def book_job(run: JobRun) -> dict[str, Any]:
    def write(file: BinaryIO) -> str:
        name = write_book(file, business_id=_book(run), now=_made_at(run), progress=run.progress)
        return f"{safe_name(name)}-{_made_at(run).date()}.zip"

    return _made(run, write)


@job_kind(PACK, title=_("Statements of many"), can=KINDS[PACK], result_url=address_of, result_link=DOWNLOAD,
          result_template=RESULT, lease_seconds=LEASE_SECONDS)  # fmt: skip
def pack_job(run: JobRun) -> dict[str, Any]:
    def write(file: BinaryIO) -> str:
        wanted = wanted_from(run.arguments)
        name = write_pack(
            file, business_id=_book(run), wanted=wanted, now=_made_at(run), progress=run.progress
        )
        stem, _dot, ending = name.rpartition(".")
        return f"{safe_name(stem)}.{ending}"

    return _made(run, write)


def _made(run: JobRun, write: Callable[[BinaryIO], str]) -> dict[str, Any]:
    with workplace() as file:
        name = write(file)
        return keep(run, owner_id=_book(run), name=name, content=File(file, name=name))


def _made_at(run: JobRun) -> datetime.datetime:
    return datetime.datetime.fromisoformat(run.arguments["made_at"])


def _book(run: JobRun) -> UUID:
    if run.business_id is None:
        raise ValueError("An export belongs to a book.")
    return run.business_id
