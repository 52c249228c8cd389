"""What a person decides in the conflict window, without a widget: the questions, their two values, the answers.

Nothing is preset. The fields of one merge group are one question, because a date from one side with a reason from the
other would be a third value that nobody meant (SYNC §2).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from desktop.services.conflicts import Choice, OpenConflict, Side, unknown_names
from desktop.ui.values import shown
from desktop.words import conflicts as words
from sync.contract.fields import RECORD_TYPES, Kind, RecordType, Wire

_DELETION = ("deleted",)


class Answer(Enum):
    """What may be chosen for one question."""

    INCOMING = auto()
    CURRENT = auto()
    OTHER = auto()


class Value(NamedTuple):
    """One side: its values in the order of the question's fields, in words, and who set them when."""

    answer: Answer
    texts: tuple[str, ...]
    who: str


class Question(NamedTuple):
    """One choice to make.

    Attributes:
        conflict: what it is about.
        names: the fields, one merge group.
        titles: their labels.
        sides: both values, the earlier edit first, so that two people who talk about it see the same order.
        before: what was there before either edit, in words; empty where this PC does not know.
        typed: whether a third value may be typed.
    """

    conflict: OpenConflict
    names: tuple[str, ...]
    titles: tuple[str, ...]
    sides: tuple[Value, Value]
    before: tuple[str, ...]
    typed: bool

    @property
    def title(self) -> str:
        """What the choice is about; a deletion says it with the choice itself."""
        return "" if self.names == _DELETION else ", ".join(self.titles)


class BrokenRule(NamedTuple):
    """Something to mend in the case itself."""

    conflict: OpenConflict
    text: str
    advice: str


class Decision:
    """The open conflicts of one case (or of one record that belongs to none), and what was chosen so far."""

    def __init__(self, conflicts: Sequence[OpenConflict], today: dt.date) -> None:
        """Ask everything that is open.

        Args:
            conflicts: as the service shows them.
            today: the day catalogue entries are worded for.
        """
        self.questions = tuple(q for c in conflicts if c.conflict.kind != "rule" for q in _questions(c, today))
        self.rules = tuple(_broken(c) for c in conflicts if c.conflict.kind == "rule")
        self._answers: dict[int, Answer] = {}
        self._typed: dict[int, Mapping[str, Wire] | None] = {}

    def choose(self, number: int, answer: Answer) -> None:
        """Take an answer for question ``number``."""
        self._answers[number] = answer

    def type(self, number: int, values: Mapping[str, Wire] | None) -> None:
        """What stands in the fields of the third value; None while it means nothing or was not touched."""
        self._typed[number] = values

    def chosen(self, number: int) -> Answer | None:
        """The answer so far."""
        return self._answers.get(number)

    @property
    def complete(self) -> bool:
        """Whether every question has an answer that can be saved."""
        return bool(self.questions) and all(
            number in self._answers
            and (self._answers[number] is not Answer.OTHER or self._typed.get(number) is not None)
            for number in range(len(self.questions))
        )

    def choices(self) -> list[tuple[OpenConflict, dict[str, Choice]]]:
        """What to resolve, conflict by conflict; only when `complete`."""
        found: dict[str, tuple[OpenConflict, dict[str, Choice]]] = {}
        for number, question in enumerate(self.questions):
            conflict = question.conflict
            chosen = found.setdefault(conflict.conflict.id, (conflict, {}))[1]
            for name in question.names:
                chosen[name] = self._choice(number, name)
        return list(found.values())

    def _choice(self, number: int, name: str) -> Choice:
        match self._answers[number]:
            case Answer.INCOMING:
                return Choice(side=Side.INCOMING)
            case Answer.CURRENT:
                return Choice(side=Side.CURRENT)
            case Answer.OTHER:
                return Choice(value=(self._typed[number] or {}).get(name))


def _questions(shown_conflict: OpenConflict, today: dt.date) -> list[Question]:
    conflict = shown_conflict.conflict
    declared = RECORD_TYPES.get(conflict.record_type or "")
    if declared is None or unknown_names(conflict):  # nobody chooses between what they cannot see
        return []
    groups: dict[tuple[str, ...], None] = {}
    for name in conflict.names:
        members = declared.merge_groups.get(name, (name,))
        groups[tuple(member for member in members if member in conflict.names)] = None
    return [_question(shown_conflict, declared, names, today) for names in groups]


def _question(of: OpenConflict, declared: RecordType, names: tuple[str, ...], today: dt.date) -> Question:
    conflict = of.conflict
    deletion = names == _DELETION
    kinds = {declared.fields[name].kind for name in names if name in declared.fields}

    def texts(values: Mapping[str, Wire]) -> tuple[str, ...]:
        if deletion:
            return (words.deletion(conflict.record_type, delete=bool(values.get("deleted"))),)
        return tuple(
            shown(declared.fields[name], values.get(name), on=today, names=of.names)
            for name in names
            if name in declared.fields
        )

    incoming = Value(
        Answer.INCOMING,
        texts(conflict.incoming or {}),
        words.edited(of.incoming_author, conflict.incoming_at, here=of.incoming_is_mine, place=of.incoming_place),
    )
    current = Value(
        Answer.CURRENT,
        texts(of.current),
        words.edited(of.current_author, of.current_at, here=of.current_is_mine, place=of.current_place),
    )
    by_time = (conflict.incoming_at or "") <= (of.current_at or "")
    return Question(
        conflict=of,
        names=names,
        titles=tuple(declared.fields[name].title for name in names if name in declared.fields),
        sides=(incoming, current) if by_time else (current, incoming),
        before=texts(of.before) if of.before and not deletion else (),
        typed=not deletion and Kind.JSON not in kinds,
    )


def _broken(of: OpenConflict) -> BrokenRule:
    conflict = of.conflict
    return BrokenRule(of, *words.broken_rule(conflict.rule, conflict.record_type, conflict.current or {}))
