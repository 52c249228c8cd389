"""A page as a PDF on A4, landscape: the program's own letters embedded, heads on every page, text that can be copied.

Nothing but the page decides what is written: the same page gives the same bytes, on any PC and any day.
"""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange.files import whole_file
from desktop.exchange.paper import fonts
from desktop.exchange.paper.fonts import BOLD, PLAIN
from desktop.exchange.paper.model import (
    Band,
    Head,
    Paper,
    PaperRow,
    Step,
    blocks,
    head_heights,
    heads,
    ignored,
    words_of,
)
from desktop.words import _

_WIDE, _HIGH = landscape(A4)
_MARGIN, _FOOT = 34.0, 40.0  # points; the foot holds the number of the page
_PAD = 2.5
_LEADING = 1.3
_SMALLEST, _LARGEST = 6.2, 9.5  # points, between which the letters fit the columns
_PER_WIDTH = 1.45  # how large letters are for each point that a character of a column has
_INDENT = 8.0
_LINE = 0.5  # the lines of the table; they and the grey of the heads stay apart in a grey print
_HEAD_GREY = 0.92
_SIGNATURE = 62.0  # room for a hand and a seal


class _Piece(NamedTuple):
    """What stays on one page: how high it is, how it is drawn from its upper edge, and whether it needs the heads."""

    height: float
    draw: Callable[[float], None]
    of_table: bool = False


def write_pdf(path: Path, paper: Paper, step: Step = ignored) -> int:
    """Write a page, see `desktop.exchange.paper.leaving.write_paper`.

    Raises:
        SheetError: the file cannot be written, for instance because another program has it open.
    """
    with whole_file(path) as part:
        part.write_bytes(pdf_of(paper, step))
    return len(paper.rows)


def pdf_of(paper: Paper, step: Step = ignored) -> bytes:
    """The file that `write_pdf` writes."""
    fonts.register()
    content = BytesIO()
    canvas = Canvas(content, pagesize=(_WIDE, _HIGH), invariant=True, lang="vi")
    canvas.setTitle(paper.name)
    canvas.setLineWidth(_LINE)
    _Pages(canvas, paper, step).draw()
    canvas.save()
    return content.getvalue()


class _Pages:
    """Measures everything first, so that each page can say of how many it is."""

    def __init__(self, canvas: Canvas, paper: Paper, step: Step) -> None:
        self._canvas, self._paper, self._told = canvas, paper, step
        room = _WIDE - 2 * _MARGIN
        scale = room / sum(column.width for column in paper.columns)
        self._size = min(_LARGEST, max(_SMALLEST, scale * _PER_WIDTH))
        self._step = self._size * _LEADING
        self._widths = [column.width * scale for column in paper.columns]
        self._edges = [_MARGIN + sum(self._widths[:number]) for number in range(len(self._widths) + 1)]
        self._heads = self._head_piece()

    def draw(self) -> None:
        pages = list(self._paged())
        for number, pieces in enumerate(pages, start=1):
            top = _HIGH - _MARGIN
            for piece in pieces:
                piece.draw(top)
                top -= piece.height
            self._canvas.setFont(PLAIN, 8)
            told = _("Trang {page}/{pages}").format(page=number, pages=len(pages))
            self._canvas.drawCentredString(_WIDE / 2, _FOOT / 2, told)
            self._canvas.showPage()

    def _paged(self) -> Iterator[list[_Piece]]:
        page: list[_Piece] = []
        left = _HIGH - _MARGIN - _FOOT
        for piece in self._pieces():
            if page and piece.height > left:
                yield page
                left = _HIGH - _MARGIN - _FOOT
                page = [self._heads] if piece.of_table else []
                left -= self._heads.height * len(page)
            page.append(piece)
            left -= piece.height
        yield page

    def _pieces(self) -> Iterator[_Piece]:
        paper = self._paper
        for band in paper.bands:
            yield self._band_piece(band)
        yield self._heads
        for done, row in enumerate(paper.rows):
            self._told(done)
            yield from self._row_pieces(row)
        if paper.notes:
            yield _Piece(self._step, lambda _top: None)
        for note in paper.notes:
            lines = self._wrapped(note, PLAIN, self._size, _WIDE - 2 * _MARGIN)
            yield self._lines_piece(lines)
        if paper.signers:
            yield self._signature_piece()

    def _band_piece(self, band: Band) -> _Piece:
        laid = []
        for part, begins, ends in blocks(band, self._widths):
            left, width = self._edges[begins], self._edges[ends] - self._edges[begins]
            lines: list[tuple[str, str, float]] = []
            for number, text in enumerate(part):
                font = PLAIN if number else BOLD
                size = max(self._size, 8.0) + (3 if part is band.middle and not number else 0)
                lines += [(line, font, size) for line in self._wrapped(text, font, size, width - 2 * _PAD)]
            laid.append((left + width / 2, lines))
        height = max(sum(size * _LEADING for _line, _font, size in lines) for _middle, lines in laid)

        def draw(top: float) -> None:
            for middle, lines in laid:
                at = top
                for line, font, size in lines:
                    at -= size * _LEADING
                    self._canvas.setFont(font, size)
                    self._canvas.drawCentredString(middle, at + size * (_LEADING - 1), line)

        return _Piece(height + self._step, draw)

    def _head_piece(self) -> _Piece:
        paper = self._paper
        laid = {head: self._in_head(head) for head in heads(paper)}
        heights = head_heights(paper, lambda head: len(laid[head]) * self._step + 2 * _PAD)
        numbers = self._step + 2 * _PAD if paper.numbered else 0.0

        def draw(top: float) -> None:
            for head, lines in laid.items():
                begins = top - sum(heights[: head.top])
                high = sum(heights[head.top : head.top + head.high])
                left, right = self._edges[head.left], self._edges[head.left + head.wide]
                self._box(left, begins, right - left, high, grey=True)
                self._middle(lines, (left + right) / 2, begins - (high - len(lines) * self._step) / 2)
            for column, each in enumerate(paper.columns) if numbers else ():
                left, begins = self._edges[column], top - sum(heights)
                self._box(left, begins, self._widths[column], numbers, grey=True)
                self._middle([each.number], left + self._widths[column] / 2, begins - _PAD)

        return _Piece(sum(heights) + numbers, draw)

    def _in_head(self, head: Head) -> list[str]:
        width = self._edges[head.left + head.wide] - self._edges[head.left]
        return self._wrapped(head.text, PLAIN, self._size, width - 2 * _PAD)

    def _row_pieces(self, row: PaperRow) -> Iterator[_Piece]:
        """A row; one that is higher than a page goes on on the next."""
        font = BOLD if row.heavy else PLAIN
        cells = []
        for column, value in enumerate(row.cells):
            room = self._widths[column] - 2 * _PAD - (0 if column else row.level * _INDENT)
            cells.append(self._wrapped(words_of(value), font, self._size, room))
        highest = max(1, *map(len, cells))
        at_once = int((_HIGH - _MARGIN - _FOOT - self._heads.height - 2 * _PAD) // self._step)
        for first in range(0, highest, at_once):
            yield self._row_piece(row, font, [lines[first : first + at_once] for lines in cells])

    def _row_piece(self, row: PaperRow, font: str, cells: Sequence[Sequence[str]]) -> _Piece:
        height = max(1, *map(len, cells)) * self._step + 2 * _PAD

        def draw(top: float) -> None:
            for column, lines in enumerate(cells):
                left, width = self._edges[column], self._widths[column]
                self._box(left, top, width, height)
                self._canvas.setFont(font, self._size)
                is_text = isinstance(row.cells[column], str)
                for number, line in enumerate(lines, start=1):
                    base = top - _PAD - number * self._step + self._size * (_LEADING - 1)
                    if is_text:
                        indent = 0 if column else row.level * _INDENT
                        self._canvas.drawString(left + _PAD + indent, base, line)
                    else:
                        self._canvas.drawRightString(left + width - _PAD, base, line)

        return _Piece(height, draw, of_table=True)

    def _lines_piece(self, lines: Sequence[str]) -> _Piece:
        def draw(top: float) -> None:
            self._canvas.setFont(PLAIN, self._size)
            for number, line in enumerate(lines, start=1):
                self._canvas.drawString(_MARGIN, top - number * self._step, line)

        return _Piece(len(lines) * self._step, draw)

    def _signature_piece(self) -> _Piece:
        signers = [signer.split("\n") for signer in self._paper.signers]
        width = (_WIDE - 2 * _MARGIN) / len(signers)
        size = max(self._size, 8.0)

        def draw(top: float) -> None:
            self._canvas.setFont(PLAIN, size)
            at = top - 2 * size * _LEADING
            self._canvas.drawCentredString(_MARGIN + width * (len(signers) - 0.5), at, self._paper.dated)
            for number, lines in enumerate(signers):
                for row, line in enumerate(lines):
                    self._canvas.setFont(PLAIN if row else BOLD, size)
                    middle = _MARGIN + width * (number + 0.5)
                    self._canvas.drawCentredString(middle, at - (row + 1) * size * _LEADING, line)

        return _Piece((2 + max(map(len, signers))) * size * _LEADING + _SIGNATURE, draw)

    def _box(self, left: float, top: float, width: float, height: float, *, grey: bool = False) -> None:
        self._canvas.setFillGray(_HEAD_GREY)
        self._canvas.rect(left, top - height, width, height, fill=int(grey))
        self._canvas.setFillGray(0)

    def _middle(self, lines: Sequence[str], middle: float, top: float) -> None:
        self._canvas.setFont(PLAIN, self._size)
        for number, line in enumerate(lines, start=1):
            base = top - number * self._step + self._size * (_LEADING - 1)
            self._canvas.drawCentredString(middle, base, line)

    def _wrapped(self, text: str, font: str, size: float, room: float) -> list[str]:
        return [line for each in text.split("\n") for line in _wrapped(_printable(each), font, size, room)]


def _wrapped(text: str, font: str, size: float, room: float) -> Iterator[str]:
    """Lines that fit; a word that is too long for a line of its own is cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if stringWidth(longer, font, size) <= room:
            line = longer
            continue
        if line:
            yield line
        while stringWidth(word, font, size) > room and len(word) > 1:
            fits = next(count for count in range(len(word) - 1, 0, -1)
                        if count == 1 or stringWidth(word[:count], font, size) <= room)  # fmt: skip
            yield word[:fits]
            word = word[fits:]  # noqa: PLW2901 - what is left of it
        line = word
    yield line


def _printable(text: str) -> str:
    """Without what no font has a letter for."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
