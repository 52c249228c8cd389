"""A published bulletin of the country told anew: invented cases of every province, without anybody in them.

What the national system tells the Department's PC holds no people, so none are invented.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

import msgspec

from desktop.domain.catalogues import OLD_LIST, catalogue
from desktop.domain.quality import ORGANISATION, SUCCESSFUL
from desktop.domain.territory import names_of
from desktop.exchange.practice.matters import PracticeMatter, random_matter
from sync.contract.national import NationalRecord

_LITIGATION, _COMPLETED = "tham_gia_to_tung", "kt_xong"
#: Months before the bulletin's in which what only ends in it was accepted, and what only succeeds in it ended.
_ACCEPTED_BEFORE, _ENDED_BEFORE = 5, 2


class ToldFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measure: how many by representation, how many the month before, of which provinces; the others share evenly.

    Where no province is ``without``, those named are all there are.
    """

    measure: str
    defence: int
    protection: int
    before: int
    named: dict[str, int]
    without: list[str] = []

    @property
    def total(self) -> int:
        """How many in all."""
        return self.defence + self.protection


class ToldCountry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="of", tag="country"):
    """What was published of a month, by the list of provinces of then."""

    title: str
    month: dt.date
    figures: list[ToldFigure]

    @property
    def cases(self) -> int:
        """How many in all, of that month and the one before."""
        return sum(figure.total + figure.before for figure in self.figures)


class _Months(NamedTuple):
    """When a case was accepted, ended, and found successful; None is never."""

    accepted: str
    ended: str | None = None
    successful: str | None = None


def retold_country(rng: Random, told: ToldCountry) -> dict[str, list[NationalRecord]]:
    """Province (by the list of 63) → the records of its centre that give these figures."""
    found: dict[str, list[NationalRecord]] = {code: [] for code in names_of(OLD_LIST, told.month)}
    for figure in told.figures:
        for number, back in ((figure.total, 0), (figure.before, 1)):
            months = _months(figure.measure, told.month, back)
            defence = round(number * figure.defence / figure.total)
            sides = ["bao_chua"] * defence + ["bao_ve"] * (number - defence)
            rng.shuffle(sides)
            for province, side in zip(_provinces(figure, number, found), sides, strict=True):
                found[province] += _records(rng, side, months)
    return found


def _provinces(figure: ToldFigure, number: int, every: Mapping[str, object]) -> Iterator[str]:
    """The province of each case; of the month before nothing is known but the total."""
    if number != figure.total:
        names = list(every)
        yield from (names[at % len(names)] for at in range(number))
        return
    for code, count in figure.named.items():
        yield from [code] * count
    others = [code for code in every if code not in figure.named and code not in figure.without]
    left = number - sum(figure.named.values())
    yield from (others[at % len(others)] for at in range(left))


def _months(measure: str, month: dt.date, back: int) -> _Months:
    at = _before(month, back)
    earlier, between = _before(month, back + _ACCEPTED_BEFORE), _before(month, back + _ENDED_BEFORE)
    return {
        "accepted": _Months(at),
        "ended": _Months(earlier, at),
        "successful": _Months(earlier, between, at),
    }[measure]


def _before(month: dt.date, months: int) -> str:
    number = month.year * 12 + month.month - 1 - months
    return f"{number // 12}-{number % 12 + 1:02}"


def _records(rng: Random, side: str, months: _Months) -> Iterator[NationalRecord]:
    """A case as the national system tells of it, and the verdict on it."""
    matter = next(drawn for drawn in iter(lambda: random_matter(rng), None) if _fits(drawn, side))
    case_id = _id(rng)
    fields = {
        "form": matter.form,
        "representation": side,
        "law_field": matter.law_field,
        "channel": matter.channel,
        "received_at": months.accepted,
        "accepted_at": months.accepted,
    }
    ending = {"ended_on": months.ended, "outcome": _COMPLETED} if months.ended else {}
    yield NationalRecord("case", case_id, {**fields, **ending})
    if months.successful:
        on = dt.date.fromisoformat(f"{months.successful}-01")
        version = catalogue("success_version").valid(on)[-1].code
        # Which criteria they met was not published: the first there was.
        criterion = catalogue("success_criterion").valid(on)[0].code
        judged = {"version": version, "criteria": [criterion], "main_criterion": criterion}
        verdict = {"verdict": SUCCESSFUL, "on": months.successful, "body": ORGANISATION, **judged}
        yield NationalRecord("success_verdict", _id(rng), {"case": case_id, **verdict})


def _fits(matter: PracticeMatter, side: str) -> bool:
    return matter.form == _LITIGATION and matter.representation == side


def _id(rng: Random) -> str:
    return f"{rng.getrandbits(80):020x}"
