"""Papers kept with a lease or a cost: the file, what it is, the date on it, and whether the tenant sees it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.scans import Scan
from ledger.forms.fields import DayField, IdField, LineField, RevisionField, ScanField

NAME_MAX = 120
USUAL = (
    gettext_lazy("Agreement"), gettext_lazy("ID of the tenant"), gettext_lazy("Police verification"),
    gettext_lazy("Photo at moving in"), gettext_lazy("Photo at moving out"),
)  # fmt: skip
"""What people keep, to choose from while they type."""


def _name() -> LineField:
    return LineField(
        max_length=NAME_MAX, label=gettext_lazy("What it is"), missing=gettext_lazy("Say what the paper is."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "usual-papers"}),
    )  # fmt: skip


class _NeedsFile(forms.Form):
    """A form that is nothing without its file."""

    use_required_attribute = False

    def clean_photo(self) -> Scan:
        scan = self.cleaned_data["photo"]
        if not isinstance(scan, Scan):
            raise forms.ValidationError(_("Choose a photo or a PDF first."))
        return scan


class KeptPaperForm(_NeedsFile):
    """A paper of a lease."""

    paper_id = IdField()
    photo = ScanField(label=gettext_lazy("Photo or PDF"))
    name = _name()
    day = DayField(required=False, label=gettext_lazy("Date on it"))
    is_for_tenant = forms.BooleanField(required=False, label=gettext_lazy("The tenant sees it too"))


class CostPaperForm(_NeedsFile):
    """The bill behind a cost."""

    paper_id = IdField()
    photo = ScanField(label=gettext_lazy("Photo or PDF of the bill"))


class PaperNameForm(forms.Form):
    """A paper that is kept, called otherwise."""

    use_required_attribute = False
    base_rev = RevisionField()
    name = _name()
    day = DayField(required=False, label=gettext_lazy("Date on it"))
    is_for_tenant = forms.BooleanField(required=False, label=gettext_lazy("The tenant sees it too"))
