"""Vietnamese text: one spelling for every way of typing it, keys for searching and keys for sorting.

All functions accept any Unicode text. The keys do not depend on the machine's language settings, so a key stored on one
PC sorts and matches on every other. Texts become equal bytes in `sync.contract.text.normalise`, before all else.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from sync.contract.text import normalise

# Written as numbers, not as signs: a lone combining mark in a source file is invisible and easily composed away.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_APOSTROPHES = frozenset("'\u2019\u2018\u02bc")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_WEIGHTS = {" ": "\x02"}
_LETTER_WEIGHTS |= {digit: chr(0x10 + n) for n, digit in enumerate("0123456789")}
_LETTER_WEIGHTS |= {letter: chr(0x20 + n) for n, letter in enumerate(_ALPHABET)}
_LOWEST = "\x01"
_END_OF_LEVEL = "\x00"


class _PerCharacter(dict[int, str]):
    """A table for `str.translate` that works a character out when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code_point: int) -> str:
        replacement = self[code_point] = self._rule(chr(code_point))
        return replacement


def one_line(text: str) -> str:
    """Normalise a name, number or title: no space at the ends, single spaces within, no line breaks."""
    return " ".join(normalise(text).split())


def parse_names(text: str) -> list[str]:
    """Names in people's own words, one after another with ``;`` between them, for they may hold commas."""
    return [name for part in text.split(";") if (name := one_line(part))]


def _decomposed(character: str) -> str:
    return unicodedata.normalize("NFD", character.casefold())


def _is_silent(character: str) -> bool:
    """Apostrophes, combining marks, invisible format characters: they neither separate words nor count as letters."""
    return character in _APOSTROPHES or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}


def _loose(character: str) -> str:
    heard = (c for c in _decomposed(character) if not _is_silent(c))
    return "".join(("d" if c == "đ" else c) if c.isalnum() else " " for c in heard)


def _accented(character: str) -> str:
    """The lower-case letter with its shape (ă â đ ê ô ơ ư), followed by its tone as a combining mark."""
    parts = _decomposed(character)
    tones = "".join(c for c in parts if c in _TONES)
    letters = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    return "".join(c if c.isalnum() else " " for c in letters if not _is_silent(c)) + tones


_LOOSE = _PerCharacter(_loose)
_ACCENTED = _PerCharacter(_accented)
_WITHOUT_TONES = str.maketrans("", "", "".join(_TONES))


def _tone_last(word: str) -> str:
    return word.translate(_WITHOUT_TONES) + "".join(_TONES.get(c, "") for c in word)


# Vietnamese has about 7,000 written syllables, so nearly every word has been met before.
@lru_cache(maxsize=1 << 14)
def _loose_word(word: str) -> str:
    return " ".join(word.translate(_LOOSE).split())


@lru_cache(maxsize=1 << 14)
def _accented_word(word: str) -> str:
    return " ".join(map(_tone_last, word.translate(_ACCENTED).split()))


def _folded(text: str, fold: Callable[[str], str]) -> str:
    """Every word by itself: what parts words when they are split parts them when they are folded, too."""
    return " ".join(filter(None, map(fold, normalise(text).split())))


def fold_loose(text: str) -> str:
    """The search key without any accent: ``Nguyễn Văn Đức`` → ``nguyen van duc``, ``H’Hen Niê`` → ``hhen nie``."""
    return _folded(text, _loose_word)


def fold_accents(text: str) -> str:
    """The search key that keeps the accents but not where the tone is written: ``hoà``, ``hòa`` → ``hoa1``.

    The tone follows its word as a digit: huyền 1, hỏi 2, ngã 3, sắc 4, nặng 5.
    """
    return _folded(text, _accented_word)


def fold_duplicate(text: str) -> str:
    """A weak key for "is this the same person?" only: also i = y (Quý, Quí), and spaces and hyphens do not count."""
    return fold_loose(text).replace(" ", "").replace("y", "i")


def has_accents(text: str) -> bool:
    """Whether somebody who typed this wants accents to matter."""
    return fold_accents(text) != fold_loose(text)


def _sorting_parts(character: str) -> tuple[str, str]:
    """The letter of the Vietnamese alphabet a character sorts as, and the marks left over."""
    parts = unicodedata.normalize("NFD", character.lower())
    marks = "".join(c for c in parts if c in _TONES)
    letter = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if letter not in _LETTER_WEIGHTS and parts[0] in _LETTER_WEIGHTS:
        return parts[0], parts[1:]  # ö, ç, ñ … stand beside their plain letter
    return letter, marks


def _letter_weight(character: str) -> str:
    if _is_silent(character):
        return ""
    if not character.isalnum():
        return _LETTER_WEIGHTS[" "]
    letter, _ = _sorting_parts(character)
    foreign = "\xff" + ord(character).to_bytes(3, "big").decode("latin-1")
    return _LETTER_WEIGHTS.get(letter, foreign)


def _tone_weight(character: str) -> str:
    if _is_silent(character):
        return ""
    _, marks = _sorting_parts(character)
    if not marks:
        return _LOWEST
    return chr(ord(_LOWEST) + int(_TONES.get(marks, "6")))


def _case_weight(character: str) -> str:
    if _is_silent(character):
        return ""
    return "\x02" if character.isupper() else _LOWEST


_LETTERS = _PerCharacter(_letter_weight)
_TONE_WEIGHTS = _PerCharacter(_tone_weight)
_CASE_WEIGHTS = _PerCharacter(_case_weight)


def _level(text: str, weights: _PerCharacter) -> str:
    # Trailing lowest weights are dropped: a level is only reached by texts that are equal in all levels before it.
    return text.translate(weights).rstrip(_LOWEST) + _END_OF_LEVEL


def sort_key(text: str) -> bytes:
    """Bytes that sort as a Vietnamese dictionary does: letters of the whole text first, then tones, then case.

    Alphabet: a ă â b c d đ e ê … o ô ơ … u ư …; tones: ngang, huyền, hỏi, ngã, sắc, nặng; small before capital.
    Punctuation sorts as a space, apostrophes are not there.
    """
    text = normalise(text)
    levels = _level(text, _LETTERS) + _level(text, _TONE_WEIGHTS) + _level(text, _CASE_WEIGHTS)
    return levels.encode("latin-1")


def person_sort_key(full_name: str, sort_by: str = "") -> bytes:
    """Bytes that sort people as Vietnamese lists do: by given name (the last word), then by the whole name.

    Args:
        full_name: the name as one text; names are never split into columns.
        sort_by: the word to sort by where it is not the last one (``H’Hen`` of ``H’Hen Niê``).
    """
    given = "".join(normalise(sort_by or full_name).split()[-1:])
    levels = _level(given, _LETTERS) + _level(given, _TONE_WEIGHTS)
    return levels.encode("latin-1") + sort_key(full_name)
