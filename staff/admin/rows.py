"""Lists and pages that show rows and change none, in as many queries for a million rows as for ten."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from core import walls
from core.htmx import redirect
from staff.admin.site import rendered

LISTED_MAX = 1_000
"""Rows a list goes back; whoever wants older ones searches."""
ACTED_ON_MAX = 50


class ShortPaginator(Paginator):
    """Counts to LISTED_MAX and no further: PostgreSQL would read a whole table to count it."""

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        return self.object_list.order_by().values("pk")[:LISTED_MAX].count()  # type: ignore[attr-defined]


class ShownRows(ModelAdmin):
    """Whatever may be done besides looking is an action that calls one of the operations."""

    id_converter: ClassVar[str] = "uuid"
    paginator = ShortPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    ordering = ("-pk",)

    def get_urls(self) -> list[URLPattern]:
        wrap, own = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        listed = require_http_methods(["GET", "HEAD", "POST"] if self.actions else ["GET", "HEAD"])
        shown = require_http_methods(["GET", "HEAD"])
        return [
            path("", wrap(listed(self.changelist_view)), name=f"{own}_changelist"),
            path(f"<{self.id_converter}:object_id>/", wrap(shown(self.row_view)), name=f"{own}_change"),
        ]

    def row_view(self, request: HttpRequest, object_id: Any) -> HttpResponseBase:
        buttons = [(name, words) for _do, name, words in self.get_actions(request).values()]  # type: ignore[misc]
        return self.change_view(request, str(object_id), extra_context={"object_actions": buttons})

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(self.fields or ())  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(self.fields or ())  # type: ignore[arg-type]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _get_obj_does_not_exist_redirect(self, *_about: Any) -> Any:
        raise Http404


class ContentRows(ShownRows):
    """Rows of what a book holds: those of the one book that is being visited, and nothing without a visit."""

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        return self._inside(request, lambda: super(ContentRows, self).changelist_view(request, extra_context))

    def row_view(self, request: Any, object_id: Any) -> Any:
        return self._inside(request, lambda: super(ContentRows, self).row_view(request, object_id))

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).filter(business_id=request.visit.business_id)

    def _inside(self, request: Any, view: Callable[[], Any]) -> Any:
        if request.visit is None:
            return redirect(request, reverse("staff:visits"))
        request.is_about = request.visit
        with walls.within(request.visit.business_id):
            return rendered(view())
