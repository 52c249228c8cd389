"""A report an office was asked for as an outline, from the headings somebody typed line by line."""

import re
from collections.abc import Iterator, Mapping

from desktop.reports.outlines import Outline, Part
from sync.contract.records import ReportTemplate

#: The period of a template that names none: the year of the annual report.
USUAL_PERIOD = "BC{year}"

_ROMAN = re.compile(r"[IVXLC]+\.\s")
_ARABIC = re.compile(r"\d+(\.\d+)*\.?\s")
_FIGURES = re.compile(r"\[([^\]]+)\]")


def outline_of(template: ReportTemplate, figures: Mapping[str, str]) -> Outline:
    """The outline of a template.

    Args:
        template: as it was typed.
        figures: what people call figures → the name the program has for them; other words in brackets stay text.
    """
    return Outline(
        code=template.id,
        version="",
        title=(template.title or "",),
        source=template.recipient or "",
        period=template.period or USUAL_PERIOD,
        parts=tuple(_parts(template.headings or "", {name.casefold(): own for name, own in figures.items()})),
        recipient=template.recipient or "",
        email=template.email or "",
        due_on=template.due_on,
    )


def _parts(headings: str, figures: Mapping[str, str]) -> Iterator[Part]:
    """Something is to be written where a line has neither figures nor lines of a lower level below it."""
    lines = [line.strip() for line in headings.split("\n") if line.strip()]
    levels = [_level(line) for line in lines]
    for line, level, below in zip(lines, levels, [*levels[1:], 0], strict=True):
        named = tuple(own for name in _FIGURES.findall(line) if (own := figures.get(name.strip().casefold())))
        is_item = level == _ITEM
        write = not named and below <= level
        yield Part(_told(line, figures), level=0 if is_item else level, bullet=is_item, figures=named, write=write)


def _told(line: str, figures: Mapping[str, str]) -> str:
    """A line without what marks it as an item and without the names of figures."""

    def kept(found: re.Match[str]) -> str:
        return "" if found[1].strip().casefold() in figures else found[0]

    return " ".join(_FIGURES.sub(kept, line.lstrip("-–• ")).split())


#: An item stands below every heading.
_ITEM = 4


def _level(line: str) -> int:
    if line.startswith(("-", "–", "•")):
        return _ITEM
    if _ROMAN.match(line):
        return 1
    numbered = _ARABIC.match(line)
    return min(3, 2 + numbered[0].strip().rstrip(".").count(".")) if numbered else _ITEM
