"""The public link of a paper."""

from django.db import models

from core.ids import uuid7


class PaperLink(models.Model):
    """Whoever holds it sees one paper without signing in. Of the address only its hash is kept: it is shown once.
    `opened_at` is when somebody first looked, `seen_at` when somebody last did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    paper = models.ForeignKey("invoicing.Paper", models.PROTECT, related_name="+", db_constraint=False)
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="paper_link_of_book")]

    def __str__(self) -> str:
        return str(self.id)
