"""What keeps a document from being sent to a portal, each with the field it is about."""

import re
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from businesses.registrations import NumberRefused, settled_number
from core.refusals import Refusal
from taxes.states import STATES

PIN = re.compile(r"[1-9][0-9]{5}")
HSN = re.compile(r"[0-9]{4}(?:[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` is the field's name in the file, as "SellerDtls.Pin"; `sentence` is for people."""

    document: str
    path: str
    sentence: str

    @property
    def about(self) -> str:
        """Whose or which part of the bill it is, for people."""
        line = re.search(r"\[(\d+)\]", self.path)
        if line:
            return _("Line %(line)s") % {"line": line.group(1)}
        if self.path.startswith(("SellerDtls", "from", "userGstin")):
            return _("Your shop")
        if self.path.startswith(("BuyerDtls", "to")):
            return _("Customer")
        return _("Where the goods go") if self.path.startswith("ShipDtls") else _("Bill")


class NotForPortal(Refusal):
    """`faults` are all of them; the message has each in a line of its own."""

    slug: ClassVar[str] = "not_for_portal"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(
            "\n".join(f"{one.document} · {one.about} ({one.path}): {one.sentence}" for one in faults)
        )

    @property
    def members(self) -> dict[str, object]:
        """What programs are told besides: the document, and the sentences by the fields of the file."""
        errors: dict[str, list[str]] = {}
        for one in self.faults:
            errors.setdefault(one.path, []).append(one.sentence)
        return {"document": self.faults[0].document, "errors": errors}


class Checks:
    """Gathers the faults of one document, so that all are told at once."""

    def __init__(self, document: str) -> None:
        self.document = document or _("Draft")
        self.found: list[Fault] = []

    def fault(self, path: str, sentence: str) -> None:
        self.found.append(Fault(self.document, path, sentence))

    def text(self, path: str, value: str, *, least: int = 1, most: int) -> str:
        """The value in one line, cut where the field of the portal ends; too short a one is a fault."""
        shown = " ".join(value.split())[:most].strip()
        if not shown:
            self.fault(path, _missing(path))
        elif len(shown) < least:
            self.fault(path, _("Write at least %(least)s letters.") % {"least": least})
        return shown

    def optional(self, value: str, *, least: int, most: int) -> str:
        """A field that may be left out, and is where it would be too short."""
        shown = " ".join(value.split())[:most].strip()
        return shown if len(shown) >= least else ""

    def gstin(self, path: str, number: str) -> str:
        if not number:
            self.fault(path, _("The GSTIN is missing."))
            return ""
        try:
            return settled_number("gstin", number)
        except NumberRefused as refused:
            self.fault(path, refused.message)
            return number

    def pin(self, path: str, pin: str) -> int | None:
        if PIN.fullmatch(pin):
            return int(pin)
        self.fault(path, _("Write the PIN code in the address: six digits, like 700073."))
        return None

    def state(self, path: str, code: str) -> str:
        if code not in STATES or STATES[code].is_retired:
            self.fault(path, _("Choose the state."))
        return code

    def hsn(self, path: str, code: str) -> str:
        if not HSN.fullmatch(code):
            self.fault(path, _("Write the HSN or SAC of this line: 4, 6 or 8 digits."))
        return code

    def end(self) -> None:
        """Raises NotForPortal where there was any fault."""
        if self.found:
            raise NotForPortal(tuple(self.found))


def _missing(path: str) -> str:
    field = path.rpartition(".")[2].removeprefix("from").removeprefix("to")
    if field == "Addr1":
        return _("Write the address.")
    if field in ("Loc", "Place"):
        return _("Write the town in the address, before the PIN code.")
    return _("Write what it is.") if field == "PrdDesc" else _("Write the name.")
