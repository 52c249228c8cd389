"""The text of the QR code on a citizen card, as a scanner types it or a phone pastes it.

Fields are separated by ``|``, dates are ``ddMMyyyy``, empty fields are allowed:

=====  ==============================  ==========================================
field  chip card of 2021 (7 fields)    card of 2024 (11 fields, TT 16/2024/TT-BCA)
=====  ==============================  ==========================================
0      number, 12 digits               the same
1      number of the old card (CMND)   the same
2      full name                       the same
3      date of birth                   the same
4      ``Nam`` or ``Nữ``               the same
5      permanent address               place of residence
6      date of issue                   the same
7, 10  –                               not settled (perhaps a cancelled number): kept in `raw` only
8, 9   –                               father and mother, on children's cards
=====  ==============================  ==========================================

A scanner acts as a keyboard: with a Vietnamese input method on or a wrong layout the text arrives garbled.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.errors import DomainError
from desktop.domain.identity import NumberWarning, citizen_number, citizen_number_warnings, old_number
from desktop.domain.text import fold_loose, one_line

_SEPARATOR = "|"
_FEWEST_FIELDS = 7
_BEGINS_LIKE_A_CARD = re.compile(r"\s*[0-9]{12}\|")
_DATE = re.compile(r"[0-9]{8}")
_YEAR = re.compile(r"[0-9]{4}")
_NOT_OF_A_NAME = re.compile(r"[^\w\s'’‘ʼ.\-]|[0-9_]")
_UTF8_READ_AS_LATIN = re.compile(r"[ÃÄÆâáÅ][\u0080-\u00bf\u2018-\u203a\u20ac\u0152-\u0192\u02c6\u02dc]")
_GENDERS = {"nam": "nam", "nu": "nu"}


class CardWarning(StrEnum):
    """What could not be read; the rest of the card still fills the form."""

    GARBLED = "card_garbled_text"
    OLD_NUMBER = "card_old_number"
    BIRTH_DATE = "card_birth_date"
    GENDER = "card_gender"
    ISSUE_DATE = "card_issue_date"


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What a card says; a field is empty or None where the card is silent or unreadable."""

    number: str
    full_name: str
    old_number: str
    birth_date: date | None
    birth_year: int | None  #: also where the card gives no day
    gender: str  #: code of catalogue ``gender``
    address: str  #: as printed: cards from before July 2025 have a district
    issue_date: date | None
    father: str
    mother: str
    raw: str
    warnings: tuple[CardWarning | NumberWarning, ...]


def looks_like_card(text: str) -> bool:
    """Whether a paste or a burst of keys is worth giving to `parse_card`."""
    return _BEGINS_LIKE_A_CARD.match(text) is not None


def parse_card(text: str) -> CitizenCard:
    """Read the first line of ``text``.

    Raises:
        DomainError: ``card_garbled`` if it has fewer than seven fields;
            ``citizen_number_not_12_digits`` if the number is not one.
    """
    raw = one_line(text.strip().splitlines()[0]) if text.strip() else ""
    fields = [field.strip() for field in raw.split(_SEPARATOR)]
    if len(fields) < _FEWEST_FIELDS:
        raise DomainError("card_garbled", fields=len(fields))
    number = citizen_number(fields[0])
    old, full_name, born, gender_word, address, issued = fields[1:_FEWEST_FIELDS]
    father, mother = fields[8:10] if len(fields) > 9 else ("", "")
    gender = _GENDERS.get(fold_loose(gender_word), "")
    birth_date, issue_date = _date(born), _date(issued)
    old_digits = _old_number(old)
    doubts = {
        CardWarning.GARBLED: any(map(_is_garbled, (full_name, father, mother))) or _is_mojibake(address),
        CardWarning.OLD_NUMBER: bool(old) and not old_digits,
        CardWarning.BIRTH_DATE: birth_date is None,
        CardWarning.GENDER: not gender,
        CardWarning.ISSUE_DATE: bool(issued) and issue_date is None,
    }
    return CitizenCard(
        number=number,
        full_name=full_name,
        old_number=old_digits,
        birth_date=birth_date,
        birth_year=_year(born),
        gender=gender,
        address=address,
        issue_date=issue_date,
        father=father,
        mother=mother,
        raw=raw,
        warnings=(
            *(doubt for doubt, is_so in doubts.items() if is_so),
            *citizen_number_warnings(number, gender=gender or None, birth_year=_year(born)),
        ),
    )


def _date(field: str) -> date | None:
    if not _DATE.fullmatch(field):
        return None
    try:
        return date(int(field[4:]), int(field[2:4]), int(field[:2]))
    except ValueError:
        return None


def _year(field: str) -> int | None:
    return int(field[-4:]) if _DATE.fullmatch(field) or _YEAR.fullmatch(field) else None


def _old_number(field: str) -> str:
    try:
        return old_number(field)
    except DomainError:
        return ""


def _is_garbled(name: str) -> bool:
    return bool(_NOT_OF_A_NAME.search(name)) or _is_mojibake(name)


def _is_mojibake(text: str) -> bool:
    """UTF-8 shown as Windows-1252, as some scanners and phones do."""
    return bool(_UTF8_READ_AS_LATIN.search(text)) or "\ufffd" in text
