"""What papers must know of a party: how the tax law sees them, where they are, when they pay, whom one asks for."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Business
from businesses.registrations import NumberRefused, settled_number
from businesses.roles import is_granted
from core.ids import uuid7
from core.phones import to_e164
from core.refusals import Refusal
from core.text import clean_line
from invoicing.addresses import check_state, clean_address
from invoicing.ground import INDIA
from invoicing.models import Contact, ContactPerson
from ledger.models import Party
from ledger.operations.parties import party_contents
from ledger.operations.transactions import in_transaction
from ledger.refusals import ChangedElsewhere, PartyUnknown, PersonErased, RoleNotAllowed
from taxes.arithmetic import Buyer
from taxes.arithmetic.supplies import WITHOUT_NUMBER

DAYS_MAX = 730
PERSONS_MAX = 20
TREATMENTS_KNOWN = frozenset(one.value for one in Buyer)


class ContactRefused(Refusal):
    slug: ClassVar[str] = "contact_words_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonContent:
    name: str
    designation: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactContent:
    """`treatment` is a value of taxes.arithmetic.Buyer or "", `place` a state code or "", `payment_terms` days."""

    treatment: str = ""
    place: str = ""
    legal_name: str = ""
    email: str = ""
    payment_terms: int | None = None
    billing_address: Mapping[str, str] = field(default_factory=dict)
    shipping_address: Mapping[str, str] = field(default_factory=dict)
    persons: tuple[PersonContent, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactResult:
    party_id: uuid.UUID
    rev: int
    seq: int
    replayed: bool = False


def set_contact(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, content: ContactContent,
    base_rev: int | None = None, now: datetime.datetime, dry_run: bool = False,
) -> ContactResult:  # fmt: skip
    """Put this in the place of what was known. It is a change of the party: `base_rev` is the party's revision, None
    to write over whatever stands. Who is registered in India needs a GSTIN on their party.

    Raises PartyUnknown, PersonErased, RoleNotAllowed, ChangedElsewhere, ContactRefused, AddressRefused, NumberRefused,
    PhoneError, TextError.
    """

    def work() -> ContactResult:
        book = lock(business_id)
        if not is_granted(actor.role, "khata.write"):
            raise RoleNotAllowed
        party = Party.objects.filter(business_id=business_id, id=party_id, trashed_at=None).first()
        if party is None:
            raise PartyUnknown
        if party.erased_at is not None:
            raise PersonErased
        country = Business.objects.values_list("country", flat=True).get(id=business_id)
        said = clean(content, country=country)
        check_number(said.treatment, party.registration_number, country=country)
        standing = Contact.objects.filter(business_id=business_id, party=party).first()
        if standing is not None and content_of(standing) == said:
            return ContactResult(party.pk, party.rev, party.changed_seq, replayed=True)
        if base_rev is not None and base_rev != party.rev:
            raise ChangedElsewhere
        _write(standing or Contact(business_id=business_id, party=party), said, seq=book.first_seq)
        party.rev, party.changed_seq = party.rev + 1, book.first_seq
        party.save(update_fields=["rev", "changed_seq"])
        news = trail.News(
            seq=book.first_seq, verb="party.updated", subject_kind="party", subject_id=party.pk, rev=party.rev,
            amount=None, contents={**party_contents(party), "contact": told(said)},
        )  # fmt: skip
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])
        return ContactResult(party.pk, party.rev, book.first_seq)

    return in_transaction(work, dry_run=dry_run)


def check_number(treatment: str, number: str, *, country: str) -> None:
    """Who is registered in India has a GSTIN, and it is well made. Raises ContactRefused, NumberRefused."""
    if country != INDIA or not treatment or Buyer(treatment) in WITHOUT_NUMBER:
        return
    if not number:
        raise ContactRefused(_("Enter the GSTIN of a registered customer."), field="registration_number")
    if Buyer(treatment) != Buyer.UIN:
        try:
            settled_number("gstin", number)
        except NumberRefused as refusal:
            refusal.field = "registration_number"
            raise


def clean(content: ContactContent, *, country: str) -> ContactContent:
    """As it is kept. Raises ContactRefused, AddressRefused, PhoneError, TextError."""
    if content.treatment and content.treatment not in TREATMENTS_KNOWN:
        raise ContactRefused(_("Choose what the tax law calls them."), field="treatment")
    if content.payment_terms is not None and not 0 <= content.payment_terms <= DAYS_MAX:
        raise ContactRefused(_("Choose between 0 and 730 days."), field="payment_terms")
    if len(content.persons) > PERSONS_MAX:
        raise ContactRefused(_("A contact has up to 20 people."), field="persons")
    if country == INDIA:
        check_state(content.place, field="place")
    return replace(
        content,
        place=content.place if country == INDIA else "",
        legal_name=clean_line(content.legal_name, max_length=120, field="legal_name"),
        email=_email(content.email),
        billing_address=clean_address(content.billing_address, field="billing_address"),
        shipping_address=clean_address(content.shipping_address, field="shipping_address"),
        persons=tuple(_person(one, country=country) for one in content.persons),
    )


def content_of(contact: Contact) -> ContactContent:
    persons = ContactPerson.objects.filter(business_id=contact.business_id, party_id=contact.party_id)
    return ContactContent(
        treatment=contact.treatment, place=contact.place, legal_name=contact.legal_name, email=contact.email,
        payment_terms=contact.payment_terms, billing_address=contact.billing_address,
        shipping_address=contact.shipping_address,
        persons=tuple(
            PersonContent(name=one.name, designation=one.designation, phone=one.phone, email=one.email)
            for one in persons.order_by("position", "id")[:PERSONS_MAX]
        ),
    )  # fmt: skip


def told(said: ContactContent) -> dict[str, Any]:
    """A contact as the trail keeps it."""
    return {
        "treatment": said.treatment, "place": said.place, "legal_name": said.legal_name, "email": said.email,
        "payment_terms": said.payment_terms, "billing_address": dict(said.billing_address),
        "shipping_address": dict(said.shipping_address),
        "persons": [
            {"name": one.name, "designation": one.designation, "phone": one.phone, "email": one.email}
            for one in said.persons
        ],
    }  # fmt: skip


def _write(contact: Contact, said: ContactContent, *, seq: int) -> None:
    contact.treatment, contact.place, contact.legal_name = said.treatment, said.place, said.legal_name
    contact.email, contact.payment_terms = said.email, said.payment_terms
    contact.billing_address, contact.shipping_address = (
        dict(said.billing_address),
        dict(said.shipping_address),
    )
    contact.changed_seq = seq
    contact.save()
    own = ContactPerson.objects.filter(business_id=contact.business_id, party_id=contact.party_id)
    own.delete()
    ContactPerson.objects.bulk_create(
        ContactPerson(
            id=uuid7(), business_id=contact.business_id, party_id=contact.party_id, position=position,
            name=one.name, designation=one.designation, phone=one.phone, email=one.email,
        )
        for position, one in enumerate(said.persons)
    )  # fmt: skip


def _person(said: PersonContent, *, country: str) -> PersonContent:
    name = clean_line(said.name, max_length=120, field="persons")
    if not name:
        raise ContactRefused(_("Enter the name of each person."), field="persons")
    return PersonContent(
        name=name,
        designation=clean_line(said.designation, max_length=60, field="persons"),
        phone=to_e164(said.phone, country=country) if said.phone.strip() else "",
        email=_email(said.email),
    )


def _email(text: str) -> str:
    address = clean_line(text, max_length=254, field="email")
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise ContactRefused(_("Enter an e-mail like name@example.com."), field="email") from None
    return address
