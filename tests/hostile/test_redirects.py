"""No answer leads to another site, whatever page a request says it comes from."""

import pytest
from django.urls import reverse

from businesses.roles import Role

AWAY = (
    "http://testserver//evil.example/", "http://evil.example/", "//evil.example",
    "http://testserver/\\evil.example",
)  # fmt: skip


def leads_away(location: str) -> bool:
    return location.startswith(("//", "/\\", "http:", "https:", "\\"))


@pytest.mark.parametrize("before", AWAY)
def test_a_language_is_chosen_and_the_way_back_stays_here(world, client, before):
    answer = client.post(reverse("businesses:language"), {"language": "hi"}, headers={"Referer": before})
    assert (answer.status_code, leads_away(answer["Location"])) == (303, False)


@pytest.mark.parametrize("before", AWAY)
def test_an_undo_leads_back_to_a_page_of_ours(world, before):
    own = world.own
    url = reverse("ledger:entry_undo", args=[own.id, own.documents[Role.OWNER]])
    answer = own.clients[Role.OWNER].post(
        f"{url}?do=delete&rev={own.rev(Role.OWNER)}", headers={"Referer": before}
    )
    assert (answer.status_code, leads_away(answer["Location"])) == (303, False)


@pytest.mark.parametrize("before", AWAY)
def test_a_refusal_leads_back_to_a_page_of_ours(world, before):
    own = world.own
    url = reverse("ledger:entry_undo", args=[own.id, own.documents[Role.OWNER]])
    answer = own.clients[Role.OWNER].post(f"{url}?do=restore&rev=1", headers={"Referer": before})
    assert (answer.status_code, leads_away(answer["Location"])) == (303, False)


@pytest.mark.parametrize("before", AWAY)
@pytest.mark.parametrize("htmx", [False, True])
def test_the_door_keeps_no_way_to_another_site(world, client, before, htmx):
    headers = {"HX-Request": "true", "HX-Current-URL": before} if htmx else {"Referer": before}
    answer = client.post(reverse("ledger:record", args=[world.own.id]), headers=headers)
    door = answer.get("HX-Redirect") or answer["Location"]
    assert "evil.example" not in client.get(door).content.decode()
