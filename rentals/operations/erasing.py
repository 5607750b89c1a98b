"""Forgetting a person: what was written about them in leases, dues, deposits and costs of a house."""

from collections.abc import Collection
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from audit.erasing import Forgotten, blank_revisions
from businesses.books import lock
from core.kept_files import drop_later
from rentals.models import (
    Cheque,
    DepositMovement,
    Due,
    KeptPaper,
    Lease,
    MeterReading,
    PaymentClaim,
    PropertyExpense,
    RentInvoice,
    TenantLink,
    TenantWord,
    WordState,
)

PHOTOS = "books/{book}/tenants"
PAPERS = "books/{book}/rent-papers"
STRUCK_IN = (
    (Lease, ("note",)),
    (Due, ("note", "taken_back_for")),
    (DepositMovement, ("reason",)),
    (PropertyExpense, ("note",)),
    (PaymentClaim, ("reference", "answer")),
    (TenantWord, ("text", "answer")),
    (KeptPaper, ("name",)),
)


def take_out_of_leases(forgotten: Forgotten) -> None:
    """The words of their own leases go, and all they sent by their page; elsewhere their name is struck out. Sums and
    days stay."""
    own = Lease.objects.filter(business_id=forgotten.business_id, party_id__in=forgotten.subjects)
    leases = set(own.values_list("id", flat=True))
    own.update(note="")
    dues = Due.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    deposits = DepositMovement.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    cheques = Cheque.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    subjects = [*leases]
    for rows in (dues, deposits, cheques):
        subjects += rows.values_list("id", flat=True)
    dues.update(note="", taken_back_for="")
    RentInvoice.objects.filter(business_id=forgotten.business_id, due__lease_id__in=leases).update(
        their_name="", their_registration="", their_address={}
    )
    deposits.update(reason="")
    cheques.update(bank="", number="")
    blank_revisions(business_id=forgotten.business_id, subjects=subjects)
    _take_out_of_page(forgotten, leases)
    _take_out_of_meters(forgotten, leases)
    _take_out_papers(forgotten, leases)
    for model, names in STRUCK_IN:
        for name in names:
            _strike(model, name, forgotten=forgotten)


def _take_out_of_page(forgotten: Forgotten, leases: Collection[UUID]) -> None:
    """The link ends; what they sent by it loses its words and photos. A payment they told of may still be confirmed;
    nobody is left to answer a message."""
    book = forgotten.business_id
    links = TenantLink.objects.filter(business_id=book, party_id__in=forgotten.subjects)
    links.filter(withdrawn_at=None).update(withdrawn_at=Now())
    claims = PaymentClaim.objects.filter(business_id=book, lease_id__in=leases)
    words = TenantWord.objects.filter(business_id=book, lease_id__in=leases)
    said = [*claims.values_list("id", flat=True), *words.values_list("id", flat=True)]
    claims.update(reference="", answer="", photo="")
    words.update(text="", answer="", photo="", state=WordState.DONE)
    blank_revisions(business_id=book, subjects=[*said, *links.values_list("id", flat=True)])
    folder = PHOTOS.format(book=book)
    for one in said:
        _remove_files(f"{folder}/{one}")
    with transaction.atomic():
        # Whoever sends a photo holds the lock from before its file to its row: here each file has its row, or none.
        lock(book, events=0)
        _remove_strays(
            folder, kept={str(pk) for model in (PaymentClaim, TenantWord) for pk in _with_photo(model, book)}
        )


def _take_out_of_meters(forgotten: Forgotten, leases: Collection[UUID]) -> None:
    """A photo of a meter shows the home of who lived there. What it showed stays: it is a sum."""
    lived = Q(due__lease_id__in=leases)
    for lease in Lease.objects.filter(business_id=forgotten.business_id, id__in=leases):
        there = Q(meter__unit_id=lease.unit_id, day__gte=lease.starts_on)
        lived |= there & Q(day__lte=lease.ends_on) if lease.ends_on else there
    readings = MeterReading.objects.filter(lived, business_id=forgotten.business_id)
    for pk in list(readings.exclude(photo="").values_list("id", flat=True)):
        _remove_files(f"books/{forgotten.business_id}/meters/{pk}")
        MeterReading.objects.filter(business_id=forgotten.business_id, pk=pk).update(photo="")


def _take_out_papers(forgotten: Forgotten, leases: Collection[UUID]) -> None:
    """What was scanned of their own leases goes, also what a crash left there without its row; and a paper of
    another lease that is called by their name, as the ID of somebody who rented along."""
    book = forgotten.business_id
    with transaction.atomic():
        lock(book, events=0)
        named = KeptPaper.objects.filter(business_id=book).exclude(lease_id__in=leases).exclude(lease=None)
        theirs = [pk for pk, name in named.values_list("pk", "name") if forgotten.is_named_in(name)]
        gone = KeptPaper.objects.filter(Q(lease_id__in=leases) | Q(pk__in=theirs), business_id=book)
        subjects, files = list(gone.values_list("pk", flat=True)), list(gone.values_list("file", flat=True))
        gone.delete()
        drop_later(files)
        for lease in leases:
            _remove_files(f"{PAPERS.format(book=book)}/{lease}")
    blank_revisions(business_id=book, subjects=subjects)


def _with_photo(model: type[PaymentClaim] | type[TenantWord], book: UUID) -> list[UUID]:
    return list(model.objects.filter(business_id=book).exclude(photo="").values_list("id", flat=True))


def _remove_strays(folder: str, *, kept: Collection[str]) -> None:
    """Files of a sending that was broken off: no row tells whose they are."""
    for name in _listed(folder)[0]:
        if name not in kept:
            _remove_files(f"{folder}/{name}")


def _remove_files(folder: str) -> None:
    for name in _listed(folder)[1]:
        default_storage.delete(f"{folder}/{name}")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _strike(model: type[models.Model], name: str, *, forgotten: Forgotten) -> None:
    said = model._base_manager.filter(business_id=forgotten.business_id).exclude(**{name: ""})  # noqa: SLF001
    for pk, text in said.values_list("pk", name).iterator(chunk_size=500):
        if not forgotten.is_named_in(text):
            continue
        masked = forgotten.masked(text)[: len(text)]
        model._base_manager.filter(pk=pk).update(**{name: masked})  # noqa: SLF001
        blank_revisions(business_id=forgotten.business_id, subjects=[pk])
