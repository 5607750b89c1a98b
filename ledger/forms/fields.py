"""Fields that read what a shopkeeper types and answer in our own sentences.

They stand on forms.Field, not CharField: Django's own checks would speak first, in words that are not ours.
"""

import datetime
import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from businesses.queries.branches import BranchName
from core.digits import to_ascii_digits
from core.ids import uuid7
from core.money import AmountError, parse_amount
from core.photos import Photo, read_photo
from core.refusals import Refusal, amount_refusal
from core.scans import Scan, read_scan
from core.text import clean_line, clean_note

REPLACED = "\ufffd"
"""What bytes that are no text become on their way in."""
CLOCK_SLACK = datetime.timedelta(minutes=15)
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def readable(text: str) -> str:
    if REPLACED in text:
        raise ValidationError(_("This text has a character that cannot be read. Type it again."))
    return text


class AmountField(forms.Field):
    """Minor units above 0; None when it may be left empty and was."""

    widget = forms.TextInput

    def clean(self, value: Any) -> int | None:
        text = str(value or "")
        if not self.required and not text.strip():
            return None
        try:
            return parse_amount(text)
        except AmountError as error:
            raise ValidationError(amount_refusal(error).message, code=error.slug) from None


class BranchField(forms.Field):
    """One of the book's branches; None where none was sent."""

    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.offered: dict[str, uuid.UUID] = {}

    def offer(self, branches: Sequence[BranchName]) -> None:
        self.offered = {str(one.id): one.id for one in branches}
        self.widget.choices = [(str(one.id), one.name) for one in branches]

    def clean(self, value: Any) -> uuid.UUID | None:
        text = str(value or "")
        if text and text not in self.offered:
            raise ValidationError(_("Choose one of the branches."))
        return self.offered.get(text)


def offer_branches(form: forms.Form, branches: Sequence[BranchName]) -> None:
    """The form's `branch`, where the book has several to choose from."""
    if len(branches) > 1:
        form.fields["branch"].offer(branches)  # type: ignore[attr-defined]
    else:
        del form.fields["branch"]


class LineField(forms.Field):
    """One line of text, cleaned; `missing` is the sentence for an empty one."""

    widget = forms.TextInput

    def __init__(self, *, max_length: int, missing: Any = "", **kwargs: Any) -> None:
        self.max_length = max_length
        self.missing = missing
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(self.max_length)}

    def clean(self, value: Any) -> str:
        try:
            text = clean_line(readable(str(value or "")), max_length=self.max_length)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None
        if self.required and not text:
            raise ValidationError(self.missing)
        return text


class NoteField(forms.Field):
    """Several lines of text, cleaned."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.max_length = max_length

    def clean(self, value: Any) -> str:
        try:
            return clean_note(readable(str(value or "")), max_length=self.max_length)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


class DayField(forms.Field):
    """A day as the browser's picker sends it, or day first as people write it, in any digits."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: Any) -> datetime.date | None:
        text = to_ascii_digits(str(value or "").strip())
        if not text:
            if self.required:
                raise ValidationError(_("Choose a day."))
            return None
        parts = _YEAR_FIRST.fullmatch(text)
        day_first = _DAY_FIRST.fullmatch(text)
        try:
            if parts:
                return datetime.date(*map(int, parts.groups()))
            if day_first:
                day, month, year = map(int, day_first.groups())
                return datetime.date(year, month, day)
        except ValueError:
            pass
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        raise ValidationError(
            _("%(text)s is not a day of the calendar. Write it like 21/11/2026.") % {"text": shown}
        )


class PhotoField(forms.FileField):
    """A photo read and re-encoded; None without one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Photo | None:
        if not isinstance(data, UploadedFile):
            return None
        try:
            return read_photo(data)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


class ScanField(forms.FileField):
    """A photo or PDF, checked by its content; None without one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Scan | None:
        if not isinstance(data, UploadedFile):
            return None
        try:
            return read_scan(data)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None


class IdField(forms.Field):
    """An id the form was born with: what makes a double tap book once. Made here when none came."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        if not value:
            return uuid7()
        try:
            return uuid.UUID(str(value))
        except ValueError:
            raise ValidationError(_("This page is out of date. Load it again and write it anew.")) from None


class RevisionField(forms.Field):
    """The revision a change was made on; 0 where there was none yet."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        text = str(value or "")
        if not text and not self.required:
            return 0
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValidationError(_("This page is out of date. Load it again and write it anew."))
        return int(text)


class InstantField(forms.Field):
    """When the phone's clock says it was written; None when it did not say or cannot be right."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> datetime.datetime | None:
        try:
            instant = parse_datetime(str(value or ""))
        except ValueError:
            return None
        return instant if instant is not None and instant.tzinfo is not None else None


def written_at(said: datetime.datetime | None, *, now: datetime.datetime) -> datetime.datetime:
    """The phone's word for when, as long as it agrees with our clock; a page that is open is online."""
    return said if said is not None and abs(said - now) <= CLOCK_SLACK else now
