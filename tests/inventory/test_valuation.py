"""The arithmetic of cost, worked by hand."""

import pytest

from inventory.valuation import Method, Move, Pile, replay


def test_average_takes_from_one_pile():
    pile = Pile(Method.AVERAGE)
    pile.arrive(100_000, 1_000)
    pile.arrive(100_000, 2_000)
    assert pile.leave(50_000) == 750
    assert (pile.quantity, pile.value) == (150_000, 2_250)


def test_fifo_takes_from_the_oldest():
    pile = Pile(Method.FIFO)
    pile.arrive(100_000, 1_000)
    pile.arrive(100_000, 2_000)
    assert pile.leave(150_000) == 1_000 + 1_000
    assert (pile.quantity, pile.value) == (50_000, 1_000)


@pytest.mark.parametrize("method", list(Method))
def test_roundings_never_leave_a_paisa_behind(method):
    pile = Pile(method)
    pile.arrive(30_000, 1_000)
    assert [pile.leave(10_000) for _ in range(3)] == [333, 334, 333]
    assert (pile.quantity, pile.value) == (0, 0)


@pytest.mark.parametrize("method", list(Method))
def test_what_is_short_costs_what_came_last_and_the_rest_is_a_difference(method):
    pile = Pile(method)
    pile.arrive(10_000, 1_000)
    assert pile.leave(30_000) == 3_000
    assert (pile.quantity, pile.value) == (-20_000, -2_000)
    assert pile.arrive(50_000, 10_000) == 4_000 - 2_000
    assert (pile.quantity, pile.value) == (30_000, 6_000)


def test_what_never_came_costs_what_its_price_says():
    pile = Pile(Method.FIFO)
    assert pile.leave(20_000, asked=500) == 500
    assert pile.arrive(10_000, 300) == 50
    assert (pile.quantity, pile.value) == (-10_000, -250)


@pytest.mark.parametrize("method", list(Method))
def test_a_pile_is_the_same_once_it_was_kept(method):
    pile = Pile(method)
    pile.arrive(30_000, 1_000)
    pile.leave(10_000)
    pile.arrive(7_000, 99)
    assert Pile.read(pile.spelled(), method=method) == pile


def test_a_history_is_worked_out_from_its_beginning():
    after = replay(
        [Move(10_000, 100), Move(-20_000, 999), Move(20_000, 600), Move(-5_000, 0)], method="average"
    )
    assert after.effects == (100, -200, 600, -150)
    assert after.difference == 300 - 100
    assert after.pile.value == sum(after.effects) - after.difference
