"""The fields of an address, and of where the goods of a bill go."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField
from invoicing.addresses import PARTS
from ledger.forms.fields import LineField
from taxes.states import STATES

STATE_CHOICES = [
    *((code, f"{one.name} ({code})") for code, one in STATES.items() if not one.is_retired),
    ("96", gettext_lazy("Outside India (96)")),
]
STATES_OF = [("", gettext_lazy("Choose the state")), *STATE_CHOICES]
PART_LABELS: dict[str, Any] = {
    "attention": gettext_lazy("For whom"), "address": gettext_lazy("Street"), "street2": gettext_lazy("Second line"),
    "city": gettext_lazy("City"), "zip": gettext_lazy("PIN code"), "country": gettext_lazy("Country"),
    "phone": gettext_lazy("Phone"),
}  # fmt: skip
AS_USUAL, BILLING, ELSEWHERE, ANOTHER = "", "billing", "elsewhere", "another"
SHIPS = [
    (AS_USUAL, gettext_lazy("Where this customer has goods sent")),
    (BILLING, gettext_lazy("The address on the bill")),
    (ELSEWHERE, gettext_lazy("Another place of this customer")),
    (ANOTHER, gettext_lazy("Somebody else, whom this customer named")),
]
SHIP = "ship"


def address_fields(prefix: str) -> dict[str, forms.Field]:
    """A field for each part, called by the prefix and its name."""
    return {
        f"{prefix}_{part}": (
            ChosenField(choices=STATES_OF, label=gettext_lazy("State"))
            if part == "state_code"
            else LineField(max_length=most, required=False, label=PART_LABELS[part])
        )
        for part, most in PARTS.items()
    }


class ShippingFields(forms.Form):
    """Where the goods of one bill go: `ship` says whose place it is, `ship_address` and so on which one."""

    ship = ChosenField(choices=SHIPS, label=gettext_lazy("The goods go to"))
    is_for_another = False
    """Somebody else takes them, on the customer's word."""

    @property
    def shipping_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{SHIP}_")]

    @property
    def shipping_open(self) -> bool:
        """Something is said of it, or wrong with it."""
        return any(self[name].value() or self[name].errors for name in SHIP_FIELDS if name in self.fields)

    def typed_address(self) -> dict[str, str]:
        typed = {part: self.cleaned_data.get(f"{SHIP}_{part}", "") for part in PARTS}
        return {part: text for part, text in typed.items() if text}

    def check_shipping(self, *, billing: Mapping[str, str]) -> None:
        """Settle `shipping_address` and `is_for_another`. `billing` is the address on the bill."""
        said, typed = self.cleaned_data, self.typed_address()
        chosen = said.get("ship", AS_USUAL)
        if chosen == AS_USUAL and typed:
            chosen = ELSEWHERE
        if chosen == BILLING and typed:
            self.add_error("ship", _("An address is written below. Choose whose it is, or take it out."))
        elif chosen == BILLING and not billing:
            self.add_error("ship", _("No address of this customer is kept. Write below where the goods go."))
        elif chosen in (ELSEWHERE, ANOTHER) and not (typed.get("address") or typed.get("city")):
            self.add_error("ship_address", _("Write where the goods go."))
        said["shipping_address"] = dict(billing) if chosen == BILLING else typed
        self.is_for_another = chosen == ANOTHER


ShippingFields.base_fields.update(address_fields(SHIP))
SHIP_FIELDS = tuple(ShippingFields.base_fields)


def shipping_said(
    there: Mapping[str, str], *, usual: Mapping[str, str], billing: Mapping[str, str]
) -> dict[str, str]:
    """What stands, as the form shows it."""
    if not there or there == usual:
        return {}
    if there == billing:
        return {"ship": BILLING}
    return {"ship": ELSEWHERE, **{f"{SHIP}_{part}": text for part, text in there.items()}}
