"""A form as data: rows and columns of named predicates, with its legal basis, notes and controls (`resources.forms`).

Whoever has a new version of a form puts its file where the program looks for it; no code is needed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources.abc import Traversable

import msgspec

import resources
from desktop.domain.errors import DomainError

FOLDER = "forms"


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A numbered column; ``heads`` from the top down, ``short`` where there is no room for them."""

    number: int
    heads: tuple[str, ...]
    of: tuple[str, ...] = ()
    short: str = ""

    @property
    def brief(self) -> str:
        """A few words for it."""
        return self.short or self.heads[-1]


class FormRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row; one without predicates is a heading."""

    mark: str
    title: str
    of: tuple[str, ...] = ()
    level: int = 0


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole and its parts: numbers of columns or marks of rows."""

    whole: int | str
    parts: tuple[int | str, ...]


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts that must add up to a whole, in every row or in every column.

    ``allows`` is the predicate of what lawfully stands in the whole and in no part: it is named, not counted as wrong.
    """

    title: str
    columns: Sum | None = None
    rows: Sum | None = None
    allows: str | None = None


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a form; see `resources.forms` for the members."""

    code: str
    version: str
    legal_basis: str
    valid_from: dt.date
    valid_to: dt.date = dt.date.max
    title: str
    counted: str
    stub: str
    population: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    controls: tuple[Control, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: bool = False

    @property
    def counted_rows(self) -> tuple[FormRow, ...]:
        """The rows that have cells."""
        return tuple(row for row in self.rows if row.of)

    @property
    def predicates(self) -> frozenset[str]:
        """Every predicate it names."""
        members = [column.of for column in self.columns] + [row.of for row in self.rows]
        allowed = {control.allows for control in self.controls if control.allows}
        return frozenset(allowed.union(*members))


def parse(text: str, known: Iterable[str], populations: Iterable[str]) -> Form:
    """Read a version of a form.

    Args:
        text: of its file.
        known: names of the predicates there are.
        populations: names of the populations there are.

    Raises:
        DomainError: ``form_malformed``, with what is wrong.
    """
    try:
        form = msgspec.toml.decode(text, type=Form)
    except msgspec.DecodeError as error:
        raise DomainError("form_malformed", why=str(error)) from error
    numbers = [column.number for column in form.columns]
    marks = [row.mark for row in form.counted_rows]
    wrong: dict[str, Sequence[object]] = {
        "predicates": sorted(form.predicates - set(known)),
        "population": [form.population] if form.population not in set(populations) else [],
        "columns": sorted({number for number in numbers if numbers.count(number) > 1}),
        "rows": sorted({mark for mark in marks if marks.count(mark) > 1}),
        "controls": [control.title for control in form.controls if not _is_sound(control, numbers, marks)],
    }
    for what, found in wrong.items():
        if found:
            raise DomainError("form_malformed", why=f"{what}: {', '.join(map(str, found))}")
    return form


def _is_sound(control: Control, numbers: list[int], marks: list[str]) -> bool:
    if control.columns and control.rows:
        return False
    told, known = (control.columns, set[int | str](numbers)) if control.columns else (control.rows, set(marks))
    return told is not None and {told.whole, *told.parts} <= known


@cache
def shipped() -> tuple[str, ...]:
    """The texts of the forms that came with the program."""
    files: list[Traversable] = [file for file in resources.resource(FOLDER).iterdir() if file.name.endswith(".toml")]
    return tuple(file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name))


def newest(forms: Iterable[Form], code: str, on: dt.date) -> Form:
    """The version of a form for periods that end on a day; ``24`` is short for ``24/BTP/TGPL``.

    Raises:
        DomainError: ``no_such_form``.
    """
    named = [form for form in forms if code in (form.code, form.code.partition("/")[0])]
    fitting = [form for form in named if form.valid_from <= on <= form.valid_to]
    if not fitting:
        raise DomainError("no_such_form", form=code)
    return max(fitting, key=lambda form: form.valid_from)
