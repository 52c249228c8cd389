"""The table of a page, or a letter, to paste elsewhere: HTML for word processors and letters, tabs for spreadsheets."""

from html import escape
from typing import NamedTuple

from desktop.exchange.paper.letter import Figures, Letter, Text, prose
from desktop.exchange.paper.model import Head, Paper, PaperRow, Value, heads, words_of

#: As `desktop.exchange.spreadsheet` has it; a spreadsheet reads pasted text as if somebody had typed it.
_ACTIVE = ("=", "+", "-", "@")

#: Excel would take ``(1)`` for minus one, and what begins with ``=`` for a formula.
_TEXT = "style=\"mso-number-format:'\\@'\""
_NUMBER = 'align="right"'


class Copied(NamedTuple):
    """One table or letter twice, as a clipboard holds it."""

    html: str
    plain: str


def copied(paper: Paper) -> Copied:
    """The table with its heads; titles, notes and signatures stay behind."""
    return Copied(_html(paper), tabs(paper))


def copied_letter(letter: Letter) -> Copied:
    """A letter with its headings, lists and tables, and as plain text."""
    top = "<br>".join([f"<b>{escape(letter.title[0])}</b>", *map(escape, letter.title[1:])])
    return Copied(
        f'<meta charset="utf-8"><p align="center">{top}</p>{"".join(map(_block, letter.blocks))}', prose(letter)
    )


def _block(block: Text | Figures) -> str:
    if isinstance(block, Figures):
        head = "".join(f"<th>{escape(each)}</th>" for each in block.heads)
        rows = "".join(_row(PaperRow(row)) for row in block.rows)
        return f'<table border="1" cellspacing="0" cellpadding="4"><tr>{head}</tr>{rows}</table>'
    words = escape(block.text)
    if block.level:
        return f"<h{block.level + 2}>{words}</h{block.level + 2}>"
    return f"<ul><li>{words}</li></ul>" if block.bullet else f"<p>{words}</p>"


def tabs(paper: Paper) -> str:
    """A line a row, tabs between the cells; one line of heads, the number and the levels of each put together."""
    lines = ["\t".join(_plain(f"{column.number} {' – '.join(column.heads)}") for column in paper.columns)]
    lines += ["\t".join(_plain(_pasted(value)) for value in row.cells) for row in paper.rows]
    return "\n".join(lines) + "\n"


def _pasted(value: Value) -> str:
    """A number without points between the thousands: a spreadsheet that is not Vietnamese takes them for fractions."""
    return words_of(value) if isinstance(value, str) else words_of(value).replace(".", "")


def _plain(text: str) -> str:
    """In one cell, and no formula there."""
    told = " ".join(text.split())
    return f"'{told}" if told.startswith(_ACTIVE) else told


def _html(paper: Paper) -> str:
    levels: list[list[str]] = [[] for _level in range(paper.depth)]
    for head in heads(paper):
        levels[head.top].append(_head(head))
    if paper.numbered:
        levels.append([f"<th {_TEXT}>{escape(column.number)}</th>" for column in paper.columns])
    top = "".join(f"<tr>{''.join(level)}</tr>" for level in levels)
    body = "".join(_row(row) for row in paper.rows)
    return f'<meta charset="utf-8"><table border="1"><thead>{top}</thead><tbody>{body}</tbody></table>'


def _head(head: Head) -> str:
    return f'<th rowspan="{head.high}" colspan="{head.wide}">{escape(head.text)}</th>'


def _row(row: PaperRow) -> str:
    cells = []
    for value in row.cells:
        words = escape(_pasted(value)).replace("\n", "<br>")
        told = f"<b>{words}</b>" if row.heavy and words else words
        cells.append(f"<td {_TEXT if isinstance(value, str) else _NUMBER}>{told}</td>")
    return f"<tr>{''.join(cells)}</tr>"
