"""The program's figures against those worked out by hand, and every number against the cases it opens."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from desktop.domain.catalogues import catalogue
from desktop.domain.periods import Period, period
from desktop.exchange.paper.letter import Figures, Text
from desktop.reports import counting
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted
from desktop.reports.forms import Form
from desktop.services.annual_figures import Block, Facts
from desktop.services.annual_report import FIGURES
from desktop.services.export import export_visible
from desktop.services.register import Register
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import index
from desktop.store.engine import Connection
from desktop.store.tables import TABLES
from desktop.words import register as register_words
from tests.fakes import (
    annual_figures,
    exported,
    form_24,
    form_25,
    form_26,
    form_bulletin,
    form_criteria,
    form_results,
    register_lines,
)
from tests.oracle import country, drawing, views

#: What reports are asked for: years of two kinds, parts of them, a month, a day.
PERIODS = (
    *("2026", "BC2026", "2026-H1", "SB6T2026", "SBN2026", "2026-Q2", "2025-10", "2025-12", "2026-01"),
    "2026-06-30..2026-06-30",
)
#: How to count where no text settles it: reading → way.
WAYS: Sequence[Mapping[str, str]] = (
    {"credit": "at_end", "present": "stock"},
    {"credit": "equally", "present": "anyone"},
)
#: What the units that are drawn are.
KINDS = ("trung_tam", "chi_nhanh")
#: What a unit is that is neither.
OTHER = "so_tu_phap"
_YEAR = 2026
_CODE = 2  # where the code of a case stands in a line of the Sổ
_NUMBER = re.compile(r"(?:hơn )?\d+(?:\.\d{3})*%?|–")
#: Tables whose rows begin with a code of a catalogue.
_CODED = {
    "practitioners": "practitioner_kind",
    "appraised_by_rating": "quality_rating",
    "evaluated_by_rating": "quality_rating",
    "organisations": "organisation_kind",
    "budget": "budget_purpose",
    "budget_for_cases": "budget_purpose",
    "online_budget": "budget_purpose",
    "programme_budget": "programme",
}


def made(session: Session, cases: int, seed: int) -> None:
    """Write so many random cases into an empty office, past its rules: a statistic counts whatever there is."""
    chance, days = Random(seed), drawing.YEARS
    office = {
        name: [drawing.drawn(choices, chance) for _ in range(number)]
        for name, (choices, number) in drawing.of_an_office(days, 1 + min(cases, 500) // 100).items()
    }
    families = [drawing.drawn_family(days, chance) for _ in range(cases)]
    for case, *_hanging in families:
        case["restricted"] &= case["unit"] == "a"  # of another unit's people the export would say nothing
    records = drawing.records_of(families, office, {"a": session.office.unit.id})
    with session.database.write() as connection:
        for name, members in records.items():
            connection.execute(TABLES[name].insert(), list(members.values()))
        index.refresh(connection, {name: {one: {} for one in records[name]} for name in ("person", "case")})


def offices(units: Sequence[str], way: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What each unit is today; counted in the other way, the second has become the first, and one alone is another."""
    if way == WAYS[0]:
        return {unit: (unit, kind) for unit, kind in zip(units, KINDS, strict=False)}
    return dict.fromkeys(units, (units[0], KINDS[0] if units[1:] else OTHER))


def differences(session: Session, folder: Path, asked_for: Sequence[str] = PERIODS) -> Iterator[str]:
    """What the program counts otherwise than is worked out from its open export; and numbers that open other cases."""
    export_visible(session, folder)
    records = exported.read(folder)
    own = session.office.unit.id
    with session.database.read() as connection:
        for named in asked_for:
            between = period(named)
            for units in ((own,), (own, "b")):
                for way in WAYS:
                    asked = Asked(between, units, way, offices(units, way))
                    forms = [form for form in Reports(session).forms if form.readings or way == WAYS[0]]
                    yield from _forms(connection, records, asked, forms)
                    yield from views.differences(connection, records, asked)
            yield from _book(session, records, between, named)
    yield from _annual(session, records)
    yield from country.differences(records, Reports(session).forms)


def _forms(connection: Connection, records: exported.Records, asked: Asked, forms: Iterable[Form]) -> Iterator[str]:
    by_hand = worked_out(records, asked)
    for form in forms:
        counted = counting.count(connection, form, asked)
        ways = " ".join(asked.readings.values())
        told = f"{form.code} {asked.period.first}..{asked.period.last} {len(asked.units)} {ways}"
        yield from (f"{told}: {each}" for each in compared(counted, by_hand.get(form.code, counted.every)))
        yield from (f"{told}: {each}" for each in opened(connection, counted))


def worked_out(records: exported.Records, asked: Asked) -> Mapping[str, Mapping[Any, int | Fraction]]:
    """Code of a form → its cells and figures beside them by hand; what is nought is left out.

    A form that is not here is only opened, not worked out.
    """
    units, (first, last) = asked.units, (day.isoformat() for day in asked.period)
    return {
        "24/BTP/TGPL": form_24.worked_out(records, units, first, last),
        "25/BTP/TGPL": form_25.worked_out(records, units, first, last, asked.readings["credit"]),
        "BT/TTTT": form_bulletin.worked_out(records, units, first, last),
        "26/BTP/TGPL": form_26.worked_out(records, asked.offices, first, last, asked.readings["present"]),
        "TC/TTTT": form_criteria.worked_out(records, units, first, last),
        "KQ/TTTT": form_results.worked_out(records, units, first, last),
    }


def compared(counted: Counted, by_hand: Mapping[Any, int | Fraction]) -> Iterator[str]:
    """Cells that are other than by hand."""
    every = {spot: number for spot, number in counted.every.items() if spot[1] != "no_column"}
    for spot in every.keys() | by_hand.keys():
        if every.get(spot, 0) != by_hand.get(spot, 0):
            yield f"{spot}: {every.get(spot, 0)}, by hand {by_hand.get(spot, 0)}"


def opened(connection: Connection, counted: Counted) -> Iterator[str]:
    """Cells that do not open as many cases as they count, fractions included."""
    for place, number in counted.cells.items():
        if not number:
            continue
        behind = counting.behind(connection, counted.form, counted.asked, place)
        found = sum((line.part for line in behind), start=Fraction())
        if found != number or len({line.row for line in behind}) != len(behind):
            yield f"{place} counts {number} and opens {found}"


def _book(session: Session, records: exported.Records, between: Period, named: str) -> Iterator[str]:
    first, last = (day.isoformat() for day in between)
    book = Register(session).book(between)
    lines = [tuple(map(_plain, register_words.cells(each, session.user.full_name))) for each in book.entries]
    by_hand = register_lines.worked_out(records, session.office.unit.id, first, last)
    codes, others = ([str(line[_CODE]) for line in each] for each in (lines, by_hand))
    if codes != others:
        yield f"Sổ {named}: {sorted({*codes} ^ {*others})} stand only here or by hand, or in another order"
    known = {line[_CODE]: line for line in by_hand}
    for line in lines:
        if line != known.get(line[_CODE], line):
            yield f"Sổ {named}: {line}, by hand {known[line[_CODE]]}"


def _plain(value: object) -> object:
    """A cell as the export says it: days in figures."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _annual(session: Session, records: exported.Records) -> Iterator[str]:
    own, branches = session.office.unit.id, int(session.office.unit.kind == "chi_nhanh")
    by_hand = annual_figures.Year(records, [own], branches, _YEAR).figures()
    facts = Facts(session, period(f"BC{_YEAR}"), period(f"BC{_YEAR - 1}"))
    for name in FIGURES.keys() - _NOT_OF_NUMBERS:
        told = list(FIGURES[name](facts))
        figures, expected = _numbers(name, told), _expected(name, by_hand.get(name))
        if figures != expected:
            yield f"annual {name}: {figures}, by hand {expected}"


#: What is a text or says how the programs stand to each other; `synced` is told by the journal, not by an export.
_NOT_OF_NUMBERS = {
    *("website", "plan_1603", "programme_plans", "offices", "cars", "equipment", "online_service", "synced"),
    "agreements",
}


def _numbers(name: str, told: Sequence[Block]) -> Any:
    """What stands in a figure: the numbers of its sentence, or of its table by rows."""
    tables = [block for block in told if isinstance(block, Figures)]
    if name in _CODED:
        return {row[0]: list(row[1:]) for table in tables for row in table.rows}
    if tables:
        return [list(row[1:]) for table in tables for row in table.rows]
    return [number for block in told if isinstance(block, Text) for number in _NUMBER.findall(block.text)]


def _expected(name: str, by_hand: Any) -> Any:
    if name in _CODED:
        rows = (by_hand or {}).items()
        return {catalogue(_CODED[name]).label(code): row if isinstance(row, list) else [row] for code, row in rows}
    if by_hand and isinstance(by_hand[0], list):
        return by_hand
    return [_printed(name, each) for each in by_hand or []]


def _printed(name: str, number: object) -> str:
    """Of activities with the dots of thousands."""
    text = str(number)
    bound, digits = ("hơn ", text[4:]) if text.startswith("hơn ") else ("", text)
    if name in ("outreach", "products") and digits.isdigit():
        return f"{bound}{int(digits):,}".replace(",", ".")
    return text
