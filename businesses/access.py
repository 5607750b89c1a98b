"""Who may open which page. Every view carries a mark, readable from the URL resolver: `@member(can=…)`
for the pages of a book, `@signed_in` for a person's own, `@staff` for the operators', `@public` for the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from businesses.actors import Actor
from businesses.devices import device_of
from businesses.models import Business, Membership, User
from businesses.operations.browsers import forget_browser, stamp_browser
from businesses.operations.memberships import stamp_opened
from businesses.queries.memberships import membership_of, owner_name
from businesses.roles import GRANTS, is_granted
from businesses.second_factor.queries import has_second_factor
from businesses.strong import is_strong, lacks_second_factor
from core import walls
from core.htmx import is_htmx, redirect

P = ParamSpec("P")
Decorated = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view asks of its caller. `can` is a key of GRANTS, empty unless kind is member."""

    kind: Literal["public", "signed_in", "staff", "member", "token"]
    can: str = ""


class PersonRequest(HttpRequest):
    """A request behind `@signed_in`."""

    user: User
    htmx: HtmxDetails
    actor: Actor
    device_id: UUID | None


class BookRequest(PersonRequest):
    """A request behind `@member`: the book is known and the caller may do what the view asks."""

    business: Business
    membership: Membership


def public(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Decorated:
    """A page anyone may open."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return _mark(opened, Access(kind="public"))


def signed_in(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Decorated:
    """A page of the person's own. Sets `request.actor` with an empty role; anonymous goes to sign-in."""

    @wraps(view)
    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        request.actor = actor_of(request)
        if request.method == "GET":
            stamp_browser(request.session, now=timezone.now())
        return _private(view(request, *args, **kwargs))

    return _mark(opened, Access(kind="signed_in"))


def staff(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> Decorated:
    """A page of the people who run the site; for everybody else there is no such page.

    Anonymous goes to sign-in, and so does staff whose session is too weak for it (businesses.strong).
    """

    @wraps(view)
    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.user.is_staff:
            raise Http404
        if not is_strong(request):
            return _sign_in_anew(request)
        if lacks_second_factor(request.user.pk):
            messages.info(
                request, _("The site's own pages open once you have a second way to prove who you are.")
            )
            return _private(redirect(request, resolve_url("second_factor:overview")))
        request.actor = actor_of(request)
        return _private(view(request, *args, **kwargs))

    return _mark(opened, Access(kind="staff"))


def member(*, can: str) -> Callable[[Callable[..., HttpResponseBase]], Decorated]:
    """A page of a book, for a view whose URL has `business_id`.

    One query loads membership and book. Anonymous goes to sign-in; a stranger and an unknown book get
    the same 404; a role without `can` gets 403. Sets `request.business`, `.membership` and `.actor`.
    """
    if can not in GRANTS:
        raise ValueError(f"No grant is called {can!r}.")

    def decorate(view: Callable[..., HttpResponseBase]) -> Decorated:
        @wraps(view)
        def opened(request: Any, *args: Any, business_id: UUID, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            membership = membership_of(business_id=business_id, user_id=request.user.pk)
            if membership is None:
                raise Http404
            _enter(request, membership)
            if membership.business.needs_second_factor and not has_second_factor(request.user.pk):
                return _private(_to_second_factor(request))
            if not is_granted(membership.standing, can):
                return _private(_refuse(request))
            return _private(view(request, *args, business_id=business_id, **kwargs))

        return _mark(opened, Access(kind="member", can=can))

    return decorate


def to_sign_in(request: Any) -> HttpResponseBase:
    """Send an anonymous caller to sign-in, and back to the page (never to a POST address) afterwards."""
    url = resolve_url(settings.LOGIN_URL)
    back = request.htmx.current_url_abs_path if request.htmx else None
    if not request.htmx and request.method in ("GET", "HEAD"):
        back = request.get_full_path()
    if back and back != "/":
        url = f"{url}?{urlencode({'next': back})}"
    if request.method == "POST":
        messages.error(request, _("You were signed out. Nothing was saved: sign in and write it once more."))
    return _private(redirect(request, url))


def _to_second_factor(request: Any) -> HttpResponseBase:
    messages.info(
        request, _("This book opens once you have a second proof. Turn one on here, then open it again.")
    )
    return redirect(request, resolve_url("second_factor:overview"))


def _sign_in_anew(request: Any) -> HttpResponseBase:
    forget_browser(request.session)
    logout(request)
    if request.method != "POST":
        messages.info(request, _("The site's own pages ask you to sign in once more after some hours."))
    return to_sign_in(request)


def _enter(request: Any, membership: Membership) -> None:
    walls.enter(membership.business_id)
    request.business = membership.business
    request.membership = membership
    request.actor = actor_of(request, role=membership.standing)
    if request.method == "GET" and not is_htmx(request):
        now = timezone.now()
        stamp_opened(membership=membership, now=now)
        stamp_browser(request.session, now=now)


def actor_of(request: Any, *, role: str = "") -> Actor:
    """The signed-in person as actor; without a role when the change is to their own account."""
    request.device_id = device_of(request.session)
    trace_id = getattr(request, "trace_id", "")
    return Actor(user_id=request.user.pk, role=role, device_id=request.device_id, trace_id=trace_id)


def _refuse(request: BookRequest) -> HttpResponse:
    part = is_htmx(request)
    template = "components/no_permission.html" if part else "businesses/no_access.html"
    owner = owner_name(business_id=request.business.pk)
    response = render(request, template, {"owner": owner}, status=403)
    if part:
        response["HX-Retarget"] = "#alerts"
        response["HX-Reswap"] = "innerHTML"
    return response


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", "private, no-store")
    patch_vary_headers(response, ["HX-Request"])
    return response


def _mark(view: Callable[..., HttpResponseBase], access: Access) -> Decorated:
    view.access = access  # type: ignore[attr-defined]
    return view
