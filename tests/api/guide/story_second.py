"""The second step of a program's sign-in, in the day of tests/api/guide/story.py."""

from typing import Any

from businesses.models import User
from tests.businesses.second_factor.conftest import phone_of

PASSWORD = "hal-khata-2026"


def tell(nobody: Any) -> None:
    """Mina has an app that makes codes."""
    mina = User.objects.create_user(email="mina.sen@example.com", password=PASSWORD, name="মীনা সেন")
    phone = phone_of(mina)
    mail = {"email": mina.email, "password": PASSWORD, "device_id": "counter-7", "device_name": "Till"}
    token = nobody.post("/auth/token", mail).json()["second_factor_token"]
    step = {"second_factor_token": token, "device_id": "counter-7"}
    nobody.post("/auth/second-factor", step | {"code": "000000"})
    nobody.post("/auth/second-factor", step | {"code": phone.code()})
    nobody.post("/auth/second-factor", step | {"device_id": "counter-8", "code": "000000"})
    for _ in range(6):
        nobody.post("/auth/second-factor", step | {"code": "000000"})
