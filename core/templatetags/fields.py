"""Fields of a form: label above, hint, error, and the ties between them that a screen reader follows.

Each tag takes a bound field (`form["amount"]` or `form.amount`). The names of the ids are Django's own:
`id_<name>`, `id_<name>_helptext`, `id_<name>_error`.
"""

import datetime as dt
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core.templatetags.dates import today_in

register = template.Library()


def widget_attributes(bound: BoundField, **extra: str) -> dict[str, Any]:
    """Attributes that tie the control to its hint and error."""
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attributes: dict[str, Any] = {**extra}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    # The browser's own bubbles would speak before our sentences do.
    attributes["required"] = False
    return attributes


def control(bound: BoundField, **extra: str) -> SafeString:
    return bound.as_widget(attrs=widget_attributes(bound, **extra))


def field_context(context: Context, bound: BoundField, **more: Any) -> dict[str, Any]:
    """What every field template reads. Digits, book and language pass on to the tags inside."""
    return {
        **{name: context.get(name) for name in ("digits", "book", "currency", "today")},
        "field": bound,
        "optional": not bound.field.required,
        **more,
    }


@register.inclusion_tag("components/field.html", takes_context=True)
def field(context: Context, bound: BoundField, mark_optional: bool = True) -> dict[str, Any]:
    """Text, number, select, text area, tick box or choices, by the field's own widget."""
    widget = bound.field.widget
    extra: dict[str, str] = {}
    if isinstance(widget, forms.TextInput | forms.Textarea) and widget.attrs.get("type") != "tel":
        kind = getattr(widget, "input_type", "")
        if kind in ("text", "") and "dir" not in widget.attrs:
            extra["dir"] = "auto"
    return field_context(
        context,
        bound,
        control=control(bound, **extra),
        tick=isinstance(widget, forms.CheckboxInput),
        choices=isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
        mark_optional=mark_optional,
    )


@register.inclusion_tag("components/amount_field.html", takes_context=True)
def amount_field(
    context: Context, bound: BoundField, pad: bool = False, currency: str = "", mark_optional: bool = True
) -> dict[str, Any]:
    """An amount with its currency, the sum of a calculation under it and, with `pad`, our own keys."""
    extra = {
        "inputmode": "decimal",
        "autocomplete": "off",
        "data-amount": "",
        "enterkeyhint": "done",
        "maxlength": "64",
    }
    return field_context(
        context,
        bound,
        control=control(bound, **extra),
        pad=pad,
        currency_code=currency,
        mark_optional=mark_optional,
    )


@register.inclusion_tag("components/date_field.html", takes_context=True)
def date_field(
    context: Context, bound: BoundField, near: bool = True, mark_optional: bool = True
) -> dict[str, Any]:
    """A day: the browser's own picker and, with `near`, chips for today and yesterday.

    Left empty, an optional day with chips means today: a page that stood open over midnight books right. A form
    may have a question about the day in its `questions`.
    """
    today = today_in(context)
    bound.field.widget.input_type = "date"  # type: ignore[attr-defined]
    bound.field.widget.format = "%Y-%m-%d"  # type: ignore[attr-defined]
    return field_context(
        context,
        bound,
        control=control(bound),
        near=near,
        now=today,
        before=today - dt.timedelta(days=1),
        question=getattr(bound.form, "questions", {}).get(bound.name),
        mark_optional=mark_optional,
    )


@register.inclusion_tag("components/chips_field.html", takes_context=True)
def chips_field(context: Context, bound: BoundField, with_icons: bool = False) -> dict[str, Any]:
    """A few choices as chips, one of them chosen; `with_icons` when each value is the name of an icon."""
    value = bound.value()
    options = [
        {
            "value": choice,
            "label": label,
            "checked": str(choice) == str(value or ""),
            "id": f"{bound.auto_id}_{place}",
        }
        for place, (choice, label) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
    ]
    return field_context(context, bound, options=options, with_icons=with_icons)


@register.inclusion_tag("components/chooser.html", takes_context=True)
def chooser(context: Context, bound: BoundField, address: str) -> dict[str, Any]:
    """A name with suggestions from `address`, asked by GET under the field's own name.

    The id of the one taken, or "new", goes into the form's `party`.
    """
    extra = {
        "role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "autocomplete": "off",
        "aria-controls": f"{bound.auto_id}_list", "dir": "auto", "data-chooser-text": "",
        "hx-get": address, "hx-trigger": "input changed delay:200ms, search", "hx-sync": "this:replace",
        "hx-target": f"#{bound.auto_id}_list", "hx-params": bound.html_name, "hx-swap": "innerHTML",
    }  # fmt: skip
    return field_context(context, bound, control=control(bound, **extra))


@register.inclusion_tag("components/photo_field.html", takes_context=True)
def photo_field(context: Context, bound: BoundField) -> dict[str, Any]:
    """A photo, made small in the browser before it is sent."""
    extra = {"accept": "image/jpeg,image/png,image/webp", "data-photo": ""}
    return field_context(context, bound, control=control(bound, **extra))


# What the entry's script does with a hidden field: a fresh id, the phone's clock, the party.
HIDDEN_ROLES = {
    "document_id": "data-new-id",
    "new_party_id": "data-new-id",
    "mutation_id": "data-new-id",
    "made_at": "data-made-at",
    "party": "data-party-id",
}


@register.simple_tag
def hidden_fields(form: forms.BaseForm) -> SafeString:
    """The hidden fields of an entry. The direction is left out: the buttons carry it."""
    return format_html_join(
        "",
        "{}",
        (
            (bound.as_widget(attrs={HIDDEN_ROLES[bound.name]: True} if bound.name in HIDDEN_ROLES else {}),)
            for bound in form.hidden_fields()
            if bound.name != "direction"
        ),
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """All that is wrong with a form, each sentence a link to its field."""
    wrong = [
        {"target": form[name].auto_id if name in form.fields else "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return {"wrong": wrong}


@register.simple_tag
def title_prefix(form: forms.BaseForm | None) -> str:
    """ "Error: " for the page title when the form was sent back."""
    said = gettext("Error:")
    return f"{said} " if form is not None and form.is_bound and form.errors else ""
