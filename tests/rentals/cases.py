"""The golden cases: read from their lines, and worked by the program or by the second implementation."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path

from rentals import arithmetic as ours
from rentals.gst import rent_law
from taxes.arithmetic import Scheme, Tax
from taxes.arithmetic.spreading import spread
from tests.rentals import second

GOLDEN = Path(__file__).parent / "golden"
FAR = datetime.date(2200, 1, 1)


def lines(name: str) -> list[str]:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def paise(text: str) -> int:
    found = Decimal(text) * 100
    assert found == int(found), text
    return int(found)


def shown(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


class Case:
    """One line: its kind, what is given, the period it asks for, what comes out."""

    def __init__(self, line: str) -> None:
        self.kind, given, number, self.out, self.sum = (part.strip() for part in line.split(";", 4))
        self.given = dict(part.split("=", 1) for part in given.split())
        self.number = int(number or 0)

    def get(self, name: str, read, usual=None):
        return read(self.given[name]) if name in self.given else usual

    def rises(self) -> list[tuple]:
        found = []
        for one in self.given.get("rise", "").split(",") if "rise" in self.given else ():
            when, how = one.split(":")
            percent, _slash, every = how[1:].partition("/")
            found.append(
                (day(when), paise(how[1:]), Fraction(0), 0)
                if how[0] == "="
                else (day(when), None, Fraction(percent), int(every or 0))
            )
        return found

    def asked(self) -> list[tuple]:
        return [(day(one.split(":")[0]), paise(one.split(":")[1])) for one in self.given["asked"].split(",")]

    def meant(self) -> list[tuple]:
        said = self.given.get("meant", "")
        return [(int(one.split(":")[0]), paise(one.split(":")[1])) for one in said.split(",") if one]

    def listed(self, name: str, read) -> list[int]:
        return [read(one) for one in self.given.get(name, "").split(",") if one]


def by_program(case: Case) -> str:
    return globals()[f"_{case.kind}"](case)


def by_second(case: Case) -> str:
    return globals()[f"_{case.kind}_again"](case)


def _rent(case: Case) -> str:
    terms = ours.Terms(
        start=case.get("start", day),
        end=case.get("end", day),
        rent=case.get("rent", paise),
        due_day=case.get("due", int, 1),
        period_rule=case.get("by", ours.PeriodRule, ours.PeriodRule.MONTH),
        round_to=case.get("round", int, 1),
        part_rule=case.get("part", ours.PartRule, ours.PartRule.DAYS),
        advance_months=case.get("advance", int, 0),
        rises=tuple(
            ours.Rise(when, amount, int(percent * 100), every)
            for when, amount, percent, every in case.rises()
        ),
    )
    period = next(islice(ours.periods(terms, until=FAR), case.number, None))
    found = ours.rent_of(period, terms=terms)
    assert sum(part.amount for part in found.parts) == found.amount
    return f"{period.start}..{period.end} due {period.due_on} = {shown(found.amount)}"


def _rent_again(case: Case) -> str:
    start, end, due, amount = second.rent(
        case.number,
        start=case.get("start", day),
        end=case.get("end", day),
        rent=case.get("rent", paise),
        due=case.get("due", int, 1),
        by=case.get("by", str, "month"),
        part=case.get("part", str, "days"),
        advance=case.get("advance", int, 0),
        step=case.get("round", int, 1),
        rises=case.rises(),
    )
    return f"{start}..{end} due {due} = {shown(amount)}"


def _gst(case: Case) -> str:
    """use, unit, landlord, tenant: who decides; net, percent and the two states: what is added."""
    tenant = case.get("tenant", str, "none")
    landlord = case.get("landlord", str, "none")
    found, _why = ours.gst_case(ours.Letting(
        use=case.get("use", ours.Use), is_dwelling=case.get("unit", str) == "home",
        landlord=Scheme.UNREGISTERED if landlord == "none" else Scheme(landlord),
        tenant_registered=tenant != "none", tenant_composition=tenant == "composition",
        reverse=rent_law("IN").reverse_on(case.get("day", day)),
    ))  # fmt: skip
    tax = ours.RentTax(0, 0, 0, 0)
    if found is ours.GstCase.FORWARD:
        rate = Tax(rate=int(case.get("percent", Fraction) * 10_000))
        tax = ours.tax_on(
            case.get("net", paise), tax=rate, landlord=case.get("from", str), place=case.get("at", str)
        )
    return _gst_said(found.value, case.get("net", paise), tax.cgst, tax.sgst, tax.igst)


def _gst_again(case: Case) -> str:
    found = second.gst(
        use=case.get("use", str), unit=case.get("unit", str), landlord=case.get("landlord", str, "none"),
        tenant=case.get("tenant", str, "none"), day=case.get("day", day),
    )  # fmt: skip
    halves, full = (0, 0), 0
    if found == "forward":
        inside = case.get("from", str) == case.get("at", str)
        halves, full = second.gst_on(
            case.get("net", paise), percent=case.get("percent", Fraction), inside=inside
        )
    return _gst_said(found, case.get("net", paise), *halves, full)


def _gst_said(case: str, net: int, cgst: int, sgst: int, igst: int) -> str:
    return f"{case} {shown(cgst)} {shown(sgst)} {shown(igst)} = {shown(net + cgst + sgst + igst)}"


def _kept(case: Case) -> str:
    return shown(ours.tax_kept(case.get("base", paise), percent=int(case.get("percent", Fraction) * 100)))


def _kept_again(case: Case) -> str:
    return shown(second.kept(case.get("base", paise), percent=case.get("percent", Fraction)))


def _fee(case: Case) -> str:
    rule = ours.FeeRule(
        kind=case.get("kind", ours.FeeKind),
        amount=case.get("amount", paise, 0),
        percent=case.get("percent", paise, 0),
        grace_days=case.get("grace", int, 0),
        cap=case.get("cap", paise, 0),
        repeats="repeats" in case.given,
    )
    found = ours.fee_now(
        rule,
        due_on=case.get("due", day),
        unpaid=case.get("unpaid", paise),
        today=case.get("today", day),
        charged=case.get("charged", paise, 0),
        times_charged=case.get("times", int, 0),
    )
    return shown(found.amount)


def _fee_again(case: Case) -> str:
    return shown(
        second.fee(
            kind=case.given["kind"],
            due=case.get("due", day),
            today=case.get("today", day),
            unpaid=case.get("unpaid", paise),
            amount=case.get("amount", paise, 0),
            percent=case.get("percent", Fraction, Fraction(0)),
            grace=case.get("grace", int, 0),
            cap=case.get("cap", paise, 0),
            repeats="repeats" in case.given,
            charged=case.get("charged", paise, 0),
            times=case.get("times", int, 0),
        )
    )


def _paid(unpaid: list[int], ahead: int) -> str:
    return f"{' '.join(map(shown, unpaid))} ahead {shown(ahead)}"


def _pay(case: Case) -> str:
    asked = [ours.Asked(at, when, at, amount) for at, (when, amount) in enumerate(case.asked())]
    found = ours.pay(asked, [ours.Came("money", case.get("received", paise), case.meant())])
    return _paid([found.unpaid[at] for at in range(len(asked))], found.ahead)


def _pay_again(case: Case) -> str:
    return _paid(*second.pay(case.asked(), received=case.get("received", paise), meant=case.meant()))


def _deposit(case: Case) -> str:
    found = ours.settle_deposit(
        held=case.get("held", paise), balance=case.get("balance", paise), cuts=case.listed("cuts", paise)
    )
    assert found.held + found.ahead - found.unpaid - found.cuts == found.to_return - found.still_owed
    return f"owes {shown(found.still_owed)}" if found.still_owed else f"returns {shown(found.to_return)}"


def _deposit_again(case: Case) -> str:
    left = case.get("held", paise) - case.get("balance", paise) - sum(case.listed("cuts", paise))
    return f"owes {shown(-left)}" if left < 0 else f"returns {shown(left)}"


def _split(case: Case) -> str:
    return " ".join(map(shown, spread(case.get("amount", paise), case.listed("weights", int))))


def _split_again(case: Case) -> str:
    return " ".join(map(shown, second.split(case.get("amount", paise), case.listed("weights", int))))


def _meter(case: Case) -> str:
    scaled = {name: int(Fraction(case.given.get(name, "0")) * 10_000) for name in ("before", "now", "turns")}
    quantity = ours.used(previous=scaled["before"], current=scaled["now"], turns_at=scaled["turns"])
    return shown(ours.metered(quantity=quantity, rate=int(Fraction(case.given["rate"]) * 1_000_000)))


def _meter_again(case: Case) -> str:
    said = {name: Fraction(case.given.get(name, "0")) for name in ("before", "now", "turns", "rate")}
    return shown(second.meter(**said))


def made(count: int) -> Iterator[str]:
    """Lines worked by the second implementation: `python -m tests.rentals.cases` writes them to their file."""
    chance, seen, at = random.Random(429), set(), 0
    while len(seen) < count:
        given, number, said = _GIVEN[at % len(_GIVEN)](chance)
        at += 1
        if (given, number) not in seen:
            seen.add((given, number))
            yield f"{given}; {number}; {by_second(Case(f'{given}; {number}; ?; ?'))}; {said}"


def _some_day(chance: random.Random) -> datetime.date:
    ends = ["2023-12-31", "2024-01-31", "2024-02-28", "2024-02-29", "2025-02-28", "2024-04-30", "2026-03-01"]
    usual = datetime.date(2023, 6, 1) + datetime.timedelta(days=chance.randint(0, 900))
    return day(chance.choice(ends)) if chance.random() < 0.4 else usual


def _some_rent(chance: random.Random) -> tuple[str, str, str]:
    start, number = _some_day(chance), chance.choice([0, 0, 1, 2, 11, 12, 25])
    given = [
        f"start={start}",
        f"rent={chance.choice(['4500', '9000', '7777.77', '12345.5', '31000'])}",
        f"due={chance.randint(1, 31)}",
    ]
    by = chance.choice(["month", "lease"])
    first = (
        second.later(start, number)
        if by == "lease"
        else max(start, second.later(start.replace(day=1), number))
    )
    words = ["whole month" if first != start or by == "lease" else "from the day it began"]
    if chance.random() < 0.35:
        given.append(f"end={first + datetime.timedelta(days=chance.randint(0, 27))}")
        words.append("ends inside")
    if chance.random() < 0.5:
        rise = first + datetime.timedelta(days=chance.randint(-40, 25))
        how = chance.choice([":+10", ":+5.5", ":=15000", ":+8/12", ":+3/6"])
        given.append(f"rise={max(rise, start + datetime.timedelta(days=1))}{how}")
        words.append("with a rise")
    given += [
        f"by={by}",
        f"part={chance.choice(['days', 'thirty', 'full'])}",
        f"round={chance.choice([1, 100])}",
    ]
    if chance.random() < 0.2:
        given.append("advance=3")
    return (
        f"rent; {' '.join(given)}",
        str(number),
        f"{', '.join(words)}: each day's rent added up, and divided by the days",
    )


def _some_fee(chance: random.Random) -> tuple[str, str, str]:
    kind, due = chance.choice(["flat", "percent", "per_day"]), _some_day(chance)
    given = [
        f"kind={kind}",
        f"due={due}",
        f"today={due + datetime.timedelta(days=chance.randint(0, 130))}",
        f"grace={chance.choice([0, 3, 7])}",
        f"unpaid={chance.choice(['1', '4500', '9000.55'])}",
    ]
    given.append(
        f"percent={chance.choice(['1', '2.5', '12.75'])}"
        if kind == "percent"
        else f"amount={chance.choice(['25', '199.99'])}"
    )
    if chance.random() < 0.5 and kind != "per_day":
        given.append("repeats=yes")
    if chance.random() < 0.4:
        given.append(f"cap={chance.choice(['100', '600.5'])}")
    if chance.random() < 0.3:
        given.append("charged=50 times=1")
    return f"fee; {' '.join(given)}", "", "the days walked one by one, each that costs counted"


def _some_pay(chance: random.Random) -> tuple[str, str, str]:
    start, many = _some_day(chance), chance.randint(1, 5)
    asked = ",".join(
        f"{second.later(start, at)}:{chance.choice(['4500', '9000', '120.05'])}" for at in range(many)
    )
    given = f"pay; asked={asked} received={chance.choice(['0', '4500', '9000', '13500.05', '60000'])}"
    if chance.random() < 0.4:
        given += f" meant={many - 1}:{chance.choice(['100', '4500'])}"
    return given, "", "first what it was meant for, then the oldest"


def _some_deposit(chance: random.Random) -> tuple[str, str, str]:
    balance = chance.choice(["0", "3000", "-4500.5", "26000"])
    cuts = chance.choice(["", " cuts=500", " cuts=1250.75,300,18000"])
    return (
        f"deposit; held={chance.choice(['0', '5000', '20000'])} balance={balance}{cuts}",
        "",
        "held less owed less cuts",
    )


def _some_split(chance: random.Random) -> tuple[str, str, str]:
    weights = ",".join(str(chance.randint(0, 9)) for _ in range(chance.randint(1, 6))) + ",1"
    return (
        f"split; amount={chance.choice(['100', '999.99', '0.07', '12345.67'])} weights={weights}",
        "",
        "largest remainders",
    )


def _some_meter(chance: random.Random) -> tuple[str, str, str]:
    before = chance.randint(0, 99_999)
    now = chance.choice([before + chance.randint(0, 900), chance.randint(0, 50)])
    rate = chance.choice(["8", "7.35", "6.333333", "0.125"])
    return (
        f"meter; before={before}.5 now={now}.75 turns=100000 rate={rate}",
        "",
        "what went through × the rate",
    )


_GIVEN = (
    _some_rent,
    _some_rent,
    _some_rent,
    _some_fee,
    _some_fee,
    _some_pay,
    _some_deposit,
    _some_split,
    _some_meter,
    _some_rent,
)
HEAD = "# Worked in fractions, day by day, by tests/rentals/second.py. The columns are those of by_hand.txt."

if __name__ == "__main__":
    (GOLDEN / "worked.txt").write_text(
        "\n".join([HEAD, *made(500 - len(lines("by_hand.txt")))]) + "\n", encoding="utf-8"
    )
