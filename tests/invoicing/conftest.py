import pytest

from tests.invoicing.counters import Counter, open_counter


@pytest.fixture
def counter(db) -> Counter:
    return open_counter()
