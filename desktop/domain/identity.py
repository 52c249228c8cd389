"""Personal numbers: the 12-digit citizen number and the 9-digit number of old identity cards (CMND).

Only the number of digits is certain (Luật Căn cước 26/2023/QH15 Điều 12). What the digits say – province of birth
registration, century and sex, year of birth – comes from rules that have lapsed, so a contradiction is a warning: a
foreign-born citizen and a re-issued number are real. A number never says where somebody lives.
"""

import re
from datetime import date
from enum import StrEnum

from desktop.domain.catalogues import catalogue
from desktop.domain.errors import DomainError
from sync.contract.text import normalise

_SEPARATORS = re.compile(r"[\s.\-]")
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")


class NumberWarning(StrEnum):
    """What looks wrong with a citizen number of twelve digits, and may be right."""

    UNKNOWN_PROVINCE = "citizen_number_unknown_province"
    GENDER_DIFFERS = "citizen_number_gender_differs"
    BIRTH_YEAR_DIFFERS = "citizen_number_birth_year_differs"


def citizen_number(text: str) -> str:
    """The 12 digits of a số định danh cá nhân, however they were spaced.

    Raises:
        DomainError: ``citizen_number_not_12_digits``.
    """
    digits = _SEPARATORS.sub("", normalise(text))
    if not _TWELVE_DIGITS.fullmatch(digits):
        raise DomainError("citizen_number_not_12_digits", field="citizen_number", digits=len(digits))
    return digits


def old_number(text: str) -> str:
    """The digits of a CMND; nine, or twelve on some cards of 2012–2016.

    Raises:
        DomainError: ``old_number_not_9_digits``.
    """
    digits = _SEPARATORS.sub("", normalise(text))
    if not (_NINE_DIGITS.fullmatch(digits) or _TWELVE_DIGITS.fullmatch(digits)):
        raise DomainError("old_number_not_9_digits", field="old_number", digits=len(digits))
    return digits


def citizen_number_warnings(
    number: str, *, gender: str | None = None, birth_date: date | None = None, birth_year: int | None = None
) -> tuple[NumberWarning, ...]:
    """What in a citizen number contradicts the person it was given for; unknown things contradict nothing.

    Args:
        number: as `citizen_number` returns it.
        gender: ``nam`` or ``nu``.
        birth_date: or ``birth_year`` where only that is known.
    """
    year = birth_date.year if birth_date else birth_year
    found = {
        NumberWarning.UNKNOWN_PROVINCE: not _known_province(number[:3]),
        NumberWarning.GENDER_DIFFERS: gender is not None and gender != _gender(number),
        NumberWarning.BIRTH_YEAR_DIFFERS: year is not None and year != _birth_year(number),
    }
    return tuple(warning for warning, is_so in found.items() if is_so)


def _known_province(code: str) -> bool:
    return any(entry.code == code for entry in catalogue("birth_registration").entries)


def _gender(number: str) -> str:
    return "nu" if int(number[3]) % 2 else "nam"


def _birth_year(number: str) -> int:
    """0, 1 = born 1900–1999; 2, 3 = 2000–2099; and so on."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
