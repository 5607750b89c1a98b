"""Every refusal of every app has its number in the catalogue, so that none becomes a broken call."""

import pkgutil
from importlib import import_module

import pytest

from api.kit.catalogue import CATALOGUE
from api.kit.problems import STATUSES
from core.refusals import Refusal

APPS = (
    "config",
    "api",
    "imports",
    "invoicing",
    "inventory",
    "rentals",
    "taxes",
    "ledger",
    "businesses",
    "audit",
    "core",
)


def refusals() -> list[type[Refusal]]:
    for app in APPS:
        package = import_module(app)
        for module in pkgutil.walk_packages(package.__path__, app + "."):
            if ".migrations" not in module.name and ".management" not in module.name:
                import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in APPS:
            found.append(kind)
    return found


def test_every_refusal_stands_in_the_catalogue():
    missing = {
        f"{kind.__module__}.{kind.__name__}: {kind.slug}" for kind in refusals() if kind.slug not in CATALOGUE
    }
    assert len(refusals()) > 40
    assert not missing


def test_every_status_of_a_refusal_is_told_in_the_description():
    untold = {
        f"{kind.__name__}: {kind.status}" for kind in refusals() if kind.status not in STATUSES | {500, 503}
    }
    assert not untold


def test_a_slug_has_one_status():
    seen: dict[str, set[int]] = {}
    for kind in refusals():
        seen.setdefault(kind.slug, set()).add(kind.status)
    assert {slug: statuses for slug, statuses in seen.items() if len(statuses) > 1} == {}


def test_numbers_are_given_once():
    numbers = [said.code for said in CATALOGUE.values()]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("slug", sorted(CATALOGUE))
def test_a_slug_says_what_to_do_in_a_sentence(slug):
    assert slug.isascii()
    assert CATALOGUE[slug].about.endswith(".")
