"""Outlines of reports in words, as data (`resources.outlines`): a new one is a file, no code."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

import resources

FOLDER = "outlines"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading or an item of an outline; ``figures`` stand below it, ``write``: somebody must write there."""

    text: str
    level: int = 0
    bullet: bool = False
    figures: tuple[str, ...] = ()
    write: bool = False


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a report must say, in order; see `resources.outlines` for the members."""

    code: str
    version: str
    title: tuple[str, ...]
    source: str
    period: str
    parts: tuple[Part, ...]
    recipient: str = ""
    email: str = ""
    due_on: dt.date | None = None


class Placed(NamedTuple):
    """A part, the number of the heading it stands under (``I.7.4``), and what finds it again in another year."""

    at: str
    part: Part
    key: str


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a report where somebody writes.

    Attributes:
        key: what finds it in every year.
        at: number of the heading it stands under.
        heading: its words.
        text: what is written there; of the year before where this year has nothing yet.
        is_last_years: whether it is.
        record: id of this year's text.
    """

    key: str
    at: str
    heading: str
    text: str = ""
    is_last_years: bool = False
    record: str | None = None

    @property
    def is_written(self) -> bool:
        """Whether this year's text is there."""
        return bool(self.text) and not self.is_last_years


#: Longest key of a section, as its record has it.
_LONGEST = 240


def placed(outline: Outline) -> Iterator[Placed]:
    """Each part with where it stands."""
    chapter, number = "", ""
    seen: set[str] = set()
    for part in outline.parts:
        if part.level == 1:
            chapter, number = number_of(part.text), ""
        elif part.level:
            number = f".{number_of(part.text)}"
        at = f"{chapter}{number}"
        key = f"{at} {part.text}"[:_LONGEST]
        while key in seen:
            key = f"{key[: _LONGEST - 1]}+"
        seen.add(key)
        yield Placed(at, part, key)


def names_of(year: int) -> dict[str, str]:
    """What stands for the years in an outline."""
    return {"year": str(year), "last": str(year - 1), "next": str(year + 1)}


def filled_in(text: str, names: Mapping[str, str]) -> str:
    """A text with the years put in; other braces, as people may write them, stay."""
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def number_of(heading: str) -> str:
    """``4.1`` of ``4.1. Tình hình…``."""
    return heading.partition(" ")[0].rstrip(".")


def shipped() -> list[Outline]:
    """The outlines that came with the program."""
    files = [file for file in resources.resource(FOLDER).iterdir() if file.name.endswith(".toml")]
    texts = [file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name)]
    return [msgspec.toml.decode(text, type=Outline) for text in texts]
