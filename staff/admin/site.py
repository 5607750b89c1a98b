"""Django's admin behind our own door: no password page of its own, and nothing that adds, changes or deletes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from businesses.access import staff
from businesses.queries.visits import open_visit
from core import walls
from staff.reads import log_read


class StaffSite(AdminSite):
    site_header = _("Halkhata, for its staff")
    site_title = _("Staff")
    index_title = _("Staff")
    index_template = "staff/index.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # type: ignore[override]
        """Through our own door, and every page written down."""

        @wraps(view)
        def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            started = timezone.now()
            request.visit = open_visit(user_id=request.user.pk, now=started)
            with walls.everything():
                response = rendered(view(request, *args, **kwargs))
                is_about = getattr(request, "is_about", None)
                log_read(
                    request, response, business_id=is_about and is_about.business_id,
                    visit_id=is_about and is_about.pk, started=started, ended=timezone.now(),
                )  # fmt: skip
            return response

        return staff(opened)

    def each_context(self, request: Any) -> dict[str, Any]:
        return {**super().each_context(request), "visit": getattr(request, "visit", None)}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own, less what would write and less its second door."""
        return [
            path("", self.admin_view(require_safe(self.index)), name="index"),
            path("words/", staff(require_safe(self.i18n_javascript)), name="jsi18n"),
            *(
                path(f"{model._meta.app_label}/{model._meta.model_name}/", include(rows.urls))  # noqa: SLF001
                for model, rows in self._registry.items()
            ),
            path("<slug:app_label>/", self.admin_view(require_safe(self.app_index)), name="app_list"),
        ]


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Admin pages read while they are written: that must happen inside the walls they were asked in."""
    return response.render() if isinstance(response, TemplateResponse) else response


site = StaffSite(name="admin")
site.disable_action("delete_selected")
