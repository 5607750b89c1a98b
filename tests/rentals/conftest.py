import pytest

from tests.rentals.houses import RentBook, open_rent_book


@pytest.fixture
def rents(db) -> RentBook:
    return open_rent_book()
