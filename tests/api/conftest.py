import pytest

from tests.api.programs import Program, program_of
from tests.ledger.shops import Shop, open_shop
from tests.tenancy.conftest import around_module, standing_world, world

__all__ = ["around_module", "standing_world", "world"]


@pytest.fixture
def shop(db) -> Shop:
    """Asha's shop, rolled back after the test."""
    return open_shop()


@pytest.fixture
def asha(shop: Shop) -> Program:
    """A program with a token of Asha, the owner, for all she may do."""
    return program_of(shop.asha)
