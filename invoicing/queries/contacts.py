"""What papers know of a party."""

import uuid
from dataclasses import dataclass

from invoicing.models import Contact, ContactPerson
from ledger.models import Party

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


def addresses_of(business_id: uuid.UUID, party_id: uuid.UUID | None) -> tuple[dict[str, str], dict[str, str]]:
    """What stands on bills, and where goods are sent; a party without the first has the line of the khata."""
    if party_id is None:
        return {}, {}
    party = Party.objects.filter(business_id=business_id, id=party_id).select_related("contact").first()
    if party is None:
        return {}, {}
    contact = getattr(party, "contact", None) or Contact(party=party)
    return contact.billing_address or khata_address(party), contact.shipping_address


def khata_address(party: Party) -> dict[str, str]:
    return {"address": party.address[:200]} if party.address else {}


def billing_address(business_id: uuid.UUID, party_id: uuid.UUID) -> dict[str, str]:
    return addresses_of(business_id, party_id)[0]


def persons_of(business_id: uuid.UUID, party_id: uuid.UUID) -> tuple[ContactPerson, ...]:
    """Whom one asks for at a party."""
    persons = ContactPerson.objects.filter(business_id=business_id, party_id=party_id)
    return tuple(persons.order_by("position", "id")[:PERSONS_MAX])
