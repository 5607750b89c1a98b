"""What people type, or their browser answers, to prove a second time that it is them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from businesses.forms import said
from businesses.second_factor.webauthn import ANSWER_LENGTH_MAX

CODE_WRONG = gettext_lazy("Enter the 6 digits from the app, or the 12 digits of a recovery code.")
APP_CODE_WRONG = gettext_lazy("Enter the 6 digits the app shows.")


def code_field(*, label: Any, wrong: Any) -> forms.CharField:
    return forms.CharField(
        max_length=40,
        label=label,
        error_messages=said(wrong, wrong),
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "maxlength": 40,
                "autofocus": True, "class": "code-box",
            }
        ),
    )  # fmt: skip


class SecondProofForm(forms.Form):
    """A code in any digits, or the answer of a passkey, which the page's script puts in."""

    use_required_attribute = False
    code = code_field(label=gettext_lazy("Code from the app, or a recovery code"), wrong=CODE_WRONG)
    answer = forms.CharField(max_length=ANSWER_LENGTH_MAX, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("answer"):
            self.fields["code"].required = False

    def emptied(self) -> "SecondProofForm":
        self.data = {}
        return self


class AppCodeForm(forms.Form):
    """The first code of an app that was given its key."""

    use_required_attribute = False
    code = code_field(label=gettext_lazy("6-digit code from the app"), wrong=APP_CODE_WRONG)


class PasskeyForm(forms.Form):
    """The passkey the browser made."""

    answer = forms.CharField(
        max_length=ANSWER_LENGTH_MAX,
        widget=forms.HiddenInput,
        error_messages=said(
            gettext_lazy("Your browser made no passkey. Try once more."),
            gettext_lazy("The passkey did not answer as it should. Try once more."),
        ),
    )
