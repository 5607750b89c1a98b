"""What went out by e-mail."""

import datetime
import uuid
from dataclasses import dataclass

from audit.models import Job, JobState
from invoicing.models import MailState, PaperMail
from invoicing.queries.contacts import contact_card

SHOWN_MAX = 20
OVER = (JobState.FAILED, JobState.CANCELLED)
LEFT: dict[str, str] = {MailState.WAITING: MailState.FAILED, MailState.SENDING: MailState.UNSURE}
"""How a letter ended whose job is over."""
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MailsOfDay:
    """How many letters were asked for in the last 24 hours: of the whole book, and to each address."""

    count: int
    by_address: dict[str, int]


def mails_of(business_id: uuid.UUID, paper_id: uuid.UUID) -> tuple[PaperMail, ...]:
    """The letters that a paper went out by, the newest first. One whose job ended before its turn came is told as not
    sent; one that was being sent then, as perhaps sent."""
    own = PaperMail.objects.filter(business_id=business_id, paper_id=paper_id)
    mails = tuple(own.order_by("-asked_at", "-id")[:SHOWN_MAX])
    open_jobs = {one.job_id for one in mails if one.state in LEFT}
    if open_jobs:
        ended = Job.objects.filter(business_id=business_id, id__in=open_jobs, state__in=OVER)
        over = set(ended.values_list("id", flat=True))
        for one in mails:
            if one.job_id in over and one.state in LEFT:
                one.state = LEFT[one.state]
    return mails


def mails_of_day(business_id: uuid.UUID, *, now: datetime.datetime) -> MailsOfDay:
    asked = PaperMail.objects.filter(business_id=business_id, asked_at__gt=now - DAY)
    by_address: dict[str, int] = {}
    for address in asked.values_list("address", flat=True):
        by_address[address.casefold()] = by_address.get(address.casefold(), 0) + 1
    return MailsOfDay(sum(by_address.values()), by_address)


def addresses_of(business_id: uuid.UUID, party_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Where somebody at a party reads mail: address and whose it is, "" for the party's own."""
    card = contact_card(business_id, party_id)
    said = [(card.contact.email, ""), *((one.email, one.name) for one in card.persons)]
    found: dict[str, tuple[str, str]] = {}
    for address, name in said:
        if address:
            found.setdefault(address.casefold(), (address, name))
    return tuple(found.values())
