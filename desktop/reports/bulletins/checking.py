"""Every sum of a bulletin done again: parts and wholes, changes and per cents, named provinces and totals.

A wrong sum is shown with both numbers and, where two digits that changed places explain it, with the likely number:
411 = 296 + 151 of August 2021 holds with 115 (S0, DOMAIN §9.3).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import msgspec

from desktop.domain.catalogues import province_list, provinces
from desktop.reports.bulletins.reading import Bulletin, Figure, ListKind, Measure, Named, ProvinceList


class Rule(StrEnum):
    """What is asked of a bulletin."""

    PARTS = "parts"  #: the parts of a total add up to it
    PERCENT = "percent"  #: the change is so many per cent of the period before
    NAMED = "named"  #: the provinces named add up to the total, or to no more where only some are named
    WITHOUT = "without"  #: the provinces without figures have none elsewhere
    REPORTED_BY = "reported_by"  #: as many provinces are named as reported, of as many as there were
    TWICE = "twice"  #: no province stands twice in one list
    CRITERIA = "criteria"  #: the cases by criterion add up to the total: each counts once, by its main one
    MISPLACED = "misplaced"  #: a list speaks of the figure above it
    UNKNOWN = "unknown"  #: every name is that of a province of that day


class Swap(msgspec.Struct, frozen=True):
    """A number that makes the sum right, with the same digits in another order."""

    printed: int
    likely: int


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, applied.

    Attributes:
        holds: whether the bulletin can be right.
        stated: the number the bulletin prints.
        found: the number its other numbers give.
        terms: what ``found`` was worked out from.
        provinces: how many are named, where the rule is about them.
        names: which of them break it.
        swaps: what may have been typed wrongly.
    """

    rule: Rule
    measure: Measure
    holds: bool
    stated: Decimal | None = None
    found: Decimal | None = None
    terms: tuple[int, ...] = ()
    provinces: int | None = None
    names: tuple[str, ...] = ()
    swaps: tuple[Swap, ...] = ()


class Mention(StrEnum):
    """How a bulletin speaks of one province."""

    COUNTED = "counted"
    WITHOUT = "without"  #: in the list of those without figures
    LEFT_OUT = "left_out"  #: in none, though a list names every province that has figures
    NOT_NAMED = "not_named"  #: in none, and only those with many are named


class Standing(msgspec.Struct, frozen=True):
    """What a bulletin says of one province under one measure."""

    measure: Measure
    mention: Mention
    count: int | None


def check(bulletin: Bulletin) -> list[Check]:
    """Every rule that the bulletin gives reason to apply, figure by figure."""
    checks: list[Check] = []
    for figure in bulletin.figures:
        lists = [each for each in bulletin.lists if each.measure is figure.measure]
        checks += _parts(figure)
        checks += _percent(figure)
        checks += _reported_by(bulletin, figure, lists)
        for each in lists:
            checks += _named(figure, each)
            checks += _names(each)
        checks += _without(figure, lists)
        checks += _criteria(bulletin, figure)
    return checks


def standing(bulletin: Bulletin, province: str) -> list[Standing]:
    """What it says of a province, a line a measure."""
    return [_standing(bulletin, figure.measure, province) for figure in bulletin.figures]


def per_cent(by: int, before: int, *, like: Decimal = Decimal(1)) -> Decimal:
    """A change in per cent of what was before, rounded half up as finely as ``like``; 198 of 1.201 is 16."""
    return (Decimal(100 * abs(by)) / before).quantize(like, ROUND_HALF_UP)


def likely_swaps(total: int, parts: Sequence[int]) -> tuple[Swap, ...]:
    """The numbers of a wrong sum that become right when their digits change places."""
    missing = total - sum(parts)
    wanted = [(total, total - missing), *((part, part + missing) for part in parts)]
    return tuple(Swap(printed, likely) for printed, likely in wanted if missing and _same_digits(printed, likely))


def _same_digits(one: int, other: int) -> bool:
    return other >= 0 and sorted(str(one)) == sorted(str(other))


def _parts(figure: Figure) -> Iterator[Check]:
    if figure.parts:
        yield _sum(Rule.PARTS, figure, tuple(part.count for part in figure.parts))


def _sum(rule: Rule, figure: Figure, terms: tuple[int, ...]) -> Check:
    """Whether these are the total, and if not, which digits probably changed places."""
    return Check(
        rule=rule,
        measure=figure.measure,
        holds=sum(terms) == figure.total,
        stated=Decimal(figure.total),
        found=Decimal(sum(terms)),
        terms=terms,
        swaps=likely_swaps(figure.total, terms),
    )


def _percent(figure: Figure) -> Iterator[Check]:
    """The Ministry rounds to whole per cents, half up (1.003 on 1.201: 16 %)."""
    change = figure.change
    if change is None or change.percent is None:
        return
    before = figure.total - change.by
    found = None
    if before > 0:
        found = per_cent(change.by, before, like=change.percent)
    yield Check(
        rule=Rule.PERCENT,
        measure=figure.measure,
        holds=found == change.percent,
        stated=change.percent,
        found=found,
        terms=(change.by, before),
    )


def _named(figure: Figure, named: ProvinceList) -> Iterator[Check]:
    counts = tuple(each.count for each in named.named if each.count is not None)
    if not counts:
        return
    whole = named.kind is ListKind.EVERY
    yield Check(
        rule=Rule.NAMED,
        measure=figure.measure,
        holds=sum(counts) == figure.total if whole else sum(counts) <= figure.total,
        stated=Decimal(figure.total),
        found=Decimal(sum(counts)),
        terms=counts,
        provinces=len(counts),
        swaps=likely_swaps(figure.total, counts) if whole else (),
    )


def _reported_by(bulletin: Bulletin, figure: Figure, lists: Sequence[ProvinceList]) -> Iterator[Check]:
    if figure.reported_by is None:
        return
    reported, every = figure.reported_by
    there_were = sum(each.group == province_list(bulletin.last_day) for each in provinces().valid(bulletin.last_day))
    named = next((len(each.named) for each in lists if each.kind is ListKind.EVERY), reported)
    yield Check(
        rule=Rule.REPORTED_BY,
        measure=figure.measure,
        holds=(reported, every) == (named, there_were),
        stated=Decimal(reported),
        found=Decimal(named),
        terms=(every, there_were),
        provinces=named,
    )


def _without(figure: Figure, lists: Sequence[ProvinceList]) -> Iterator[Check]:
    counted = {_who(each) for named in lists if named.kind is not ListKind.NONE for each in named.named}
    for named in lists:
        if named.kind is ListKind.NONE:
            both = tuple(each.name for each in named.named if _who(each) in counted)
            yield Check(
                rule=Rule.WITHOUT, measure=figure.measure, holds=not both, provinces=len(named.named), names=both
            )


def _criteria(bulletin: Bulletin, figure: Figure) -> Iterator[Check]:
    if figure.measure is Measure.SUCCESSFUL and bulletin.criteria:
        yield _sum(Rule.CRITERIA, figure, tuple(each.count for each in bulletin.criteria))


def _names(named: ProvinceList) -> Iterator[Check]:
    times = Counter(map(_who, named.named))
    twice = tuple(dict.fromkeys(each.name for each in named.named if times[_who(each)] > 1))
    unknown = tuple(each.name for each in named.named if each.province is None)
    if twice:
        yield Check(rule=Rule.TWICE, measure=named.measure, holds=False, names=twice)
    if unknown:
        yield Check(rule=Rule.UNKNOWN, measure=named.measure, holds=False, names=unknown)
    if named.says is not named.measure:
        yield Check(rule=Rule.MISPLACED, measure=named.measure, holds=False, provinces=len(named.named))


def _who(named: Named) -> str:
    return named.province or named.name


def _standing(bulletin: Bulletin, measure: Measure, province: str) -> Standing:
    lists = [each for each in bulletin.lists if each.measure is measure]
    for named in lists:
        for each in named.named:
            if each.province == province:
                mention = Mention.WITHOUT if named.kind is ListKind.NONE else Mention.COUNTED
                return Standing(measure, mention, each.count)
    left_out = any(each.kind is ListKind.EVERY for each in lists)
    return Standing(measure, Mention.LEFT_OUT if left_out else Mention.NOT_NAMED, None)
