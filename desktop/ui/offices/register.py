"""What a register of an office is to the window: which record, under which titles, with which columns and fields.

Everything else about a field – title, editor, catalogue, rule – comes from the record's own declaration.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.figures import DAY_OF, YEAR
from sync.contract.fields import RECORD_TYPES, RecordType, Wire


@dataclass(frozen=True, slots=True)
class Show:
    """One column of the list.

    Attributes:
        field: whose values stand in it.
        width: in pixels at 100 %.
        title: a shorter head than the field's title.
        stretch, gives_way, bold: see `desktop.qt.table_model.Column`.
    """

    field: str
    width: int
    title: str = ""
    stretch: int = 0
    gives_way: int | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One list and its form.

    Attributes:
        key: its name in the program.
        record_type: whose records it lists.
        title: on its chip.
        entry: what one of them is called, on its dialog.
        add: the verb that adds one.
        teach: what stands where there is none yet.
        columns: of the list.
        form: the fields asked, in order.
        required: which of them may not stay empty.
        fixed: values all of its records have and nobody is asked; they part one record type into several registers.
        titles: field → a shorter title on the form.
        narrow: the field whose codes the list is narrowed by.
        totals: the fields whose sum stands below the list.
        shown_if: see `desktop.ui.cases.record_dialog.Plan`.
        begins_today: whether a new one begins with the present day, moment or year.
    """

    key: str
    record_type: str
    title: str
    entry: str
    add: str
    teach: str
    columns: tuple[Show, ...]
    form: tuple[str, ...]
    required: frozenset[str] = frozenset()
    fixed: Mapping[str, Wire] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    narrow: str = ""
    totals: tuple[str, ...] = ()
    shown_if: Mapping[str, tuple[str, Wire]] = field(default_factory=dict)
    begins_today: bool = True

    @property
    def declared(self) -> RecordType:
        """The declaration of its records."""
        return RECORD_TYPES[self.record_type]

    @property
    def day(self) -> str:
        """The field by which its records count in a period; empty if there is none."""
        return DAY_OF.get(self.record_type, "")

    @property
    def by_year(self) -> bool:
        """Whether its records are of a year."""
        return self.day == YEAR

    def title_of(self, name: str) -> str:
        """What a field is called on the form and in the file."""
        return self.titles.get(name) or self.declared.fields[name].title


@dataclass(frozen=True, slots=True)
class Group:
    """Registers that stand together on one tab."""

    title: str
    registers: tuple[Register, ...]
