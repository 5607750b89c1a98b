"""Vouchers of advances for services: laid with the payment they are about, and what they post with it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock
from invoicing.content import PaperContent
from invoicing.ground import Ground, ground_of, place_of
from invoicing.kinds import COMPONENT_ROLES
from invoicing.models import AdvanceUse, AdvanceVoucher, PaperKind, Payment, VoucherKind
from invoicing.models.advances import Taxed
from invoicing.operations import rules
from invoicing.payment_refusals import PaymentRefused
from invoicing.payments import UNKNOWN_PLACE, AdvanceSaid
from invoicing.working import COLUMNS
from ledger.models import AccountRole
from ledger.operations.allocations import Share
from ledger.operations.usual_accounts import usual_accounts
from ledger.posting import Leg
from taxes.advances import UNKNOWN
from taxes.arithmetic import Component, Kind, Supply, Tax, TaxFault, Treatment
from taxes.arithmetic.advances import Advance, advance_of, use
from taxes.arithmetic.levies import levy_of
from taxes.models import NumberedKind
from taxes.operations.series import draw_number
from taxes.queries.rates import RateFinder
from taxes.refusals import RateMissing, sum_refusal

ELSEWHERE = "97"
"""A place in no state of a supplier's: what is taxed as a supply between states while its place is not known."""
KINDS: Mapping[str, Kind] = MappingProxyType(
    {"cgst": Kind.CGST, "sgst": Kind.SGST, "igst": Kind.IGST, "cess": Kind.CESS}
)


def receipt_of(
    payment: Payment, said: AdvanceSaid, *, book: BookLock, now: datetime.datetime
) -> AdvanceVoucher | None:
    """The receipt voucher of a payment for a service, not saved; None where the law wants none: abroad of India, of a
    shop that charges no tax, and of a service without one.

    Raises TaxPeriodLocked, RateUnknown, RateNotInForce, SumRefused, PaperRefused, AddressRefused.
    """
    content = PaperContent(
        kind=PaperKind.INVOICE, party_id=payment.party_id, day=payment.day, lines=(), branch_id=payment.branch_id,
        place="" if said.place == UNKNOWN_PLACE else said.place,
    )  # fmt: skip
    ground = ground_of(book.business_id, content)
    name, tax, is_known = _tax(book.business_id, said, day=payment.day)
    if not ground.is_indian or not ground.charges_tax:
        return None
    if tax.treatment != Treatment.TAXABLE or not (tax.rate or tax.cess):
        return None
    rules.check_day(payment.day, kind=PaperKind.INVOICE, book=book)
    place, advance, is_inter_state = _worked(payment, said, ground=ground, content=content, tax=tax)
    number = draw_number(
        book=book, registration=ground.registration, kind=NumberedKind.RECEIPT_VOUCHER, day=payment.day,
        document_id=payment.pk, now=now,
    ).number  # fmt: skip
    return AdvanceVoucher(
        id=payment.pk, business_id=book.business_id, party_id=payment.party_id, kind=VoucherKind.RECEIPT, number=number,
        day=payment.day, our_registration=ground.registration, our_state=ground.supplier.state,
        treatment=ground.buyer.value, their_name=ground.contact.legal_name or ground.party.name,
        their_registration=ground.party.registration_number, billing_address=ground.contact.billing_address,
        place=place, is_inter_state=is_inter_state, reverse_charge=said.reverse_charge, description=said.description,
        hsn=said.hsn, tax_name=name, rate=tax.rate, cess_rate=tax.cess, rate_known=is_known, created_at=now,
        **figures(advance),
    )  # fmt: skip


def refund_of(
    payment: Payment, shares: Sequence[Share], *, book: BookLock, now: datetime.datetime
) -> AdvanceVoucher | None:
    """The refund voucher of money that goes back, not saved; None where none of it was taxed. Raises PaymentRefused,
    TaxPeriodLocked."""
    ids = [share.document_id for share in shares]
    own = AdvanceVoucher.objects.filter(business_id=book.business_id, kind=VoucherKind.RECEIPT)
    receipt = own.filter(id__in=ids).first()
    if receipt is None:
        return None
    if len(shares) > 1:
        raise PaymentRefused(
            _(
                "An advance with a receipt voucher is paid back by itself. Open it and pay it back from there."
            ),
            field="invoices",
        )
    if payment.day < receipt.day:
        raise PaymentRefused(_("It came on a later day than this."), field="day")
    rules.check_day(payment.day, kind=PaperKind.INVOICE, book=book)
    part = part_of(receipt, shares[0].amount)
    number = draw_number(
        book=book, registration=receipt.our_registration, kind=NumberedKind.REFUND_VOUCHER, day=payment.day,
        document_id=payment.pk, now=now,
    ).number  # fmt: skip
    same = (
        "business_id", "party_id", "our_registration", "our_state", "treatment", "their_name", "their_registration",
        "billing_address", "place", "is_inter_state", "reverse_charge", "description", "hsn", "tax_name", "rate",
        "cess_rate", "rate_known",
    )  # fmt: skip
    return AdvanceVoucher(
        id=payment.pk, kind=VoucherKind.REFUND, receipt=receipt, number=number, day=payment.day, created_at=now,
        **{name: getattr(receipt, name) for name in same}, **figures(part),
    )  # fmt: skip


def take_voucher_out(payment: Payment, *, book: BookLock, now: datetime.datetime) -> None:
    """With its payment: it keeps its number and counts no more. Raises TaxPeriodLocked."""
    voucher = AdvanceVoucher.objects.filter(business_id=book.business_id, id=payment.pk).first()
    if voucher is None:
        return
    rules.check_day(voucher.day, kind=PaperKind.INVOICE, book=book)
    voucher.taken_out_at = now
    voucher.save(update_fields=["taken_out_at"])


def part_of(receipt: AdvanceVoucher, amount: int) -> Advance:
    """So much of what is left of it, with the tax that goes along. Raises SumRefused."""
    before = [as_advance(one, receipt) for one in standing_parts(receipt)]
    try:
        return use(as_advance(receipt, receipt), amount, before=before)[0]
    except TaxFault as fault:
        raise sum_refusal(fault) from fault


def standing_parts(receipt: AdvanceVoucher) -> list[Taxed]:
    """What was set against bills and what was paid back."""
    uses = AdvanceUse.objects.filter(
        business_id=receipt.business_id, voucher_id=receipt.pk, taken_off_at__isnull=True
    )
    refunds = AdvanceVoucher.objects.filter(
        business_id=receipt.business_id, receipt_id=receipt.pk, taken_out_at__isnull=True
    )
    return [*uses, *refunds]


def as_advance(part: Taxed, receipt: AdvanceVoucher) -> Advance:
    """Each tax the voucher bears stands in its parts too, be it nothing."""
    components = tuple(
        Component(KINDS[name], part.value, 0, int(getattr(part, name))) for name in receipt.taxes
    )
    tax = Tax(rate=receipt.rate, cess=receipt.cess_rate)
    return Advance(amount=part.amount, value=part.value, tax=tax, components=components)


def figures(advance: Advance) -> dict[str, int]:
    """The columns of Taxed."""
    sums = {"amount": advance.amount, "value": advance.value}
    for one in advance.components:
        column = COLUMNS[one.kind]
        sums[column] = sums.get(column, 0) + one.amount
    return sums


def amounts_of(part: Taxed, *, sign: int) -> dict[AccountRole, int]:
    """What it posts beside the money, by role, debit positive: `sign` 1 where the tax falls due, -1 where it is taken
    off again."""
    if not part.tax:
        return {}
    found = {COMPONENT_ROLES[name]: -sign * amount for name, amount in part.taxes.items()}
    return {AccountRole.TAX_ON_ADVANCES: sign * part.tax} | found


def legs_of(
    part: Taxed, *, sign: int, book: BookLock, actor: Actor, now: datetime.datetime
) -> tuple[Leg, ...]:
    amounts = amounts_of(part, sign=sign)
    accounts = usual_accounts(amounts, book=book, actor=actor, now=now)
    return tuple(Leg(accounts[role], amount) for role, amount in amounts.items())


def _tax(business_id: uuid.UUID, said: AdvanceSaid, *, day: datetime.date) -> tuple[str, Tax, bool]:
    """The name and the rate of the day it came, and whether somebody knew it."""
    rates = RateFinder(business_id, day=day)
    if said.tax_id is not None:
        found = rates.by_id(said.tax_id)
        return found.name, found.tax, True
    if said.rate is not None:
        known = rates.by_rate(said.rate)
        return (known.name, known.tax, True) if known else ("", Tax(rate=said.rate), True)
    if said.hsn:
        try:
            found = rates.by_code(said.hsn)
        except RateMissing:
            return "", UNKNOWN.tax, False
        return found.name, found.tax, True
    return "", UNKNOWN.tax, False


def _worked(
    payment: Payment, said: AdvanceSaid, *, ground: Ground, content: PaperContent, tax: Tax
) -> tuple[str, Advance, bool]:
    """Where the supply is taken to be, "" where nobody knows, and the advance with its taxes."""
    try:
        place = _place(said, ground=ground, content=content)
        supply = Supply(
            lines=(), supplier=ground.supplier, buyer=ground.buyer,
            place=place or (ELSEWHERE if UNKNOWN.is_inter_state else ground.supplier.state),
            reverse_charge=said.reverse_charge,
        )  # fmt: skip
        advance = advance_of(payment.total, tax=tax, is_service=True, supply=supply)
    except TaxFault as fault:
        raise sum_refusal(fault) from fault
    return place, advance, levy_of(supply).is_inter_state


def _place(said: AdvanceSaid, *, ground: Ground, content: PaperContent) -> str:
    if said.place == UNKNOWN_PLACE:
        return ""
    try:
        return place_of(ground, content, source=None, only_services=True, day=content.day)
    except TaxFault as fault:
        if fault.slug != "place_unknown":
            raise
        return ""
