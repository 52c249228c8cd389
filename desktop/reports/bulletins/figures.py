"""The figures of a bulletin that is made here: a total with its parts, and the same by criterion."""

from collections.abc import Iterator

import msgspec

from desktop.reports.counting import Counted
from desktop.reports.criteria import CODES
from desktop.reports.forms import Form

#: The form by which successful cases are counted by criterion.
BY_CRITERION = "TC/TTTT"


class Split(msgspec.Struct, frozen=True):
    """A total, and of it defence and protection; the rest says neither."""

    total: int
    defence: int
    protection: int

    @property
    def unsaid(self) -> int:
        """How many say neither."""
        return self.total - self.defence - self.protection


class Criterion(msgspec.Struct, frozen=True):
    """The successful cases that count by a criterion; code `UNNAMED`: those of which no verdict names a main one."""

    code: str
    figures: Split


def criteria_of(counted: Counted) -> Iterator[Criterion]:
    """Of a form filled `BY_CRITERION` each criterion that has cases, in the order of the form."""
    for mark, code in marks_of(counted.form).items():
        split = Split(*(int(counted.cells[mark, number]) for number in (1, 2, 3)))
        if split.total:
            yield Criterion(code, split)


def marks_of(form: Form) -> dict[str, str]:
    """Mark of a row of that form → the criterion it is of."""
    named = {row.mark: frozenset[str]().union(*(CODES.get(each, ()) for each in row.of)) for row in form.counted_rows}
    return {mark: next(iter(codes)) for mark, codes in named.items() if len(codes) == 1}
