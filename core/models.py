"""What the program remembers of the messages it sent: how many, and how the last went. Never to whom."""

from django.db import models


class SendingDay(models.Model):
    """Messages of one channel handed over on one day (UTC). `fault` is the kind of the last failure, no more."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=8)
    day = models.DateField()
    sent = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "day"], name="sending_day_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.day}"
