"""Practice data: an office full of invented cases, made through the write door like everything else.

The same seed and the same clock give the same cases on every PC. Used to learn the program without fear, to measure
it, and to test it on as many cases as a big centre collects in decades.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

import msgspec

from desktop.domain.assigning import assigner
from desktop.domain.calendar import shipped_calendar
from desktop.domain.catalogues import (
    NEW_LIST,
    OLD_LIST,
    beneficiary_version,
    catalogue,
    centre_name,
    communes_of,
    province_successor,
)
from desktop.domain.closings import closable
from desktop.domain.numbering import format_code
from desktop.domain.territory import names_of
from desktop.exchange.practice import PracticeMatter, PracticePerson, random_matter, random_name, random_person
from desktop.exchange.practice.afterwards import random_appraisals, random_payments, random_verdicts
from desktop.exchange.practice.casework import PracticeCourse, casework_material, random_course
from desktop.exchange.practice.chances import Chances
from desktop.exchange.practice.country import ToldCountry, retold_country
from desktop.exchange.practice.offices import Span, office_records, staff_values
from desktop.exchange.practice.retelling import Told, ToldCase, retold
from desktop.services.cases import BENEFICIARY
from desktop.services.closings import Closings
from desktop.services.session import Session
from desktop.store import directory, door, national, registers
from desktop.store.door import Author, Change
from sync.contract.fields import Wire
from sync.contract.identity import id_at, new_id
from sync.contract.messages import Directory, UnitInfo
from sync.contract.national import NationalUnit

YEARS = 3
#: Months for which the Sổ was closed.
_CLOSED_MONTHS = 6
#: Cases written in one transaction.
BATCH = 1000

_OPENS, _OPEN_MINUTES = dt.time(7, 30), 9 * 60
_KINH = "01"
#: Of so many communes something is told.
_COMMUNES = 6
#: Who assigns the consultants whose cases stand in the Sổ of a centre.
_ORGANISATION = "to_chuc_ky_hop_dong"
#: Where an office that names no province lies.
_ELSEWHERE = "08"

Progress = Callable[[int, int], None]
"""Called with (cases written, cases in all); what it raises stops the work between two batches."""


def generate(session: Session, cases: int, seed: int, progress: Progress | None = None) -> None:
    """Write invented cases, received over the last three years, into the office of a session.

    Raises:
        StoreError: ``disk_full`` …; the batches before it stay.
    """
    writer = _Writer(session, seed, cases)
    with session.database.write() as connection:
        door.save_many(connection, [writer.performers(), writer.office()])
    moments = writer.moments(cases)
    for start in range(0, cases, BATCH):
        batch = moments[start : start + BATCH]
        with session.database.write() as connection:
            door.save_many(connection, [writer.case(moment) for moment in batch])
        if progress is not None:
            progress(start + len(batch), cases)
    closings = writer.closings(Closings(session))
    with session.database.write() as connection:
        door.save_many(connection, closings)


def retell(session: Session, figures: Told | ToldCountry, seed: int) -> None:
    """Write cases that give published figures into the office of a session.

    Those of the country lie where the national system would have put them on the Department's PC.
    """
    if isinstance(figures, ToldCountry):
        _retell_country(session, figures, seed)
        return
    writer = _Writer(session, seed, figures.cases)
    cases = retold(Random(f"{seed}/told"), figures, session.clock().tzinfo)  # noqa: S311 - repeatable, not secret
    with session.database.write() as connection:
        door.save_many(connection, [writer.performers()])
    for start in range(0, len(cases), BATCH):
        with session.database.write() as connection:
            door.save_many(connection, [writer.told(case) for case in cases[start : start + BATCH]])


def _retell_country(session: Session, figures: ToldCountry, seed: int) -> None:
    """The centres of the 63 provinces, as they have become those of the 34, and what is told of each."""
    found = retold_country(Random(f"{seed}/country"), figures)  # noqa: S311 - repeatable, not secret
    centres = _centres(figures.month, {code: new_id() for code in found})
    told = [NationalUnit(unit=centres[code].id, head=1, records=tuple(found[code])) for code in found]
    with session.database.write() as connection:
        directory.keep(connection, Directory(at=1, units=tuple(centres.values())), anew=True)
        national.keep(connection, told, session.clock())


def _centres(on: dt.date, ids: Mapping[str, str]) -> dict[str, UnitInfo]:
    """Old province → its centre; those of provinces that are no more were merged into the one that goes on."""
    goes_on = {province_successor(code): code for code in ids if _named_as_today(code)}
    return {
        code: UnitInfo(
            id=ids[code],
            code=f"TT{code}",
            name=centre_name(code, on),
            kind="trung_tam",
            province=province_successor(code) if _named_as_today(code) else code,
            merged_into=None if _named_as_today(code) else ids[goes_on[province_successor(code)]],
        )
        for code in ids
    }


def _named_as_today(code: str) -> bool:
    """Whether the province one of the 63 belongs to today has its name."""
    return names_of(OLD_LIST)[code] == names_of(NEW_LIST)[province_successor(code)]


class _Writer:
    """Turns invented people, matters and courses into changes, numbered as in the Sổ."""

    def __init__(self, session: Session, seed: int, cases: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - repeatable, not secret
        self._author = session.author()
        self._now = session.clock()
        self._unit = session.office.unit
        self._province = self._unit.province or _ELSEWHERE
        self._numbers: dict[int, int] | None = None
        if session.office.numbering:
            with session.database.read() as connection:
                self._numbers = registers.last_numbers(connection, self._unit.id)
        self._people: list[str] = []
        count = max(4, cases // casework_material().performers.one_for // YEARS)
        self._began = self._now - dt.timedelta(days=365 * YEARS)
        # Their own, so that the cases stay what they were without them.
        self._afterwards, self._of_office = Random(f"{seed}/afterwards"), Random(f"{seed}/office")  # noqa: S311
        self._performers = [self._id(self._began) for _ in range(count)]
        self._capacities: dict[str, str] = {}
        self._codes = {entry.code: entry.brief for entry in catalogue("form").valid(self._now.date())}

    def closings(self, closings: Closings) -> list[tuple[Author, list[Change]]]:
        """The Sổ closed for the months of half a year, and for what they made whole; each on the day after."""
        made = []
        for period in closable(self._now.date(), _CLOSED_MONTHS):
            at = dt.datetime.combine(period.last + dt.timedelta(days=1), _OPENS, tzinfo=self._now.tzinfo)
            change = self._made("register_closing", self._id(at, self._afterwards), closings.drawn_up(period, at))
            author = Author(id=self._author.id, unit=self._author.unit, at=at.isoformat(timespec="seconds"))
            made.append((author, [change]))
        return made

    def moments(self, count: int) -> list[dt.datetime]:
        """When the cases were received: in office hours of the last three years, in order."""
        today = self._now.date()
        calendar = shipped_calendar()
        every_day = (today - dt.timedelta(days=n) for n in range(365 * YEARS))
        days = [day for day in every_day if calendar.is_working_day(day)]
        opens = [dt.datetime.combine(day, _OPENS, tzinfo=self._now.tzinfo) for day in days]
        found = [
            opens[int(self._rng.random() * len(opens))] + dt.timedelta(minutes=int(self._rng.random() * _OPEN_MINUTES))
            for _ in range(count)
        ]
        return sorted(min(moment, self._now) for moment in found)

    def performers(self) -> tuple[Author, list[Change]]:
        """The people who give legal aid in this office."""
        kinds = Chances(casework_material().performers.kinds)
        changes = []
        for performer_id in self._performers:
            gender = "nam" if self._rng.random() < 0.5 else "nu"
            values = {
                "full_name": random_name(self._rng, _KINH, gender),
                "gender": gender,
                "kind": kinds.pick(self._rng),
            }
            values |= staff_values(self._of_office, values["kind"], self._began.date())
            self._capacities[performer_id] = values["kind"]
            changes.append(self._made("practitioner", performer_id, values))
        return self._author, changes

    def office(self) -> tuple[Author, list[Change]]:
        """What the office keeps of itself, with no more than it has written down in these years."""
        rng, moment = self._of_office, int(self._now.timestamp() * 1000)
        near = [commune.code for commune in communes_of(self._province, self._now.date())[:_COMMUNES]]
        span = Span(self._now.date(), YEARS)
        staff = sorted(self._performers, key=lambda one: self._capacities[one] != "tgvpl")  # who may direct, first
        made = office_records(rng, span, staff, near, lambda: id_at(moment, rng.getrandbits(80)))
        return self._author, [self._made(one.type, one.id, dict(one.values)) for one in made]

    def case(self, received_at: dt.datetime) -> tuple[Author, list[Change]]:
        """One request with its person and all that became of it, as the intent of one moment."""
        matter = random_matter(self._rng)
        person = random_person(self._rng, self._province, received_at.date(), matter)
        course = random_course(self._rng, matter, received_at, self._now)
        return self._written(matter, person, course, lambda chosen: self._following(matter, course, chosen))

    def told(self, case: ToldCase) -> tuple[Author, list[Change]]:
        """A case that is known but for the person."""
        matter, course, verdicts = case
        person = random_person(self._rng, self._province, course.received_at.date(), matter)
        return self._written(matter, person, course, lambda _: {"success_verdict": verdicts})

    def _written(
        self,
        matter: PracticeMatter,
        person: PracticePerson,
        course: PracticeCourse,
        following: Callable[[Sequence[str]], Mapping[str, Sequence[msgspec.Struct]]],
    ) -> tuple[Author, list[Change]]:
        """The intent; ``following`` says what came after the end, of those who performed the case."""
        rng, received_at = self._rng, course.received_at
        case_id, part_id = self._id(received_at), self._id(received_at)
        changes = []
        if self._people and rng.random() * 1000 < casework_material().fates.comes_again:
            person_id = self._people[int(rng.random() * len(self._people))]
        else:
            person_id = self._id(received_at)
            self._people.append(person_id)
            changes.append(self._made("person", person_id, _person_values(person)))
        changes.append(self._made("case", case_id, self._case_values(matter, person, course)))
        changes.append(self._made("case_person", part_id, _part_values(person, case_id, person_id)))
        performers = self._chosen(course)
        changes += self._assignments(case_id, course, performers)
        changes += self._hanging(case_id, course)
        changes += self._listed(case_id, following(performers), received_at, self._afterwards)
        at = received_at.isoformat(timespec="seconds")
        return Author(id=self._author.id, unit=self._author.unit, at=at), changes

    def _case_values(self, matter: PracticeMatter, person: PracticePerson, course: PracticeCourse) -> dict[str, Wire]:
        values: dict[str, Wire] = {
            "received_at": course.received_at,
            "channel": matter.channel,
            "form": matter.form,
            "representation": matter.representation,
            "law_field": matter.law_field,
            "content": f"{matter.content}.",
            "restricted": matter.restricted or person.restricted,
            "refusal_reason": course.refusal_reason,
            "refused_on": course.refused_on,
            "in_custody": course.in_custody,
            "suspended_on": course.suspended_on,
            "outcome": course.outcome,
            "ended_on": course.ended_on,
            "end_reason": course.end_reason,
            "result": course.result,
        }
        if course.accepted_at is not None:
            values["accepted_at"] = course.accepted_at
            values["category_version"] = beneficiary_version(course.accepted_at.date())
            values |= self._number(matter.form, course.received_at.year)
        return values

    def _number(self, form: str, year: int) -> dict[str, Wire]:
        """The next number of the Sổ; nothing on a PC that does not number."""
        if self._numbers is None:
            return {}
        number = self._numbers[year] = self._numbers.get(year, 0) + 1
        code = format_code(self._unit.code, self._codes[form], number, year)
        return {"register_number": number, "register_year": year, "code": code}

    def _chosen(self, course: PracticeCourse) -> list[str]:
        if course.assigned_on is None:
            return []
        first = int(self._rng.random() * len(self._performers))
        return [self._performers[(first + offset) % len(self._performers)] for offset in range(1 + course.shared)]

    def _assignments(self, case_id: str, course: PracticeCourse, chosen: Sequence[str]) -> list[Change]:
        share = "1/2" if course.shared else "1"
        return [
            self._made("assignment", self._id(course.received_at), self._assigned(case_id, performer, share, course))
            for performer in chosen
        ]

    def _assigned(self, case_id: str, performer: str, share: str, course: PracticeCourse) -> dict[str, Any]:
        capacity = self._capacities[performer]
        return {
            "case": case_id,
            "practitioner": performer,
            "capacity": capacity,
            "assigned_by": assigner(capacity, self._unit.kind) or _ORGANISATION,
            "share": share,
            "from_on": course.assigned_on,
        }

    def _hanging(self, case_id: str, course: PracticeCourse) -> list[Change]:
        lists = {"stage": course.stages, "hearing": course.hearings, "event": course.events}
        return self._listed(case_id, lists, course.received_at, self._rng)

    def _following(
        self, matter: PracticeMatter, course: PracticeCourse, performers: Sequence[str]
    ) -> Mapping[str, Sequence[msgspec.Struct]]:
        """What came after the end; chance of its own leaves the cases what they were before these records existed."""
        rng, today = self._afterwards, self._now.date()
        lawyers = [each for each in performers if self._capacities[each] == "luat_su_hd_trung_tam"]
        return {
            "appraisal": random_appraisals(rng, matter, course, today),
            "success_verdict": random_verdicts(rng, matter, course, today),
            "case_payment": random_payments(rng, matter, course, lawyers, today),
        }

    def _listed(
        self, case_id: str, lists: Mapping[str, Sequence[msgspec.Struct]], moment: dt.datetime, rng: Random
    ) -> list[Change]:
        """Invented records that hang on a case: they have the fields of the records."""
        return [
            self._made(name, self._id(moment, rng), {"case": case_id, **msgspec.structs.asdict(item)})
            for name, items in lists.items()
            for item in items
        ]

    def _made(self, record_type: str, record_id: str, values: dict[str, Any]) -> Change:
        fields = {
            name: _WIRE.get(type(value), _same)(value) for name, value in values.items() if value or type(value) is int
        }
        return Change(type=record_type, id=record_id, fields=fields, new=True)

    def _id(self, moment: dt.datetime, rng: Random | None = None) -> str:
        return id_at(int(moment.timestamp() * 1000), (rng or self._rng).getrandbits(80))


def _person_values(person: PracticePerson) -> dict[str, Any]:
    names = ("full_name", "gender", "birth_date", "citizen_number", "old_number", "ethnic_group", "phone", "address")
    values = {name: getattr(person, name) for name in (*names, "province", "commune")}
    return values if person.birth_date else {**values, "birth_year": person.birth_year}


def _part_values(person: PracticePerson, case_id: str, person_id: str) -> dict[str, Any]:
    return {
        "case": case_id,
        "person": person_id,
        "role": BENEFICIARY,
        "categories": [person.category],
        "primary_category": person.category,
        "sub_status": person.sub_status,
        "hardship_ground": person.hardship_ground,
    }


def _same(value: Wire) -> Wire:
    return value


#: How the invented values become wire values; everything else is one already.
_WIRE: dict[type, Callable[[Any], Wire]] = {
    dt.datetime: lambda moment: moment.isoformat(timespec="seconds"),
    dt.date: dt.date.isoformat,
}
