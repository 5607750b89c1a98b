"""Open a book: its row, its branch, its owner and its chart of accounts."""

import datetime
import uuid

from django.db import connection, transaction

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business, User
from businesses.operations.books import create_business
from businesses.roles import Role
from core.ids import uuid7
from core.sql import insert_rows
from ledger.charts import chart

ACCOUNT_COLUMNS = "id, business_id, code, name, kind, role, currency, is_active"


def open_book(
    *, kind: str, name: str, country: str, user: User, now: datetime.datetime,
    trace_id: str = "", device_id: uuid.UUID | None = None,
) -> Business:  # fmt: skip
    """A new book of `kind` (shop, rent or home) owned by `user`, ready for its first entry."""
    with transaction.atomic():
        business = create_business(kind=kind, name=name, country=country, owner=user, now=now)
        seq = lock(business.id).first_seq
        rows = [
            (uuid7(), business.id, row.code, row.name, row.kind, row.role, business.currency, True)
            for row in chart(kind=kind, country=country)
        ]
        with connection.cursor() as cursor:
            insert_rows(cursor, table="ledger_account", columns=ACCOUNT_COLUMNS, rows=rows)
        actor = Actor(user_id=user.id, role=Role.OWNER, device_id=device_id, trace_id=trace_id)
        opened = trail.News(
            seq=seq, verb="book.opened", subject_kind="book", subject_id=business.id, rev=1, amount=None,
            contents={"name": name, "kind": kind, "country": country, "currency": business.currency},
        )  # fmt: skip
        trail.append(business_id=business.id, at=now, actor=actor, news=[opened])
    return business
