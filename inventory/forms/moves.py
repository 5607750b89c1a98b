"""Goods in, goods out, counted, sent and made, as a shop writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.models import Branch
from inventory.forms.fields import ChosenField, PriceField, QuantityField
from inventory.models import Item
from inventory.operations.lines import NUMBER_LENGTH_MAX
from inventory.operations.moves import NOTE_LENGTH_MAX
from inventory.queries.batches import BatchRow
from inventory.units import unit_name
from ledger.forms.fields import DayField, IdField, LineField

IN, OUT = "in", "out"
BOUGHT, FOUND = "bought", "found"
REASONS_IN = [(BOUGHT, gettext_lazy("Bought")), (FOUND, gettext_lazy("Found, or a gift"))]


class StockAct(forms.Form):
    use_required_attribute = False
    document_id = IdField()
    day = DayField(required=False, label=gettext_lazy("Day"))
    note = LineField(max_length=NOTE_LENGTH_MAX, required=False, label=gettext_lazy("Note"))

    def __init__(self, *args: Any, can_choose_day: bool, branches: list[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_choose_day:
            del self.fields["day"]
        if "branch" in self.fields:
            if len(branches) < 2:
                del self.fields["branch"]
            else:
                _offer(self.fields["branch"], [(str(one.pk), one.name) for one in branches])


def _offer(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]
    field.widget.choices = choices  # type: ignore[attr-defined]
    field.initial = choices[0][0]


class ComeForm(StockAct):
    """Goods that come. `quantity` in packs where the pack was chosen."""

    reason = ChosenField(choices=REASONS_IN, label=gettext_lazy("Where from"))
    quantity = QuantityField(label=gettext_lazy("How many come in"))
    measure = ChosenField(choices=[("unit", "")], label=gettext_lazy("Counted in"))
    value = PriceField(label=gettext_lazy("What all of it cost"))
    batch = LineField(max_length=NUMBER_LENGTH_MAX, required=False, label=gettext_lazy("Batch number"))
    expires_on = DayField(required=False, label=gettext_lazy("Good until"))
    branch = ChosenField(choices=[("", "")], label=gettext_lazy("Where to"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _measured(self, item)
        if not item.has_batches:
            del self.fields["batch"], self.fields["expires_on"]


class GoForm(StockAct):
    """Goods that go, other than by a bill."""

    quantity = QuantityField(label=gettext_lazy("How many go out"))
    measure = ChosenField(choices=[("unit", "")], label=gettext_lazy("Counted in"))
    batch_id = ChosenField(choices=[("", "")], label=gettext_lazy("From which batch"))
    branch = ChosenField(choices=[("", "")], label=gettext_lazy("Where from"))

    def __init__(self, *args: Any, item: Item, batches: list[BatchRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _measured(self, item)
        if not item.has_batches:
            del self.fields["batch_id"]
        else:
            named = {str(one.batch_id): one.number for one in batches}
            _offer(self.fields["batch_id"], [("", _("What expires first")), *named.items()])


class SendForm(StockAct):
    """Goods that go to another branch."""

    item = forms.CharField(required=False, label=gettext_lazy("Item"))
    quantity = QuantityField(label=gettext_lazy("How many"))
    from_branch = ChosenField(choices=[("", "")], label=gettext_lazy("From"))
    to_branch = ChosenField(choices=[("", "")], label=gettext_lazy("To"))

    def __init__(self, *args: Any, items: list[Item], branches: list[Branch], **kwargs: Any) -> None:
        super().__init__(*args, branches=branches, **kwargs)
        named = [(str(one.pk), one.name) for one in branches]
        _offer(self.fields["from_branch"], named)
        _offer(self.fields["to_branch"], [*named[1:], *named[:1]])
        self.fields["item"] = ChosenField(
            choices=[(str(one.pk), one.name) for one in items] or [("", "")], label=gettext_lazy("Item")
        )


class MakeForm(StockAct):
    quantity = QuantityField(label=gettext_lazy("How many to make"))


class CountRow(forms.Form):
    """One item, or one batch of it, on the sheet; left empty, it was not counted."""

    use_required_attribute = False
    item_id = IdField()
    batch_id = LineField(max_length=40, required=False, widget=forms.HiddenInput())
    counted = QuantityField(required=False, zero_allowed=True, label=gettext_lazy("Counted"))


class PartRow(forms.Form):
    """One part of a bill of materials; without a quantity it is none."""

    use_required_attribute = False
    item_id = forms.CharField(required=False, label=gettext_lazy("Part"))
    quantity = QuantityField(required=False, label=gettext_lazy("How many go into one"))

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a part")), *((str(one.pk), one.name) for one in items)]
        self.fields["item_id"] = ChosenField(choices=choices, label=_("Part"))


def _measured(form: forms.Form, item: Item) -> None:
    """Offer the pack beside the unit, where goods are bought in packs."""
    if not item.pack_size:
        del form.fields["measure"]
        return
    choices = [("unit", unit_name(item.unit)), ("pack", unit_name(item.pack_unit))]
    _offer(form.fields["measure"], choices)


def whole_quantity(form: forms.Form, item: Item) -> int:
    """The quantity in the item's own unit, a pack opened."""
    said = form.cleaned_data
    if said.get("measure") == "pack":
        return int(said["quantity"] * item.pack_size // 10_000)
    return int(said["quantity"])
