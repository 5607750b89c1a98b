from pathlib import Path

import pytest

from tests.ledger.shops import Shop, open_shop
from tests.postgres import as_owner_of


@pytest.fixture
def place(settings, tmp_path: Path) -> Path:
    """The folder of backups of an installation of this test's own, whose files and key lie beside it."""
    settings.DATA = tmp_path / "installation"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    settings.MEDIA_ROOT.mkdir()
    settings.BACKUPS = str(settings.DATA / "backups")
    settings.BACKUP_PASSPHRASE = ""
    return Path(settings.BACKUPS)


@pytest.fixture
def pg_database(pg_database: str) -> str:
    """Backups are made by the owner of the tables: walls stand before everybody else."""
    return as_owner_of(pg_database)


@pytest.fixture
def kept_shop(on_engine, place) -> Shop:
    """Asha's shop with a few entries, once on each engine."""
    return shop_with_entries()


@pytest.fixture
def small_shop(live_db, place) -> Shop:
    """The same, on the engine of the run."""
    return shop_with_entries()


def shop_with_entries() -> Shop:
    shop = open_shop()
    rahim = shop.party("রহিম স্টোর")
    first = shop.record(rahim, "gave", 12_500, note="चावल ५ किलो")
    shop.edit(first, amount=13_000)
    shop.record(rahim, "got", 5_000)
    return shop
