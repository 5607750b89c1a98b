"""Where the goods of a bill go and which state's tax that makes, said while it is written."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from invoicing.forms.papers import GOES_OUT
from invoicing.ground import ships_to
from invoicing.paper.page import address_lines, place_words
from invoicing.paper.standing import address_of
from invoicing.queries.contacts import khata_address
from invoicing.working import Worked


def goes_words(worked: Worked) -> list[tuple[str, str]]:
    """Where the goods go when it is not the address on the bill, and the state whose tax that makes, unless our own."""
    found, ground = [], worked.ground
    if worked.content.kind in GOES_OUT:
        there = ships_to(worked.content, ground.contact)
        if there and there != (ground.contact.billing_address or khata_address(ground.party)):
            found.append((_("Deliver to"), _in_one_line(there)))
    if worked.place and (found or worked.place != ground.supplier.state):
        found.append((_("Place of supply"), place_words(worked.place)))
    return found


def _in_one_line(there: Mapping[str, str]) -> str:
    lines = address_lines(address_of(there, state=there.get("state_code", "")))
    return ", ".join("\n".join(lines).splitlines())
