from django.urls import URLPattern, URLResolver, include, path

from businesses.access import public
from core.health import livez, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("businesses.urls")),
    path("livez", public(livez), name="livez"),
    path("readyz", public(readyz), name="readyz"),
]
