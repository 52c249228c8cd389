"""Prose that leaves the program: headings, paragraphs and small tables on A4, to be written on in Word or printed.

As with a page (`desktop.exchange.paper.model`), Word, PDF and what is pasted are made from one description.
"""

from collections.abc import Sequence

import msgspec

from desktop.exchange.paper.model import Value, words_of


class Text(msgspec.Struct, frozen=True):
    """A paragraph; ``level`` 1, 2, 3 is a heading. ``missing``: somebody must still write it."""

    text: str
    level: int = 0
    bullet: bool = False
    missing: bool = False


class Figures(msgspec.Struct, frozen=True):
    """A small table: its heads and its rows."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A text of several pages.

    Attributes:
        name: the title of the document.
        left, right: lines at the top, whose first stands out.
        title: lines in the middle, whose first stands out.
        blocks: what it says.
        signer: who signs, with lines below.
        dated: where and when, above who signs.
    """

    name: str
    left: Sequence[str]
    right: Sequence[str]
    title: Sequence[str]
    blocks: Sequence[Text | Figures]
    signer: str = ""
    dated: str = ""


def prose(letter: Letter) -> str:
    """The text to paste into a letter: a paragraph a line, tables with tabs."""
    lines = [*letter.title]
    for block in letter.blocks:
        if isinstance(block, Text):
            lines.append(f"- {block.text}" if block.bullet else block.text)
        else:
            lines += ["\t".join(map(words_of, row)) for row in (block.heads, *block.rows)]
    return "\n".join(lines) + "\n"
