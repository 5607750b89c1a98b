"""Rent received: an entry of the tenant's khata, and what it was meant for."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from businesses.actors import Actor
from businesses.books import lock
from core.ids import uuid7
from core.text import clean_line
from ledger.models import Direction, Mode, Party
from ledger.operations.entries import record_entry
from ledger.operations.transactions import in_transaction
from ledger.refusals import IdTaken
from rentals.models import Cheque, ChequeState, Due, PaymentShare
from rentals.operations.ground import allow, check_amount, lease_in, new_row, payer, refuse_without_rent, tell
from rentals.operations.tax_kept import KeptBack, checked_section, receive_kept_back
from rentals.refusals import ChequeDone, RentUnknown, ShareRefused

SHARES_MAX = 60


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """`amount` of money came, and `withheld` was kept back as tax. `balance` is the tenant's afterwards, above zero
    when they still owe; `ahead` what is paid before its time."""

    document_id: uuid.UUID
    lease_id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    amount: int
    mode: str
    day: datetime.date
    balance: int
    ahead: int
    seq: int
    replayed: bool = False
    withheld: int = 0


def receive_rent(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, lease_id: uuid.UUID, amount: int, mode: str,
    day: datetime.date, note: str = "", for_dues: Sequence[tuple[uuid.UUID, int]] = (),
    withheld: int = 0, section: str = "", made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> PaymentResult:  # fmt: skip
    """Money a tenant paid, minor units. It counts for the oldest due, unless `for_dues` says (due, amount) for which.
    What is more than all dues is paid ahead. `withheld` is tax they kept back besides, under `section` of the law: it
    pays dues like the money. Sent again under the same id it answers the first result.

    Raises RentUnknown, ShareRefused, SectionMissing, AmountOutOfReach and what record_entry raises.
    """
    under = checked_section(section) if withheld else ""

    def work() -> PaymentResult:
        book = lock(business_id, events=0)
        refuse_without_rent(business_id)
        lease = lease_in(business_id, lease_id, running=False)
        party_id = payer(business_id, lease.party_id, actor=actor, now=now)
        if withheld:
            kept = KeptBack(document_id, party_id, amount, withheld, under, mode, day, note, made_at)
            written = receive_kept_back(kept, lease=lease, book=book, actor=actor, now=now)
        else:
            written = record_entry(
                business_id=business_id, actor=actor, document_id=document_id, party_id=party_id,
                direction=Direction.GOT, amount=amount, mode=mode, day=day, note=note, made_at=made_at, now=now,
                sure_of=(day,), branch_id=lease.unit.branch_id, about=lease.id,
            )  # fmt: skip
        if not written.replayed:
            _share(business_id, document_id, party_id=party_id, amount=amount + withheld, for_dues=for_dues)
        return PaymentResult(
            document_id=document_id, lease_id=lease.id, party_id=party_id, tenant=written.party_name,
            amount=amount, mode=mode, day=day, balance=written.balance, ahead=max(-written.balance, 0), seq=written.seq,
            replayed=written.replayed, withheld=withheld,
        )  # fmt: skip

    if mode not in {Mode.CASH, Mode.UPI, Mode.BANK}:
        raise RentUnknown
    return in_transaction(work, dry_run=dry_run)


def _share(
    business_id: uuid.UUID, document_id: uuid.UUID, *, party_id: uuid.UUID, amount: int,
    for_dues: Sequence[tuple[uuid.UUID, int]],
) -> None:  # fmt: skip
    """Raises ShareRefused."""
    if not for_dues:
        return
    wanted = dict(for_dues)
    family = Party.objects.filter(business_id=business_id, merged_into_id=party_id).values("id")
    dues = Due.objects.filter(business_id=business_id, id__in=wanted, taken_back_at=None)
    own = dues.filter(lease__party_id=party_id) | dues.filter(lease__party_id__in=family)
    found = {due.id: due for due in own}
    too_much = len(wanted) > SHARES_MAX or sum(wanted.values()) > amount
    if too_much or len(wanted) != len(for_dues) or found.keys() != wanted.keys():
        raise ShareRefused
    if any(not 0 < part <= found[due_id].amount for due_id, part in wanted.items()):
        raise ShareRefused
    PaymentShare.objects.bulk_create(
        PaymentShare(business_id=business_id, payment_id=document_id, due_id=due_id, amount=part)
        for due_id, part in wanted.items()
    )


@dataclass(frozen=True, slots=True)
class ChequeResult:
    cheque_id: uuid.UUID
    lease_id: uuid.UUID
    state: str
    day: datetime.date
    amount: int
    document_id: uuid.UUID | None
    seq: int
    replayed: bool = False


def take_cheque(
    *, business_id: uuid.UUID, actor: Actor, cheque_id: uuid.UUID, lease_id: uuid.UUID, number: str,
    bank: str, day: datetime.date, amount: int, now: datetime.datetime, dry_run: bool = False,
) -> ChequeResult:  # fmt: skip
    """A cheque with a day on it: no money until it is cleared.

    Raises RoleNotAllowed, RentUnknown, AmountOutOfReach, IdTaken, TextError.
    """
    written = clean_line(number, max_length=20, field="number")
    drawn_on = clean_line(bank, max_length=60, field="bank")

    def work() -> ChequeResult:
        lock(business_id, events=0)
        allow(actor, "khata.write")
        lease = lease_in(business_id, lease_id)
        check_amount(amount)
        standing = Cheque.objects.filter(business_id=business_id, id=cheque_id).first()
        if standing is not None:
            if (standing.lease_id, standing.amount, standing.day) != (lease_id, amount, day):
                raise IdTaken
            return _cheque_result(standing, seq=0, replayed=True)
        with new_row(Cheque, cheque_id):
            cheque = Cheque.objects.create(
                id=cheque_id, business_id=business_id, lease=lease, number=written, bank=drawn_on, day=day,
                amount=amount, created_at=now,
            )  # fmt: skip
        return _cheque_told(cheque, verb="cheque.taken", actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def end_cheque(
    *, business_id: uuid.UUID, actor: Actor, cheque_id: uuid.UUID, state: str, day: datetime.date,
    withheld: int = 0, section: str = "", now: datetime.datetime, dry_run: bool = False,
) -> ChequeResult:  # fmt: skip
    """The bank paid it on `day` (cleared: the rent is received then, with the tax that was `withheld` besides under
    `section`), or not (bounced, given_back).

    Raises RentUnknown, ChequeDone and what receive_rent raises.
    """

    def work() -> ChequeResult:
        lock(business_id, events=0)
        allow(actor, "khata.edit")
        cheque = Cheque.objects.filter(business_id=business_id, id=cheque_id).first()
        if cheque is None or state not in {ChequeState.CLEARED, ChequeState.BOUNCED, ChequeState.GIVEN_BACK}:
            raise RentUnknown
        if cheque.state not in {ChequeState.WAITING, ChequeState.BOUNCED} or cheque.state == state:
            raise ChequeDone
        if state == ChequeState.CLEARED:
            cheque.document_id = receive_rent(
                business_id=business_id, actor=actor, document_id=uuid7(), lease_id=cheque.lease_id,
                amount=cheque.amount, mode=Mode.BANK, day=day, withheld=withheld, section=section, made_at=now,
                now=now,
            ).document_id  # fmt: skip
        cheque.state, cheque.rev = state, cheque.rev + 1
        cheque.save(update_fields=["state", "rev", "document"])
        return _cheque_told(cheque, verb=f"cheque.{state}", actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _cheque_told(cheque: Cheque, *, verb: str, actor: Actor, now: datetime.datetime) -> ChequeResult:
    seq = tell(
        cheque.business_id, actor=actor, now=now, verb=verb, subject_kind="cheque", subject_id=cheque.id,
        rev=cheque.rev, amount=cheque.amount,
        contents={
            "lease": str(cheque.lease_id), "day": cheque.day.isoformat(), "amount": cheque.amount,
            "state": cheque.state,
        },
    )  # fmt: skip
    return _cheque_result(cheque, seq=seq)


def _cheque_result(cheque: Cheque, *, seq: int, replayed: bool = False) -> ChequeResult:
    return ChequeResult(
        cheque_id=cheque.id, lease_id=cheque.lease_id, state=cheque.state, day=cheque.day, amount=cheque.amount,
        document_id=cheque.document_id, seq=seq, replayed=replayed,
    )  # fmt: skip
