"""A letter as a PDF on A4, upright: what Word would show, for whoever only reads and signs it."""

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.colors import black, lightgrey
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from desktop.exchange.files import whole_file
from desktop.exchange.paper import fonts
from desktop.exchange.paper.letter import Figures, Letter, Text
from desktop.exchange.paper.model import Value, words_of
from desktop.words import _

_SIDE, _BINDING = 20 * mm, 30 * mm  # NĐ 30/2020/NĐ-CP, Phụ lục I
_SIGNATURE = 26 * mm
_BASE = ParagraphStyle("base", fontName=fonts.PLAIN, fontSize=11, leading=15, spaceAfter=5)
_BULLET = ParagraphStyle("bullet", _BASE, leftIndent=12, bulletIndent=2, bulletFontName=fonts.PLAIN)
_MISSING = ParagraphStyle("missing", _BASE, backColor=lightgrey)
_MIDDLE = ParagraphStyle("middle", _BASE, alignment=TA_CENTER)
_CELL = ParagraphStyle("cell", _BASE, fontSize=10, leading=13, spaceAfter=0)
_NUMBER = ParagraphStyle("number", _CELL, alignment=TA_RIGHT)
_HEADS = {
    level: ParagraphStyle(f"head{level}", _BASE, fontName=fonts.BOLD, fontSize=size, spaceBefore=6, keepWithNext=1)
    for level, size in ((1, 12.5), (2, 11.5), (3, 11))
}
_TOP = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("BACKGROUND", (0, 0), (-1, 0), lightgrey)])


def write_letter_pdf(path: Path, letter: Letter) -> int:
    """Write a letter, see `desktop.exchange.paper.leaving.write_letter`."""
    fonts.register()
    content = BytesIO()
    document = SimpleDocTemplate(
        content,
        pagesize=A4,
        leftMargin=_BINDING,
        rightMargin=_SIDE,
        topMargin=_SIDE,
        bottomMargin=_SIDE,
        title=letter.name,
        lang="vi",
        invariant=1,
    )
    with whole_file(path) as part:
        document.build(list(_flow(letter, document.width)), onFirstPage=_number, onLaterPages=_number)
        part.write_bytes(content.getvalue())
    return len(letter.blocks)


def _flow(letter: Letter, width: float) -> Iterator[Flowable]:
    top = [_lines(letter.left), _lines(letter.right)]
    yield Table([top], colWidths=[width * 0.45, width * 0.55], style=_TOP)
    yield Spacer(0, 6)
    yield _lines(letter.title)
    for block in letter.blocks:
        yield _table(block, width) if isinstance(block, Figures) else _text(block)
    if letter.signer:
        signed = [_lines([letter.dated]), _lines([letter.signer]), Spacer(0, _SIGNATURE)]
        yield Table([["", signed]], colWidths=[width * 0.5] * 2)


def _lines(lines: Sequence[str]) -> Paragraph:
    """Lines in the middle; the first stands out."""
    first, *rest = "\n".join(lines).split("\n")
    return Paragraph("<br/>".join([f"<b>{escape(first)}</b>", *map(escape, rest)]), _MIDDLE)


def _text(block: Text) -> Flowable:
    if block.level:
        return Paragraph(escape(block.text), _HEADS[block.level])
    if block.bullet:
        return Paragraph(escape(block.text), _BULLET, bulletText="–")
    return Paragraph(escape(block.text), _MISSING if block.missing else _BASE)


def _table(block: Figures, width: float) -> Flowable:
    rows: list[Any] = [[Paragraph(f"<b>{escape(head)}</b>", _CELL) for head in block.heads]]
    rows += [[_cell(value) for value in row] for row in block.rows]
    others = len(block.heads) - 1
    widths = [width * 0.46, *[width * 0.54 / others] * others] if others else [width]
    return Table(rows, colWidths=widths, style=_GRID, repeatRows=1, spaceAfter=8)


def _cell(value: Value) -> Paragraph:
    return Paragraph(escape(words_of(value)), _CELL if isinstance(value, str) else _NUMBER)


def _number(canvas: Canvas, document: Any) -> None:
    canvas.setFont(fonts.PLAIN, 8)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, _("Trang {page}").format(page=document.page))
