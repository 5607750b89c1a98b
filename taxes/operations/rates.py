"""Rates that a book keeps itself. A rate is never changed, only ended: another follows it."""

import datetime
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.taken_ids import refused_when_taken
from core.text import clean_line
from ledger.operations.transactions import in_transaction
from ledger.refusals import ChangedElsewhere, IdTaken, RoleNotAllowed
from taxes.arithmetic import Tax, Treatment
from taxes.arithmetic.pricing import CESS_MAX, PRICE_LIMIT
from taxes.arithmetic.supplies import RATE_ONE
from taxes.models import OwnRate
from taxes.refusals import RateRefused, RateUnknown

NAME_MAX = 60
PREFIXES_MAX = 40
PREFIX_DIGITS = range(2, 9)
RATES_MAX = 500


@dataclass(frozen=True, slots=True)
class RateResult:
    rate_id: uuid.UUID
    name: str
    valid_to: datetime.date | None
    rev: int
    seq: int
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RateContent:
    """What a rate says; see taxes.models.DatedRate. `prefixes` are first digits of HSN and SAC codes."""

    name: str
    tax: Tax
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    prefixes: tuple[str, ...] = ()


def add_rate(
    *, business_id: uuid.UUID, actor: Actor, rate_id: uuid.UUID, content: RateContent, now: datetime.datetime,
    dry_run: bool = False,
) -> RateResult:  # fmt: skip
    """Keep a rate. The same id with the same content is one rate. Locks the book.

    Raises RoleNotAllowed, RateRefused, TextError, IdTaken.
    """
    fields = _fields(content)

    def work() -> RateResult:
        book = lock(business_id)
        _check_role(actor)
        former = OwnRate.objects.filter(id=rate_id).first()  # of any book: the id is one for all of them
        if former is not None:
            if former.business_id != business_id or any(
                getattr(former, name) != value for name, value in fields.items()
            ):
                raise IdTaken
            return _result(former, replayed=True)
        _check_beside(business_id, content)
        row = OwnRate(
            id=rate_id, business_id=business_id, changed_seq=book.first_seq, created_at=now, **fields
        )
        with refused_when_taken(IdTaken):
            row.save(force_insert=True)
        _tell(row, verb="tax_rate.added", actor=actor, now=now)
        return _result(row)

    return in_transaction(work, dry_run=dry_run)


def end_rate(
    *, business_id: uuid.UUID, actor: Actor, rate_id: uuid.UUID, base_rev: int, last_day: datetime.date,
    now: datetime.datetime, dry_run: bool = False,
) -> RateResult:  # fmt: skip
    """The rate holds until `last_day` and no longer; what was written with it stays. Locks the book.

    Raises RoleNotAllowed, RateUnknown, ChangedElsewhere, RateRefused for a day before the rate begins.
    """

    def work() -> RateResult:
        book = lock(business_id)
        _check_role(actor)
        row = OwnRate.objects.filter(business_id=business_id, id=rate_id).first()
        if row is None:
            raise RateUnknown
        if row.valid_to == last_day:
            return _result(row, replayed=True)
        if row.rev != base_rev:
            raise ChangedElsewhere
        if row.valid_from and last_day < row.valid_from:
            raise RateRefused(_("The last day lies before the first."), field="valid_to")
        if row.valid_to and last_day > row.valid_to:
            raise RateRefused(
                _("This rate ended earlier. Add a new one for the days after."), field="valid_to"
            )
        row.valid_to, row.rev, row.changed_seq = last_day, row.rev + 1, book.first_seq
        row.save(update_fields=["valid_to", "rev", "changed_seq"])
        _tell(row, verb="tax_rate.ended", actor=actor, now=now)
        return _result(row)

    return in_transaction(work, dry_run=dry_run)


def _check_role(actor: Actor) -> None:
    if not is_granted(actor.role, "book.settings"):
        raise RoleNotAllowed


def _fields(content: RateContent) -> dict[str, Any]:
    name = clean_line(content.name, max_length=NAME_MAX, field="name")
    if not name:
        raise RateRefused(_("Give the rate a name, for example GST 5%."), field="name")
    if content.valid_from and content.valid_to and content.valid_from > content.valid_to:
        raise RateRefused(_("The last day lies before the first."), field="valid_to")
    if len(content.prefixes) > PREFIXES_MAX or not all(map(_is_prefix, content.prefixes)):
        raise RateRefused(_("Codes are 2 to 8 digits, and up to 40 of them."), field="prefixes")
    _check_tax(content.tax)
    return {
        "name": name, "valid_from": content.valid_from, "valid_to": content.valid_to,
        "prefixes": " ".join(sorted(set(content.prefixes))),
        **asdict(content.tax), "treatment": content.tax.treatment.value,
    }  # fmt: skip


def _is_prefix(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in PREFIX_DIGITS


def _check_tax(tax: Tax) -> None:
    rates = {
        "rate": RATE_ONE, "cess": CESS_MAX, "duty": CESS_MAX, "cess_per_unit": PRICE_LIMIT - 1,
        "vat_per_unit": PRICE_LIMIT - 1,
    }  # fmt: skip
    for field, most in rates.items():
        if not 0 <= getattr(tax, field) <= most:
            raise RateRefused(_("This tax rate cannot be used. Enter 0 to 100 percent."), field=field)
    if tax.treatment != Treatment.TAXABLE and any(getattr(tax, field) for field in rates):
        raise RateRefused(
            _("What is exempt, nil rated or outside the tax has no rate. Choose one of the two."),
            field="rate",
        )


def _check_beside(business_id: uuid.UUID, content: RateContent) -> None:
    """Two own rates of one code on one day would leave it to chance which holds."""
    standing = OwnRate.objects.filter(business_id=business_id)
    if standing.count() >= RATES_MAX:
        raise RateRefused(_("A book keeps up to 500 rates of its own."))
    first, last = content.valid_from or datetime.date.min, content.valid_to or datetime.date.max
    for row in standing.exclude(prefixes=""):
        days = (row.valid_from or datetime.date.min) <= last and first <= (row.valid_to or datetime.date.max)
        both = set(row.prefixes.split()) & set(content.prefixes)
        if days and both:
            raise RateRefused(
                _("%(name)s has the code %(code)s on some of these days. End it first.")
                % {"name": row.name, "code": min(both)},
                field="prefixes",
            )


def _tell(row: OwnRate, *, verb: str, actor: Actor, now: datetime.datetime) -> None:
    names = ("name", "treatment", "rate", "cess", "cess_per_unit", "duty", "vat_per_unit", "prefixes")
    days = {
        name: day.isoformat() if (day := getattr(row, name)) else None for name in ("valid_from", "valid_to")
    }
    news = trail.News(
        seq=row.changed_seq, verb=verb, subject_kind="tax_rate", subject_id=row.id, rev=row.rev, amount=None,
        contents={name: getattr(row, name) for name in names} | days,
    )  # fmt: skip
    trail.append(business_id=row.business_id, at=now, actor=actor, news=[news])


def _result(row: OwnRate, *, replayed: bool = False) -> RateResult:
    return RateResult(row.id, row.name, row.valid_to, row.rev, row.changed_seq, replayed)
