"""The sum of a bill worked out a second time, in rational numbers of rupees, from the words of the rules.

It shares nothing with taxes.arithmetic but the names of what goes in, so that a slip in one is seen by the other.
"""

from fractions import Fraction
from math import floor

from taxes.arithmetic import Buyer, Scheme, Supply, Treatment

PAISA = Fraction(1, 100)
TERRITORIES = {"04", "26", "31", "35", "38", "97"}


def nearest(amount: Fraction, step: Fraction = PAISA) -> Fraction:
    """To the nearest step, half of one upwards. Never asked for an amount below zero."""
    return floor(amount / step + Fraction(1, 2)) * step


def fraction(millionths: int) -> Fraction:
    return Fraction(millionths, 1_000_000)


def reduction(amount: Fraction, discount) -> Fraction:
    return Fraction(discount.amount, 100) if discount.amount else nearest(amount * fraction(discount.rate))


def portions(whole: Fraction, parts: list[Fraction]) -> list[Fraction]:
    """Every part's exact share cut down to paisa; the paisa left over go one by one to who lost most."""
    if not whole:
        return [Fraction(0)] * len(parts)
    exact = [whole * part / sum(parts) for part in parts]
    given = [floor(one / PAISA) * PAISA for one in exact]
    lost = [one - cut for one, cut in zip(exact, given, strict=True)]
    while sum(given) < whole:
        most = lost.index(max(lost))
        given[most] += PAISA
        lost[most] = Fraction(-1)
    return given


def payer(supply: Supply) -> str:
    if supply.reverse_charge:
        return "recipient"
    to_refund = supply.buyer == Buyer.SEZ or supply.place == "96"
    if supply.supplier.scheme != Scheme.REGULAR or (to_refund and not supply.with_tax):
        return "nobody"
    return "supplier"


def heads(supply: Supply) -> list[str]:
    same_state = supply.supplier.state == supply.place
    if same_state and not supply.supplier.is_sez and supply.buyer != Buyer.SEZ and supply.place != "96":
        return ["cgst", "utgst" if supply.place in TERRITORIES else "sgst"]
    return ["igst"]


def exclusive(value: Fraction, *, rate: Fraction, cess: Fraction, names: list[str]):
    taxes = {name: nearest(value * rate / len(names)) for name in names} if rate else {}
    if cess:
        taxes["cess"] = nearest(value * cess)
    return value, taxes


def inclusive(price: Fraction, *, rate: Fraction, cess: Fraction, names: list[str]):
    """value = price × 100 / (100 + rate + cess). One tax is what is left; two are equal, and the value is left."""
    found = nearest(price / (1 + rate + cess))
    while True:
        value, taxes = exclusive(found, rate=rate, cess=cess, names=names)
        if rate and names == ["igst"]:
            taxes["igst"] = price - value - taxes.get("cess", 0)
        else:
            value = price - sum(taxes.values())
        if min(value, *taxes.values(), Fraction(0)) >= 0:
            return value, taxes
        found -= PAISA


def inclusive_vat(price: Fraction, *, rate: Fraction, duty: Fraction):
    if not (rate or duty):
        return price, Fraction(0), Fraction(0)
    value = nearest(price / ((1 + duty) * (1 + rate)))
    while value + nearest(value * duty) > price:
        value -= PAISA
    if not rate:
        return value, price - value, Fraction(0)
    sd = nearest(value * duty)
    return value, sd, price - value - sd


def gst_line(line, net: Fraction, supply: Supply):
    tax, who, names = line.tax, payer(supply), heads(supply)
    if who == "nobody" or tax.treatment != Treatment.TAXABLE:
        return net, {}
    rates = {"rate": fraction(tax.rate), "cess": fraction(tax.cess), "names": names}
    per_unit = nearest(Fraction(line.quantity, 10_000) * fraction(tax.cess_per_unit))
    if line.inclusive and who == "supplier":
        value, taxes = inclusive(net - per_unit, **rates)
    else:
        value, taxes = exclusive(net, **rates)
    if tax.cess_per_unit:
        taxes["cess_per_unit"] = per_unit
    return value, taxes


def vat_line(line, net: Fraction, supply: Supply):
    tax = line.tax
    if supply.supplier.scheme != Scheme.REGULAR or tax.treatment != Treatment.TAXABLE:
        return net, {}
    per_unit = nearest(Fraction(line.quantity, 10_000) * fraction(tax.vat_per_unit))
    if line.inclusive:
        value, duty, vat = inclusive_vat(net - per_unit, rate=fraction(tax.rate), duty=fraction(tax.duty))
    else:
        value, duty = net, nearest(net * fraction(tax.duty))
        vat = nearest((value + duty) * fraction(tax.rate))
    taxes = {"duty": duty} if tax.duty else {}
    if tax.rate or tax.vat_per_unit:
        taxes["vat"] = vat + per_unit
    return value, taxes


def bill(supply: Supply) -> dict:
    """Everything in paisa, as whole numbers, keyed by name."""
    worth = [nearest(Fraction(line.quantity, 10_000) * fraction(line.unit_price)) for line in supply.lines]
    after = [one - reduction(one, line.discount) for one, line in zip(worth, supply.lines, strict=True)]
    shares = portions(reduction(sum(after), supply.discount), after)
    one_line = gst_line if supply.country == "IN" else vat_line
    rows, exact = [], Fraction(0)
    for line, net in zip(supply.lines, (a - s for a, s in zip(after, shares, strict=True)), strict=True):
        value, taxes = one_line(line, net, supply)
        is_charged = payer(supply) == "supplier" or supply.country != "IN"
        total = value + (sum(taxes.values()) if is_charged else 0)
        exact += total
        rows.append({"value": value, "taxes": taxes, "total": total})
    whole = nearest(exact, Fraction(1)) if supply.round_off else exact
    return {
        "rows": [
            {
                "value": paisa(row["value"]),
                "total": paisa(row["total"]),
                "taxes": {name: paisa(amount) for name, amount in row["taxes"].items()},
            }
            for row in rows
        ],
        "shares": [paisa(share) for share in shares],
        "round_off": paisa(whole - exact),
        "total": paisa(whole),
    }


def paisa(amount: Fraction) -> int:
    assert (amount / PAISA).denominator == 1, amount
    return int(amount / PAISA)


def parts_of_advance(amount: int, tax: int, uses: list[int]) -> list[int]:
    """What of one tax of an advance goes along with each part of it: the tax of all parts so far, by the rule of
    three, less what went before. Everything in paisa."""
    given: list[int] = []
    for number in range(1, len(uses) + 1):
        share = Fraction(tax * sum(uses[:number]), amount)
        given.append(int(nearest(share, Fraction(1))) - sum(given))
    return given


def advance(amount: int, rate: int, heads: int) -> tuple[int, list[int]]:
    """The value in an advance and each of its taxes, in paisa: one tax is what the value leaves, two are worked out
    and leave the value."""
    value = Fraction(amount * 100, 100 + rate)
    if heads == 1:
        kept = int(nearest(value, Fraction(1)))
        return kept, [amount - kept]
    half = int(nearest(value * rate / 200, Fraction(1)))
    return amount - 2 * half, [half, half]
