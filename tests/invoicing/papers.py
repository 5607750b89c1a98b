"""Documents to print, worked out by taxes.arithmetic, with words in several scripts."""

import datetime
from dataclasses import replace

from invoicing.paper.document import Address, Earlier, PaperBatch, PaperDocument, PaperKind, PaperLine, Side
from taxes.arithmetic import Discount, Line, Supplier, Supply, Tax, Treatment, work_out
from taxes.arithmetic.supplies import Buyer, Scheme

DAY = datetime.date(2026, 11, 21)
SELLER = Side(
    name="Asha Kirana", legal_name="Asha Devi", registration="19AAACG2115R1ZE",
    address=Address(text="12/3 College Street\nKolkata 700073", town="Kolkata", pin="700073", state="19"),
    phone="+919830012345", email="asha@example.com",
)  # fmt: skip
BUYER = Side(
    name="शर्मा जनरल स्टोर", registration="19AAPFU0939F1ZS", phone="+919830054321",
    address=Address(text="45, बड़ा बाज़ार", town="Howrah", pin="711101", state="19"),
)  # fmt: skip
THINGS = (
    ("बासमती चावल 5 किलो", "1006", "BAG", 2, "645.00", 50_000, False),
    ("সরিষার তেল ১ লিটার", "1514", "LTR", 3, "182.50", 50_000, True),
    ("மைசூர் சாண்டல் சோப்பு", "3401", "PCS", 12, "48.00", 180_000, False),
    ("باسمتی چاول اعلیٰ قسم", "1006", "KGS", 10, "120.00", 0, False),
)


def millionths(price: str) -> int:
    whole, _, part = price.partition(".")
    return int(whole) * 1_000_000 + int(part.ljust(6, "0"))


def line(price: str, rate: int, quantity: int, *, inclusive: bool = False, **more) -> Line:
    tax = more.pop("tax", None) or Tax(rate=rate, treatment=Treatment.TAXABLE if rate else Treatment.EXEMPT)
    return Line(
        quantity=quantity * 10_000, unit_price=millionths(price), tax=tax, inclusive=inclusive, **more
    )


def document(
    things=THINGS, *, lines=None, kind=PaperKind.INVOICE, country="IN", place="19", buyer=BUYER, **more
):
    """An approved bill of West Bengal within itself, unless said otherwise."""
    asked = Supply(
        lines=tuple(lines or (line(price, rate, qty, inclusive=inc) for _n, _h, _u, qty, price, rate, inc in things)),
        supplier=Supplier(state="" if country == "BD" else "19", scheme=more.pop("scheme", Scheme.REGULAR)),
        country=country, buyer=more.setdefault("treatment", Buyer.REGISTERED if buyer else Buyer.CONSUMER),
        place="" if country == "BD" else place, discount=more.pop("discount", Discount()),
        reverse_charge=more.get("reverse_charge", False), with_tax=more.get("with_tax", False),
    )  # fmt: skip
    found = work_out(asked)
    said = tuple(
        PaperLine(
            name=name, hsn=hsn, unit=unit, quantity=one.quantity, unit_price=one.unit_price, inclusive=one.inclusive,
            is_service=hsn.startswith("99"), sum=sums,
        )
        for (name, hsn, unit, *_rest), one, sums in zip(things, asked.lines, found.lines, strict=True)
    )  # fmt: skip
    return PaperDocument(**{
        "kind": kind, "number": "INV/26-27/0042", "day": DAY, "due_on": DAY + datetime.timedelta(days=15),
        "country": country, "seller": SELLER, "buyer": buyer, "place": asked.place, "lines": said, "sum": found,
        "upi_id": "asha.kirana@okbank", **more,
    })  # fmt: skip


def with_batch(paper):
    first, *others = paper.lines
    first = replace(
        first, note="Old stock", batches=(PaperBatch(name="B-17", expires_on=datetime.date(2027, 3, 31)),)
    )
    return replace(paper, lines=(first, *others))


def credit_note(**more):
    return document(
        kind=PaperKind.CREDIT_NOTE, number="CN/26-27/0003", due_on=None, reason="Goods returned",
        earlier=(Earlier(number="INV/26-27/0042", day=DAY),), **more,
    )  # fmt: skip
