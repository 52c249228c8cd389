"""The hand that writes the oracle's book: what was on the screen, what was typed, and what became entries of it."""

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

from desktop.domain.errors import DomainError
from desktop.services.cases import CasePage
from sync.contract.errors import Invalid
from tests.simulation.computer import Form
from tests.simulation.fuse import Fuse, Killed, Side
from tests.simulation.log import TOGETHER, Cell, Deletion, Edit, Log
from tests.simulation.pc import Made, Pc

#: Statements within which a PC may be killed while something is saved.
STATEMENTS = 25

_LISTS = {"event": "events", "hearing": "hearings", "assignment": "assignments", "case_person": "parts"}


class Book:
    """Saves what a person does, perhaps with the power going off, and notes it as they saw it."""

    def __init__(self, chance: Random, log: Log, fuse: Fuse) -> None:
        self._chance = chance
        self._log = log
        self._fuse = fuse

    def saved(self, pc: Pc, act: Callable[[], object]) -> list[Made]:
        """Do it, perhaps with the power going off in the middle; what is in the journal afterwards."""
        before = pc.last_number
        dies = self._chance.randrange(1, STATEMENTS) if self._chance.random() < 0.05 else None
        try:
            with self._fuse.lit(Side.PC, dies):
                act()
        except (DomainError, Invalid):
            return []
        except Killed:
            pc.restart()
            return []
        made = pc.made_since(before)
        pc.notice(made)
        return made

    def note(
        self,
        pc: Pc,
        made: Iterable[Made],
        forms: Mapping[str, Form],
        touched: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Write down what was typed: the texts of these entries, unless ``touched`` says what was.

        An entry that mends an earlier one repeats its values, which nobody typed into the form of now.
        """
        for each in made:
            form = forms.get(each.record)
            for name, value in each.fields.items():
                if not (isinstance(value, str) and value.startswith("e") and value[1:].isdecimal()):
                    continue
                if touched is not None and touched.get(each.record, {}).get(name) != value:
                    self._log.repeated.setdefault(pc.name, set()).add(value)
                    continue
                shown = form.shown.get(name) if form else None
                saw = () if shown is None else (shown,)
                self._log.edits.append(
                    Edit(pc=pc.name, key=each.key, record=each.record, name=name, value=value, saw=saw)
                )

    def note_deletion(self, pc: Pc, made: Iterable[Made], record: str, showed: Iterable[Cell]) -> None:
        """Write down what was put in the bin, and everything the person saw of it."""
        for each in made:
            if each.fields.get("deleted") is True:
                self._log.deletions.append(Deletion(pc=pc.name, key=each.key, record=record, showed=frozenset(showed)))

    def note_screen(self, form: Form, fields: Mapping[str, Any]) -> None:
        """Write down the values that now stand together on the screen."""
        if members := TOGETHER.get(form.type):
            self._log.screen(form.record, (fields.get(name, form.shown[name]) for name in members))

    def some_page(self, pc: Pc) -> CasePage | None:
        """A case to work on; often the one somebody works on already."""
        ids = pc.workable()
        if not ids:
            return None
        last = self._log.edits[-1].record if self._log.edits else ""
        last = self._log.case_of.get(last, last)
        return pc.cases.page(last if last in ids and self._chance.random() < 0.5 else self._chance.choice(ids))

    def some_form(self, pc: Pc) -> Form | None:
        """A form of a case, or of what hangs on it."""
        page = self.some_page(pc)
        if page is None:
            return None
        people = [("person", person) for person in sorted({*page.people, *(each.id for each in page.people.values())})]
        kind, record = self._chance.choice([("case", page.case.id)] * 2 + people + children_of(pc, page))
        return pc.open(kind, record)


def children_of(pc: Pc, page: CasePage) -> list[tuple[str, str]]:
    """Type and id of what the page shows of what hangs on its case."""
    papers = [("attachment", paper.record.id) for paper in pc.papers.of_case(page.case.id)]
    return sorted([*papers, *((kind, child.id) for kind, name in _LISTS.items() for child in getattr(page, name))])


def cells_of(form: Form) -> list[Cell]:
    """What a form shows, or says to be there."""
    shown = form.shown | form.withheld
    return [(form.record, name, value) for name, value in shown.items() if value is not None]


def on_page(pc: Pc, page: CasePage) -> frozenset[Cell]:
    """Everything a case and what hangs on it show."""
    forms = [pc.open("case", page.case.id), *(pc.open(kind, child) for kind, child in children_of(pc, page))]
    return frozenset(cell for form in forms for cell in cells_of(form))
