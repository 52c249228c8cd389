"""The part of one feed that a request touches, held in memory while its entries are judged.

Everything is loaded first (`sync.server.storage`), merged here, and written back in bulk. A group of entries works on a
`Draft`, which sees its own writes over the picture's; only a kept draft becomes part of the picture, so that a group
that fails leaves no trace.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.merge import Cell, State
from sync.contract.messages import Answer, Departure
from sync.server.scope import is_id
from sync.server.views import WHOLE

#: A record's type and id.
Name = tuple[str, str]


class Positions(NamedTuple):
    """Positions of a feed: those after one, up to another and with it."""

    after: int
    to: int


#: The one type whose number must not occur twice within a unit, and the field that holds it.
NUMBERED = ("case", "code")


class Unreadable(msgspec.Struct, frozen=True):
    """An entry that cannot be read; ``problem`` is the code of its refusal."""

    raw: bytes
    key: str
    problem: str


class Incoming(msgspec.Struct, frozen=True, gc=False):
    """An entry as it arrived, and what it says with the server's ids in the place of the device's own.

    ``sent`` are its fields as the device wrote them.
    """

    raw: bytes
    key: str
    entry: Entry
    sent: dict[str, Wire]


Received = Incoming | Unreadable


class Logged(msgspec.Struct, frozen=True, gc=False):
    """An entry received earlier, or earlier in this request, with its answer."""

    key: str
    feed: str
    record: str
    device: str
    counter: int
    group: int
    open: bool
    seq: int  # the position it was given, 0 if nothing was written
    plain: bool  # whether that position holds nothing but what was sent
    chained: bool  # whether the chain of where it was born counts it; of what this request brings that follows later
    answer: Answer


class _Index:
    """Names of records by something derived from their fields; may also list records that have moved on since."""

    def __init__(self, of: Callable[[State], str | None]) -> None:
        self._of = of
        self._names: defaultdict[str, set[Name]] = defaultdict(set)

    def add(self, state: State) -> None:
        if (under := self._of(state)) is not None:
            self._names[under].add((state.type, state.id))

    def names(self, under: str) -> set[Name]:
        return self._names.get(under, set())

    def join(self, other: "_Index") -> None:
        for under, names in other._names.items():
            self._names[under] |= names

    def keys(self) -> set[str]:
        return set(self._names)


class Picture:
    """What is known of the feed, and what has changed so far."""

    def __init__(self, feed: str, head: int, floor: int) -> None:
        """Start empty, at the feed's head."""
        self.feed = feed
        self.head = head
        self.homes = frozenset((feed,))  # feeds to which the entries were sent that are judged here
        self.states: dict[Name, State] = {}
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self.ids: set[str] = set()  # of the records that exist in this feed
        self.children = _Index(root_of)
        self.numbered = _Index(code_of)
        self.log: dict[str, Logged] = {}
        self.open_on: defaultdict[str, dict[str, Logged]] = defaultdict(dict)
        self.superseded_by: dict[str, str] = {}
        self.discarded: set[str] = set()
        self.dirty: set[Name] = set()
        self.changes: list[tuple[int, Name]] = []
        self.left: dict[str, Departure] = {}  # record id → when it last left this feed
        self.departures: list[tuple[int, Departure]] = []
        self.anew: set[Name] = set()  # told whole at the head, see `sync.server.guards`
        self.view = WHOLE  # how the sending PC sees the feed
        self.guarded: frozenset[str] = frozenset()  # of the records its entries name, where that view is not whole
        self.earlier: frozenset[str] = frozenset()  # ids the sending PC had before, see `scope.People`
        self.floor = floor  # versions given now are above it
        self.former: Mapping[str, int] = {}  # entries that are offered again → version they once became
        self.upon: frozenset[str] = frozenset()  # entries that change a record made before; see `ExchangeRequest`
        self.writers: dict[str, Entry] = {}  # for those: what was sent by who wrote the fields they touch

    def know(self, state: State) -> None:
        """Take in a record."""
        name = (state.type, state.id)
        self.states[name] = state
        self._types[state.id].add(state.type)
        if state.unit != self.feed:
            return  # only known so that it can be refused
        self.ids.add(state.id)
        self.children.add(state)
        self.numbered.add(state)

    def take_over(self, draft: "Draft") -> None:
        """Make the writes of one group part of what is known, at the next position of the feed."""
        self.states |= draft.states
        self.dirty |= draft.states.keys()
        for kind, record_id in draft.states:
            self._types[record_id].add(kind)
            self.ids.add(record_id)
        self.children.join(draft.children_here)
        self.numbered.join(draft.numbered_here)
        for name, (departure, there) in draft.gone.items():
            self.states[name] = there
            self.ids.discard(name[1])
            self.dirty.discard(name)
            self.left[name[1]] = departure
            self.departures.append((draft.seq, departure))
        self.changes += [(draft.seq, name) for name in (*draft.states, *draft.gone)]
        self.head = draft.seq

    def remember(self, logged: Logged) -> None:
        """Take in an entry of the log."""
        self.log[logged.key] = logged
        if logged.open:
            self.open_on[logged.record][logged.key] = logged
        elif logged.record in self.open_on:
            self.open_on[logged.record].pop(logged.key, None)

    def types_of(self, record_id: str) -> set[str]:
        """Types of the records that bear an id, in any feed: one at most, for a PC keeps its records by id."""
        return self._types.get(record_id, set())

    def stand_in(self, key: str) -> str:
        """The key of the entry that mended this one, or this one."""
        passed = {key}
        while (newer := self.superseded_by.get(key)) and newer not in passed:
            key = newer
            passed.add(key)
        return key

    def is_open(self, key: str) -> bool:
        """Whether the entry was received, has no final answer, and was neither mended nor discarded."""
        logged = self.log.get(key)
        return (
            logged is not None
            and logged.open
            and logged.feed in self.homes
            and key not in self.superseded_by
            and key not in self.discarded
        )


class Draft:
    """One group's writes over the picture; `keep` makes them part of it."""

    def __init__(self, picture: Picture) -> None:
        """Begin a group; all its writes get the next position of the feed."""
        self.picture = picture
        self.seq = picture.head + 1
        self.states: dict[Name, State] = {}  # all of this feed
        self.gone: dict[Name, tuple[Departure, State]] = {}  # what has left it, and as what it arrived elsewhere
        self.children_here = _Index(root_of)
        self.numbered_here = _Index(code_of)

    def get(self, name: Name) -> State:
        """The record as this group sees it; one that nobody has written is empty, at version 0."""
        state = self.states.get(name) or self.picture.states.get(name)
        return state or State(type=name[0], id=name[1], unit=self.picture.feed)

    def put(self, state: State) -> None:
        """Write a record."""
        self.states[(state.type, state.id)] = state
        self.children_here.add(state)
        self.numbered_here.add(state)

    def depart(self, state: State, there: State) -> None:
        """Let a record leave for the feed in which it is written as ``there``."""
        name = (state.type, state.id)
        self.states.pop(name, None)
        departure = Departure(type=state.type, id=state.id, version=self.leaves_at(state), unit=there.unit)
        self.gone[name] = departure, there

    def leaves_at(self, state: State) -> int:
        """The version up to which PCs let go of a record that departs, what a restored server forgot included."""
        return max(state.version, self.picture.floor)

    def write(self, state: State, values: Mapping[str, Wire], cause: Incoming) -> State:
        """Write fields without a merge, in the name of the entry that caused it."""
        after = self.written(state, values, cause)
        self.put(after)
        return after

    def written(self, state: State, values: Mapping[str, Wire], cause: Incoming) -> State:
        """The record as it would be with these fields written."""
        version, seq, key = max(state.version, self.picture.floor) + 1, self.seq, cause.key
        author, at = cause.entry.author, cause.entry.at
        cells = {name: Cell(value, version, seq, key, author, at) for name, value in values.items()}
        return State(
            type=state.type, id=state.id, unit=state.unit, version=version, seq=seq, cells={**state.cells, **cells}
        )

    def children(self, root: str) -> list[State]:
        """The records that hang on a root."""
        states = map(self.get, sorted(self.picture.children.names(root) | self.children_here.names(root)))
        return [state for state in states if root_of(state) == root and state.unit == self.picture.feed]

    def with_code(self, code: str) -> list[State]:
        """The records that bear a number."""
        states = map(self.get, sorted(self.picture.numbered.names(code) | self.numbered_here.names(code)))
        return [state for state in states if code_of(state) == code and state.unit == self.picture.feed]

    def keep(self) -> int:
        """Make the writes part of the picture; return their position, 0 if there were none."""
        if not (self.states or self.gone):
            return 0
        self.picture.take_over(self)
        return self.seq


def value(state: State, name: str) -> Wire:
    """The value of a field; None if nobody has written it."""
    cell = state.cells.get(name)
    return cell.value if cell else None


def is_deleted(state: State) -> bool:
    """Whether the record lies in the bin."""
    return value(state, "deleted") is True


def root_field(record_type: str) -> str | None:
    """Name of the field that says which case a record hangs on; of a type a later version made, what it would be."""
    declared = RECORD_TYPES.get(record_type)
    return declared.root if declared else "case"


def root_of(state: State) -> str | None:
    """The id a record hangs on: its case; for a conflict about something outside a case, that record."""
    if state.type == "conflict":
        root = value(state, "case") or value(state, "record")
    elif (name := root_field(state.type)) is not None:
        root = value(state, name)
    else:
        return None
    # Of a type that a later version made, what looks like a case may be any text.
    return root if isinstance(root, str) and is_id(root) else None


def family_of(state: State) -> str:
    """The id of the case a record belongs to; a case's own, and that of a record outside any case."""
    return root_of(state) or state.id


def code_of(state: State) -> str | None:
    """The number that no other record of the unit may bear."""
    kind, name = NUMBERED
    code = value(state, name) if state.type == kind else None
    return code if isinstance(code, str) else None
