"""Proof of the rents: every due against its document, and the deposits against their account."""

import uuid
from collections.abc import Iterator

from django.db.models import F, Q, Sum

from ledger.models import Document, DocumentKind, DocumentState
from ledger.queries.deposits import posted_deposits
from ledger.queries.rent_taxes import posted_rent_taxes
from ledger.queries.withheld import posted_tax_kept
from ledger.verify import Fault
from rentals.models import DepositMovement, Due, DueTax, PropertyExpense, RentInvoice, TaxKept
from rentals.queries.deposits import held_in_all
from taxes.models import DrawnNumber

STANDS = Q(document__state=DocumentState.POSTED)


def prove_rent(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the rents of one book."""
    dues = Due.objects.filter(business_id=business_id)
    no_money = dues.filter(Q(amount__gt=0, document=None) | Q(amount=0, document__isnull=False))
    unlike = dues.filter(document__isnull=False).exclude(document__amount=F("amount"))
    for due in no_money | unlike:
        yield Fault(business_id, "a due and its document do not agree", str(due.id))
    for model in (Due, DepositMovement, PropertyExpense):
        against = (Q(taken_back_at=None) & ~STANDS) | (Q(taken_back_at__isnull=False) & STANDS)
        own = model._base_manager.filter(business_id=business_id, document__isnull=False)  # noqa: SLF001
        for pk in own.filter(against).values_list("pk", flat=True):
            yield Fault(business_id, "a row of renting stands against its document", str(pk))
    held, posted = held_in_all(business_id), posted_deposits(business_id)
    if held != posted:
        yield Fault(business_id, "the journal holds other deposits", f"{posted} instead of {held}")
    yield from _prove_tax_kept(business_id)
    yield from _prove_gst(business_id)
    yield from _prove_invoices(business_id)


def _prove_tax_kept(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every rent with tax kept back has its row and its tenant, and the rows are what the journal holds."""
    rows = TaxKept.objects.filter(business_id=business_id)
    papers = Document.objects.filter(business_id=business_id, kind=DocumentKind.RENT_PAID)
    for pk in papers.filter(~Q(id__in=rows.values("document_id")) | Q(party=None)).values_list(
        "pk", flat=True
    ):
        yield Fault(business_id, "a rent with tax kept back does not say how much", str(pk))
    unlike = rows.exclude(document__kind=DocumentKind.RENT_PAID) | rows.filter(
        document__amount__lte=F("amount")
    )
    for row in unlike:
        yield Fault(business_id, "tax was kept back of no rent", str(row.document_id))
    kept = rows.filter(STANDS).aggregate(total=Sum("amount"))["total"] or 0
    posted = posted_tax_kept(business_id)
    if kept != posted:
        yield Fault(
            business_id, "the journal holds other tax kept back by tenants", f"{posted} instead of {kept}"
        )


def _prove_invoices(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every tax invoice has the number it was given, and stands with its due and its taxes."""
    own = RentInvoice.objects.filter(business_id=business_id)
    against = own.filter(cancelled_at=None, due__taken_back_at__isnull=False) | own.filter(
        cancelled_at__isnull=False, due__taken_back_at=None
    )
    numbers = dict(
        DrawnNumber.objects.filter(business_id=business_id, document_id__in=own.values("due_id")).values_list(
            "document_id", "number"
        )
    )
    wrong = [one for one, number in own.values_list("due_id", "number") if numbers.get(one) != number]
    posted = own.filter(reverse_charge=False)
    taxed = posted.filter(cgst=F("due__tax__cgst"), sgst=F("due__tax__sgst"), igst=F("due__tax__igst"))
    wrong += posted.exclude(id__in=taxed.values("id")).values_list("due_id", flat=True)
    for due_id in [*against.values_list("due_id", flat=True), *wrong]:
        yield Fault(
            business_id, "a tax invoice does not agree with its due, its taxes or its number", str(due_id)
        )


def _prove_gst(business_id: uuid.UUID) -> Iterator[Fault]:
    """The taxes of the dues that stand are what the journal holds for them, and less than the dues."""
    rows = DueTax.objects.filter(business_id=business_id)
    odd = rows.filter(due__amount__lte=F("cgst") + F("sgst") + F("igst")) | rows.filter(
        ~Q(case="forward") & (Q(cgst__gt=0) | Q(igst__gt=0))
    )
    for row in odd:
        yield Fault(business_id, "a due and its tax do not agree", str(row.due_id))
    standing = rows.filter(due__taken_back_at=None)
    sums = standing.aggregate(output_cgst=Sum("cgst"), output_sgst=Sum("sgst"), output_igst=Sum("igst"))
    for role, posted in posted_rent_taxes(business_id).items():
        kept = sums[role] or 0
        if kept != posted:
            yield Fault(
                business_id, "the journal holds other tax on rents", f"{role}: {posted} instead of {kept}"
            )
