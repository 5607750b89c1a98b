"""The newest migration of a sealed app, taken back and made again."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from core.seals import missing
from tests.ledger.shops import open_shop


@pytest.mark.parametrize("label", ["invoicing", "rentals"])
def test_a_migration_goes_back_and_forth_under_seals(live_db, label):
    shop = open_shop()
    shop.record(shop.party("রহিম"), "gave", 500)
    app = apps.get_app_config(label)
    before = sorted(Path(app.path, "migrations").glob("0*.py"))[-2].stem
    call_command("migrate", label, before, verbosity=0)
    call_command("migrate", verbosity=0)
    for sealed in ("audit", "ledger", "taxes", "inventory", "invoicing", "rentals"):
        assert missing(apps.get_app_config(sealed), using="default") == set()
    assert shop.proven()
