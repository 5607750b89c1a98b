"""A run: one file on its way into one book, and out again if it was not meant."""

from django.db import models

from core.ids import uuid7


class RunState(models.TextChoices):
    """`running` and `undoing` say what was begun; whether the work still goes on stands in its job."""

    MAPPING = "mapping"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class RunSubject(models.TextChoices):
    """What a sheet is about."""

    KHATA = "khata"
    RENTS = "rents"


class ImportRun(models.Model):
    """`mapping` is imports.sheet.mapping.Mapping as JSON. `counts` are plain numbers by name. The table
    itself lies among the files (imports.files) for 30 days, then `files_removed_at` is set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=8, choices=RunSubject.choices, default=RunSubject.KHATA)
    file_name = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    size = models.IntegerField()
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.MAPPING)
    mapping = models.JSONField(null=True)
    counts = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    files_removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="import_run_of_book")]
        indexes = [
            models.Index(fields=["business", "created_at"], name="import_run_newest"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(files_removed_at__isnull=True),
                name="import_run_with_files",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
