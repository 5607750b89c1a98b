"""The site with one address more: the least a view can do, beside which ours are measured."""

import uuid

from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.urls import urlpatterns as ours
from ledger.models import Document

FIELDS = ("id", "day", "pos", "direction", "mode", "amount", "note", "due_on", "rev", "changed_seq")


def plain(_request: HttpRequest, party_id: uuid.UUID) -> JsonResponse:
    rows = Document.objects.filter(party_id=party_id, state="posted").order_by("-day", "-pos")
    return JsonResponse(list(rows.values_list(*FIELDS)[:50]), safe=False)


urlpatterns = [path("plain/<uuid:party_id>/", plain), *ours]
