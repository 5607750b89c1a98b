"""A party's tax number and all that bills must know of it, written in one go."""

import datetime
import uuid

from businesses.actors import Actor
from businesses.models import Business
from invoicing.operations.contacts import ContactContent, ContactResult, check_number, set_contact
from ledger.models import Party
from ledger.operations.parties import edit_party
from ledger.operations.transactions import in_transaction
from ledger.refusals import PartyUnknown


def write_contact(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, registration_number: str, content: ContactContent,
    base_rev: int, now: datetime.datetime,
) -> ContactResult:  # fmt: skip
    """Both at the party's revision `base_rev`, or neither; who writes no parties leaves the number as it is.

    Raises what edit_party and set_contact raise.
    """

    def work() -> ContactResult:
        party = Party.objects.filter(business_id=business_id, id=party_id, trashed_at=None).first()
        if party is None:
            raise PartyUnknown
        country = Business.objects.values_list("country", flat=True).get(id=business_id)
        check_number(content.treatment, registration_number, country=country)
        rev = base_rev
        if registration_number != party.registration_number:
            rev = edit_party(
                business_id=business_id, actor=actor, party_id=party_id, base_rev=base_rev, name=party.name,
                country=country, phone=party.phone, kind=party.kind, address=party.address,
                registration_number=registration_number, language=party.language, credit_limit=party.credit_limit,
                now=now,
            ).rev  # fmt: skip
        return set_contact(
            business_id=business_id, actor=actor, party_id=party_id, content=content, base_rev=rev, now=now
        )

    return in_transaction(work)
