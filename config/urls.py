from django.urls import URLPattern, URLResolver, path

from businesses.access import public
from core.health import livez, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", public(livez), name="livez"),
    path("readyz", public(readyz), name="readyz"),
]
