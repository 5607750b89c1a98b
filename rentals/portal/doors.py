"""The two doors of a tenant's page. Behind both stands the same view, and it sees one tenant's rows alone."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from businesses.access import Decorated, public, signed_in
from businesses.secret_links import TOKEN_MAX, digest_of, must_wait, note_guess, sealed
from core import walls
from core.refusals import Refusal
from rentals.queries.portal import Tenancy, by_link, by_phone

P = ParamSpec("P")
View = Callable[Concatenate["TenantRequest", P], HttpResponseBase]


class TenantRequest(HttpRequest):
    """`tenancy` says whose page it is; `at` gives the address of another page of theirs."""

    tenancy: Tenancy
    at: Callable[..., str]


def named(opened: Decorated, view: Any) -> Decorated:
    """As the view is called, for whoever reads the addresses."""
    return update_wrapper(opened, view)


def by_token(view: View[P]) -> Decorated:
    """Whoever holds the link. An address that guesses too often waits."""

    def opened(request: Any, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        if must_wait(request):
            return render(request, "rentals/portal/wait.html", status=429)
        found = by_link(digest_of(token), now=timezone.now()) if len(token) <= TOKEN_MAX else None
        if found is None:
            note_guess(request)
            return sealed(render(request, "rentals/portal/gone.html", status=404))
        return _shown(view, request, found, ("rented", token), *args, **kwargs)

    return public(named(opened, view))


def by_person(view: View[P]) -> Decorated:
    """Somebody whose own number, proven by a code, is the tenant's."""

    def opened(request: Any, *args: Any, party_id: UUID, **kwargs: Any) -> HttpResponseBase:
        phone = request.user.phone if request.user.phone_verified else ""
        own = [one for one in by_phone(phone, user_id=request.user.pk) if one.party.pk == party_id]
        if not own:
            raise Http404
        return _shown(view, request, own[0], ("mine", party_id), *args, **kwargs)

    return signed_in(named(opened, view))


def _shown(
    view: View[P], request: Any, found: Tenancy, door: tuple[str, Any], *args: Any, **kwargs: Any
) -> HttpResponseBase:
    prefix, key = door
    walls.enter(found.business.pk)
    request.tenancy = found
    request.at = lambda name, *ids: reverse(f"tenant:{prefix}_{name}", args=[key, *ids])
    try:
        with timezone.override(found.business.timezone):
            return sealed(view(request, *args, **kwargs))
    except Refusal as refusal:
        if refusal.status == 404:
            raise Http404 from None
        raise


def tenancies(request: Any) -> list[Tenancy]:
    """Where the signed-in person rents."""
    return by_phone(request.user.phone, user_id=request.user.pk) if request.user.phone_verified else []
