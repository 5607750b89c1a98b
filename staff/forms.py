from django import forms
from django.utils.translation import gettext_lazy

from businesses.operations.visits import MINUTES, REASON_MAX

LIFE = {15: gettext_lazy("15 minutes"), 60: gettext_lazy("1 hour"), 240: gettext_lazy("4 hours")}


class VisitForm(forms.Form):
    """Why somebody of the staff must look into a book, which, and for how long."""

    use_required_attribute = False
    book = forms.UUIDField(
        label=gettext_lazy("The book's id"),
        error_messages={
            "required": gettext_lazy("Choose a book from the list of books."),
            "invalid": gettext_lazy("This is not the id of a book."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to look into it?"),
        help_text=gettext_lazy("The owner reads this. Name no person in it."),
        max_length=REASON_MAX,
        error_messages={"required": gettext_lazy("Say why.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"),
        coerce=int,
        choices=[(minutes, LIFE[minutes]) for minutes in MINUTES],
        initial=60,
        widget=forms.RadioSelect,
    )
