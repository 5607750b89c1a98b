"""The journal. Written by ledger.posting alone; sealed by triggers (ledger/seals/).

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models

from core.indexes import CoveringOnSqlite


class Entry(models.Model):
    """One balanced posting. `posted_as` equals the id once posted, and never changes again.

    Lines point at `posted_as` through a deferred foreign key, so a transaction that leaves an entry
    unposted cannot commit. `reverses` is the one link of a correction: stored once, unique.
    A correction's reversal and its replacement share the seq of their one event.
    `chain` is sha256(previous chain of the party, content digest, pos); of an entry with several parties,
    their links one after the other, in the order of its lines.
    """

    id = models.UUIDField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    document = models.ForeignKey(
        "ledger.Document", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    seq = models.BigIntegerField()
    day = models.DateField()
    pos = models.BigIntegerField()
    actor_id = models.UUIDField()
    device_id = models.UUIDField(null=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", db_constraint=False
    )
    chain = models.BinaryField()
    posted_as = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="entry_of_book"),
            models.UniqueConstraint(
                fields=["business", "seq"], condition=models.Q(reverses__isnull=True), name="entry_seq_once"
            ),
            models.UniqueConstraint(
                fields=["business", "seq"],
                condition=models.Q(reverses__isnull=False),
                name="reversal_seq_once",
            ),
        ]
        indexes = [models.Index(fields=["document"], name="entry_document")]

    def __str__(self) -> str:
        return str(self.id)


class Line(models.Model):
    """One leg: `amount` in minor units, debit positive."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    entry = models.ForeignKey(Entry, models.PROTECT, to_field="posted_as", related_name="lines")
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField()
    pos = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="line_not_zero")]
        indexes = [
            models.Index(fields=["account", "day", "pos"], name="line_by_account"),
            CoveringOnSqlite(
                fields=["party", "day", "pos"],
                also=["account", "amount"],
                condition=models.Q(party__isnull=False),
                name="line_by_party",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AccountMonth(models.Model):
    """Sum of an account's lines in a month and branch; `month` is the first day."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    month = models.DateField()
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "account", "branch", "month"], name="account_month_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month}"


class PartyMonth(models.Model):
    """Sum of a party's receivable and payable lines in a month and branch; `given` is the part of it that stands in
    entries which raise what the party owes, so that how much was given since a month is known without reading it."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    month = models.DateField()
    amount = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "month", "branch"], name="party_month_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.month}"
