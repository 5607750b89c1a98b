import pytest

from tests.ledger.shops import Shop, open_shop


@pytest.fixture
def shop(db) -> Shop:
    """Asha's shop, rolled back after the test."""
    return open_shop()


@pytest.fixture
def live_shop(live_db) -> Shop:
    """Asha's shop in a database of this test's own."""
    return open_shop()
