"""The sums of renting a second time, day by day and in fractions; nothing of rentals.arithmetic is used."""

import calendar
import datetime
from fractions import Fraction

DAY = datetime.timedelta(days=1)


def rounded(value: Fraction, step: int = 1) -> int:
    """To whole steps, a half upwards."""
    whole, rest = divmod(value / step, 1)
    return int(whole + (rest >= Fraction(1, 2))) * step


def later(day: datetime.date, months: int) -> datetime.date:
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def rent_of_day(day, *, rent, rises, step):
    """`rises`: (day, new rent or None, percent as Fraction, every so many months or 0)."""
    happened = []
    for first, amount, percent, every in rises:
        for times in range(400):
            when = later(first, times * every)
            if when > day or (times and not every):
                break
            happened.append((when, amount, percent))
    for _when, amount, percent in sorted(happened, key=lambda one: one[0]):
        rent = amount if amount is not None else rounded(Fraction(rent) * (1 + percent / 100), step)
    return rent


def rent(n, *, start, end=None, rent, due=1, by="month", part="days", advance=0, step=1, rises=()):
    """(first day, last day, due day, paise) of the n-th period."""
    whole_from = later(start, n) if by == "lease" else later(start.replace(day=1), n)
    whole_to = (later(start, n + 1) if by == "lease" else later(start.replace(day=1), n + 1)) - DAY
    days = [whole_from + DAY * at for at in range((whole_to - whole_from).days + 1)]
    lived = [day for day in days if day >= start and (end is None or day <= end)]
    a_day = [Fraction(rent_of_day(day, rent=rent, rises=rises, step=step)) for day in lived]
    if part == "full":
        exact = sum(a_day) / len(lived)
    elif part == "thirty" and len(lived) < len(days):
        exact = sum(a_day) / len(lived) * min(Fraction(len(lived), 30), 1)
    else:
        exact = sum(a_day) / len(days)
    falls = start if n < advance else max(lived[0], min(whole_from + DAY * (due - 1), lived[-1]))
    return lived[0], lived[-1], falls, rounded(exact, step)


def fee(
    *,
    kind,
    due,
    today,
    unpaid,
    amount=0,
    percent=Fraction(0),
    grace=0,
    cap=0,
    repeats=False,
    charged=0,
    times=0,
):
    """Walks the days since the due day, and counts."""
    come, day, first = 0, due, due + DAY * (grace + 1)
    wanted = {first} if not repeats else {later(first, months) for months in range(600)}
    while day < today:
        day += DAY
        come += day >= first if kind == "per_day" else day in wanted
    each = rounded(Fraction(unpaid) * percent / 100) if kind == "percent" else amount
    new = max(come - times, 0) * each if unpaid > 0 else 0
    return min(new, max(cap - charged, 0)) if cap else new


def pay(asked, *, received, meant=()):
    """Paisa by paisa in steps of what is left: first what it was meant for, then by due day."""
    left, unpaid = received, [amount for _day, amount in asked]
    queue = [
        *meant,
        *(
            (at, amount)
            for _day, at, amount in sorted((day, at, amount) for at, (day, amount) in enumerate(asked))
        ),
    ]
    for at, most in queue:
        part = min(most, unpaid[at], left)
        unpaid[at], left = unpaid[at] - part, left - part
    return unpaid, left


def split(amount, weights):
    shares = [Fraction(amount * weight, sum(weights)) for weight in weights]
    parts = [int(share) for share in shares]
    order = sorted(range(len(weights)), key=lambda at: (parts[at] - shares[at], at))
    for at in order[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def meter(*, before, now, rate, turns=Fraction(0)):
    used = now - before if now >= before else turns - before + now
    return rounded(used * rate * 100)


def kept(base: int, *, percent: Fraction) -> int:
    """Of a rent in paise, to the whole rupee: half a rupee goes up."""
    rupees = Fraction(base, 100) * percent / 100
    return int(rupees + Fraction(1, 2)) * 100


def gst(*, use: str, unit: str, landlord: str, tenant: str, day: datetime.date) -> str:
    """The table of the law, row by row."""
    lived_in, shop = use == "home", use == "business" and unit == "shop"
    rows = [
        (not use, ""),
        (lived_in, "exempt"),
        (shop and landlord == "regular", "forward"),
        (shop and landlord == "composition", "none"),
        (shop and tenant == "regular" and day >= datetime.date(2024, 10, 10), "reverse"),
        (shop and tenant == "composition" and day.isoformat()[:7] in {"2024-11", "2024-12"}, "reverse"),
        (shop, "none"),
        (tenant != "none" and day >= datetime.date(2022, 7, 18), "reverse"),
        (True, "exempt"),
    ]
    return next(case for holds, case in rows if holds)


def gst_on(net: int, *, percent: Fraction, inside: bool) -> tuple[tuple[int, int], int]:
    """(CGST and SGST), IGST, in paise: each half by itself, half a paisa up."""
    half = int(Fraction(net) * percent / 200 + Fraction(1, 2))
    return ((half, half), 0) if inside else ((0, 0), int(Fraction(net) * percent / 100 + Fraction(1, 2)))
