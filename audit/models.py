"""The trail: one append-only row for every change, numbered per book, and the contents it left behind.

This app knows no other: books and people are named by string foreign keys, actors and devices by id.
"""

from django.db import models

from core.ids import uuid7


class Event(models.Model):
    """One change. Sealed: a trigger refuses UPDATE and DELETE on both engines."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, null=True, related_name="+", db_index=False
    )
    user = models.ForeignKey("businesses.User", models.PROTECT, null=True, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    device_id = models.UUIDField(null=True)
    trace_id = models.CharField(max_length=32)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    rev = models.IntegerField(default=0)
    amount = models.BigIntegerField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "seq"], name="event_business_seq"),
            models.UniqueConstraint(
                fields=["user", "seq"], condition=models.Q(user__isnull=False), name="event_user_seq"
            ),
            models.CheckConstraint(
                condition=models.Q(business__isnull=False, user__isnull=True)
                | models.Q(business__isnull=True, user__isnull=False),
                name="event_of_book_or_user",
            ),
        ]
        indexes = [models.Index(fields=["business", "subject_id", "seq"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.seq}"


class Revision(models.Model):
    """What a subject held after a change. Only erasing a person may blank it."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    subject_id = models.UUIDField()
    rev = models.IntegerField()
    salt = models.BinaryField(max_length=16)
    contents = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "subject_id", "rev"], name="revision_subject_rev"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} rev {self.rev}"


class JobState(models.TextChoices):
    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """Work to do. The truth is this row; the broker only rings a bell with its id.

    `tries` rises with every claim and is the fence: only the run that drew the present number may
    write progress or an end. `failures` counts runs that raised, `losses` runs that never came back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    business = models.ForeignKey("businesses.Business", models.PROTECT, null=True, related_name="+")
    asked_by_id = models.UUIDField(null=True)
    language = models.CharField(max_length=8, blank=True)
    trace_id = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.DUE)
    run_after = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    losses = models.IntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    started_done = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "key"], name="job_key_of_book"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(business__isnull=True), name="job_key_of_site"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_due"),
            models.Index(fields=["state", "ended_at"], name="job_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class StaffVisit(models.Model):
    """Somebody of the site's staff looks into a book: why, and until when. Nothing of it shows before or after.

    One stands open for a person at a time; the book's own trail tells of its beginning and its end.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="visit_of_book")]
        indexes = [models.Index(fields=["user", "began_at"], name="visit_of_staff")]

    def __str__(self) -> str:
        return str(self.id)


class Pulse(models.Model):
    """When a part of the installation was last seen at work: the beat, the worker."""

    name = models.CharField(max_length=16, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
