"""Names in Indic and Arabic letters written in Latin ones, near enough to sound alike. For search only.

The Indic blocks of Unicode share one layout, so one table by place in the block serves them all.
"""

_INDIC = range(0x0900, 0x0D80)
_BENGALI, _TAMIL = 0x0980, 0x0B80
_NASAL_SIGNS = frozenset({0x01, 0x02, 0x70})  # 0x70: the Gurmukhi tippi
_NUKTA, _VIRAMA, _HA, _YA = 0x3C, 0x4D, 0x39, 0x2F


def _from_place(first: int, sounds: str) -> dict[int, str]:
    return dict(enumerate(sounds.split(), first))


_CONSONANTS = _from_place(
    0x15, "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h"
)
_VOWELS = _from_place(0x05, "a a i i u u ri li e e e ai o o o au")
_SIGNS = _from_place(0x3E, "a i i u u ri ri e e e ai o o o au")
_WITH_NUKTA = {0x1C: "z", 0x21: "r", 0x22: "rh", 0x2B: "f", 0x2F: "y", 0x35: "w"}
# Letters of their own: Malayalam chillus, Assamese ra and va, Bengali khanda ta, letters with a dot.
_OTHERS = {
    0x0D7A: "n", 0x0D7B: "n", 0x0D7C: "r", 0x0D7D: "l", 0x0D7E: "l", 0x0D7F: "k",
    0x09F0: "r", 0x09F1: "v", 0x09CE: "t",
    0x0958: "k", 0x0959: "kh", 0x095A: "g", 0x095B: "z", 0x095C: "r", 0x095D: "rh", 0x095E: "f", 0x095F: "y",
    0x0A5B: "z", 0x0A5C: "r", 0x0A5E: "f",
}  # fmt: skip
# Four Arabic letters are one Urdu z, three one s; the two h are no aspirate, so a vowel stands before them.
_ARABIC = str.maketrans(
    {
        "ذ": "z", "ض": "z", "ظ": "z", "ز": "z", "ژ": "z", "ث": "s", "ص": "s", "س": "s", "ش": "sh", "ق": "k",
        "ح": "ah", "ہ": "ah", "ه": "ah", "ۃ": "a", "ة": "a", "ع": "a", "ا": "a", "آ": "a", "أ": "a", "إ": "i",
        "خ": "kh", "غ": "gh", "چ": "ch", "گ": "g", "ک": "k", "ك": "k", "ں": "n", "ڑ": "r", "ٹ": "t", "ط": "t",
        "ڈ": "d", "و": "w", "ؤ": "w", "ی": "i", "ي": "i", "ى": "a", "ئ": "i", "ے": "e", "ھ": "h", "ء": "",
    }
)  # fmt: skip

_ARABIC_INITIALS = {"ی": "y", "ي": "y", "ح": "h", "ہ": "h", "ه": "h"}


def is_indic(word: str) -> bool:
    return any(ord(char) in _INDIC for char in word)


def is_tamil(word: str) -> bool:
    return any(ord(char) & ~0x7F == _TAMIL for char in word)


def is_arabic(word: str) -> bool:
    return any(0x0600 <= ord(char) <= 0x06FF or 0x0750 <= ord(char) <= 0x077F for char in word)


def romanize(word: str) -> str:
    """`word` with its Indic and Arabic letters in Latin ones; other characters stay.

    The vowel a consonant carries unwritten is put in, save at the end of a word, where most drop it.
    """
    if is_arabic(word):
        return _ARABIC_INITIALS.get(word[0], word[0].translate(_ARABIC)) + word[1:].translate(_ARABIC)
    word = word.replace("\u200c", "").replace("\u200d", "")
    return "".join(_letter(word, at) for at in range(len(word)))


def _letter(word: str, at: int) -> str:
    code = ord(word[at])
    if code not in _INDIC:
        return word[at]
    if code in _OTHERS:
        return _OTHERS[code] + _unwritten_vowel(word, at)
    place = code & 0x7F
    if place in _CONSONANTS:
        return _consonant(word, at, place) + _unwritten_vowel(word, at)
    if place in _NASAL_SIGNS:
        return _nasal(word, at)
    return _VOWELS.get(place) or _SIGNS.get(place) or ""


def _consonant(word: str, at: int, place: int) -> str:
    if _place(word, at + 1) == _NUKTA:
        return _WITH_NUKTA.get(place, _CONSONANTS[place])
    after_virama = _place(word, at - 1) == _VIRAMA
    if place == _YA and _block(word, at) == _BENGALI and not after_virama:
        return "j"
    if _joins(word, at, 0x1C, 0x1E):
        return "g"
    if place == 0x19 and _block(word, at) == _TAMIL and not _joins(word, at, 0x19, 0x15):
        return "ng"
    if after_virama and at >= 2 and _joins(word, at - 2, 0x1C, 0x1E):
        return "y"
    return _CONSONANTS[place]


def _joins(word: str, at: int, first: int, second: int) -> bool:
    """Whether the conjunct of these two letters begins at `at`; ज्ञ sounds gy, not j and n."""
    return (_place(word, at), _place(word, at + 1), _place(word, at + 2)) == (first, _VIRAMA, second)


def _unwritten_vowel(word: str, at: int) -> str:
    following = at + 2 if _place(word, at + 1) == _NUKTA else at + 1
    if following >= len(word) or _place(word, following) in _SIGNS or _place(word, following) == _VIRAMA:
        return ""
    if ord(word[at]) in range(0x0D7A, 0x0D80) or ord(word[at]) == 0x09CE:
        return ""
    return "a"


def _nasal(word: str, at: int) -> str:
    # सिंह sounds Singh; Bengali ং is ng wherever it stands.
    if _place(word, at + 1) == _HA:
        return "ng"
    return "ng" if _block(word, at) == _BENGALI and ord(word[at]) & 0x7F == 0x02 else "n"


def _place(word: str, at: int) -> int:
    """Place of the letter in its block, or -1 outside the word and outside Indic letters."""
    if not 0 <= at < len(word) or ord(word[at]) not in _INDIC:
        return -1
    return ord(word[at]) & 0x7F


def _block(word: str, at: int) -> int:
    return ord(word[at]) & ~0x7F
