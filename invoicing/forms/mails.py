"""A paper sent by e-mail: to whom, and what is written beside it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from invoicing.operations.mails import ADDRESS_MAX, SUBJECT_MAX, WORDS_MAX
from ledger.forms.fields import IdField, LineField, NoteField


class MailForm(forms.Form):
    """`to` are addresses of the contact that are ticked, `other` one typed in."""

    use_required_attribute = False
    request_id = IdField()
    to = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Send to")
    )
    other = LineField(max_length=ADDRESS_MAX, required=False, label=gettext_lazy("Another address"))
    subject = LineField(max_length=SUBJECT_MAX, label=gettext_lazy("Subject"))
    body = NoteField(max_length=WORDS_MAX, label=gettext_lazy("Message"))

    def __init__(self, *args: Any, addresses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["to"]
        if isinstance(chooser, forms.MultipleChoiceField):
            chooser.choices = [(one, f"{one} ({name})" if name else one) for one, name in addresses]
        if not addresses:
            del self.fields["to"]
            self.fields["other"].label = gettext_lazy("Send to")
        self.fields["other"].widget.input_type = "email"  # type: ignore[attr-defined]
        self.fields["body"].widget.attrs["rows"] = 5

    def addresses(self) -> list[str]:
        return [*self.cleaned_data.get("to", []), self.cleaned_data["other"]]
