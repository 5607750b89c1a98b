"""What papers know of a party."""

import uuid
from dataclasses import dataclass

from invoicing.models import Contact, ContactPerson

PERSONS_MAX = 20


@dataclass(frozen=True, slots=True)
class ContactCard:
    """`contact` is an empty one where nothing was written yet. It goes by the party's revision."""

    contact: Contact
    persons: tuple[ContactPerson, ...]


def contact_card(business_id: uuid.UUID, party_id: uuid.UUID) -> ContactCard:
    """Of a party of another book, as of one that nothing was written about."""
    contact = Contact.objects.filter(business_id=business_id, party_id=party_id).first()
    return ContactCard(
        contact or Contact(business_id=business_id, party_id=party_id, changed_seq=0),
        persons_of(business_id, party_id),
    )


def persons_of(business_id: uuid.UUID, party_id: uuid.UUID) -> tuple[ContactPerson, ...]:
    """Whom one asks for at a party."""
    persons = ContactPerson.objects.filter(business_id=business_id, party_id=party_id)
    return tuple(persons.order_by("position", "id")[:PERSONS_MAX])
