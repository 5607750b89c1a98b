"""What a person keeps of their own: their data packed, a book left, an account taken away."""

from typing import Any
from uuid import UUID

from django.test import Client

from api.operations.sessions import sign_in_device
from audit.jobs import run_job
from businesses.models import User
from businesses.roles import Role
from tests.api.programs import Program


def data(day: Any, device: Any) -> None:
    """Asha's data is packed; she cannot go while the shop has nobody else, and somebody else can."""
    made = device.post("/me/exports").json()["export"]["export_id"]
    run_job(UUID(made))
    device.get("/me/exports")
    device.get(f"/me/exports/{made}/file")
    asha = User.objects.get(pk=day.shop.asha.user_id)
    device.post("/me/erase", {"mobile_or_email": asha.email})
    reader = User.objects.get(pk=day.shop.member(Role.READER).user_id)
    reader.email = "meena@example.org"
    reader.save(update_fields=["email"])
    signed_in = sign_in_device(
        user=reader, device_id="phone of a reader", label="Phone", scopes=None, trace_id="story", now=day.shop.now
    )  # fmt: skip
    phone = day.recorder.by(Program(signed_in.access_token, Client()))
    phone.post("/me/erase", {"mobile_or_email": "another"})
    phone.post("/me/erase", {"mobile_or_email": reader.email})


def leave(day: Any, wide: Any) -> None:
    """The book that invited her is left again; her own shop cannot be."""
    books = wide.get("/businesses").json()["businesses"]
    (other,) = [book["business_id"] for book in books if book["role"] == Role.STAFF]
    wide.post(f"/businesses/{other}/leave")
    wide.post(f"/businesses/{day.shop.id}/leave")
