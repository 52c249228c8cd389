"""Moves a case to another unit, and takes entries made before a move to where their case is now (SYNC §5).

Everything here is judged in memory, as in `sync.server.judge`: a move writes into the pictures of two locked feeds, and
both are saved in one transaction (decisions/0009).
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sync.contract.entry import Entry, chain
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import derived_id
from sync.contract.merge import State
from sync.contract.messages import Answer, Outcome
from sync.server import conflicts
from sync.server.picture import NUMBERED, Draft, Incoming, Name, Picture, family_of, value

#: The record whose making is the request.
TRANSFER = "transfer"
_CASE = "case"
_PAPER = "attachment"
#: What cases share, and what is therefore copied: record types that hang on no case and are not one themselves.
SHARED = frozenset(
    name for name, each in RECORD_TYPES.items() if not (each.root or each.written_by_server or name == _CASE)
)
#: What a copy does not take over: to whom else its original belongs, and who it is at the PCs of its unit. Of what a
#: case shares, only people belong to an organisation; through which one they acted the assignment says itself.
_OWN_WAYS = frozenset({"copied_from", "merged_into", "login", "organisation"})
#: The fields that belong to the Sổ of the unit which gave the number.
_NUMBER = frozenset(RECORD_TYPES[_CASE].merge_groups[NUMBERED[1]])


class Destination(msgspec.Struct, frozen=True):
    """Where a unit's id leads to now, and whether cases are carried out there."""

    feed: str
    accepts: bool


class Pictures:
    """The pictures of the feeds that one request touches; ``here`` is the one it was sent to."""

    def __init__(
        self, here: Picture, others: Iterable[Picture] = (), destinations: Mapping[str, Destination] | None = None
    ) -> None:
        """Take the loaded pictures, and the units that the request names as destinations."""
        self.here = here
        self.every = (here, *others)
        self.destinations = destinations or {}


class Drafts:
    """One group's writes in every feed it touches; they are kept together."""

    def __init__(self, pictures: Pictures) -> None:
        """Begin a group."""
        self.pictures = pictures
        self._drafts = {picture.feed: Draft(picture) for picture in pictures.every}
        self.here = self._drafts[pictures.here.feed]
        self.moving: list[Incoming] = []  # requests for a move, carried out when the group is whole

    def __iter__(self) -> Iterator[Draft]:
        """Every draft."""
        return iter(self._drafts.values())

    def home(self, entry: Entry) -> Draft:
        """Where an entry belongs now: in the feed it was sent to, unless its case has left that one since."""
        if len(self._drafts) == 1 or entry.discards:
            return self.here
        state = self.find((entry.type, entry.id))
        if state and state.unit == self.here.picture.feed:
            return self.here
        case_id = family_of(state) if state else (_root_named(entry) or entry.id)
        case = self.find((_CASE, case_id)) if case_id in self.here.picture.left else None
        lives = state or case
        return self._drafts[lives.unit] if case and lives else self.here

    def find(self, name: Name) -> State | None:
        """A record in whichever of the feeds it lives."""
        for feed, draft in self._drafts.items():
            state = draft.get(name)
            if state.version and state.unit == feed and name not in draft.gone:
                return state
        return None

    def keep(self) -> dict[str, int]:
        """Make all writes part of their pictures; feed → the position they were given, 0 where there were none."""
        return {feed: draft.keep() for feed, draft in self._drafts.items()}

    def destination(self, entry: Entry) -> Draft:
        """The draft of the feed to which an entry asks to move its case."""
        return self._drafts[self.pictures.destinations[entry.fields["to_unit"]].feed]


def check(drafts: Drafts, home: Draft, entry: Entry) -> None:
    """Refuse what would change a case that has left, and a move that cannot be.

    Raises:
        Invalid: ``moved_away`` (the copy that the old unit keeps), ``moved_already``, ``destination_unknown``,
            ``destination_not_accepting``, ``destination_same``, ``out_of_scope``.
    """
    state = home.get((entry.type, entry.id))
    case_id = family_of(state) if state.version else (_root_named(entry) or entry.id)
    case = home.get((_CASE, case_id))
    if value(case, "moved_to") and not entry.resolves:
        raise Invalid("moved_away")
    if entry.type != TRANSFER:
        return
    if state.version:
        if {"case", "to_unit"} & entry.fields.keys():
            raise Invalid("moved_already", field="to_unit")
        return
    if home is not drafts.here:
        raise Invalid("moved_already", field="to_unit")
    if not case.version or case.unit != home.picture.feed:
        raise Invalid("out_of_scope")
    destination = drafts.pictures.destinations.get(str(entry.fields.get("to_unit")))
    if destination is None:
        raise Invalid("destination_unknown", field="to_unit")
    if destination.feed == home.picture.feed:
        raise Invalid("destination_same", field="to_unit")
    if not destination.accepts:
        raise Invalid("destination_not_accepting", field="to_unit")


def asks_for_one(entry: Entry) -> bool:
    """Whether a checked entry of this feed asks for a move: one that only corrects an earlier request does not."""
    return entry.type == TRANSFER and "to_unit" in entry.fields


def forwarded(incoming: Incoming, home: Draft) -> Answer:
    """The answer to what was taken to another feed; of that feed nothing else is told."""
    return Answer(key=incoming.key, outcome=Outcome.FORWARDED, unit=home.picture.feed)


def translated(drafts: Drafts, home: Draft, incoming: Incoming) -> Incoming:
    """A late entry with the people it names as its new feed knows them."""
    entry = incoming.entry
    fields = {name: _known_as(drafts.here, home, kind, wire, incoming) for name, kind, wire in _shared(entry)}
    entry = msgspec.structs.replace(entry, fields={**entry.fields, **fields}) if fields else entry
    return msgspec.structs.replace(incoming, entry=entry)


def without_number(incoming: Incoming) -> tuple[Incoming, Incoming | None]:
    """A late entry without, and only with, what belongs to the Sổ of the unit that the case has left."""
    entry = incoming.entry
    numbered = {name: wire for name, wire in entry.fields.items() if name in _NUMBER} if entry.type == _CASE else {}
    if not numbered:
        return incoming, None
    rest = {name: wire for name, wire in entry.fields.items() if name not in numbered}
    only = (msgspec.structs.replace(entry, fields=fields) for fields in (rest, numbered))
    first, second = (msgspec.structs.replace(incoming, entry=part) for part in only)
    return first, second


def of_the_copy(here: Draft, incoming: Incoming) -> Incoming:
    """What is said of a case that has left, as said of the copy that stayed."""
    entry = incoming.entry
    copy = copy_id(entry.id, here.picture.feed, here.picture.left[entry.id].version)
    return msgspec.structs.replace(incoming, entry=msgspec.structs.replace(entry, id=copy, resolves=()))


def copy_id(record_id: str, feed: str, version: int) -> str:
    """The id of what stays of a record in the feed that its case has left at this version of the case."""
    return derived_id(record_id, feed, str(version))


def keep_paper(drafts: Drafts, home: Draft, incoming: Incoming) -> None:
    """A paper that was added before the move and told of after it: its bytes are at the old unit alone.

    So that unit keeps a copy, as of what was there when the case left, and the bytes follow by it.
    """
    entry, here = incoming.entry, drafts.here
    case_id = entry.fields.get("case")
    left = here.picture.left.get(case_id) if entry.type == _PAPER and isinstance(case_id, str) else None
    if left is None or entry.id in here.picture.left:
        return
    case, paper = (copy_id(each, here.picture.feed, left.version) for each in (left.id, entry.id))
    here.write(here.get((_PAPER, paper)), {**entry.fields, "case": case}, incoming)
    arrived = home.get((_PAPER, entry.id))
    here.depart(arrived, arrived)


def carry_out(drafts: Drafts, incoming: Incoming) -> Draft:
    """Move the case of a request with everything that hangs on it; return the draft of its new feed."""
    entry, here = incoming.entry, drafts.here
    there = drafts.destination(entry)
    case = here.get((_CASE, entry.fields["case"]))
    family = [case, *here.children(case.id)]
    _leave_a_copy(here, there.picture.feed, case, family, incoming)
    code = value(case, NUMBERED[1])
    for member in family:
        arrived = _placed(member, there, member.id, {})
        there.put(arrived)
        people = {name: _known_as(here, there, kind, wire, incoming) for name, kind, wire in _shared_of(arrived)}
        _rewrite(there, arrived, people, incoming)
    unnumbered: dict[str, Wire] = dict.fromkeys(("code", "register_number", "register_year"))
    if code:
        unnumbered["former_codes"] = [*(value(case, "former_codes") or ()), code]
    _rewrite(there, there.get((_CASE, case.id)), {**unnumbered, "moved_in_on": _day(entry)}, incoming)
    request = there.get((entry.type, entry.id))
    _rewrite(there, request, {"from_unit": here.picture.feed, "from_code": code}, incoming)
    for member in family:
        here.depart(member, there.get((member.type, member.id)))
    return there


def _leave_a_copy(here: Draft, to: str, case: State, family: Iterable[State], incoming: Incoming) -> None:
    """What the old unit keeps: the case and all that hangs on it under ids of their own, its number included."""
    ids = {member.id: copy_id(member.id, here.picture.feed, here.leaves_at(case)) for member in family}
    for member in family:
        if member.type != "conflict":
            here.put(_placed(member, here, ids[member.id], ids))
    copy = here.get((_CASE, ids[case.id]))
    here.write(copy, {"moved_to": to, "moved_as": case.id}, incoming)


def _placed(state: State, draft: Draft, record_id: str, renamed: Mapping[str, str]) -> State:
    """A record as it stands at a draft's position, under an id, with what it refers to renamed."""
    cells = {
        name: msgspec.structs.replace(cell, seq=draft.seq, value=_renamed(cell.value, renamed))
        for name, cell in state.cells.items()
    }
    return msgspec.structs.replace(state, id=record_id, unit=draft.picture.feed, seq=draft.seq, cells=cells)


def _renamed(wire: Wire, renamed: Mapping[str, str]) -> Wire:
    return renamed.get(wire, wire) if isinstance(wire, str) else wire


def _rewrite(draft: Draft, state: State, values: Mapping[str, Wire], incoming: Incoming) -> None:
    """Write what differs; nothing is written where nothing was and nothing is to be."""
    changed = {name: wire for name, wire in values.items() if value(state, name) != wire}
    if changed:
        draft.write(state, changed, incoming)


def _known_as(here: Draft, there: Draft, kind: str, record_id: str, incoming: Incoming) -> str:
    """The id under which the new feed knows somebody of the old one, who is copied unless known there already."""
    original = _survivor(here, kind, record_id)
    if not original.version or original.unit != here.picture.feed:
        return record_id
    origin = value(original, "copied_from") or original.id
    known = there.get((kind, origin))
    if not known.version or known.unit != there.picture.feed:
        known = there.get((kind, derived_id(origin, there.picture.feed)))
    if known.version:
        _compare(there, known, original, incoming)
    else:
        copy = _placed(original, there, known.id, {})
        cells = {name: cell for name, cell in copy.cells.items() if name not in _OWN_WAYS}
        there.write(msgspec.structs.replace(copy, cells=cells), {"copied_from": origin}, incoming)
    return known.id


def _survivor(here: Draft, kind: str, record_id: str) -> State:
    """Somebody, or who they were found to be (SYNC §5: readers follow)."""
    passed = set()
    state = here.get((kind, record_id))
    while (same := value(state, "merged_into")) and same not in passed:
        passed.add(same)
        state = here.get((kind, same))
    return state


def _compare(there: Draft, known: State, original: State, incoming: Incoming) -> None:
    """Fill in what the new feed does not know of somebody; where it knows otherwise, let a person choose."""
    told = {name: wire for name, wire in original.values().items() if name not in _OWN_WAYS and wire is not None}
    missing = {name: wire for name, wire in told.items() if value(known, name) is None}
    _rewrite(there, known, missing, incoming)
    known = there.get((known.type, known.id))
    otherwise = {name: wire for name, wire in told.items() if value(known, name) != wire}
    asked = any(value(each, "incoming") == otherwise for each in conflicts.open_on(there, known))
    if otherwise and not asked:
        entry = msgspec.structs.replace(incoming.entry, type=known.type, id=known.id, fields=otherwise, after={})
        key = chain(incoming.key, [known.id])  # two people of one move may differ in the same fields
        conflicts.contest(there, msgspec.structs.replace(incoming, key=key, entry=entry), known, tuple(otherwise))


def _shared(entry: Entry) -> list[tuple[str, str, str]]:
    """The fields of an entry that name what cases share: field, record type, id."""
    return _naming(entry.type, entry.fields)


def _shared_of(state: State) -> list[tuple[str, str, str]]:
    return _naming(state.type, state.values())


def _naming(kind: str, values: Mapping[str, Wire]) -> list[tuple[str, str, str]]:
    declared = RECORD_TYPES.get(kind)
    named = (
        (each.name, each.info.refers_to, values.get(each.name)) for each in (declared.references if declared else ())
    )
    return [(name, to, wire) for name, to, wire in named if to in SHARED and isinstance(wire, str)]


def shared_ids(entry: Entry, family: Iterable[State]) -> set[str]:
    """Ids of what an entry and the records of a case share with other cases."""
    named = [_shared(entry), *(_shared_of(member) for member in family)]
    return {wire for fields in named for _, _, wire in fields}


def _root_named(entry: Entry) -> str | None:
    """The case that an entry says its record hangs on."""
    declared = RECORD_TYPES.get(entry.type)
    wire = entry.fields.get(declared.root) if declared and declared.root else None
    return wire if isinstance(wire, str) else None


def _day(entry: Entry) -> str:
    """The day of the move as the request says; else the day it was made."""
    return str(entry.fields.get("on") or entry.at[:10])
