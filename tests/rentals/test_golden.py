"""Five hundred sums of renting with what they come to: some dozens worked by hand, the others in fractions, day by day."""

import pytest

from tests.rentals.cases import Case, by_program, by_second, lines, made

HAND, WORKED = lines("by_hand.txt"), lines("worked.txt")


def test_there_are_five_hundred_and_no_two_alike():
    assert len(HAND) >= 60
    assert len({line.rsplit(";", 1)[0] for line in [*HAND, *WORKED]}) == 500


@pytest.mark.parametrize("line", HAND)
def test_what_was_worked_by_hand_comes_out(line):
    case = Case(line)
    assert by_program(case) == case.out, case.sum
    assert by_second(case) == case.out, case.sum


def test_what_was_worked_in_fractions_comes_out():
    wrong = [line for line in WORKED if by_program(Case(line)) != Case(line).out]
    assert wrong == []


def test_the_second_implementation_wrote_the_other_lines():
    assert list(made(len(WORKED))) == WORKED
