"""What bills must know of a name: tax number and kind, place, terms, addresses, people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.forms.fields import ChosenField
from invoicing.addresses import PARTS
from invoicing.forms.addresses import STATE_CHOICES, address_fields
from invoicing.models import TREATMENTS
from invoicing.operations.contacts import DAYS_MAX, ContactContent, PersonContent
from ledger.forms.fields import LineField, RevisionField, readable

KINDS = [("", gettext_lazy("Goes by the number")), *TREATMENTS]
PLACES_OF = [("", gettext_lazy("Goes by the number or address")), *STATE_CHOICES]
PERSONS = 3
PERSON_LABELS: dict[str, tuple[Any, int]] = {
    "name": (gettext_lazy("Name"), 120), "designation": (gettext_lazy("What they do"), 60),
    "phone": (gettext_lazy("Phone"), 20), "email": (gettext_lazy("E-mail"), 254),
}  # fmt: skip
BILLING, SHIPPING = "billing", "shipping"


def _line(label: Any, most: int) -> LineField:
    return LineField(max_length=most, required=False, label=label)


class ContactForm(forms.Form):
    """Fields of addresses begin with billing_ or shipping_, those of people with person0_ and so on."""

    use_required_attribute = False
    base_rev = RevisionField()
    registration_number = LineField(
        max_length=40, required=False, label=gettext_lazy("GSTIN"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"}),
    )  # fmt: skip
    treatment = ChosenField(choices=KINDS, label=gettext_lazy("For the tax they are"))
    place = ChosenField(choices=PLACES_OF, label=gettext_lazy("Place of supply"))
    legal_name = LineField(
        max_length=120, required=False, label=gettext_lazy("Name on bills, if it is another")
    )
    email = LineField(
        max_length=254, required=False, label=gettext_lazy("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    payment_terms = forms.Field(
        required=False, label=gettext_lazy("Days until a bill is to be paid"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, is_indian: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_indian:
            del self.fields["place"]
            self.fields["registration_number"].label = _("Tax number")

    @property
    def addresses(self) -> list[tuple[Any, list[forms.BoundField]]]:
        named = ((_("Address on bills"), BILLING), (_("Where goods go, if elsewhere"), SHIPPING))
        return [(title, [self[f"{which}_{part}"] for part in PARTS]) for title, which in named]

    @property
    def people(self) -> list[list[forms.BoundField]]:
        return [[self[f"person{place}_{part}"] for part in PERSON_LABELS] for place in range(PERSONS)]

    def clean_payment_terms(self) -> int | None:
        text = readable(str(self.cleaned_data["payment_terms"] or "")).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and int(text) <= DAYS_MAX):
            raise ValidationError(_("Enter a number of days from 0 to 730."))
        return int(text)

    def content(self, *, others: tuple[PersonContent, ...] = ()) -> ContactContent:
        """`others`: people that the form does not show, who stay."""
        said = self.cleaned_data
        people = [
            PersonContent(**{part: said[f"person{place}_{part}"] for part in PERSON_LABELS})
            for place in range(PERSONS)
        ]
        return ContactContent(
            treatment=said["treatment"], place=said.get("place", ""), legal_name=said["legal_name"],
            email=said["email"], payment_terms=said["payment_terms"],
            billing_address={part: said[f"{BILLING}_{part}"] for part in PARTS},
            shipping_address={part: said[f"{SHIPPING}_{part}"] for part in PARTS},
            persons=(*(one for one in people if any((one.name, one.designation, one.phone, one.email))), *others),
        )  # fmt: skip


for _which in (BILLING, SHIPPING):
    ContactForm.base_fields.update(address_fields(_which))
for _place in range(PERSONS):
    for _part, (_label, _most) in PERSON_LABELS.items():
        ContactForm.base_fields[f"person{_place}_{_part}"] = _line(_label, _most)


def said_of(content: ContactContent) -> dict[str, Any]:
    """What stands, as the form shows it."""
    found: dict[str, Any] = {
        "treatment": content.treatment, "place": content.place, "legal_name": content.legal_name,
        "email": content.email, "payment_terms": "" if content.payment_terms is None else str(content.payment_terms),
    }  # fmt: skip
    for which, address in ((BILLING, content.billing_address), (SHIPPING, content.shipping_address)):
        found |= {f"{which}_{part}": text for part, text in address.items()}
    for place, one in enumerate(content.persons[:PERSONS]):
        found |= {f"person{place}_{part}": getattr(one, part) for part in PERSON_LABELS}
    return found
