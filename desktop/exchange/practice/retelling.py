"""Published figures told anew by invented cases, so that a report about them must print these figures."""

import datetime as dt
import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import msgspec

import resources
from desktop.domain.catalogues import catalogue
from desktop.domain.errors import DomainError
from desktop.exchange.practice.afterwards import PracticeVerdict, verdict_of
from desktop.exchange.practice.casework import PracticeCourse, casework_material
from desktop.exchange.practice.chances import read_material
from desktop.exchange.practice.country import ToldCountry
from desktop.exchange.practice.matters import PracticeMatter, random_matter

_LITIGATION, _COMPLETED = "tham_gia_to_tung", "kt_xong"
#: Its name ends with the year, or the month, of what was published.
_PUBLISHED = re.compile(r"[a-z-]+-\d{4}(-\d\d)?\.toml")
_OPENS, _MINUTES = dt.time(7, 30), 9 * 60


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cases of litigation that are alike: how many, in which fields, between which days; how many successful."""

    cases: int
    field_group: str
    accepted: tuple[dt.date, dt.date]
    ended: tuple[dt.date, dt.date]
    successful: int = 0


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="of", tag="office"):
    """What was published of one office, as groups of cases."""

    title: str
    groups: list[Group]

    @property
    def cases(self) -> int:
        """How many in all."""
        return sum(group.cases for group in self.groups)


class ToldCase(NamedTuple):
    """One case, with the verdicts on it."""

    matter: PracticeMatter
    course: PracticeCourse
    verdicts: list[PracticeVerdict]


def told(name: str) -> Told | ToldCountry:
    """The published figures of this name. Raise `DomainError` ``nothing_published``."""
    if name not in (every := names()):
        raise DomainError("nothing_published", name=name, known=", ".join(every))
    return msgspec.convert(read_material(name, dict[str, object]), Told | ToldCountry)


def names() -> list[str]:
    """What there is."""
    return sorted(
        file.name.removesuffix(".toml")
        for file in resources.resource("practice").iterdir()
        if _PUBLISHED.fullmatch(file.name)
    )


def retold(rng: Random, figures: Told, zone: dt.tzinfo | None) -> list[ToldCase]:
    """A case for each that was published, in the order of receipt; moments in ``zone``."""
    cases = [case for group in figures.groups for case in _cases(rng, group, zone)]
    return sorted(cases, key=lambda case: case.course.received_at)


def _cases(rng: Random, group: Group, zone: dt.tzinfo | None) -> Iterator[ToldCase]:
    fields = frozenset(entry.code for entry in catalogue("law_field").entries if entry.group == group.field_group)
    for number in range(group.cases):
        matter = next(drawn for drawn in iter(lambda: random_matter(rng), None) if _fits(drawn, fields))
        accepted, ended = _day(rng, group.accepted), _day(rng, group.ended)
        opens = dt.datetime.combine(accepted, _OPENS, tzinfo=zone)
        received_at = opens + dt.timedelta(minutes=int(rng.random() * _MINUTES))
        course = PracticeCourse(
            received_at=received_at,
            accepted_at=received_at + dt.timedelta(minutes=30),
            assigned_on=accepted,
            ended_on=ended,
            outcome=_COMPLETED,
            result=casework_material().results[_COMPLETED],
        )
        judged_on = ended + dt.timedelta(days=20)
        verdicts = [verdict_of(rng, matter, judged_on, successful=True)] if number < group.successful else []
        yield ToldCase(matter, course, verdicts)


def _fits(matter: PracticeMatter, fields: frozenset[str]) -> bool:
    return matter.form == _LITIGATION and matter.law_field in fields


def _day(rng: Random, between: tuple[dt.date, dt.date]) -> dt.date:
    first, last = between
    return first + dt.timedelta(days=int(rng.random() * ((last - first).days + 1)))
