"""Papers sent by e-mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class MailState(models.TextChoices):
    """Marked as sending before it is handed over: whoever finds it so does not know whether it went out."""

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNSURE = "unsure", _("Perhaps sent")


class PaperMail(models.Model):
    """One letter to one address. Letters of one press share `request_id`; the same press is written once. `tries`
    counts how often it was surely not accepted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    paper = models.ForeignKey("invoicing.Paper", models.PROTECT, related_name="+", db_constraint=False)
    request_id = models.UUIDField()
    job_id = models.UUIDField()
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    words = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    tries = models.SmallIntegerField(default=0)
    asked_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="paper_mail_of_book"),
            models.UniqueConstraint(
                fields=["business", "request_id", "address"], name="paper_mail_once_a_press"
            ),
        ]
        indexes = [models.Index(fields=["business", "asked_at"], name="paper_mail_of_day")]

    def __str__(self) -> str:
        return str(self.id)
