"""The search for rings of objects is put off for a batch, and for no longer."""

import gc

import pytest

from core.collector import put_off


def test_the_collector_rests_inside_and_works_afterwards():
    with put_off(), put_off():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_batch_that_failed():
    with pytest.raises(ZeroDivisionError), put_off():
        _ = 1 / 0
    assert gc.isenabled()


def test_it_stays_off_where_somebody_else_switched_it_off():
    gc.disable()
    try:
        with put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
