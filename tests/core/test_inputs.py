"""Fields of one line say what Django's own templates say."""

from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.inputs import ONE_LINE, FormRenderer

WIDGETS = (
    forms.DateInput, forms.EmailInput, forms.HiddenInput, forms.NumberInput, forms.PasswordInput, forms.TextInput,
    forms.URLInput,
)  # fmt: skip
VALUES = (
    None,
    "",
    0,
    12_000,
    Decimal("1.50"),
    "চাল & <b>ডাল</b> \"'",
    mark_safe("&amp;"),
    gettext_lazy("Save"),
)
ATTRIBUTES = {
    "id": "id_<x>", "required": False, "hidden": True, "data-note": 'a "b" \'c\' & <d>', "maxlength": 12_000,
    "data-safe": mark_safe("&amp;"), "aria-label": gettext_lazy("Close"), "data-empty": "", "data-none": None,
}  # fmt: skip


def test_every_widget_named_has_a_line_here():
    assert {widget.template_name for widget in WIDGETS} == ONE_LINE - {"django/forms/widgets/input.html"}


@pytest.mark.parametrize("widget", [*WIDGETS, forms.CheckboxInput, forms.Textarea, forms.FileInput])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_field_reads_as_django_writes_it(widget, language, settings):
    settings.LANGUAGE_CODE = language
    ours, theirs = FormRenderer(), DjangoTemplates()
    for value in VALUES:
        for attributes in (None, ATTRIBUTES):
            made = widget(attrs={"class": "quiet"})
            said = made.render('a"b', value, attrs=attributes, renderer=ours)
            assert said == made.render('a"b', value, attrs=attributes, renderer=theirs)
