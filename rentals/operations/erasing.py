"""Forgetting a person: what was written about them in leases, dues, deposits and costs of a house."""

from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Now

from audit.erasing import Forgotten, blank_revisions
from rentals.models import (
    Cheque,
    DepositMovement,
    Due,
    Lease,
    PaymentClaim,
    PropertyExpense,
    TenantLink,
    TenantWord,
)


def take_out_of_leases(forgotten: Forgotten) -> None:
    """The words of their own leases go; elsewhere their name is struck out. Sums and days stay."""
    own = Lease.objects.filter(business_id=forgotten.business_id, party_id__in=forgotten.subjects)
    leases = set(own.values_list("id", flat=True))
    own.update(note="")
    dues = Due.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    deposits = DepositMovement.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    cheques = Cheque.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    subjects = [*leases]
    claims = PaymentClaim.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    words = TenantWord.objects.filter(business_id=forgotten.business_id, lease_id__in=leases)
    for rows in (dues, deposits, cheques, claims, words):
        subjects += rows.values_list("id", flat=True)
    dues.update(note="", taken_back_for="")
    deposits.update(reason="")
    cheques.update(bank="", number="")
    photos = [*claims.values_list("photo", flat=True), *words.values_list("photo", flat=True)]
    for name in filter(None, photos):
        default_storage.delete(name)
    claims.update(reference="", answer="", photo="")
    words.update(text="", answer="", photo="")
    TenantLink.objects.filter(
        business_id=forgotten.business_id, party_id__in=forgotten.subjects, withdrawn_at=None
    ).update(withdrawn_at=Now())
    blank_revisions(business_id=forgotten.business_id, subjects=subjects)
    for model, names in (
        (Lease, ("note",)),
        (Due, ("note", "taken_back_for")),
        (DepositMovement, ("reason",)),
        (PropertyExpense, ("note",)),
        (PaymentClaim, ("reference", "answer")),
        (TenantWord, ("text", "answer")),
    ):
        for name in names:
            _strike(model, name, forgotten=forgotten)


def _strike(model: type[models.Model], name: str, *, forgotten: Forgotten) -> None:
    said = model._base_manager.filter(business_id=forgotten.business_id).exclude(**{name: ""})  # noqa: SLF001
    for pk, text in said.values_list("pk", name).iterator(chunk_size=500):
        if not forgotten.is_named_in(text):
            continue
        masked = forgotten.masked(text)[: len(text)]
        model._base_manager.filter(pk=pk).update(**{name: masked})  # noqa: SLF001
        blank_revisions(business_id=forgotten.business_id, subjects=[pk])
