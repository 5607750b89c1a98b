"""A bill is the vendor's supply and we are the buyer: the same sums, seen from the other side."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.addresses import check_state
from invoicing.content import PaperContent
from invoicing.ground import GSTIN_LENGTH, Ground
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperLine
from invoicing.refusals import LineRefused, PaperRefused
from ledger.models import AccountRole
from ledger.queries.chart import chart_of
from ledger.refusals import AccountUnknown
from taxes.arithmetic import Buyer, Scheme, Supplier
from taxes.arithmetic.supplies import ABROAD, WITHOUT_NUMBER

WAITING_ROLES: Mapping[str, AccountRole] = MappingProxyType(
    {
        "cgst": AccountRole.WAITING_CGST,
        "sgst": AccountRole.WAITING_SGST,
        "igst": AccountRole.WAITING_IGST,
        "cess": AccountRole.WAITING_CESS,
    }
)
"""What of it may be set off once it is paid."""
CLAUSES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "17(5)a": gettext_lazy("Cars and other vehicles for few people"),
        "17(5)aa": gettext_lazy("Ships and aircraft"),
        "17(5)ab": gettext_lazy("Insurance and repair of vehicles"),
        "17(5)b": gettext_lazy("Food, health, clubs, travel of staff"),
        "17(5)c": gettext_lazy("Works contract for a building"),
        "17(5)d": gettext_lazy("Goods or services to build for oneself"),
        "17(5)e": gettext_lazy("From a seller who pays composition tax"),
        "17(5)f": gettext_lazy("From a visitor from abroad"),
        "17(5)fa": gettext_lazy("For social responsibility"),
        "17(5)g": gettext_lazy("For personal use"),
        "17(5)h": gettext_lazy("Lost, stolen, destroyed or given away"),
        "17(5)i": gettext_lazy("Tax paid after fraud was found"),
        "17(2)": gettext_lazy("For sales without tax"),
        "17(1)": gettext_lazy("Not for the business"),
    }
)
"""Of the CGST Act: why the tax on a line may not be set off. It goes to what the thing cost."""

INPUT_ROLES: Mapping[str, AccountRole] = MappingProxyType(
    {
        "cgst": AccountRole.INPUT_CGST,
        "sgst": AccountRole.INPUT_SGST,
        "igst": AccountRole.INPUT_IGST,
        "cess": AccountRole.INPUT_CESS,
        "vat": AccountRole.INPUT_VAT,
    }
)
REVERSE_ROLES: Mapping[str, AccountRole] = MappingProxyType(
    {
        "cgst": AccountRole.REVERSE_CGST,
        "sgst": AccountRole.REVERSE_SGST,
        "igst": AccountRole.REVERSE_IGST,
        "cess": AccountRole.REVERSE_CESS,
    }
)
"""What we owe on reverse charge: paid with money, never with credit."""


def is_bought(kind: str) -> bool:
    return not SIDES[kind].is_sale


def charges_tax(ground: Ground, content: PaperContent) -> bool:
    """Whether its lines have taxes at all: on a sale where we collect them, on a bill where the vendor does and we may
    tell them apart, or where we owe them ourselves. A shop without a number pays them inside the price."""
    if not is_bought(content.kind):
        return ground.charges_tax
    if content.reverse_charge:
        return ground.supplier.scheme != Scheme.UNREGISTERED
    return ground.charges_tax and ground.buyer not in (*WITHOUT_NUMBER, Buyer.COMPOSITION)


def vendor_of(ground: Ground, content: PaperContent) -> Supplier:
    """Who supplies, by what the tax law calls the party."""
    if content.reverse_charge or charges_tax(ground, content):
        scheme = Scheme.REGULAR
    else:
        scheme = Scheme.COMPOSITION if ground.buyer == Buyer.COMPOSITION else Scheme.UNREGISTERED
    return Supplier(state=_state(ground), scheme=scheme, is_sez=ground.buyer == Buyer.SEZ)


def buyer_of(ground: Ground) -> Buyer:
    """What the tax law calls us."""
    if ground.supplier.scheme == Scheme.UNREGISTERED:
        return Buyer.UNREGISTERED
    return Buyer.COMPOSITION if ground.supplier.scheme == Scheme.COMPOSITION else Buyer.REGISTERED


def place_bought(ground: Ground, content: PaperContent) -> str:
    """Where what was bought is taken to be supplied: with us, unless it is said. Raises AddressRefused."""
    if not ground.is_indian or ground.supplier.scheme == Scheme.UNREGISTERED:
        return ""
    if content.place:
        check_state(content.place, field="place")
        return content.place
    return ground.supplier.state


def check_clauses(content: PaperContent) -> None:
    """Raises LineRefused for a clause that the law does not have, or on what was not bought."""
    for number, line in enumerate(content.lines, start=1):
        if line.credit_clause and (line.credit_clause not in CLAUSES or not is_bought(content.kind)):
            raise LineRefused(_("Choose why this tax cannot be set off."), line=number)


def check_paid(business_id: uuid.UUID, content: PaperContent) -> None:
    """An expense says what it was paid out of and what for, and nothing else does. Raises PaperRefused, LineRefused,
    AccountUnknown."""
    if not SIDES[content.kind].pays:
        if content.paid_through_id is not None:
            raise PaperRefused(_("Only an expense is paid by itself."), field="paid_through")
        return
    if content.paid_through_id is None:
        raise PaperRefused(_("Choose what it was paid from."), field="paid_through")
    account = chart_of(business_id).get(content.paid_through_id)
    if account is None:
        raise AccountUnknown
    if not (account.is_money and account.is_active):
        raise PaperRefused(_("Choose cash, a bank or a wallet that it was paid from."), field="paid_through")
    for number, line in enumerate(content.lines, start=1):
        if line.account_id is None:
            raise LineRefused(_("Choose what it was spent on."), line=number)


def check_tax_shown(ground: Ground, content: PaperContent) -> None:
    """Tax that was said on an expense can be told apart only where the seller charges it. Raises PaperRefused."""
    says_tax = any(line.tax_id is not None or line.rate for line in content.lines)
    if SIDES[content.kind].pays and says_tax and ground.charges_tax and not charges_tax(ground, content):
        raise PaperRefused(
            _(
                "This seller charges no tax that can be set off. Enter their tax number, or leave the tax out."
            ),
            field="their_registration",
        )


def is_credited(paper: Paper, line: PaperLine) -> bool:
    return paper.our_scheme == Scheme.REGULAR and not line.credit_clause


def cost_of(paper: Paper, line: PaperLine) -> int:
    """What a bought line costs, minor units: its value, and every tax on it that is not set off."""
    return line.value + line.taxes - sum(credits_of(paper, line).values())


def credits_of(paper: Paper, line: PaperLine) -> dict[str, int]:
    """What of a bought line's taxes is set off, by column."""
    if not is_credited(paper, line):
        return {}
    return {column: getattr(line, column) for column in INPUT_ROLES if getattr(line, column)}


def bought_amounts(paper: Paper, lines: list[PaperLine]) -> dict[AccountRole | uuid.UUID, int]:
    """What stands against the vendor by account, debit positive on a bill; they sum to its total."""
    found: dict[AccountRole | uuid.UUID, int] = {}

    def add(account: AccountRole | uuid.UUID, amount: int) -> None:
        found[account] = found.get(account, 0) + amount

    to_set_off = {**INPUT_ROLES, **(WAITING_ROLES if paper.credit_waits else {})}
    for line in lines:
        add(line.account_id or AccountRole.PURCHASES, cost_of(paper, line))
        for column, amount in credits_of(paper, line).items():
            add(to_set_off[column], amount)
        if paper.reverse_charge:
            for column, role in REVERSE_ROLES.items():
                add(role, -getattr(line, column))
    add(AccountRole.ROUND_OFF, paper.round_off)
    return {account: amount for account, amount in found.items() if amount}


def _state(ground: Ground) -> str:
    if not ground.is_indian or ground.supplier.scheme == Scheme.UNREGISTERED:
        return ""
    if ground.buyer == Buyer.OVERSEAS:
        return ABROAD
    number = ground.party.registration_number
    if len(number) == GSTIN_LENGTH:
        return number[:2]
    return (
        ground.contact.place
        or str(ground.contact.billing_address.get("state_code", ""))
        or ground.supplier.state
    )
