"""Who sells to whom, where, and under which number: what a paper stands on before its sums are worked out."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.models import Branch, BranchKind, Business, Registration
from businesses.operations.branches import BranchUnknown
from businesses.registrations import NumberRefused, settled_number
from invoicing.addresses import check_state
from invoicing.content import PaperContent
from invoicing.kinds import SIDES
from invoicing.models import Contact, Paper
from invoicing.refusals import PaperRefused
from ledger.models import Party, PartyKind
from ledger.refusals import PartyUnknown, PersonErased
from taxes.arithmetic import Buyer, Scheme, Supplier
from taxes.arithmetic.places import Move, Places, place_of_supply
from taxes.arithmetic.supplies import ABROAD, WITHOUT_NUMBER

INDIA = "IN"
GSTIN_LENGTH = 15
SCHEMES: Mapping[tuple[str, str], Scheme] = {
    ("gstin", "regular"): Scheme.REGULAR,
    ("gstin", "sez"): Scheme.REGULAR,
    ("gstin", "composition"): Scheme.COMPOSITION,
    ("bin", "vat"): Scheme.REGULAR,
    ("bin", "turnover"): Scheme.COMPOSITION,
    ("tax", ""): Scheme.REGULAR,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """`state` "" where the book has none; `registration` "" where the branch stands under no tax number. `party` of
    an expense may be nobody of the book, and stand in no table."""

    business: Business
    branch_id: uuid.UUID
    registration: str
    supplier: Supplier
    party: Party
    contact: Contact
    buyer: Buyer

    @property
    def is_indian(self) -> bool:
        return self.business.country == INDIA

    @property
    def charges_tax(self) -> bool:
        return self.supplier.scheme == Scheme.REGULAR


def ground_of(business_id: uuid.UUID, content: PaperContent) -> Ground:
    """Raises PartyUnknown, BranchUnknown, PaperRefused."""
    business = Business.objects.get(id=business_id)
    branch = _branch(business_id, content.branch_id)
    named = content.party_id
    party = _nobody(business, content) if named is None else party_of(business_id, named)
    contact = Contact.objects.filter(business_id=business_id, party_id=party.pk).first() or Contact(
        party=party, business=business, changed_seq=0
    )
    if content.party_id is None and party.registration_number:
        contact.treatment = Buyer.REGISTERED.value
    registration, supplier = supplier_of(_registration_of(branch))
    return Ground(
        business=business, branch_id=branch.id, registration=registration, supplier=supplier, party=party,
        contact=contact, buyer=_buyer(content.treatment or contact.treatment, party, country=business.country),
    )  # fmt: skip


def party_of(business_id: uuid.UUID, party_id: uuid.UUID) -> Party:
    """The party, or the one it was joined to. Raises PartyUnknown, PersonErased."""
    own = Party.objects.filter(business_id=business_id, trashed_at=None)
    party = own.filter(id=party_id).first()
    if party is not None and party.merged_into_id is not None:
        party = own.filter(id=party.merged_into_id).first()
    if party is None:
        raise PartyUnknown
    if party.erased_at is not None:
        raise PersonErased
    return party


def _nobody(business: Business, content: PaperContent) -> Party:
    """A seller of whom no more is known than the bill said. Raises PartyUnknown, NumberRefused."""
    if not SIDES[content.kind].pays:
        raise PartyUnknown
    number = content.their_registration
    if number and business.country == INDIA:
        try:
            number = settled_number("gstin", number)
        except NumberRefused as refusal:
            refusal.field = "their_registration"
            raise
    return Party(business=business, name="", kind=PartyKind.SUPPLIER, registration_number=number)


def taxes_advances(business: Business) -> bool:
    """Whether money ahead for a service is taxed when it comes: in India, under a number that charges tax."""
    if business.country != INDIA:
        return False
    return supplier_of(_registration_of(_branch(business.pk, None)))[1].scheme == Scheme.REGULAR


def supplier_of(registration: Registration | None) -> tuple[str, Supplier]:
    """The number under which a branch sells, and how; a licence is no tax number."""
    if registration is None or (registration.kind, registration.scheme) not in SCHEMES:
        return "", Supplier(scheme=Scheme.UNREGISTERED)
    scheme = SCHEMES[(registration.kind, registration.scheme)]
    is_sez = registration.scheme == "sez"
    return registration.number, Supplier(state=registration.state, scheme=scheme, is_sez=is_sez)


def place_of(
    ground: Ground, content: PaperContent, *, source: Paper | None, only_services: bool, day: datetime.date
) -> str:
    """The state code of the place of supply: as said, as of what the paper was made from, or by the law's rules;
    "" outside India and for who is not registered. Raises PaperRefused, AddressRefused, TaxFault."""
    if not ground.is_indian or ground.supplier.scheme == Scheme.UNREGISTERED:
        return ""
    if content.place:
        check_state(content.place, field="place")
        return content.place
    if source is not None and source.place:
        return source.place
    if ground.buyer == Buyer.OVERSEAS:
        return ABROAD
    number = ground.party.registration_number
    recipient = ground.contact.place or (number[:2] if len(number) == GSTIN_LENGTH else "")
    own = ground.supplier.state
    is_registered = ground.buyer not in WITHOUT_NUMBER
    return place_of_supply(
        Places(
            move=_move(content, only_services=only_services), is_registered=is_registered, supplier=own,
            recipient=recipient or (own if not is_registered else ""),
            delivery=ships_to(content, ground.contact).get("state_code", ""), day=day,
        )
    )  # fmt: skip


def ships_to(content: PaperContent, contact: Contact) -> dict[str, str]:
    """Where the goods go, as far as anybody said: on the paper, or once for all of the party."""
    return dict(content.shipping_address) or dict(contact.shipping_address)


def _move(content: PaperContent, *, only_services: bool) -> Move:
    if only_services:
        return Move.SERVICE
    return Move.BILL_TO_SHIP_TO if content.for_another else Move.GOODS_THAT_MOVE


def _branch(business_id: uuid.UUID, branch_id: uuid.UUID | None) -> Branch:
    own = Branch.objects.select_related("registration").filter(business_id=business_id)
    found = own.order_by("pk").first() if branch_id is None else own.filter(id=branch_id).first()
    if found is None:
        raise BranchUnknown
    return found


def _registration_of(branch: Branch) -> Registration | None:
    """A godown without a number of its own is a place of business under that of the main branch."""
    if branch.registration is not None or branch.kind != BranchKind.GODOWN:
        return branch.registration
    return _branch(branch.business_id, None).registration


def _buyer(said: str, party: Party, *, country: str) -> Buyer:
    """Who said nothing is registered when they have a number that looks so, and a consumer otherwise."""
    if not said:
        is_gstin = country == INDIA and len(party.registration_number) == GSTIN_LENGTH
        return Buyer.REGISTERED if is_gstin else Buyer.CONSUMER
    try:
        return Buyer(said)
    except ValueError:
        raise PaperRefused(
            _("Choose what the tax law calls this customer: registered, consumer, abroad …"),
            field="treatment",
        ) from None
