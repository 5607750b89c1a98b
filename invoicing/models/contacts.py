"""What a bill must know of a party besides the khata. Foreign keys inside a book are composite, laid by SQL: so
`db_constraint=False` here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from taxes.arithmetic import Buyer

TREATMENTS = [
    (Buyer.REGISTERED.value, _("Registered business")),
    (Buyer.COMPOSITION.value, _("Registered business, composition scheme")),
    (Buyer.UNREGISTERED.value, _("Unregistered business")),
    (Buyer.CONSUMER.value, _("Consumer")),
    (Buyer.OVERSEAS.value, _("Abroad")),
    (Buyer.SEZ.value, _("Special economic zone")),
    (Buyer.DEEMED_EXPORT.value, _("Deemed export")),
    (Buyer.UIN.value, _("Embassy or United Nations body")),
]


class Contact(models.Model):
    """One-to-one on a party; the party's own row holds name, phone, one-line address and registration number.

    `treatment` is what the tax law calls them, "" where nobody said. `place` is the two-digit code of the state
    their supplies take place in, "" where not known. `payment_terms` are days, None where nothing is agreed.
    Addresses are mappings with the keys of invoicing.addresses.
    """

    party = models.OneToOneField(
        "ledger.Party", models.PROTECT, primary_key=True, related_name="contact", db_constraint=False
    )
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    treatment = models.CharField(max_length=24, choices=TREATMENTS, blank=True)
    place = models.CharField(max_length=2, blank=True)
    legal_name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    payment_terms = models.SmallIntegerField(null=True)
    billing_address = models.JSONField(default=dict)
    shipping_address = models.JSONField(default=dict)
    changed_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "party"], name="contact_of_book"),
            models.CheckConstraint(
                condition=models.Q(payment_terms__isnull=True) | models.Q(payment_terms__gte=0),
                name="contact_terms_from_0",
            ),
        ]

    def __str__(self) -> str:
        return str(self.party_id)


class ContactPerson(models.Model):
    """Somebody at a party whom one may write to or call."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="contact_persons", db_constraint=False
    )
    name = models.CharField(max_length=120)
    designation = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="contact_person_of_book")]

    def __str__(self) -> str:
        return self.name
