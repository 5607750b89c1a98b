"""How goods travel, for an e-way bill."""

from django import forms
from django.utils.translation import gettext_lazy

from core.quantities import ONE
from inventory.forms.fields import ChosenField, QuantityField
from invoicing.portals.eway_bill import Transport
from ledger.forms.fields import DayField, LineField

MODES = [
    ("road", gettext_lazy("Road")),
    ("rail", gettext_lazy("Rail")),
    ("air", gettext_lazy("Air")),
    ("ship", gettext_lazy("Ship")),
]


class TransportForm(forms.Form):
    use_required_attribute = False
    mode = ChosenField(choices=MODES, label=gettext_lazy("They go by"))
    distance = QuantityField(zero_allowed=True, label=gettext_lazy("Distance in kilometres"))
    vehicle = LineField(max_length=20, required=False, label=gettext_lazy("Number of the vehicle"))
    transporter_name = LineField(max_length=100, required=False, label=gettext_lazy("Name of the carrier"))
    transporter_id = LineField(
        max_length=15, required=False, label=gettext_lazy("GSTIN or ID of the carrier")
    )
    paper_number = LineField(
        max_length=15, required=False, label=gettext_lazy("Number of the transport paper")
    )
    paper_day = DayField(required=False, label=gettext_lazy("Date of the transport paper"))

    @property
    def transport(self) -> Transport:
        said = self.cleaned_data
        return Transport(
            mode=said["mode"], distance=-(-said["distance"] // ONE), vehicle=said["vehicle"],
            transporter_name=said["transporter_name"], transporter_id=said["transporter_id"].upper(),
            paper_number=said["paper_number"], paper_day=said["paper_day"],
        )  # fmt: skip
