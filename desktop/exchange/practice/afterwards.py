"""What invented cases come to after they ended: their appraisals and the verdicts on their success."""

import datetime as dt
from functools import cache
from random import Random
from typing import TypeVar

import msgspec

from desktop.domain.catalogues import catalogue
from desktop.domain.payments import BY_SESSIONS
from desktop.domain.quality import MOST, ORGANISATION, SUCCESSFUL, UNSUCCESSFUL, act_of
from desktop.exchange.practice.casework import PracticeCourse
from desktop.exchange.practice.chances import Chances, read_material
from desktop.exchange.practice.matters import PracticeMatter

_DEPARTMENT = "so_tu_phap"
_COMPLETED = "kt_xong"
#: Fields of law whose criteria bear their own letters; all others are judged by the civil ones.
_LETTERS = {"hinh_su": "hs_", "hanh_chinh": "hc_"}
_CIVIL = "ds_"

T = TypeVar("T")


class _Quality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    appraised: int
    evaluated: int
    judged: int
    judged_again: int
    successful: int
    slack: int
    assessors: list[str]


class _Payments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    paid: int
    by_sessions: int
    most_half_sessions: int
    half_session: int
    lump_sums: list[int]
    advice: int


class Afterwards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    quality: _Quality
    payments: _Payments


@cache
def afterwards_material() -> Afterwards:
    """What is written in ``afterwards.toml``."""
    return read_material("afterwards", Afterwards)


class PracticeAppraisal(msgspec.Struct, frozen=True, kw_only=True):
    """A score sheet; the fields of the record."""

    act: str
    body: str
    on: dt.date
    assessor: str
    lawful: int
    informing: int
    timely: int
    fitting: int
    evidence: int
    law_applied: int
    proceedings: int
    documented: int
    satisfaction: int


class PracticeVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict on success; the fields of the record."""

    body: str
    on: dt.date
    verdict: str
    version: str
    criteria: list[str]
    main_criterion: str


class PracticePayment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment; the fields of the record."""

    practitioner: str
    method: str
    half_sessions: int | None
    amount: int
    on: dt.date
    origin: str = "dia_phuong"


def random_payments(
    rng: Random, matter: PracticeMatter, course: PracticeCourse, lawyers: list[str], today: dt.date
) -> list[PracticePayment]:
    """What the lawyers of a completed case were paid, most of them; others are paid with their salary."""
    chances = afterwards_material().payments
    found = []
    for lawyer in lawyers:
        on = _day_after(rng, course, today)
        if on is None or not _happens(rng, chances.paid):
            continue
        halves: int | None = None
        method, amount = "theo_van_ban", chances.advice
        if matter.stage and _happens(rng, chances.by_sessions):
            halves = 4 + int(rng.random() * (chances.most_half_sessions - 3))
            method, amount = BY_SESSIONS, halves * chances.half_session
        elif matter.stage:
            method, amount = "khoan", _pick(rng, chances.lump_sums)
        found.append(PracticePayment(practitioner=lawyer, method=method, half_sessions=halves, amount=amount, on=on))
    return found


def random_appraisals(
    rng: Random, matter: PracticeMatter, course: PracticeCourse, today: dt.date
) -> list[PracticeAppraisal]:
    """Score sheets of a case that was completed: often the organisation's own, of litigation sometimes the Justice
    Department's too.
    """
    chances = afterwards_material().quality
    bodies = [(ORGANISATION, chances.appraised), *([(_DEPARTMENT, chances.evaluated)] if matter.stage else [])]
    return [
        _sheet(rng, body, on)
        for body, per_thousand in bodies
        if _happens(rng, per_thousand) and (on := _day_after(rng, course, today)) is not None
    ]


def random_verdicts(
    rng: Random, matter: PracticeMatter, course: PracticeCourse, today: dt.date
) -> list[PracticeVerdict]:
    """Verdicts on a completed case of litigation: the organisation's, and of some of these the Justice Department's,
    which agrees.
    """
    chances = afterwards_material().quality
    if not matter.stage or not _happens(rng, chances.judged):
        return []
    successful = _happens(rng, chances.successful)
    bodies = [ORGANISATION, *([_DEPARTMENT] if _happens(rng, chances.judged_again) else [])]
    days = ((body, _day_after(rng, course, today)) for body in bodies)
    return [verdict_of(rng, matter, on, successful=successful, body=body) for body, on in days if on is not None]


def verdict_of(
    rng: Random, matter: PracticeMatter, on: dt.date, *, successful: bool, body: str = ORGANISATION
) -> PracticeVerdict:
    """What a body finds on a day, with a criterion or two of that time if the case was successful."""
    letters = _LETTERS.get(matter.law_field, _CIVIL)
    codes = [each.code for each in catalogue("success_criterion").valid(on) if each.code.startswith(letters)]
    chosen = sorted({_pick(rng, codes) for _ in range(1 + _happens(rng, 200))}) if successful and codes else []
    return PracticeVerdict(
        body=body,
        on=on,
        verdict=SUCCESSFUL if successful else UNSUCCESSFUL,
        version=catalogue("success_version").valid(on)[-1].code,
        criteria=chosen,
        main_criterion=chosen[0] if chosen else "",
    )


def _sheet(rng: Random, body: str, on: dt.date) -> PracticeAppraisal:
    """Near the most of each criterion; once in a while far from it."""
    chances = afterwards_material().quality
    loss = rng.random() ** 3 * chances.slack / 100
    scores = {name: round(most * (1 - loss * rng.random())) for name, most in MOST.items()}
    return PracticeAppraisal(act=act_of(body), body=body, on=on, assessor=_pick(rng, chances.assessors), **scores)


def _day_after(rng: Random, course: PracticeCourse, today: dt.date) -> dt.date | None:
    """A day in the two months after a case was completed; None if it was not, or that day is still to come."""
    if course.ended_on is None or course.outcome != _COMPLETED:
        return None
    on = course.ended_on + dt.timedelta(days=3 + int(rng.random() * 60))
    return on if on <= today else None


def _happens(rng: Random, per_thousand: int) -> bool:
    return rng.random() * 1000 < per_thousand


def _pick(rng: Random, values: list[T]) -> T:
    return Chances.equal(values).pick(rng)
