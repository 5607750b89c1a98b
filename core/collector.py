"""Python's search for objects that hold each other, put off where many are made and none does."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """For a batch of bounded size: its objects go as soon as nobody holds them, and a quarter of its time went into
    looking for rings among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
