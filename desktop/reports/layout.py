"""A filled form as a page, as the circular prints it: who reports to whom, heads over heads, notes, signatures."""

from collections.abc import Sequence

from desktop.exchange.paper.model import Band, Paper, PaperColumn, PaperRow
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted
from desktop.reports.forms import Beside, Form, FormRow
from desktop.words import collected as collected_words
from desktop.words import reports as words

_STUB, _NUMBER, _BESIDE = 38.0, 7.5, 11.0  # widths in characters


def page(counted: Counted, unit: str, number: str = "", notes: Sequence[str] = ()) -> Paper:
    """Lay out a form.

    Args:
        counted: the form with its numbers.
        unit: name of the office that reports.
        number: of the report, once it was issued.
        notes: what stands below besides.
    """
    form = counted.form
    return Paper(
        name=form.code.replace("/", "-"),
        bands=(
            Band(left=(unit, words.numbered(number)) if number else (unit,), right=words.NATION),
            Band(words.identified(form), [form.title.upper(), *words.above(counted)], words.beside(unit)),
        ),
        columns=[PaperColumn((form.stub,), _STUB, "A"), *_columns(form)],
        rows=[_row(counted, row) for row in form.rows],
        notes=[*words.notes(counted), *notes],
        signers=words.SIGNERS,
        dated=words.DATED,
    )


def blank(form: Form, asked: Asked, organisation: str, unit: str) -> Paper:
    """A form as an organisation without the program is asked to fill it in, with what lawfully is in no column."""
    empty = Counted(form, asked, {}, {}, ())
    beside = [each for each in form.asked_elsewhere if isinstance(each, Beside)]
    more = [PaperColumn((collected_words.beside(form, each),), _BESIDE, "") for each in beside]
    columns = [PaperColumn((form.stub,), _STUB, "A"), *_columns(form), *more]
    return Paper(
        name=form.code.replace("/", "-"),
        bands=(
            Band(left=(organisation,), right=words.NATION),
            Band(words.identified(form), [form.title.upper(), *words.above(empty)], collected_words.to_whom(unit)),
            Band(left=collected_words.HOW_TO_FILL_IN),
        ),
        columns=columns,
        rows=[_empty(row, len(columns)) for row in form.rows],
        notes=form.notes,
        signers=words.SIGNERS,
        dated=words.DATED,
    )


def _empty(row: FormRow, columns: int) -> PaperRow:
    return PaperRow((_titled(row), *[None] * (columns - 1)), row.level, heavy=not row.of or not row.mark)


def _titled(row: FormRow) -> str:
    return f"{row.mark} {row.title}".strip()


def _columns(form: Form) -> list[PaperColumn]:
    return [PaperColumn(column.heads, _NUMBER, f"({column.number})") for column in form.columns]


def _row(counted: Counted, row: FormRow) -> PaperRow:
    numbers = [counted.cells[row.mark, column.number] if row.of else None for column in counted.form.columns]
    return PaperRow((_titled(row), *numbers), row.level, heavy=not row.of or not row.mark)
