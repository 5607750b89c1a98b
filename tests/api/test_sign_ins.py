"""Tokens of a device: each refresh token works once, and two who hold the same one both lose."""

from django.utils import timezone

from api.models import DeviceSession, Token
from api.operations.sessions import SignedIn, sign_in_device
from api.scopes import ALL
from businesses.models import User
from tests.api.programs import Program
from tests.api.racer import racing
from tests.ledger.shops import Shop, open_shop

PROCESSES, COPIES = 2, 2


def signed_in(shop: Shop, *, device_id: str = "आशा का फ़ोन") -> SignedIn:
    return sign_in_device(
        user=User.objects.get(pk=shop.asha.user_id), device_id=device_id, label="Phone", scopes=ALL, trace_id="",
        now=timezone.now(),
    )  # fmt: skip


def opens(program: Program, access_token: str) -> bool:
    return Program(access_token, program.client).get("/businesses").status_code == 200


def test_a_refresh_gives_new_tokens_and_ends_the_old(shop, asha):
    first = signed_in(shop)
    second = asha.post("/auth/refresh", {"refresh_token": first.refresh_token}).json()
    assert opens(asha, second["access_token"])
    assert not opens(asha, first.access_token)
    third = asha.post("/auth/refresh", {"refresh_token": second["refresh_token"]}).json()
    assert opens(asha, third["access_token"])


def test_an_old_refresh_token_ends_the_whole_sign_in(shop, asha):
    first, other = signed_in(shop), signed_in(shop, device_id="another phone")
    second = asha.post("/auth/refresh", {"refresh_token": first.refresh_token}).json()
    again = asha.post("/auth/refresh", {"refresh_token": first.refresh_token})
    assert (again.status_code, again.json()["error"]) == (401, "refresh_refused")
    assert not opens(asha, second["access_token"])
    assert asha.post("/auth/refresh", {"refresh_token": second["refresh_token"]}).status_code == 401
    assert opens(asha, other.access_token)


def test_of_racing_refreshes_at_most_one_goes_on(on_engine, process_environment, scale, figure):
    shop, races, won = open_shop(), scale(1_000, part=200), 0
    families = [signed_in(shop, device_id=f"phone number {number}") for number in range(races)]
    environment = process_environment(on_engine)
    with racing(processes=PROCESSES, copies=COPIES, secret="none", environment=environment) as send:
        for family in families:
            body = {"refresh_token": family.refresh_token}
            answers = send(method="POST", path="/auth/refresh", body=body)
            won += (wins := [one.status for one in answers].count(200))
            assert wins <= 1
            assert {one.status for one in answers} <= {200, 401, 503}
    # The token was shown more than once, so whoever came first has lost it again.
    assert set(DeviceSession.objects.values_list("revoked_why", flat=True)) == {"replayed"}
    assert not Token.objects.filter(session__revoked_at=None).exists()
    figure("refresh tokens shown by four at once", races, f"{won} came first, no sign-in went on")
    assert won >= races * 0.9
