"""Papers of renting that somebody photographed or scanned. Foreign keys inside a book are composite, laid by SQL."""

from django.db import models

from core.ids import uuid7


class KeptPaper(models.Model):
    """A photo or PDF kept with a lease (what was signed, an ID, a police verification) or with what a house cost.

    Checked by its content on the way in, photos re-encoded; served only through a checked view. `day` is the date on
    the paper. It is put away and brought back, and goes for good only with the person it is of.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(
        "rentals.Lease", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    expense = models.ForeignKey(
        "rentals.PropertyExpense", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=120)
    day = models.DateField(null=True)
    is_for_tenant = models.BooleanField(default=False)
    file = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.IntegerField()
    digest = models.BinaryField(max_length=32)
    put_away_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="kept_paper_of_book"),
            models.CheckConstraint(
                condition=models.Q(lease__isnull=True, expense__isnull=False)
                | models.Q(lease__isnull=False, expense__isnull=True),
                name="kept_paper_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
