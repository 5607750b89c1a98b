"""Who acts: carried from the door to the operation, and written with every event."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`role` is how the person stands in the book: their role with single grants; "" outside of books."""

    user_id: uuid.UUID
    role: str
    device_id: uuid.UUID | None
    trace_id: str
