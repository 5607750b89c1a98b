import pytest

from tests.inventory.stores import Store, open_store


@pytest.fixture
def store(db) -> Store:
    return open_store()
