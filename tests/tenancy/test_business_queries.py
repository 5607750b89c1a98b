"""What a book itself is, asked for with another book's ids, where a row of tests/tenancy/test_queries.py is too
little."""

import pytest

from businesses.models import Branch, User
from businesses.operations.branches import change_branch, main_branch_id
from businesses.operations.members import OwnerNeeded, enter
from businesses.operations.registrations import RegistrationUnknown
from businesses.queries.memberships import owner_name
from businesses.roles import Role


def test_the_main_branch_and_the_owner_are_of_the_book(world):
    for book in (world.own, world.foreign):
        User.objects.filter(id=book.people[Role.OWNER].id).update(name=book.shop.business.name)
    for book in (world.own, world.foreign):
        assert Branch.objects.get(pk=main_branch_id(book.id)).business_id == book.id
        assert owner_name(business_id=book.id) == book.shop.business.name


def test_an_owner_of_another_book_is_none_here(world):
    before = world.digest()
    with pytest.raises(OwnerNeeded):
        enter(business_id=world.own.id, actor=world.foreign.shop.asha)
    assert world.foreign.digest() == before[1]


def test_a_branch_never_stands_under_another_books_number(world):
    before = world.digest()
    with pytest.raises(RegistrationUnknown):
        change_branch(
            business_id=world.own.id, actor=world.own.shop.asha, branch_id=world.own.branch, base_rev=1, name="X",
            kind="godown", registration_id=world.foreign.registration, now=world.own.shop.now,
        )  # fmt: skip
    assert world.digest() == before
