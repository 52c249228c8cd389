"""What one answer of the server makes of the acknowledged state; worked out before anything is written (SYNC §3)."""

from collections.abc import Collection, Mapping
from typing import Any

from sync.client.acknowledged import NEVER, UNJUDGED, Acknowledged, Counted
from sync.client.docs import encode_values
from sync.client.journal import Kept
from sync.client.tables import UNANSWERED
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.messages import Answer, Departure, NewsRecord, Outcome, Stamped

_AGREED = (Outcome.APPLIED, Outcome.AGREED, Outcome.CONFLICT)


class Acknowledging:
    """Takes answers first, then news.

    Most of what comes in is what was sent before, so it is told apart what has to be written again, and where.

    Attributes:
        states: record id → acknowledged state of everything touched.
        fresh: records never heard of before.
        rewritten: records other than before, if only by their version, or the stamp or author of a field.
        stirred: records that may show something other than before.
        answered: records of the entries that were answered; those that are not stirred show their values already.
        gone: what has left a feed of this PC and is in no other.
        heard: what others changed in known records, as rows of `received`.
        withdrawn: record id → fields that may not be read here any more.
        let_go: whether any value went with them.
    """

    def __init__(
        self, known: dict[str, Acknowledged], accounts: Mapping[str, str], away: Collection[str] = frozenset()
    ) -> None:
        """Begin with what is known of the records, the server's ids of the people here, and what has left this PC."""
        self.states = known
        self._accounts = accounts
        self._away = away
        self.fresh: set[str] = set()
        self.rewritten: set[str] = set()
        self.stirred: set[str] = set()
        self.answered: set[str] = set()
        self.heard: list[dict[str, Any]] = []
        self.gone: dict[str, Departure] = {}
        self.withdrawn: dict[str, frozenset[str]] = {}
        self.let_go = False
        self._counted: dict[str, Counted] = {}

    def take_answer(self, kept: Kept, answer: Answer, *, is_all: bool = False) -> None:
        """Fields the server wrote or agreed to become acknowledged with the stamps it named.

        The version is left to the news, for what an answer skips over nobody here has seen, and a deletion says what
        was; unless the answer ``is_all`` there is, because nothing but these entries was written meanwhile. What has
        left this PC does not come back by an answer that was long on its way.
        """
        entry = kept.entry
        self.answered.add(entry.id)
        if answer.outcome not in _AGREED or not entry.fields or entry.id in self._away:
            self.stirred.add(entry.id)
            return
        state = self._state(entry.id, entry.type, kept.feed)
        doc, author = state.doc, self._accounts.get(entry.author, entry.author)
        self.rewritten.add(entry.id)
        if kept.state not in UNANSWERED or state.void or state.doubted is not None:
            self.stirred.add(entry.id)  # its values need not show: it was given up, or there is more to the record
        if "deleted" in entry.fields:
            state.doubted = None  # somebody here has said so themselves
        if is_all:
            state.version = max(state.version, answer.version)
        for name, value in entry.fields.items():
            if name in answer.contested:
                self.stirred.add(entry.id)
                continue
            stamp = answer.stamps.get(name, answer.version)
            present = doc.get(name)
            if present is None or present.stamp < stamp:
                doc[name] = Stamped(value, stamp, author, entry.at)
            elif present.value != value:
                self.stirred.add(entry.id)

    def take_departure(self, feed: str, gone: Departure) -> None:
        """Drop a record that still belongs to the feed it left, at a version the move has seen (SYNC §5).

        One that never was acknowledged here is remembered all the same: what was made of it here may still be answered.
        """
        state = self.states.get(gone.id)
        if state is not None:
            if state.feed != feed or state.version > gone.version:
                return
            del self.states[gone.id]
            self._counted[gone.id] = state.counted
        for seen in (self.fresh, self.rewritten):
            seen.discard(gone.id)
        self.gone[gone.id] = gone
        self.stirred.add(gone.id)
        self.answered.add(gone.id)

    def take_news(self, feed: str, record: NewsRecord) -> None:
        """An older stamp never replaces a newer one; an equal one is the server's own wording of it."""
        self.gone.pop(record.id, None)
        if record.id not in self.states:
            withheld = frozenset(record.withheld)
            counted = self._counted.get(record.id, NEVER)  # it may have come from another feed of this PC just now
            cells = dict(record.fields)
            self.states[record.id] = Acknowledged(record.type, feed, record.version, cells, withheld, counted)
            for seen in (self.fresh, self.rewritten, self.stirred):
                seen.add(record.id)
            return
        state = self.states[record.id]
        if state.feed != feed:
            state.feed = feed
            self.rewritten.add(record.id)
            self.stirred.add(record.id)
        if state.version < record.version:
            state.version = record.version
            self.rewritten.add(record.id)
        self._take_cells(state, record)
        self._withhold(state, frozenset(record.withheld), record.id)

    def take_whole(self, feed: str, record: NewsRecord, *, is_copy: bool = False) -> None:
        """Take in all there is of a record.

        What only the server writes, and what is void, is afterwards as it says, and nothing else; so is a copy that
        stayed behind a move, and one that went along: a server that went back may have made it of something else.
        """
        before = self.states.get(record.id)
        was_deleted = before is not None and _says_deleted(before)
        self.take_news(feed, record)
        state = self.states[record.id]
        if state.void or is_copy or "copied_from" in record.fields or not _by_people(record.type):
            state.doc, state.void = dict(record.fields), False
            if before is not None and was_deleted != _says_deleted(state):
                state.doubted = None if was_deleted else self._doubt(record.type)
        newest = max((cell.stamp for cell in state.doc.values()), default=record.version)
        state.version = record.version if record.withheld else newest
        self.rewritten.add(record.id)
        self.stirred.add(record.id)

    def _withhold(self, state: Acknowledged, withheld: frozenset[str], record_id: str) -> None:
        """Let go of what may not be read here; every record says anew which fields these are."""
        gone = withheld & state.doc.keys()
        if gone or withheld != state.withheld:
            self.withdrawn[record_id] = withheld
            self.rewritten.add(record_id)
            self.stirred.add(record_id)
        state.withheld = withheld
        self.let_go |= bool(gone)
        for name in gone:
            del state.doc[name]

    def _take_cells(self, state: Acknowledged, record: NewsRecord) -> None:
        doc = state.doc
        lines: dict[tuple[str, str], dict[str, list[Wire]]] = {}
        for name, cell in record.fields.items():
            present = doc.get(name)
            if present == cell or (present is not None and present.stamp > cell.stamp):
                continue
            old = present.value if present else None
            if name not in state.withheld and (present is None or present.stamp < cell.stamp):
                lines.setdefault((cell.author, cell.at), {})[name] = [old, cell.value]
            if present is None or old != cell.value:
                self.stirred.add(record.id)
            doc[name] = cell
            self.rewritten.add(record.id)
            if name == "deleted":
                state.doubted = self._doubt(record.type) if cell.value is True and old is not True else None
        self.heard.extend(
            {"type": record.type, "id": record.id, "author": by, "at": at, "doc": encode_values(changed)}
            for (by, at), changed in lines.items()
        )

    @staticmethod
    def _doubt(record_type: str) -> int | None:
        """Whether a deletion by others is to be judged first: of a type that shows, and that people write."""
        return UNJUDGED if record_type in RECORD_TYPES and _by_people(record_type) else None

    def _state(self, record_id: str, record_type: str, feed: str) -> Acknowledged:
        state = self.states.get(record_id)
        if state is None:
            state = self.states[record_id] = Acknowledged(record_type, feed, 0, {})
        return state


def _by_people(record_type: str) -> bool:
    """Whether records of this type are written, and so deleted, by people; so are those of a later version."""
    declared = RECORD_TYPES.get(record_type)
    return declared is None or not declared.written_by_server


def _says_deleted(state: Acknowledged) -> bool:
    cell = state.doc.get("deleted")
    return cell is not None and cell.value is True
