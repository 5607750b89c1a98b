"""Forgetting a person: what papers and contacts hold of them. Numbers, amounts and taxes stay."""

import uuid

from django.db import transaction
from django.db.models import Q

from audit.erasing import Forgotten, blank_revisions
from businesses.books import lock
from invoicing.models import (
    AdvanceVoucher,
    Contact,
    ContactPerson,
    Paper,
    PaperLine,
    PaperLink,
    PaperMail,
    Payment,
    Recurring,
    RecurringBill,
)
from invoicing.operations.file_store import drop_files

AT_ONCE = 200
NOTHING = bytes(32)
"""In the place of the hash of a paper: the same one sent again is refused, and tells nothing."""
WORDS = ("reference", "note", "terms", "reason")
LINE_WORDS = ("name", "description")
PAYMENT_WORDS = ("reference", "note")
MAIL_WORDS = ("subject", "words")


def blank_papers(forgotten: Forgotten) -> None:
    """Their contact goes, and every word on their papers; on papers of others their name is struck out."""
    with transaction.atomic():
        lock(forgotten.business_id, events=0)
        _blank_contacts(forgotten)
        _drop_recurring(forgotten)
    own = Paper.objects.filter(business_id=forgotten.business_id)
    theirs = list(own.filter(party_id__in=forgotten.subjects).order_by("id").values_list("id", flat=True))
    for start in range(0, len(theirs), AT_ONCE):
        with transaction.atomic():
            lock(forgotten.business_id, events=0)
            _blank(forgotten, theirs[start : start + AT_ONCE])
    _strike(forgotten)
    _strike_addresses(forgotten)
    _strike_mails(forgotten)
    _blank_payments(forgotten)


def _blank_payments(forgotten: Forgotten) -> None:
    own = Payment.objects.filter(business_id=forgotten.business_id)
    theirs = list(own.filter(party_id__in=forgotten.subjects).order_by("id").values_list("id", flat=True))
    for start in range(0, len(theirs), AT_ONCE):
        ids = theirs[start : start + AT_ONCE]
        with transaction.atomic():
            lock(forgotten.business_id, events=0)
            blank_revisions(business_id=forgotten.business_id, subjects=ids)
            own.filter(id__in=ids).update(reference="", note="", advance=None, content_hash=NOTHING)
            AdvanceVoucher.objects.filter(business_id=forgotten.business_id, id__in=ids).update(
                their_name="", their_registration="", billing_address={}, description=""
            )
    for payment in own.filter(_naming(forgotten, PAYMENT_WORDS)).order_by("id").iterator(chunk_size=AT_ONCE):
        words = {name: forgotten.masked(getattr(payment, name)) for name in PAYMENT_WORDS}
        Payment.objects.filter(pk=payment.pk).update(**words, content_hash=NOTHING)
    vouchers = AdvanceVoucher.objects.filter(business_id=forgotten.business_id)
    for voucher in vouchers.filter(_naming(forgotten, ("description",))).order_by("id"):
        said = forgotten.masked(voucher.description)
        AdvanceVoucher.objects.filter(pk=voucher.pk).update(description=said)
        Payment.objects.filter(pk=voucher.pk).update(advance=None)


def _blank_contacts(forgotten: Forgotten) -> None:
    own = {"business_id": forgotten.business_id, "party_id__in": forgotten.subjects}
    ContactPerson.objects.filter(**own).delete()
    Contact.objects.filter(**own).update(legal_name="", email="", billing_address={}, shipping_address={})


def _blank(forgotten: Forgotten, ids: list[uuid.UUID]) -> None:
    blank_revisions(business_id=forgotten.business_id, subjects=ids)
    drop_files(forgotten.business_id, paper_ids=ids)
    PaperLink.objects.filter(business_id=forgotten.business_id, paper_id__in=ids).delete()
    mails = PaperMail.objects.filter(business_id=forgotten.business_id, paper_id__in=ids)
    blank_revisions(business_id=forgotten.business_id, subjects=list(mails.values_list("id", flat=True)))
    mails.delete()
    Paper.objects.filter(business_id=forgotten.business_id, id__in=ids).update(
        their_name="", their_registration="", billing_address={}, shipping_address={}, content_hash=NOTHING,
        **dict.fromkeys(WORDS, ""),
    )  # fmt: skip
    lines = PaperLine.objects.filter(business_id=forgotten.business_id, paper_id__in=ids)
    lines.exclude(description="").update(description="")
    for line in lines.filter(_naming(forgotten, ("name",))):
        PaperLine.objects.filter(pk=line.pk).update(name=forgotten.masked(line.name))


def _strike(forgotten: Forgotten) -> None:
    papers = Paper.objects.filter(business_id=forgotten.business_id).filter(_naming(forgotten, WORDS))
    for paper in papers.order_by("id").iterator(chunk_size=AT_ONCE):
        words = {name: forgotten.masked(getattr(paper, name)) for name in WORDS}
        Paper.objects.filter(pk=paper.pk).update(**words, content_hash=NOTHING)
    lines = PaperLine.objects.filter(business_id=forgotten.business_id).filter(_naming(forgotten, LINE_WORDS))
    for line in lines.order_by("id").iterator(chunk_size=AT_ONCE):
        words = {name: forgotten.masked(getattr(line, name)) for name in LINE_WORDS}
        PaperLine.objects.filter(pk=line.pk).update(**words)


def _strike_addresses(forgotten: Forgotten) -> None:
    """Their name where goods of others were sent to them."""
    papers = Paper.objects.filter(business_id=forgotten.business_id).exclude(shipping_address={})
    for paper in papers.order_by("id").iterator(chunk_size=AT_ONCE):
        there = {part: forgotten.masked(text) for part, text in paper.shipping_address.items()}
        if there != paper.shipping_address:
            Paper.objects.filter(pk=paper.pk).update(shipping_address=there, content_hash=NOTHING)


def _naming(forgotten: Forgotten, columns: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for word in forgotten.words:
        for column in columns:
            found |= Q(**{f"{column}__icontains": word})
    return found


def _strike_mails(forgotten: Forgotten) -> None:
    """Their name in letters about papers of others."""
    mails = PaperMail.objects.filter(business_id=forgotten.business_id)
    for mail in mails.filter(_naming(forgotten, MAIL_WORDS)).order_by("id").iterator(chunk_size=AT_ONCE):
        words = {name: forgotten.masked(getattr(mail, name)) for name in MAIL_WORDS}
        PaperMail.objects.filter(pk=mail.pk).update(**words)


def _drop_recurring(forgotten: Forgotten) -> None:
    """Nobody is billed again who was forgotten; the bills that were made stay. Of others their name is struck out."""
    own = Recurring.objects.filter(business_id=forgotten.business_id)
    theirs = list(own.filter(party_id__in=forgotten.subjects).values_list("id", flat=True))
    blank_revisions(business_id=forgotten.business_id, subjects=theirs)
    RecurringBill.objects.filter(business_id=forgotten.business_id, recurring_id__in=theirs).delete()
    own.filter(id__in=theirs).delete()
    for row in own.order_by("id").iterator(chunk_size=AT_ONCE):
        content = dict(row.content) | {name: forgotten.masked(row.content[name]) for name in WORDS}
        content["lines"] = [
            {**line, **{name: forgotten.masked(line[name]) for name in LINE_WORDS}}
            for line in row.content["lines"]
        ]
        content["shipping_address"] = {
            part: forgotten.masked(text) for part, text in row.content["shipping_address"].items()
        }
        name, error = forgotten.masked(row.name), forgotten.masked(row.error)
        if (content, name, error) != (row.content, row.name, row.error):
            Recurring.objects.filter(pk=row.pk).update(content=content, name=name, error=error)
