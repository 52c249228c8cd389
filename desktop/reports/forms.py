"""A form as data: rows and columns of named predicates, with its legal basis, notes and controls (`resources.forms`).

Whoever has a new version of a form puts its file into the folder of forms beside the office's data; no code is needed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

import resources
from desktop.domain.errors import DomainError

FOLDER = "forms"


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A numbered column; ``heads`` from the top down, ``short`` where there is no room for them.

    ``population`` and ``counted`` are the form's where none is named.
    """

    number: int
    heads: tuple[str, ...]
    of: tuple[str, ...] = ()
    short: str = ""
    population: str = ""
    counted: str = ""

    @property
    def key(self) -> int:
        """What controls call it."""
        return self.number

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


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure without a column: controls add it up, and what ``said`` names is told below the table for all rows."""

    name: str
    of: tuple[str, ...]
    said: str = ""
    population: str = ""

    @property
    def key(self) -> str:
        """What controls call it."""
        return self.name


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole, what it is made of, and what is taken off: numbers of columns or names of figures, or marks of rows."""

    whole: int | str
    parts: tuple[int | str, ...]
    less: tuple[int | str, ...] = ()

    @property
    def members(self) -> tuple[int | str, ...]:
        """All of them, the whole first."""
        return self.whole, *self.parts, *self.less


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parts that must add up to a whole, in every row or in every column.

    ``allows`` is the figure of what lawfully stands in the whole and in no part: it is named with the words of
    ``allowed``, not counted as wrong.
    """

    title: str
    columns: Sum | None = None
    rows: Sum | None = None
    allows: str | None = None
    allowed: str = ""


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of counting where no text settles it; ``note`` is printed below a form that was counted so."""

    code: str
    title: str
    note: str


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that no text settles, with the ways one may choose from; the first is taken unless one did."""

    name: str
    title: str
    ways: tuple[Way, ...]

    def chosen(self, readings: Mapping[str, str]) -> Way:
        """The way chosen."""
        return next((way for way in self.ways if way.code == readings.get(self.name)), self.ways[0])


class Continuity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a period opens with must be what the one before closed with: numbers of columns or names of figures."""

    opening: int
    closing: int | str


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
    beside: tuple[Beside, ...] = ()
    controls: tuple[Control, ...] = ()
    continuity: Continuity | None = None
    readings: tuple[Reading, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: bool = False
    from_organisations: bool = False

    @property
    def asked_elsewhere(self) -> tuple["FormColumn | Beside", ...]:
        """What an organisation without the program is asked for: the columns, and what may lawfully be in none."""
        excused = {control.allows for control in self.controls}
        return *self.columns, *(each for each in self.beside if each.name in excused)

    @property
    def counted_rows(self) -> tuple[FormRow, ...]:
        """The rows that have cells."""
        return tuple(row for row in self.rows if row.of)

    @property
    def figures(self) -> Mapping[int | str, FormColumn | Beside]:
        """What is counted in every row, by number or name."""
        figures: list[FormColumn | Beside] = [*self.columns, *self.beside]
        return {each.key: each for each in figures}

    @property
    def predicates(self) -> frozenset[str]:
        """Every predicate it names."""
        return frozenset[str]().union(*(each.of for each in (*self.figures.values(), *self.rows)))

    @property
    def populations(self) -> frozenset[str]:
        """Every population it names."""
        return frozenset({self.population} | {each.population for each in self.figures.values() if each.population})


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
    names: list[int | str] = [*(column.number for column in form.columns), *(each.name for each in form.beside)]
    marks = [row.mark for row in form.counted_rows]
    wrong: dict[str, Sequence[object]] = {
        "predicates": sorted(form.predicates - set(known)),
        "populations": sorted(form.populations - set(populations)),
        "columns": _twice(names),
        "rows": _twice(marks),
        "controls": [control.title for control in form.controls if not _is_sound(control, names, marks)],
        "continuity": _unknown(form.continuity, names),
        "readings": [reading.name for reading in form.readings if not reading.ways],
    }
    for what, found in wrong.items():
        if found:
            raise DomainError("form_malformed", why=f"{what}: {', '.join(map(str, found))}")
    return form


def _unknown(continuity: Continuity | None, names: Sequence[int | str]) -> list[int | str]:
    told = () if continuity is None else (continuity.opening, continuity.closing)
    return [each for each in told if each not in names]


def _twice(names: Sequence[object]) -> list[object]:
    return [name for number, name in enumerate(names) if name in names[:number]]


def _is_sound(control: Control, names: Sequence[int | str], marks: Sequence[str]) -> bool:
    if control.columns and control.rows:
        return False
    told, known = (control.columns, set(names)) if control.columns else (control.rows, set[int | str](marks))
    return told is not None and set(told.members) <= known and control.allows in (None, *names)


@cache
def shipped() -> tuple[str, ...]:
    """The texts of the forms that came with the program."""
    files: list[Traversable] = [file for file in resources.resource(FOLDER).iterdir() if file.name.endswith(".toml")]
    return tuple(file.read_text(encoding="utf-8") for file in sorted(files, key=lambda file: file.name))


def added(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file that people of the office put there; one that cannot be read has no text."""
    for file in sorted(folder.glob("*.toml")):
        try:
            yield file.name, file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            yield file.name, ""


def newest(forms: Iterable[Form], code: str, on: dt.date) -> Form:
    """The version of a form for periods that end on a day; ``24`` is short for ``24/BTP/TGPL``.

    Raises:
        DomainError: ``no_such_form``.
    """
    named = [form for form in forms if code in (form.code, form.code.partition("/")[0])]
    fitting = [form for form in named if form.valid_from <= on <= form.valid_to]
    if not fitting:
        raise DomainError("no_such_form", form=code)
    return max(reversed(fitting), key=lambda form: form.valid_from)  # of equals, what the office added
