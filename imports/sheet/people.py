"""Who in a sheet is who in the book: by phone, then by name; what only sounds alike is left to a person."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.names import search_key
from imports.sheet.reading import Contact
from ledger.operations.run_parties import same_name

_CONSONANTS = re.compile(r"=([^|]+)\|")
_SOUNDS = re.compile(r"/([^|]+)\|")
CONSONANTS_MIN = 3


@dataclass(frozen=True, slots=True)
class StandingName:
    party_id: uuid.UUID
    name: str
    phone: str
    name_key: str


@dataclass(frozen=True, slots=True)
class SheetParty:
    """`key` tells parties of one sheet apart, and is the same whenever the sheet is brought."""

    key: str
    line: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Match:
    """`how` is "phone", "name", "chosen", "new" or "doubtful"; a doubtful one is new unless a person says
    it is `standing`."""

    party: SheetParty
    how: str
    standing: StandingName | None

    @property
    def standing_id(self) -> uuid.UUID | None:
        return self.standing.party_id if self.standing and self.how not in ("new", "doubtful") else None


class People:
    """The parties of one sheet. A name with two phone numbers is two people."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        contacts = list(contacts)
        phones: dict[str, set[str]] = {}
        for contact in contacts:
            phones.setdefault(same_name(contact.name), set()).update({contact.phone} - {""})
        self._phones = phones
        self.by_key: dict[str, SheetParty] = {}
        for contact in contacts:
            key = self.key(contact.name, contact.phone)
            if key not in self.by_key:
                phone = contact.phone or self._only_phone(contact.name)
                self.by_key[key] = SheetParty(key, contact.line, contact.name, phone)

    def key(self, name: str, phone: str) -> str:
        folded = same_name(name)
        return f"{folded}|{phone}" if phone and len(self._phones.get(folded, ())) > 1 else folded

    def _only_phone(self, name: str) -> str:
        phones = self._phones[same_name(name)]
        return next(iter(phones)) if len(phones) == 1 else ""


def match_people(
    people: Iterable[SheetParty], *, standing: Iterable[StandingName], same_as: Mapping[str, str]
) -> dict[str, Match]:
    """Each party of the sheet, by key, with who it is in the book."""
    by_id: dict[str, StandingName] = {}
    by_phone: dict[str, StandingName] = {}
    by_name: dict[str, list[StandingName]] = {}
    by_sound: dict[str, StandingName] = {}
    for one in standing:
        by_id[str(one.party_id)] = one
        by_name.setdefault(same_name(one.name), []).append(one)
        if one.phone:
            by_phone.setdefault(one.phone, one)
        if sound := _sound(one.name_key):
            by_sound.setdefault(sound, one)
    found: dict[str, Match] = {}
    for party in people:
        found[party.key] = _match(party, by_id.get(same_as.get(party.key, "")), by_phone, by_name, by_sound)
    return found


def _match(
    party: SheetParty, chosen: StandingName | None, by_phone: Mapping[str, StandingName],
    by_name: Mapping[str, list[StandingName]], by_sound: Mapping[str, StandingName],
) -> Match:  # fmt: skip
    if party.phone and party.phone in by_phone:
        return Match(party, "phone", by_phone[party.phone])
    alike = by_name.get(same_name(party.name), [])
    for one in alike:
        if not (one.phone and party.phone):
            return Match(party, "name", one)
    if chosen is not None:
        return Match(party, "chosen", chosen)
    doubtful = alike[0] if alike else by_sound.get(_sound(search_key(party.name)))
    return Match(party, "doubtful" if doubtful else "new", doubtful)


def _sound(name_key: str) -> str:
    """The consonants of the whole name; of a short one its vowels too, or half the book would sound alike."""
    consonants = _CONSONANTS.findall(name_key)
    if consonants and len(consonants[-1]) >= CONSONANTS_MIN:
        return str(consonants[-1])
    sounds = _SOUNDS.findall(name_key)
    return "/" + " ".join(sounds) if sounds else ""
