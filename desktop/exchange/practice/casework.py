"""What happens in an invented case after it was taken in: accepted or refused, performed, heard, ended."""

import datetime as dt
from functools import cache
from math import log
from random import Random

import msgspec

from desktop.domain.calendar import WorkingCalendar, shipped_calendar
from desktop.exchange.practice.chances import Chances, read_material
from desktop.exchange.practice.matters import PracticeMatter, material

_DAY = dt.timedelta(days=1)
#: A request younger than this may still wait to be accepted.
_UNDECIDED = dt.timedelta(days=5)
#: Hearings are fixed this long ahead at most.
_AHEAD = dt.timedelta(days=30)


class _Fates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    refused: int
    undecided: int
    suspended: int
    shared: int
    comes_again: int


class _Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    days: int
    advice_days: int
    outcomes: dict[str, int]
    reasons: dict[str, int]


class _Performers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: dict[str, int]
    one_for: int


class _Hearings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stages: dict[str, int]
    online: int
    rooms: list[str]
    results: list[str]


class _Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    weight: int
    content: str


class _Events(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    average: int
    court: list[_Event]
    outside: list[_Event]


class Casework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    fates: _Fates
    ending: _Ending
    refusals: dict[str, int]
    performers: _Performers
    bodies: dict[str, str]
    hearings: _Hearings
    results: dict[str, str]
    events: _Events


@cache
def casework_material() -> Casework:
    """What is written in ``casework.toml``."""
    return read_material("casework", Casework)


class PracticeStage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of the proceedings; the last one of a case that goes on has no end."""

    kind: str
    body: str
    from_on: dt.date
    to_on: dt.date | None


class PracticeHearing(msgspec.Struct, frozen=True, kw_only=True):
    """A hearing, held or still to come."""

    at: dt.datetime
    mode: str
    body: str
    place: str
    result: str


class PracticeEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened on a day."""

    on: dt.date
    kind: str
    content: str


class PracticeCourse(msgspec.Struct, frozen=True, kw_only=True):
    """The course of one case; what is empty has not happened."""

    received_at: dt.datetime
    accepted_at: dt.datetime | None = None
    refusal_reason: str = ""
    refused_on: dt.date | None = None
    assigned_on: dt.date | None = None
    shared: bool = False
    in_custody: bool = False
    suspended_on: dt.date | None = None
    outcome: str = ""
    ended_on: dt.date | None = None
    end_reason: str = ""
    result: str = ""
    stages: tuple[PracticeStage, ...] = ()
    hearings: tuple[PracticeHearing, ...] = ()
    events: tuple[PracticeEvent, ...] = ()


def random_course(rng: Random, matter: PracticeMatter, received_at: dt.datetime, now: dt.datetime) -> PracticeCourse:
    """What became of a matter between its receipt and now.

    Args:
        rng: where all chance comes from.
        matter: what somebody came with.
        received_at: when.
        now: nothing but hearings is later.
    """
    fates = casework_material().fates
    age = now - received_at
    if _happens(rng, fates.refused):
        reason = _refusals().pick(rng)
        refused_on = min(received_at + dt.timedelta(days=1 + int(rng.random() * 3)), now).date()
        return PracticeCourse(received_at=received_at, refusal_reason=reason, refused_on=refused_on)
    if age < _UNDECIDED and _happens(rng, fates.undecided):
        return PracticeCourse(received_at=received_at)
    accepted_at = min(received_at + dt.timedelta(minutes=int(rng.random() * 180)), now)
    assigned_on = _calendar().add_working_days(accepted_at.date(), int(rng.random() * 4))
    ended_on = _ending_day(rng, matter, accepted_at, now)
    until = ended_on or now.date()
    stages = _stages(rng, matter, accepted_at.date(), until, ended=ended_on is not None)
    outcome = _outcomes().pick(rng) if ended_on else ""
    return PracticeCourse(
        received_at=received_at,
        accepted_at=accepted_at,
        assigned_on=assigned_on if assigned_on <= until else None,
        shared=_happens(rng, fates.shared),
        in_custody=matter.kind == "accused" and rng.random() < 0.35,
        suspended_on=until if ended_on is None and age.days > 40 and _happens(rng, fates.suspended) else None,
        outcome=outcome,
        ended_on=ended_on,
        end_reason=_reasons().pick(rng) if outcome == "kt_khong_tiep_tuc" else "",
        result=casework_material().results.get(outcome, ""),
        stages=stages,
        hearings=_hearings(rng, stages, until, now, ended=ended_on is not None),
        events=_events(rng, matter, accepted_at.date(), until),
    )


def _ending_day(rng: Random, matter: PracticeMatter, accepted_at: dt.datetime, now: dt.datetime) -> dt.date | None:
    """The day a case ended, or None while it goes on; lengths are exponential, so that a few take years."""
    ending = casework_material().ending
    mean = ending.advice_days if not matter.stage else ending.days
    ended_on = accepted_at.date() + dt.timedelta(days=1 + int(-mean * log(1 - rng.random())))
    return ended_on if ended_on <= now.date() else None


def _stages(
    rng: Random, matter: PracticeMatter, begun: dt.date, until: dt.date, *, ended: bool
) -> tuple[PracticeStage, ...]:
    """The stage the case came in and, the longer it went on, those after it; they share the time equally."""
    if not matter.stage:
        return ()
    ladder = list(material().kinds[matter.kind].stages)
    climbed = ladder[ladder.index(matter.stage) :]
    count = min(1 + int(rng.random() * (until - begun).days / 120), len(climbed))
    days = (until - begun).days // count
    first_days = [begun + dt.timedelta(days=days * step) for step in range(count)]
    last_days: list[dt.date | None] = [*first_days[1:], until if ended else None]
    bodies = casework_material().bodies
    number = 1 + int(rng.random() * 6)
    return tuple(
        PracticeStage(kind=kind, body=bodies[kind].format(n=number), from_on=first, to_on=last)
        for kind, first, last in zip(climbed[:count], first_days, last_days, strict=True)
    )


def _hearings(
    rng: Random, stages: tuple[PracticeStage, ...], until: dt.date, now: dt.datetime, *, ended: bool
) -> tuple[PracticeHearing, ...]:
    chances = casework_material().hearings
    found = []
    for stage in stages:
        if not _happens(rng, chances.stages.get(stage.kind, 0)):
            continue
        last = stage.to_on or (until if ended else until + _AHEAD)
        day = _calendar().add_working_days(stage.from_on + int(rng.random() * (last - stage.from_on).days) * _DAY, 0)
        hour, minute = divmod(450 + 30 * int(rng.random() * 16), 60)
        at = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=now.tzinfo)
        found.append(
            PracticeHearing(
                at=at,
                mode="truc_tuyen" if _happens(rng, chances.online) else "truc_tiep",
                body=stage.body,
                place=Chances.equal(chances.rooms).pick(rng),
                result=Chances.equal(chances.results).pick(rng) if at < now else "",
            )
        )
    return tuple(found)


def _events(rng: Random, matter: PracticeMatter, begun: dt.date, until: dt.date) -> tuple[PracticeEvent, ...]:
    average = casework_material().events.average / 100
    found = []
    while rng.random() < average / (1 + average):
        event = _kinds_of_event(bool(matter.stage)).pick(rng)
        on = begun + int(rng.random() * ((until - begun).days + 1)) * _DAY
        found.append(PracticeEvent(on=on, kind=event.kind, content=event.content))
    return tuple(sorted(found, key=lambda event: event.on))


def _happens(rng: Random, per_thousand: int) -> bool:
    return rng.random() * 1000 < per_thousand


@cache
def _calendar() -> WorkingCalendar:
    return shipped_calendar()


@cache
def _refusals() -> Chances[str]:
    return Chances(casework_material().refusals)


@cache
def _outcomes() -> Chances[str]:
    return Chances(casework_material().ending.outcomes)


@cache
def _reasons() -> Chances[str]:
    return Chances(casework_material().ending.reasons)


@cache
def _kinds_of_event(court: bool) -> Chances[_Event]:
    events = casework_material().events
    return Chances({event: event.weight for event in (events.court if court else events.outside)})
