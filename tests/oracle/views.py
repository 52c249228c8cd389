"""What is shown beside the forms against what is worked out by hand: the bars of a year, rankings, workload."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from desktop.reports import dashboard, nudging, performance, placing
from desktop.reports.asked import Asked
from desktop.reports.dashboard import Cut, Measure
from desktop.reports.placing import By, Whom
from desktop.store.engine import Connection
from tests.fakes import exported
from tests.fakes import views as by_hand


def differences(connection: Connection, records: exported.Records, asked: Asked) -> Iterator[str]:
    """What these views count otherwise, and numbers that open other cases."""
    first, last = (day.isoformat() for day in asked.period)
    told = f"{first}..{last} {len(asked.units)} {asked.readings['credit']}"
    every = (
        *_bars(connection, records, asked),
        *_ranks(connection, records, asked),
        *_work(connection, records, asked),
    )
    yield from (f"{told}: {each}" for each in every)


def _bars(connection: Connection, records: exported.Records, asked: Asked) -> Iterator[str]:
    first, last = (day.isoformat() for day in asked.period)
    counted = dashboard.count(connection, asked)
    for measure in Measure:
        expected = by_hand.bars(records, asked.units, first, last, measure.value)
        found = {(cut.value, key): bars[measure] for cut, every in counted.items() for key, bars in every.items()}
        yield from unlike(f"bars {measure}", found, expected)
        for (cut, key), number in found.items():
            behind = dashboard.behind(connection, asked, measure, Cut(cut), key)
            if len({*behind}) != number or len(behind) != number:
                yield f"bar {measure} {cut} {key} counts {number} and opens {len(behind)}"


def _ranks(connection: Connection, records: exported.Records, asked: Asked) -> Iterator[str]:
    first, last = (day.isoformat() for day in asked.period)
    expected = by_hand.ranks(records, asked.units, first, last, asked.readings["credit"])
    for place, by in enumerate((By.ENDED, By.SUCCESSFUL)):
        found = {}
        for whom in Whom:
            for each in placing.placed(connection, asked, whom, {}):
                number = found[whom.value, each.key] = each.value(by)
                opened = sum(placing.behind(connection, asked, whom, each.key, by).values(), Fraction())
                if opened != number:
                    yield f"rank {whom} {by} of {each.key} counts {number} and opens {opened}"
        yield from unlike(f"ranks {by}", found, {key: numbers[place] for key, numbers in expected.items()})
    with_people = {each.practitioner: each.cases for each in nudging.completeness(connection, asked)}
    yield from unlike("completeness", with_people, by_hand.with_people(records, asked.units, first, last))


def _work(connection: Connection, records: exported.Records, asked: Asked) -> Iterator[str]:
    first, last = (day.isoformat() for day in asked.period)
    lines = performance.lines(connection, asked)
    found = {place: sum((line.part for line in each), Fraction()) for place, each in lines.items()}
    expected = by_hand.workload(records, asked.units, first, last, asked.readings["credit"])
    yield from unlike("workload", found, expected)
    people = {*performance.people(connection, asked)}
    if different := people ^ by_hand.performers(records, asked.offices, first, last):
        yield f"workload: {sorted(different)} perform legal aid only here or by hand"


def unlike(name: str, found: Mapping[Any, Any], expected: Mapping[Any, Any]) -> Iterator[str]:
    """Numbers that are other than by hand; nought is like nothing."""
    for key in found.keys() | expected.keys():
        if found.get(key, 0) != expected.get(key, 0):
            yield f"{name} {key}: {found.get(key, 0)}, by hand {expected.get(key, 0)}"
