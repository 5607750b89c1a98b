"""The paper behind a bill, as a photo or a PDF. Foreign keys inside a book are composite, laid by SQL: so
`db_constraint=False` here."""

from django.db import models

from core.ids import uuid7


class PaperFile(models.Model):
    """Checked by its content on the way in, photos re-encoded; served only through a checked view. `name` is what the
    person's own file was called."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    paper = models.ForeignKey("invoicing.Paper", models.PROTECT, related_name="files", db_constraint=False)
    name = models.CharField(max_length=120, blank=True)
    file = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.IntegerField()
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="paper_file_of_book")]

    def __str__(self) -> str:
        return self.name or self.file
