"""A stretch of days in the query: from and to, both included, both optional."""

import datetime

from ninja import Schema
from pydantic import Field

from api.refusals import DaysRefused


class Span(Schema):
    start: datetime.date | None = Field(None, alias="from")
    end: datetime.date | None = Field(None, alias="to")

    def check(self) -> None:
        """Raises DaysRefused when the end lies before the start."""
        if self.start and self.end and self.end < self.start:
            raise DaysRefused
