from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import action, display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Event
from businesses.models import Membership, User
from businesses.queries.browsers import browsers_of
from core.phones import PhoneError, to_e164
from core.refusals import Refusal
from staff.admin.rows import ACTED_ON_MAX, ShownRows
from staff.operations.standing import close_account, open_account, sign_out_everywhere

BOOKS_MAX, EVENTS_MAX, BROWSERS_MAX = 50, 50, 20


class Users(ShownRows):
    """Everybody with an account. Passwords, codes and other secrets are no columns of any page."""

    list_display = ("who", "phone", "email", "joined_at", "is_active", "is_staff")
    list_display_links = ("who",)
    list_filter = ("is_active", "is_staff")
    search_fields = ("name",)
    search_help_text = gettext_lazy("A whole number or e-mail, an id, or how a name begins")
    fields = (
        "id", "name", "phone", "phone_verified", "email", "language", "joined_at", "is_active", "is_staff",
        "is_superuser", "books", "browsers", "trail",
    )  # fmt: skip
    actions = ("close", "open", "sign_out")

    @display(description=gettext_lazy("Name"), ordering="name")
    def who(self, user: User) -> str:
        return user.name or "—"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        term = search_term.strip()
        return (queryset.filter(**_by(term)) if term else queryset), False

    @display(description=gettext_lazy("Books"))
    def books(self, user: User) -> str:
        found = Membership.objects.filter(user=user).select_related("business").order_by("-created_at", "-pk")
        return _lines(
            (reverse("admin:businesses_business_change", args=[each.business_id]), each.business.name,
             each.standing)
            for each in found[:BOOKS_MAX]
        )  # fmt: skip

    @display(description=gettext_lazy("Signed in on"))
    def browsers(self, user: User) -> str:
        found = browsers_of(user_id=user.pk, session_key=None, now=timezone.now(), limit=BROWSERS_MAX)
        return _plain((each.name, f"{each.seen_at:%Y-%m-%d %H:%M}") for each in found)

    @display(description=gettext_lazy("Own trail, newest first"))
    def trail(self, user: User) -> str:
        found = Event.objects.filter(user=user).order_by("-seq").values_list("verb", "at")[:EVENTS_MAX]
        return _plain((verb, f"{at:%Y-%m-%d %H:%M:%S} UTC") for verb, at in found)

    @action(description=gettext_lazy("Close the account"))
    def close(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(
            request, queryset, close_account, done=_("The account is closed, and signed out everywhere.")
        )

    @action(description=gettext_lazy("Open the account again"))
    def open(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, open_account, done=_("The account is open."))

    @action(description=gettext_lazy("Sign out everywhere"))
    def sign_out(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, sign_out_everywhere, done=_("Signed out everywhere."))

    def _each(self, request: Any, queryset: QuerySet[User], operation: Any, *, done: str) -> None:
        chosen = list(queryset.values_list("pk", flat=True)[: ACTED_ON_MAX + 1])
        if len(chosen) > ACTED_ON_MAX:
            messages.error(request, _("Choose up to %(most)s at once.") % {"most": ACTED_ON_MAX})
            return
        try:
            for user_id in chosen:
                operation(user_id=user_id, actor=request.actor, now=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return
        messages.success(request, done)


def _by(term: str) -> dict[str, str]:
    """What to look for: whatever finds by an index comes first."""
    term = term.replace("\0", "")
    if "@" in term:
        return {"email": term.lower()}
    if len(term) == 36 and term.count("-") == 4:
        return {"pk": term} if _is_id(term) else {"name": term}
    for country in ("IN", "BD"):
        try:
            phone = to_e164(term, country=country)
        except PhoneError:
            continue
        if User.objects.filter(phone=phone).exists():
            return {"phone": phone}
    return {"name__istartswith": term}


def _is_id(term: str) -> bool:
    try:
        UUID(term)
    except ValueError:
        return False
    return True


def _lines(rows: Any) -> str:
    return format_html_join("", '<div><a href="{}">{}</a> · {}</div>', rows) or "—"


def _plain(rows: Any) -> str:
    return format_html_join("", "<div>{} · {}</div>", rows) or format_html("{}", "—")
