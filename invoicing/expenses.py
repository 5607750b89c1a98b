"""What a person says of an expense that was paid directly: a purchase of one line, paid out of cash or a bank."""

import datetime
import uuid
from dataclasses import dataclass

from core.quantities import ONE
from invoicing.content import LineContent, PaperContent
from invoicing.models import PaperKind
from ledger.queries.chart import chart_of
from taxes.arithmetic.supplies import MINOR_ONE, PRICE_ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseContent:
    """`amount` in minor units, with its tax in it where it is `inclusive`; it was spent on `account_id` and paid out
    of `paid_through_id`. `words` are what for, "" for the account's own name. The tax is that of `tax_id`, or the plain
    one at `rate` (1/1,000,000), which may be none; `treatment` nil, exempt or non_gst says why there is none.
    `gst_treatment` and `their_registration` tell of a seller who is no `vendor_id` of the book.
    """

    account_id: uuid.UUID
    paid_through_id: uuid.UUID
    amount: int
    day: datetime.date
    words: str = ""
    vendor_id: uuid.UUID | None = None
    their_registration: str = ""
    gst_treatment: str = ""
    place: str = ""
    tax_id: uuid.UUID | None = None
    rate: int | None = None
    treatment: str = ""
    inclusive: bool = True
    hsn: str = ""
    credit_clause: str = ""
    reverse_charge: bool = False
    reference: str = ""
    note: str = ""
    branch_id: uuid.UUID | None = None


def paper_content(business_id: uuid.UUID, said: ExpenseContent) -> PaperContent:
    """The same as a paper, to be worked out and posted as a supplier's bill is."""
    account = chart_of(business_id).get(said.account_id)
    says_tax = said.tax_id is not None or said.treatment
    line = LineContent(
        quantity=ONE, price=said.amount * PRICE_ONE // MINOR_ONE, name=said.words or (account.name if account else ""),
        hsn=said.hsn, inclusive=said.inclusive, tax_id=said.tax_id, treatment=said.treatment,
        account_id=said.account_id, credit_clause=said.credit_clause,
        rate=said.rate if says_tax else said.rate or 0,
    )  # fmt: skip
    return PaperContent(
        kind=PaperKind.EXPENSE, party_id=said.vendor_id, day=said.day, lines=(line,), branch_id=said.branch_id,
        reference=said.reference, place=said.place, treatment=said.gst_treatment, reverse_charge=said.reverse_charge,
        rounds=False, note=said.note, paid_through_id=said.paid_through_id,
        their_registration=said.their_registration,
    )  # fmt: skip


def expense_content(content: PaperContent) -> ExpenseContent:
    """What was said on an expense that stands, from the paper it became. Raises LookupError."""
    (line,) = content.lines
    if line.account_id is None or content.paid_through_id is None:
        raise LookupError("an expense without its accounts")
    return ExpenseContent(
        account_id=line.account_id, paid_through_id=content.paid_through_id, day=content.day, words=line.name,
        amount=line.price * MINOR_ONE // PRICE_ONE, vendor_id=content.party_id, place=content.place,
        their_registration=content.their_registration, gst_treatment=content.treatment, tax_id=line.tax_id,
        rate=line.rate, treatment=line.treatment, inclusive=line.inclusive, hsn=line.hsn,
        credit_clause=line.credit_clause, reverse_charge=content.reverse_charge, reference=content.reference,
        note=content.note, branch_id=content.branch_id,
    )  # fmt: skip
