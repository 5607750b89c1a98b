"""Forgetting a person: what the doors of the API keep of them."""

from api.models import KeptAnswer
from audit.erasing import Forgotten

AT_ONCE = 500


def blank_answers(forgotten: Forgotten) -> None:
    """An answer about the person, kept for a retry: the retry is not done again, and learns that it is gone."""
    last = 0
    while rows := list(KeptAnswer.objects.filter(id__gt=last).order_by("id")[:AT_ONCE]):
        named = [row.pk for row in rows if forgotten.is_meant_in(bytes(row.body).decode(errors="replace"))]
        KeptAnswer.objects.filter(pk__in=named).update(body=b"")
        last = rows[-1].pk
