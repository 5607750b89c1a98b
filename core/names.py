"""Finding a name however it is spelled and in whichever script: Sharma, Shrma, शर्मा, শর্মা, شرما.

A name's key holds, for each of its words, forms that begin with a mark and end with a bar:
`/` the sound with its vowels, `=` the consonants alone, `~` the consonants of a word in Arabic letters
(which leave short vowels out), and the consonants with voiced and voiceless ones merged, as Tamil writes
them: `+` for a word in Tamil letters, `-` for all others.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

from core.digits import to_ascii_digits
from core.romanize import is_arabic, is_indic, is_tamil, romanize

KEY_LIMIT = 400
_WORDS_LIMIT = 12
_QUERY_LIMIT = 120
_WORD_LIMIT = 24
_KEYS_REMEMBERED = 8_192  # an import asks for the same few thousand names in every chunk
_SURE = 3  # consonants that name someone well enough without the vowels between them

_NOT_LATIN = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = re.compile(r"[aeiou]+")
# One person, many registers: a short form and the name it stands for, both as the first fold leaves them.
_SHORT_FORMS = {"md": "mohammad", "mohd": "mohammad", "muhd": "mohammad", "moh": "mohammad", "abd": "abdul"}
_HONORIFICS = frozenset(
    {"ji", "jee", "shri", "shree", "sri", "smt", "mr", "mrs", "ms", "saheb", "sahab", "sahib"}
)

_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=a)[ow]$", "v"),  # Rao, Raw = राव
        (r"^y", "j"),  # Yadav = Jadab
        (r"x", "ks"),
        (r"ph", "f"),
        (r"s+h", "s"),
        (r"chh?", "C"),
        (r"c?k|[cq]", "k"),
        (r"z", "j"),
        (r"(?<=[kgCjtdb])h", ""),
        (r"(?<=[aeiou])w(?=[^aeiouy]|$)", "u"),  # Chowdhury
        (r"[vw]", "b"),
        (r"m(?=[bp])", "n"),  # Ambani = अंबानी
        (r"(?<=.)h$", ""),
        (r"ee|ea|y", "i"),
        (r"oo|ou", "u"),
        (r"e", "i"),
        (r"(?<=[aiou]i)a(?=[^aiou])", ""),  # आयशा = Aisha
        (r"o", "a"),  # Bengali writes one vowel for both: Roy, Ray
        (r"C", "c"),
    )
)
_TAMIL = str.maketrans({"g": "k", "h": "k", "c": "s", "j": "s", "d": "t", "f": "p"})


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What to look for in a name key: every group must be met, and a group is met when the key contains
    any one of its strings. The strings hold no LIKE wildcard. No groups: nothing to look for.
    """

    groups: tuple[tuple[str, ...], ...]

    def matches(self, key: str) -> bool:
        return all(any(part in key for part in group) for group in self.groups)

    def __bool__(self) -> bool:
        return bool(self.groups)


@dataclass(frozen=True, slots=True)
class _Sound:
    fold: str
    skeletons: tuple[str, ...]
    coarse: tuple[str, ...]
    tamil: bool
    arabic: bool


@functools.lru_cache(maxsize=_KEYS_REMEMBERED)
def search_key(name: str) -> str:
    """The text stored beside a name, at most KEY_LIMIT characters, that search_terms looks into."""
    sounds = _sounds(name)
    parts = dict.fromkeys(form for sound in sounds for form in _stored_forms(sound))
    if len(sounds) > 1:
        parts |= dict.fromkeys(f"={joined}|" for joined in _joined(sounds))
    key = ""
    for part in parts:
        if len(key) + len(part) <= KEY_LIMIT:
            key += part
    return key


def search_terms(query: str) -> SearchTerms:
    """What finds the names whose words begin like the words of `query`, in any order."""
    sounds = _sounds(query, is_query=True)
    groups = [_wanted_forms(sound) for sound in sounds]
    if len(sounds) > 1:
        joined = tuple(f"={form}" for form in _joined(sounds) if len(form) >= _SURE)
        groups = [(*group, *joined) for group in groups]  # "Ram Kumar" finds Ramkumar
    return SearchTerms(tuple(groups))


def _stored_forms(sound: _Sound) -> list[str]:
    if not sound.skeletons:
        return [f"/{sound.fold}|"]
    forms = [f"/{sound.fold}|", *(f"={skeleton}|" for skeleton in sound.skeletons)]
    if sound.arabic:
        forms += [f"~{skeleton}|" for skeleton in sound.skeletons]
    mark = "+" if sound.tamil else "-"
    return forms + [f"{mark}{coarse}|" for coarse in sound.coarse]


def _wanted_forms(sound: _Sound) -> tuple[str, ...]:
    fold, skeletons = sound.fold, sound.skeletons
    coarse = [form if len(form) >= _SURE else f"{form}|" for form in sound.coarse if len(form) >= _SURE - 1]
    if sound.tamil:
        return (f"/{fold}", *(f"{mark}{form}" for mark in "+-" for form in coarse))
    wanted = [f"/{fold}"]
    if len(fold) > 2 and fold[-1] in "aiu":
        wanted.append(f"/{fold[:-1]}|")  # Bose = বোস
    for skeleton in skeletons:
        if len(skeleton) >= _SURE:
            wanted.append(f"={skeleton}")
        elif len(skeleton) == _SURE - 1:
            wanted.append(f"={skeleton}|" if sound.arabic else f"~{skeleton}|")
    wanted += [f"+{form}" for form in coarse]
    return tuple(dict.fromkeys(wanted))


def _joined(sounds: list[_Sound]) -> tuple[str, ...]:
    """The words as one: as they stand, and as the fold leaves them in one word (Ram Prasad = Ramprasad)."""
    whole = "".join(sound.skeletons[0] if sound.skeletons else sound.fold for sound in sounds)
    as_one = _DOUBLED.sub(r"\1", re.sub(r"m(?=[bp])", "n", whole))
    return tuple(dict.fromkeys(form[: 2 * _WORD_LIMIT] for form in (whole, as_one)))


def _sounds(name: str, *, is_query: bool = False) -> list[_Sound]:
    text = unicodedata.normalize("NFC", to_ascii_digits(name[:_QUERY_LIMIT]))
    words = "".join(char if _is_of_word(char) else " " for char in text).split()[:_WORDS_LIMIT]
    romans = [(word, latin) for word in words if (latin := _latin(word))]
    if is_query and any(latin not in _HONORIFICS for _, latin in romans):
        romans = [(word, latin) for word, latin in romans if latin not in _HONORIFICS]
    return [_sound(word, latin) for word, latin in romans]


def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char in "\u200c\u200d'’"


def _latin(word: str) -> str:
    roman = romanize(word) if is_indic(word) or is_arabic(word) else word
    return _NOT_LATIN.sub("", anyascii(roman).lower())[: 2 * _WORD_LIMIT]


def _sound(word: str, latin: str) -> _Sound:
    latin = _SHORT_FORMS.get(latin, latin)
    tamil, arabic = is_tamil(word), is_arabic(word)
    fold = _fold(latin)
    if any(char.isdigit() for char in fold):
        return _Sound(fold, (), (), tamil=tamil, arabic=arabic)
    readings = [latin]
    if arabic and "w" in latin[1:]:  # the letter waw is v, o or u
        readings.append(latin[0] + latin[1:].replace("w", "u"))
    skeletons = dict.fromkeys(_skeleton(_fold(reading)) for reading in readings)
    coarse = dict.fromkeys(_coarse(reading) for reading in readings)
    return _Sound(fold, tuple(skeletons), tuple(coarse), tamil=tamil, arabic=arabic)


def _coarse(latin: str) -> str:
    spelling = latin.replace("zh", "l").replace("tch", "ksh")
    return _DOUBLED.sub(r"\1", _skeleton(_fold(spelling, tamil=True)).translate(_TAMIL))


def _fold(latin: str, *, tamil: bool = False) -> str:
    for pattern, replacement in _FOLDS:
        keeps_v = tamil and replacement == "b"  # Tamil keeps v apart from b
        latin = pattern.sub("v" if keeps_v else replacement, latin)
        if replacement == "i":
            latin = _DOUBLED.sub(r"\1", latin)
    return _DOUBLED.sub(r"\1", latin)[:_WORD_LIMIT]


def _skeleton(fold: str) -> str:
    """The consonants, with "a" in front for any vowel the word begins with."""
    head = "a" if fold[:1] in ("a", "i", "u") else ""
    return head + _DOUBLED.sub(r"\1", _VOWELS.sub("", fold)) if fold else ""
