"""Outlines of reports in words, as data (`resources.outlines`): a new one is a file, no code."""

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


def shipped() -> list[Outline]:
    """The outlines that came with the program."""
    files = [file for file in resources.resource(FOLDER).iterdir() if file.name.endswith(".toml")]
    texts = [file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name)]
    return [msgspec.toml.decode(text, type=Outline) for text in texts]
