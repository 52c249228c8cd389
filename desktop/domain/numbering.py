"""Case numbers: unit, form, running number in the Sổ, year of receipt (TT 12/2018/TT-BTP Điều 11 k.1).

The official examples are ``TT.TV.01.2018`` and ``CN1.TGTT.01.2018``. One device of a unit numbers; every other shows a
temporary code that follows from the case's id, so that it is the same on every PC and stays searchable for ever.
"""

import uuid

from sync.contract.identity import derived_id

#: Letters and digits nobody mistakes for one another when read out over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 4

#: Smallest number of digits of the running number, as in the official examples.
_DIGITS = 2


def format_code(unit_code: str, form_short: str, number: int, year: int) -> str:
    """``format_code("CN1", "TGTT", 12, 2026)`` is ``"CN1.TGTT.12.2026"``."""
    return f"{unit_code}.{form_short}.{number:0{_DIGITS}d}.{year}"


def temporary_code(case_id: str) -> str:
    """The code a case shows until the numbering PC has given it one, such as ``"Tạm-7K2Q"``."""
    try:
        number = uuid.UUID(case_id).int & (2**62 - 1)  # the random bits of a UUIDv7
    except ValueError:  # an id that a later version made otherwise
        number = uuid.UUID(derived_id(case_id)).int & (2**62 - 1)
    letters = []
    for _ in range(_LETTERS):
        number, digit = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return "Tạm-" + "".join(letters)
