"""The oracle's own book: what was saved, by whom, and what they had before them. It knows no merge and no engine."""

from collections.abc import Iterable
from typing import Any

import msgspec

#: Text fields the people of the simulation write in; every text is written only once in a run.
WRITTEN: dict[str, tuple[str, ...]] = {
    "case": ("content", "note", "result"),
    "person": ("phone", "address"),
    "case_person": ("proof", "proof_number", "proof_issuer"),
    "event": ("content",),
    "hearing": ("body", "result"),
    "assignment": ("decision_number",),
    "attachment": ("title",),
}
#: Fields of one type that mean something only together: their values must stem from one screen.
TOGETHER = {"case_person": ("proof", "proof_number", "proof_issuer")}

#: Record id, field, value.
Cell = tuple[str, str, Any]


class Told(msgspec.Struct, frozen=True):
    """In the place of a value that somebody may not read: that it is there, as of this version of its record."""

    version: int


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One value somebody saved: where, in which entry, and which values its author had on the screen.

    ``decides`` marks a choice in a conflict: its value may be one that was there before.
    """

    pc: str
    key: str
    record: str
    name: str
    value: Any
    saw: tuple[Any, ...] = ()
    decides: bool = False


class Deletion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody put a record in the bin: with which entry, and everything they had before them of what it hides."""

    pc: str
    key: str
    record: str
    showed: frozenset[Cell]


class Log:
    """Everything that was saved in one run."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.deletions: list[Deletion] = []
        self.case_of: dict[str, str] = {}  # what hangs on a case → the case
        self.home_of: dict[str, str] = {}  # case → the unit that took it in, by the id it had there and then
        self.asked_to: dict[str, dict[str, str]] = {}  # case → key of each request to move it → where to
        self.names: dict[str, str] = {}  # part → the person it was made for
        self.made_together: list[tuple[str, ...]] = []  # records that one intent made
        self.screens: dict[str, set[tuple[Any, ...]]] = {}  # record → its `TOGETHER` values as somebody saw them
        self.brought: dict[str, list[Edit]] = {}  # copy of a PC → what had been saved there by then
        self.repeated: dict[str, set[str]] = {}  # PC → texts its entries say once more beside what was typed there
        self.damaged: set[str] = set()  # records that were altered somewhere behind a PC's back
        self.restored: dict[str, list[str]] = {}  # record → keys with which somebody brought it back for everybody
        self._texts = 0

    def text(self) -> str:
        """A text nobody has written yet."""
        self._texts += 1
        return f"e{self._texts}"

    def of(self, record: str, name: str, value: Any) -> list[Edit]:
        """The edits that typed this value; decisions left out."""
        place = (record, name, value)
        return [edit for edit in self.edits if (edit.record, edit.name, edit.value) == place and not edit.decides]

    def own(self, pc: str) -> list[Edit]:
        """What was saved on this PC, or on the one whose copy it is before it was copied."""
        return [*self.brought.get(pc, ()), *(edit for edit in self.edits if edit.pc == pc)]

    def own_texts(self, pc: str) -> set[Any]:
        """What entries of this PC say, or of the one whose copy it is: typed, or left to stand beside what was."""
        return {edit.value for edit in self.own(pc)} | self.repeated.get(pc, set())

    def copied(self, pc: str, copy: str) -> None:
        """A copy has everything that was saved on a PC until now."""
        self.brought[copy], self.repeated[copy] = self.own(pc), set(self.repeated.get(pc, ()))

    def family(self, case_id: str) -> set[str]:
        """A case and what hangs on it."""
        return {case_id, *(child for child, case in self.case_of.items() if case == case_id)}

    def screen(self, record: str, values: Iterable[Any]) -> None:
        """Somebody saw these values together, or left them so."""
        self.screens.setdefault(record, set()).add(tuple(values))
