"""Organisations that take part in legal aid, and what they type into the workbook they were sent."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop.services.cases import Cases
from desktop.services.session import Session

LAWYERS, MORNING = "Hội Luật gia tỉnh", "Văn phòng luật sư Ban Mai"

#: One poor woman, advised about land: what form 24 says of her, by row and column.
ONE_WOMAN = {(mark, column): 1 for mark in ("Tổng số", "4 ", "4.1 ", "II.1 ") for column in (1, 3, 5)}


def take_part(session: Session, name: str, since: str = "2026-03-01", **organisation: Any) -> str:
    """An organisation under contract since a day; its id."""
    cases = Cases(session)
    one = cases.add("organisation", {"name": name, "kind": "to_chuc_ky_hop_dong", **organisation})
    cases.add("organisation_event", {"organisation": one, "kind": "ky_hop_dong", "on": since})
    return one


def fill_in(path: Path, numbers: Mapping[tuple[str, int], Any]) -> dict[tuple[str, int], str]:
    """Type into a workbook, by the beginning of a row's title and the number of a column; where each stands."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    found = {}
    for (title, column), value in numbers.items():
        row = next(cell.row for cell in sheet["A"][10:] if str(cell.value or "").startswith(title))
        cell = sheet.cell(row, column + 1)
        cell.value = value
        found[title, column] = cell.coordinate
    workbook.save(path)
    return found
