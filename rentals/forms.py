"""What a landlord types."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.registrations import NumberRefused, settled_number
from core.money import format_amount
from inventory.forms.fields import ChosenField, PriceField, QuantityField
from ledger.forms.fields import AmountField, DayField, IdField, LineField, NoteField, RevisionField, ScanField
from ledger.models import Mode
from rentals.arithmetic import FeeKind, FeeRule, PartRule, PeriodRule, Rise, Use
from rentals.gst import rent_law
from rentals.models import DueKind, UnitUse
from rentals.terms import LeaseContent
from taxes.states import STATES

MONEY_MODES = [(Mode.CASH.value, gettext_lazy("Cash")), (Mode.UPI.value, gettext_lazy("UPI")),
               (Mode.BANK.value, gettext_lazy("Bank"))]  # fmt: skip
PERCENT = 100
"""A percent is kept in hundredths; the field reads ten-thousandths."""


NOW_STATES = [(one.code, one.name) for one in STATES.values() if not one.is_retired]


class HouseForm(forms.Form):
    use_required_attribute = False
    base_rev = RevisionField(required=False)
    name = LineField(
        max_length=120, label=gettext_lazy("Name of the house"), missing=gettext_lazy("Give the house a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    address = LineField(max_length=300, required=False, label=gettext_lazy("Address"))
    worth = PriceField(
        label=gettext_lazy("What it cost or is worth"),
        help_text=gettext_lazy("Then the yearly return of the rent is shown."),
    )
    state = ChosenField(
        choices=[("", gettext_lazy("The state of its GSTIN")), *NOW_STATES], label=gettext_lazy("State it stands in"),
        help_text=gettext_lazy("GST on its rents goes by it."),
    )  # fmt: skip

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if country != "IN":
            del self.fields["state"]


class UnitForm(forms.Form):
    use_required_attribute = False
    unit_id = IdField()
    base_rev = RevisionField(required=False)
    name = LineField(
        max_length=60, label=gettext_lazy("Name of the unit"),
        missing=gettext_lazy("Give the unit a name, for example 2A."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    use = ChosenField(
        choices=[(UnitUse.HOME.value, gettext_lazy("Home")), (UnitUse.SHOP.value, gettext_lazy("Shop"))],
        label=gettext_lazy("Used as"),
    )
    asking_rent = PriceField(label=gettext_lazy("Rent to ask for"))
    is_under_repair = forms.BooleanField(required=False, label=gettext_lazy("Under repair"))


RISES = ("", "_2", "_3")
"""What stands behind the fields of each rise of a form."""


def rise_fields() -> tuple[DayField, QuantityField, PriceField, QuantityField]:
    """One rise of the rent: from which day, by how much or to what, and how often again."""
    return (
        DayField(required=False, label=gettext_lazy("The rent rises on")),
        QuantityField(required=False, label=gettext_lazy("By so many per cent")),
        PriceField(label=gettext_lazy("Or to this rent")),
        QuantityField(
            required=False, zero_allowed=True, label=gettext_lazy("And again after so many months")
        ),
    )


class LeaseForm(forms.Form):
    """A new lease names its tenant; a standing one keeps them."""

    use_required_attribute = False
    lease_id = IdField()
    party_id = IdField()
    base_rev = RevisionField(required=False)
    tenant = LineField(
        max_length=120, label=gettext_lazy("Name of the tenant"),
        missing=gettext_lazy("Enter the name of the tenant."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    phone = LineField(
        max_length=20, required=False, label=gettext_lazy("Mobile number"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    others = NoteField(
        max_length=1000, label=gettext_lazy("Who else rents"),
        help_text=gettext_lazy("One name a line. What is owed stands with the tenant."),
    )  # fmt: skip
    rent = PriceField(label=gettext_lazy("Rent a month"))
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(required=False, label=gettext_lazy("Last day"))
    due_day = QuantityField(label=gettext_lazy("Rent falls due on day"), required=False)
    deposit_asked = PriceField(label=gettext_lazy("Deposit"))
    period_rule = ChosenField(
        choices=[
            (PeriodRule.MONTH.value, gettext_lazy("From the 1st of each month")),
            (PeriodRule.LEASE.value, gettext_lazy("From the day the lease began")),
        ],
        label=gettext_lazy("A month is counted"),
    )
    part_rule = ChosenField(
        choices=[
            (PartRule.DAYS.value, gettext_lazy("By its days")),
            (PartRule.THIRTY.value, gettext_lazy("By days out of thirty")),
            (PartRule.FULL.value, gettext_lazy("As a whole month")),
        ],
        label=gettext_lazy("Part of a month costs"),
    )
    advance_months = QuantityField(
        required=False, zero_allowed=True, label=gettext_lazy("Months to pay on the first day")
    )
    notice_days = QuantityField(required=False, zero_allowed=True, label=gettext_lazy("Days of notice"))
    rise_day, rise_percent, rise_amount, rise_every = rise_fields()
    rise_day_2, rise_percent_2, rise_amount_2, rise_every_2 = rise_fields()
    rise_day_3, rise_percent_3, rise_amount_3, rise_every_3 = rise_fields()
    fee_kind = ChosenField(
        choices=[
            (FeeKind.NONE.value, gettext_lazy("No late fee")),
            (FeeKind.FLAT.value, gettext_lazy("A fixed sum")),
            (FeeKind.PERCENT.value, gettext_lazy("Per cent of what is unpaid")),
            (FeeKind.PER_DAY.value, gettext_lazy("A sum for each day")),
        ],
        label=gettext_lazy("Late fee"),
    )
    fee_amount = PriceField(label=gettext_lazy("How much"))
    fee_percent = QuantityField(required=False, label=gettext_lazy("How many per cent"))
    fee_grace_days = QuantityField(required=False, zero_allowed=True, label=gettext_lazy("Days of grace"))
    fee_cap = PriceField(label=gettext_lazy("At most, for one rent"))
    fee_repeats = forms.BooleanField(required=False, label=gettext_lazy("Again each month"))
    raises_from = DayField(
        required=False, label=gettext_lazy("Ask for rent from"),
        help_text=gettext_lazy("Where the tenant lived there before this book: the first month to ask for here."),
    )  # fmt: skip
    note = NoteField(max_length=1000, label=gettext_lazy("Note"))
    gstin = LineField(
        max_length=20, required=False, label=gettext_lazy("GSTIN of the tenant"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    use = ChosenField(
        choices=[
            (Use.UNSAID.value, gettext_lazy("Not said")), (Use.HOME.value, gettext_lazy("To live in")),
            (Use.BUSINESS.value, gettext_lazy("For a business")),
        ],
        label=gettext_lazy("Rented"),
    )  # fmt: skip
    tenant_composition = forms.BooleanField(
        required=False, label=gettext_lazy("The tenant pays GST as a composition dealer")
    )

    def __init__(self, *args: Any, is_new: bool, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["tenant"], self.fields["phone"], self.fields["gstin"]
        self.has_gst = rent_law(country) is not None
        if not self.has_gst:
            for name in ("gstin", "use", "tenant_composition"):
                self.fields.pop(name, None)

    def clean_gstin(self) -> str:
        typed: str = self.cleaned_data["gstin"]
        try:
            return settled_number("gstin", typed) if typed else ""
        except NumberRefused as refusal:
            raise forms.ValidationError(refusal.message) from None

    def clean_rent(self) -> int:
        """Left empty is no rent of nothing: that is written as 0."""
        rent: int | None = self.cleaned_data["rent"]
        if rent is None:
            raise forms.ValidationError(_("Enter the rent for a month, or 0 where none is paid."))
        return rent

    def content(self) -> LeaseContent:
        """The terms as they were typed; every check beyond one field is the operation's."""
        said = self.cleaned_data
        fee = FeeRule(
            kind=FeeKind(said["fee_kind"]), amount=said["fee_amount"] or 0, percent=_percent(said["fee_percent"]),
            grace_days=_whole(said["fee_grace_days"], 0), cap=said["fee_cap"] or 0, repeats=said["fee_repeats"],
        )  # fmt: skip
        return LeaseContent(
            starts_on=said["starts_on"], ends_on=said["ends_on"], rent=said["rent"],
            due_day=_whole(said["due_day"], 1), period_rule=said["period_rule"], part_rule=said["part_rule"],
            advance_months=_whole(said["advance_months"], 0), deposit_asked=said["deposit_asked"] or 0,
            notice_days=_whole(said["notice_days"], 30), fee=fee, rises=self._rises(),
            raises_from=said["raises_from"], note=said["note"], use=said.get("use", ""),
            tenant_composition=said.get("tenant_composition", False),
        )  # fmt: skip

    def _rises(self) -> tuple[Rise, ...]:
        found = [self._rise(behind) for behind in RISES]
        return tuple(rise for rise in found if rise is not None)

    def _rise(self, behind: str) -> Rise | None:
        said = self.cleaned_data
        day, amount = said[f"rise_day{behind}"], said[f"rise_amount{behind}"]
        if day is None:
            return None
        if amount is not None:
            return Rise(day, amount)
        return Rise(
            day, None, _percent(said[f"rise_percent{behind}"]), _whole(said[f"rise_every{behind}"], 0)
        )

    def rises(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """Each rise's fields, and whether it is to be seen: those that say something, and the next one."""
        rows: list[tuple[bool, list[forms.BoundField]]] = []
        for behind in RISES:
            fields = [self[f"rise_{name}{behind}"] for name in ("day", "percent", "amount", "every")]
            rows.append((not rows or bool(rows[-1][1][0].value()), fields))
        return rows


def said_of(content: LeaseContent) -> dict[str, Any]:
    """The values a form of a standing lease starts with."""
    return {
        "rent": _shown(content.rent), "starts_on": content.starts_on, "ends_on": content.ends_on,
        "due_day": content.due_day, "deposit_asked": _shown(content.deposit_asked),
        "period_rule": content.period_rule, "part_rule": content.part_rule,
        "advance_months": content.advance_months, "notice_days": content.notice_days,
        **{
            name: value for behind, rise in zip(RISES, content.rises, strict=False)
            for name, value in _rise_said(rise, behind).items()
        },
        "fee_kind": content.fee.kind.value, "fee_amount": _shown(content.fee.amount),
        "fee_percent": _hundredths(content.fee.percent), "fee_grace_days": content.fee.grace_days,
        "fee_cap": _shown(content.fee.cap), "fee_repeats": content.fee.repeats,
        "raises_from": content.raises_from, "note": content.note, "use": content.use,
        "tenant_composition": content.tenant_composition,
    }  # fmt: skip


def _rise_said(rise: Rise, behind: str) -> dict[str, Any]:
    return {
        f"rise_day{behind}": rise.day, f"rise_percent{behind}": _hundredths(rise.percent),
        f"rise_amount{behind}": _shown(rise.amount or 0), f"rise_every{behind}": rise.every_months,
    }  # fmt: skip


def _shown(minor: int) -> str:
    return format_amount(minor, trim=True) if minor else ""


def _hundredths(percent: int) -> str:
    return f"{percent / PERCENT:g}" if percent else ""


def _whole(quantity: int | None, usual: int) -> int:
    """Whole days or months; a part of one counts for nothing."""
    return usual if quantity is None else min(quantity // 10_000, 100_000)


def _percent(quantity: int | None) -> int:
    return 0 if quantity is None else min(quantity // PERCENT, 10**6)


class ChargeForm(forms.Form):
    use_required_attribute = False
    kind = ChosenField(
        choices=[
            (DueKind.SERVICE.value, gettext_lazy("Service charge")),
            (DueKind.UTILITY.value, gettext_lazy("Water, power, gas")),
            (DueKind.DAMAGE.value, gettext_lazy("Damage")), (DueKind.OTHER.value, gettext_lazy("Something else")),
        ],
        label=gettext_lazy("Kind"),
    )  # fmt: skip
    label = LineField(
        max_length=24,
        label=gettext_lazy("What for"),
        missing=gettext_lazy("Say what it is for, for example water."),
    )
    amount = AmountField(label=gettext_lazy("Amount"))
    due_on = DayField(required=False, label=gettext_lazy("Due date"))
    note = NoteField(max_length=300, label=gettext_lazy("Note"))


class DepositForm(forms.Form):
    use_required_attribute = False
    movement_id = IdField()
    what = ChosenField(
        choices=[
            ("receive", gettext_lazy("Received")), ("return", gettext_lazy("Returned")),
            ("cut", gettext_lazy("Cut for damage")),
            ("use", gettext_lazy("Used for rent")),
        ],
        label=gettext_lazy("What happened"),
    )  # fmt: skip
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=MONEY_MODES, label=gettext_lazy("Paid by"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    reason = NoteField(max_length=300, label=gettext_lazy("Reason"))


class LeaveForm(forms.Form):
    """Moving out. Three cuts are enough for a form; the rest are charges before."""

    use_required_attribute = False
    last_day = DayField(label=gettext_lazy("Last day"))
    cut_amount = AmountField(required=False, label=gettext_lazy("Cut from the deposit"))
    cut_reason = LineField(max_length=300, required=False, label=gettext_lazy("Reason"))
    mode = ChosenField(choices=MONEY_MODES, label=gettext_lazy("Returned by"))

    def __init__(self, *args: Any, meters: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meters = {f"meter_{at}": meter_id for at, (meter_id, _name) in enumerate(meters)}
        for at, (_id, name) in enumerate(meters):
            self.fields[f"meter_{at}"] = QuantityField(
                required=False, zero_allowed=True, label=_("%(meter)s shows now") % {"meter": name}
            )

    def last_readings(self) -> list[forms.BoundField]:
        return [self[name] for name in self.meters]

    @property
    def readings(self) -> dict[UUID, int]:
        """What was written of each meter."""
        said = {meter_id: self.cleaned_data[name] for name, meter_id in self.meters.items()}
        return {meter_id: value for meter_id, value in said.items() if value is not None}

    @property
    def cuts(self) -> list[tuple[int, str]]:
        amount = self.cleaned_data["cut_amount"]
        return [] if amount is None else [(amount, self.cleaned_data["cut_reason"])]


class AwayForm(forms.Form):
    """A house or a unit is put away, or comes back."""

    use_required_attribute = False
    base_rev = RevisionField()
    what = ChosenField(
        choices=[("away", gettext_lazy("Put away")), ("back", gettext_lazy("Bring back"))],
        label=gettext_lazy("What happens"),
    )


class WhyForm(forms.Form):
    use_required_attribute = False
    reason = LineField(
        max_length=300,
        label=gettext_lazy("Reason"),
        missing=gettext_lazy("Say why, so that the tenant sees it too."),
    )


class CostForm(forms.Form):
    use_required_attribute = False
    expense_id = IdField()
    account = ChosenField(choices=[("", "")], label=gettext_lazy("What for"))
    unit = ChosenField(choices=[("", gettext_lazy("The whole house"))], label=gettext_lazy("Where"))
    amount = AmountField(label=gettext_lazy("Amount"))
    mode = ChosenField(choices=MONEY_MODES, label=gettext_lazy("Paid by"))
    day = DayField(required=False, label=gettext_lazy("Date"))
    note = NoteField(max_length=300, label=gettext_lazy("Note"))
    photo = ScanField(label=gettext_lazy("Photo or PDF of the bill"))

    def __init__(
        self, *args: Any, accounts: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = ChosenField(choices=accounts or [("", "")], label=gettext_lazy("What for"))
        choices = [("", gettext_lazy("The whole house")), *units]
        self.fields["unit"] = ChosenField(choices=choices, label=gettext_lazy("Where"))


def day_or(said: datetime.date | None, today: datetime.date) -> datetime.date:
    return said or today
