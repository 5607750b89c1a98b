"""Which taxes of GST fall on a document, and who pays them to the state."""

from dataclasses import dataclass
from enum import StrEnum

from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.sums import DocumentForm, Kind
from taxes.arithmetic.supplies import ABROAD, WITHOUT_NUMBER, Buyer, Line, Scheme, Supply, Treatment
from taxes.states import STATES


class Payer(StrEnum):
    SUPPLIER = "supplier"
    RECIPIENT = "recipient"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Levy:
    """`heads` are the kinds the rate is split over: one at the whole rate, or two at half of it."""

    payer: Payer
    heads: tuple[Kind, ...]
    is_inter_state: bool


def levy_of(supply: Supply) -> Levy:
    """Who is not registered needs no state. Raises TaxFault for a state nobody knows and for what the law does not
    allow."""
    if supply.supplier.scheme == Scheme.UNREGISTERED and not supply.supplier.state and not supply.place:
        _check(supply, inter_state=False, zero_rated=supply.buyer == Buyer.SEZ)
        return Levy(Payer.NOBODY, (Kind.IGST,), is_inter_state=False)
    for state in (supply.supplier.state, supply.place):
        if state != ABROAD and (state not in STATES or STATES[state].is_retired):
            raise TaxFault("state_unknown", state=state)
    zero_rated = is_zero_rated(supply)
    inter_state = zero_rated or supply.supplier.is_sez or supply.supplier.state != supply.place
    _check(supply, inter_state=inter_state, zero_rated=zero_rated)
    return Levy(_payer(supply, zero_rated=zero_rated), _heads(supply, inter_state=inter_state), inter_state)


def is_zero_rated(supply: Supply) -> bool:
    """Exports, and supplies to a special economic zone."""
    return supply.buyer == Buyer.SEZ or supply.place == ABROAD


def form_of(supply: Supply) -> DocumentForm:
    if supply.supplier.scheme == Scheme.UNREGISTERED:
        return DocumentForm.PLAIN
    taxed = [_is_taxed(line) for line in supply.lines]
    if supply.supplier.scheme == Scheme.COMPOSITION or not any(taxed):
        return DocumentForm.BILL_OF_SUPPLY
    if not all(taxed) and supply.buyer in WITHOUT_NUMBER:
        return DocumentForm.INVOICE_CUM_BILL_OF_SUPPLY
    return DocumentForm.TAX_INVOICE


def _is_taxed(line: Line) -> bool:
    return line.tax.treatment == Treatment.TAXABLE


def _check(supply: Supply, *, inter_state: bool, zero_rated: bool) -> None:
    if supply.with_tax and not zero_rated:
        raise TaxFault("not_zero_rated")
    if supply.supplier.scheme == Scheme.COMPOSITION and inter_state:
        raise TaxFault("composition_inter_state")
    if supply.reverse_charge and supply.buyer in WITHOUT_NUMBER:
        raise TaxFault("reverse_charge_without_number")
    for number, line in enumerate(supply.lines, start=1):
        if line.tax.duty or line.tax.vat_per_unit:
            raise TaxFault("tax_of_another_country", line=number)


def _payer(supply: Supply, *, zero_rated: bool) -> Payer:
    if supply.reverse_charge:
        return Payer.RECIPIENT
    if supply.supplier.scheme != Scheme.REGULAR or (zero_rated and not supply.with_tax):
        return Payer.NOBODY
    return Payer.SUPPLIER


def _heads(supply: Supply, *, inter_state: bool) -> tuple[Kind, ...]:
    if inter_state:
        return (Kind.IGST,)
    return (Kind.CGST, Kind.UTGST if STATES[supply.place].is_union_territory else Kind.SGST)
