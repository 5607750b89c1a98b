from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.models import Business, Membership
from businesses.roles import Role
from ledger.models import Document, Party
from staff.admin.rows import ShownRows

PEOPLE_MAX = 50
COUNTED_MAX = 10_000


class Books(ShownRows):
    """Which books there are, whose they are and how large. What stands in them needs a visit."""

    list_display = ("name", "kind", "country", "owner", "seq", "created_at", "is_demo")
    list_filter = ("kind", "country", "is_demo")
    search_fields = ("name",)
    search_help_text = gettext_lazy("The id of a book, or how its name begins")
    fields = (
        "id", "name", "kind", "country", "currency", "timezone", "created_at", "is_demo", "seq", "people", "parties",
        "entries", "look_inside",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Business]:
        owners = Membership.objects.filter(business=OuterRef("pk"), role=Role.OWNER)
        first = owners.order_by("created_at", "pk").values("user__name")[:1]
        return super().get_queryset(request).annotate(owned_by=Subquery(first))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Business], search_term: str
    ) -> tuple[QuerySet[Business], bool]:
        term = search_term.strip().replace("\0", "")
        try:
            return queryset.filter(pk=UUID(term)), False
        except ValueError:
            return (queryset.filter(name__istartswith=term) if term else queryset), False

    @display(description=gettext_lazy("Owner"))
    def owner(self, book: Any) -> str:
        return book.owned_by or "—"

    @display(description=gettext_lazy("People"))
    def people(self, book: Business) -> str:
        found = Membership.objects.filter(business=book).select_related("user").order_by("created_at", "pk")
        return format_html_join(
            "", '<div><a href="{}">{}</a> · {}</div>',
            ((reverse("admin:businesses_user_change", args=[each.user_id]), str(each.user), each.standing)
             for each in found[:PEOPLE_MAX]),
        )  # fmt: skip

    @display(description=gettext_lazy("Parties"))
    def parties(self, book: Business) -> str:
        return _counted(Party.objects.filter(business=book))

    @display(description=gettext_lazy("Entries"))
    def entries(self, book: Business) -> str:
        return _counted(Document.objects.filter(business=book))

    @display(description=gettext_lazy("What stands in it"))
    def look_inside(self, book: Business) -> str:
        words = _("Say why, and look into the book")
        return format_html('<a href="{}?book={}">{}</a>', reverse("staff:visits"), book.pk, words)


def _counted(rows: QuerySet[Any]) -> str:
    count = rows.order_by().values("pk")[: COUNTED_MAX + 1].count()
    return str(count) if count <= COUNTED_MAX else _("more than %(most)s") % {"most": COUNTED_MAX}
