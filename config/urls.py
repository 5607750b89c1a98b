from django.urls import URLPattern, URLResolver, include, path

from audit import urls as audit_urls
from businesses.access import member, public
from businesses.roles import is_granted
from core.health import livez, readyz
from core.styleguide import styleguide
from staff.admin import site as staff_site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("businesses.urls")),
    path("", include("businesses.second_factor.urls")),
    path("", include("ledger.urls")),
    path("b/<uuid:business_id>/items/", include("inventory.urls")),
    path("b/<uuid:business_id>/rent/", include("rentals.urls")),
    path("", include("rentals.portal.urls")),
    path("", include("invoicing.shared_urls")),
    path("b/<uuid:business_id>/sales/", include("invoicing.urls")),
    path("b/<uuid:business_id>/purchases/", include("invoicing.purchase_urls")),
    path("b/<uuid:business_id>/expenses/", include("invoicing.expense_urls")),
    path("b/<uuid:business_id>/payments/", include("invoicing.payment_urls")),
    path("b/<uuid:business_id>/settings/taxes/", include("taxes.urls")),
    path("b/<uuid:business_id>/settings/numbers/", include("taxes.series_urls")),
    path("b/<uuid:business_id>/bring/", include("imports.urls")),
    path("b/<uuid:business_id>/settings/webhooks/", include("api.webhooks.urls")),
    path(
        "b/<uuid:business_id>/jobs/",
        include(audit_urls.routes(mark=member(can="khata.read"), is_granted=is_granted)),
    ),
    path("staff/backups/", include("backups.urls")),
    path("api/v1/", include("api.urls")),
    path("", include("api.views.urls")),
    path("", include("api.pages")),
    path("", include("api.oauth.urls")),
    path("styleguide/", public(styleguide), name="styleguide"),
    path("staff/", include("staff.urls")),
    path("staff/", staff_site.urls),
    path("livez", public(livez), name="livez"),
    path("readyz", public(readyz), name="readyz"),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.broken"
