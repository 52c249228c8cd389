"""Cases filled in to the last field: the largest records there are, as many bytes each as one of forty fields has.

No record of this program has forty fields. A case has twenty-one that one case can have at once; here each of them is
filled in, and its texts are as long as those of somebody who writes down everything.
"""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

from desktop.domain.catalogues import beneficiary_version, catalogue
from desktop.domain.numbering import format_code
from desktop.exchange.practice import random_matter, random_name, random_person
from desktop.exchange.practice.casework import casework_material
from desktop.services.session import Session
from desktop.store import door
from desktop.store.door import Author, Change
from sync.contract.identity import id_at

T = TypeVar("T")

_SEED = 2026
_AT_ONCE = 1000
_YEARS = 3
_PROVINCE = "08"
_KINH = "01"
#: Characters of the texts of a case. With them an entry takes 1,860 bytes, as a record of forty fields does.
_CONTENT, _RESULT, _NOTE = 330, 180, 270


def fill_in(session: Session, cases: int) -> None:
    """Write so many such cases into an office, each an intent of one entry."""
    chance = Random(_SEED)
    now = session.clock()
    days = [now - dt.timedelta(minutes=chance.randrange(30 * 24 * 60, _YEARS * 365 * 24 * 60)) for _ in range(cases)]
    intents = [_intent(session, chance, number, at) for number, at in enumerate(sorted(days), 1)]
    for start in range(0, cases, _AT_ONCE):
        with session.database.write() as connection:
            door.save_many(connection, intents[start : start + _AT_ONCE])


def _intent(session: Session, chance: Random, number: int, at: dt.datetime) -> tuple[Author, list[Change]]:
    author = session.author()
    fields = _fields(session, chance, number, at)
    record_id = id_at(int(at.timestamp() * 1000), chance.getrandbits(80))
    change = Change(type="case", id=record_id, fields=fields, new=True)
    return Author(id=author.id, unit=author.unit, at=at.isoformat(timespec="seconds")), [change]


def _fields(session: Session, chance: Random, number: int, at: dt.datetime) -> dict[str, Any]:
    matter = random_matter(chance)
    person = random_person(chance, _PROVINCE, at.date(), matter)
    brief = {entry.code: entry.brief for entry in catalogue("form").valid(at.date())}
    accepted = at + dt.timedelta(minutes=chance.randrange(5, 3 * 24 * 60))
    ended = min(accepted.date() + dt.timedelta(days=chance.randrange(3, 400)), session.clock().date())
    outcome = _any(chance, list(casework_material().results))
    return {
        "code": format_code(session.office.unit.code, brief[matter.form], number, at.year),
        "register_number": number,
        "register_year": at.year,
        "former_codes": [format_code(session.office.unit.code, brief[matter.form], number + 7, at.year - 1)],
        "received_at": at.isoformat(timespec="seconds"),
        "accepted_at": accepted.isoformat(timespec="seconds"),
        "channel": matter.channel,
        "form": matter.form,
        "representation": matter.representation or None,
        "law_field": matter.law_field,
        "immediate_ground": _any(chance, [entry.code for entry in catalogue("immediate_ground").valid(at.date())]),
        "in_custody": chance.random() < 0.5,
        "category_version": beneficiary_version(accepted.date()),
        "restricted": False,
        "outcome": outcome,
        "ended_on": ended.isoformat(),
        "end_reason": _any(chance, list(casework_material().ending.reasons)) if outcome != "kt_xong" else None,
        "content": _told(chance, f"{matter.content}. Người yêu cầu: {person.full_name}, {person.address}", _CONTENT),
        "result": _told(chance, casework_material().results[outcome], _RESULT),
        "note": _told(chance, f"Liên hệ {person.phone}, giấy tờ số {person.citizen_number}", _NOTE),
        "deleted": False,
    }


def _told(chance: Random, begin: str, length: int) -> str:
    """A text of about so many characters: what was done, when, and with whom."""
    said, events = f"{begin.removesuffix(chr(46))}.", casework_material().events
    while len(said) < length:
        on = dt.date(2026, 11, 1) - dt.timedelta(days=chance.randrange(_YEARS * 365))
        done = _any(chance, [*events.court, *events.outside]).content.removesuffix(".")
        said += f" Ngày {on:%d/%m/%Y}: {done} ({random_name(chance, _KINH, _any(chance, ['nam', 'nu']))})."
    return said


def _any(chance: Random, choices: Sequence[T]) -> T:
    return choices[int(chance.random() * len(choices))]
