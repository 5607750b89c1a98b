"""What the pages of developers share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from businesses.access import PersonRequest
from businesses.context import menus_of


def own_page(
    request: PersonRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the person's own, with the menus of the book they came from."""
    return render(request, template, {**menus_of(request.user), **context}, status=status)
