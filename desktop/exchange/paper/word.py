"""A letter as a Word document: real headings, lists and tables, so that whoever goes on writing finds them as usual."""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from desktop.exchange.files import whole_file
from desktop.exchange.paper.letter import Figures, Letter, Text
from desktop.exchange.paper.model import words_of

_FONT, _SIZE = "Times New Roman", 13  # NĐ 30/2020/NĐ-CP, Phụ lục I
_SIDE = Cm(2)
_BINDING = Cm(3)


def write_word(path: Path, letter: Letter) -> int:
    """Write a letter; return how many blocks it has. What is under ``path`` stays until all is written.

    Raises:
        SheetError: the file cannot be written, for instance because Word has it open.
    """
    with whole_file(path) as part:
        document = Document()
        document.core_properties.title = letter.name
        document.core_properties.author = letter.left[0] if letter.left else ""
        document.core_properties.language = "vi-VN"
        _set_up(document)
        _fill(document, letter)
        with part.open("wb") as stream:
            document.save(stream)
    return len(letter.blocks)


def _set_up(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = _BINDING, _SIDE, _SIDE, _SIDE
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(_SIZE)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _fill(document: WordDocument, letter: Letter) -> None:
    top = document.add_table(rows=1, cols=2)
    for cell, lines in zip(top.rows[0].cells, (letter.left, letter.right), strict=True):
        in_the_middle(cell.paragraphs[0], lines)
    document.add_paragraph()
    in_the_middle(document.add_paragraph(), letter.title)
    for block in letter.blocks:
        if isinstance(block, Figures):
            _table(document, block)
        else:
            _text(document, block)
    if letter.signer:
        end = document.add_table(rows=1, cols=2).rows[0].cells[1].paragraphs[0]
        in_the_middle(end, [letter.signer], above=letter.dated)


def in_the_middle(paragraph: Paragraph, lines: Sequence[str], above: str = "") -> None:
    """Lines in the middle; the first stands out."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if above:
        paragraph.add_run(above).italic = True
        paragraph.add_run().add_break()
    for number, line in enumerate("\n".join(lines).split("\n")):
        if number:
            paragraph.add_run().add_break()
        paragraph.add_run(line).bold = not number


def _text(document: WordDocument, block: Text) -> None:
    if block.level:
        document.add_heading(block.text, block.level)
        return
    paragraph = document.add_paragraph(style="List Bullet" if block.bullet else "Normal")
    run = paragraph.add_run(block.text)
    if block.missing:
        run.font.highlight_color = WD_COLOR_INDEX.GRAY_25


def _table(document: WordDocument, block: Figures) -> None:
    table = document.add_table(rows=0, cols=len(block.heads), style="Table Grid")
    for number, row in enumerate((block.heads, *block.rows)):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            run = cell.paragraphs[0].add_run(words_of(value))
            run.bold = not number
            if number and not isinstance(value, str):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
