"""Pages for developers. Anyone may read them: they say how the API works and nothing of any book."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api.guide.pages import AT_HOME, EXAMPLES, GUIDES, address_of, page
from businesses.access import public


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/index.html", {"guides": [_link(slug) for slug in GUIDES]})


@public
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in GUIDES or slug in AT_HOME:
        raise Http404
    return _drawn(request, slug)


@public
@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    return _drawn(request, "errors")


@public
@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    return _drawn(request, "changelog")


@public
@require_safe
def example(request: HttpRequest, name: str) -> HttpResponse:
    """A program to start from, as text."""
    if name not in EXAMPLES:
        raise Http404
    content = (settings.ROOT / "docs/examples" / name).read_bytes()
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def _drawn(request: HttpRequest, slug: str) -> HttpResponse:
    slugs = list(GUIDES)
    after = slugs[slugs.index(slug) + 1 :][:1]
    following = _link(after[0]) if after else None
    return render(request, "guide/page.html", {"page": page(slug), "next": following})


def _link(slug: str) -> dict[str, object]:
    return {"title": GUIDES[slug], "address": address_of(slug)}
