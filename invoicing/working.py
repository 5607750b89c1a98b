"""A paper worked out: names, units and taxes of its lines settled, and the sums of taxes.arithmetic. Writes nothing."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.quantities import ONE, QUANTITY_BELOW
from core.refusals import Refusal
from core.text import clean_line, clean_note
from inventory.codes import clean_hsn
from inventory.models import Batch, Item, ItemKind, TaxPreference
from inventory.operations.lines import NUMBER_LENGTH_MAX
from inventory.refusals import BatchRefused, ItemUnknown, QuantityRefused, UnitRefused
from inventory.units import UNITS
from invoicing import buying
from invoicing.content import LineContent, PaperContent
from invoicing.ground import Ground, ground_of, place_of
from invoicing.kinds import SIDES
from invoicing.models import Paper, PaperLine
from invoicing.queries.choices import line_accounts
from invoicing.refusals import LineRefused, LineWordsMissing
from ledger.refusals import AccountUnknown
from taxes import arithmetic
from taxes.arithmetic import Discount, LineSum, Sum, Supply, Tax, TaxFault, Treatment
from taxes.arithmetic.sums import Kind
from taxes.queries.rates import RateFinder
from taxes.refusals import sum_refusal

NAME_LENGTH_MAX = 200
DESCRIPTION_LENGTH_MAX = 1000
SERVICES = "99"
COLUMNS: Mapping[Kind, str] = {
    Kind.CGST: "cgst",
    Kind.SGST: "sgst",
    Kind.UTGST: "sgst",
    Kind.IGST: "igst",
    Kind.CESS: "cess",
    Kind.CESS_PER_UNIT: "cess",
    Kind.VAT: "vat",
    Kind.DUTY: "duty",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """A line whose words and tax are settled. `stock_quantity` is 0 where no stock moves."""

    said: LineContent
    item: Item | None
    name: str
    description: str
    hsn: str
    unit: str
    stock_quantity: int
    tax: Tax
    tax_id: uuid.UUID | None
    tax_name: str
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """`place` is the place of supply, "" where there is none."""

    content: PaperContent
    ground: Ground
    place: str
    supply: Supply
    lines: tuple[SettledLine, ...]
    found: Sum


def work_out(business_id: uuid.UUID, content: PaperContent) -> Worked:
    """The whole paper as it would stand now. Raises PartyUnknown, BranchUnknown, ItemUnknown, RateUnknown,
    RateNotInForce, LineRefused, SumRefused, PaperRefused, AddressRefused, TextError."""
    ground = ground_of(business_id, content)
    buying.check_tax_shown(ground, content)
    source = None
    if content.source_id is not None:
        source = Paper.objects.filter(business_id=business_id, id=content.source_id).first()
    buying.check_clauses(content)
    buying.check_paid(business_id, content)
    lines = _settled(business_id, content, ground=ground, source=source)
    day = content.supply_on or content.day
    try:
        if buying.is_bought(content.kind):
            place = buying.place_bought(ground, content)
        else:
            place = place_of(
                ground, content, source=source, day=day,
                only_services=all(line.hsn.startswith(SERVICES) or _is_service(line.item) for line in lines),
            )  # fmt: skip
        supply = _supply(content, ground=ground, place=place, lines=lines)
        return Worked(content, ground, place, supply, lines, arithmetic.work_out(supply))
    except TaxFault as fault:
        raise sum_refusal(fault) from fault


def line_row(worked: Worked, position: int, *, paper: Paper) -> PaperLine:
    """The row of the line at a position from 1 on, not saved."""
    line, found = worked.lines[position - 1], worked.found.lines[position - 1]
    said, tax = line.said, line.tax
    return PaperLine(
        business_id=paper.business_id, paper=paper, position=position, item=line.item, account_id=said.account_id,
        source_line_id=said.source_line_id, khata_id=said.khata_id, name=line.name, description=line.description,
        hsn=line.hsn,
        unit=line.unit, quantity=said.quantity, stock_quantity=line.stock_quantity, batch_id=said.batch_id,
        batch_number=said.batch_number, expires_on=said.expires_on, serials=list(said.serials), price=said.price,
        inclusive=line.inclusive,
        discount_amount=said.discount_amount, discount_rate=said.discount_rate, tax_id=line.tax_id,
        tax_name=line.tax_name, treatment=tax.treatment.value, rate=tax.rate, cess_rate=tax.cess,
        cess_per_unit=tax.cess_per_unit, duty_rate=tax.duty, vat_per_unit=tax.vat_per_unit,
        credit_clause=said.credit_clause, gross=found.gross, less=found.discount, share=found.share,
        value=found.value, total=found.total, **components(found),
    )  # fmt: skip


def components(found: LineSum) -> dict[str, int]:
    """The taxes of a line by their columns, charged or owed by the buyer."""
    sums = dict.fromkeys(COLUMNS.values(), 0)
    for one in (*found.charged, *found.self_assessed):
        sums[COLUMNS[one.kind]] += one.amount
    return sums


def tax_of(line: PaperLine) -> Tax:
    """The rate that stands on a line."""
    return Tax(
        treatment=Treatment(line.treatment), rate=line.rate, cess=line.cess_rate, cess_per_unit=line.cess_per_unit,
        duty=line.duty_rate, vat_per_unit=line.vat_per_unit,
    )  # fmt: skip


def _supply(content: PaperContent, *, ground: Ground, place: str, lines: tuple[SettledLine, ...]) -> Supply:
    bought = buying.is_bought(content.kind)
    return Supply(
        country=ground.business.country, supplier=buying.vendor_of(ground, content) if bought else ground.supplier,
        buyer=buying.buyer_of(ground) if bought else ground.buyer, place=place,
        with_tax=content.with_tax, reverse_charge=content.reverse_charge,
        discount=Discount(amount=content.discount_amount, rate=content.discount_rate), round_off=content.rounds,
        lines=tuple(
            arithmetic.Line(
                quantity=line.said.quantity, unit_price=line.said.price, tax=line.tax, inclusive=line.inclusive,
                discount=Discount(amount=line.said.discount_amount, rate=line.said.discount_rate),
            )
            for line in lines
        ),
    )  # fmt: skip


def _settled(
    business_id: uuid.UUID, content: PaperContent, *, ground: Ground, source: Paper | None
) -> tuple[SettledLine, ...]:
    wanted = {line.item_id for line in content.lines if line.item_id is not None}
    items = Item.objects.filter(business_id=business_id, id__in=wanted).in_bulk()
    before = {}
    if source is not None:
        before = {line.pk: line for line in PaperLine.objects.filter(business_id=business_id, paper=source)}
    has_taxes = buying.charges_tax(ground, content)
    rates = RateFinder(business_id, day=content.supply_on or content.day) if has_taxes else None
    moves = SIDES[content.kind].goods is not None
    named = any(line.account_id is not None for line in content.lines)
    accounts: Collection[uuid.UUID] = line_accounts(business_id) if named else ()
    found = []
    for number, line in enumerate(content.lines, start=1):
        item = items.get(line.item_id) if line.item_id is not None else None
        if line.item_id is not None and item is None:
            with at_line(number):
                raise ItemUnknown
        _check_named(business_id, line, accounts=accounts, number=number)
        if line.tax_id is not None and rates is None:
            with at_line(number):
                RateFinder(business_id, day=content.supply_on or content.day).by_id(line.tax_id)
        if line.source_line_id is not None and line.source_line_id not in before:
            raise LineRefused(_("The line it came from is not there any more."), line=number)
        origin = before[line.source_line_id] if line.source_line_id is not None else None
        with at_line(number):
            found.append(_line(line, item=item, origin=origin, ground=ground, rates=rates, moves=moves))
    return tuple(found)


def _check_named(
    business_id: uuid.UUID, line: LineContent, *, accounts: Collection[uuid.UUID], number: int
) -> None:
    """The batch and the account that a line names are the book's own. Raises BatchRefused, AccountUnknown."""
    with at_line(number):
        if line.batch_id is not None:
            batch = Batch.objects.filter(business_id=business_id, id=line.batch_id).first()
            if batch is None or batch.item_id != line.item_id:
                raise BatchRefused
        if line.account_id is not None and line.account_id not in accounts:
            raise AccountUnknown


@contextmanager
def at_line(number: int) -> Iterator[None]:
    """What is refused inside says at which line, counted from 1."""
    try:
        yield
    except LineRefused:
        raise
    except Refusal as refusal:
        refusal.message = _("Line %(line)s: %(what)s") % {"line": number, "what": refusal.message}
        refusal.field = f"line_items.{number - 1}"
        raise


def _line(
    line: LineContent, *, item: Item | None, origin: PaperLine | None, ground: Ground, rates: RateFinder | None,
    moves: bool,
) -> SettledLine:  # fmt: skip
    name = clean_line(line.name, max_length=NAME_LENGTH_MAX, field="name") or (item.name if item else "")
    if not name:
        raise LineWordsMissing
    if not 0 < line.quantity < QUANTITY_BELOW:
        raise QuantityRefused
    hsn = clean_hsn(line.hsn)[:8] or (item.hsn if item else "")
    unit = line.unit or (item.unit if item else "")
    if unit and unit not in UNITS:
        raise UnitRefused
    is_counted = item is not None and item.is_counted and moves and line.returns
    tax_id, tax_name, tax = _tax(line, item=item, origin=origin, hsn=hsn, ground=ground, rates=rates)
    pack = clean_line(line.batch_number, max_length=NUMBER_LENGTH_MAX, field="batch_number")
    return SettledLine(
        said=replace(line, batch_number=pack), item=item, name=name, hsn=hsn, unit=unit, tax=tax, tax_id=tax_id,
        tax_name=tax_name,
        description=clean_note(line.description, max_length=DESCRIPTION_LENGTH_MAX, field="description"),
        stock_quantity=in_own_unit(item, line.quantity, unit=unit) if item is not None and is_counted else 0,
        inclusive=line.inclusive,
    )  # fmt: skip


def in_own_unit(item: Item, quantity: int, *, unit: str) -> int:
    """So many of a unit in the item's own, both in 1/10,000: 2 boxes of 12 are 24 pieces."""
    if unit == item.unit:
        return quantity
    whole, rest = divmod(quantity * item.pack_size, ONE)
    if unit != item.pack_unit or rest:
        raise UnitRefused
    return whole


def _tax(
    line: LineContent, *, item: Item | None, origin: PaperLine | None, hsn: str, ground: Ground,
    rates: RateFinder | None,
) -> tuple[uuid.UUID | None, str, Tax]:  # fmt: skip
    """What was on the line it came from; what was said; the item's own; what the code leads to."""
    if origin is not None:
        return origin.tax_id, origin.tax_name, tax_of(origin)
    treatment = line.treatment or (item.tax_preference if item is not None and line.tax_id is None else "")
    if treatment and treatment != TaxPreference.TAXABLE:
        return None, "", Tax(treatment=Treatment(treatment))
    if rates is None:
        return None, "", Tax()
    rate = line.rate if line.rate is not None or item is None else item.tax_rate
    if line.tax_id is not None:
        found = rates.by_id(line.tax_id)
    elif rate is not None:
        known = rates.by_rate(rate)
        if known is None:
            return None, "", Tax(rate=rate)
        found = known
    else:
        found = rates.by_code(hsn)
    return found.tax_id, found.name, found.tax


def _is_service(item: Item | None) -> bool:
    return item is not None and item.kind == ItemKind.SERVICE
