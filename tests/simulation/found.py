"""What lies in the databases when the oracle looks: read from the tables, decoded as plain JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from desktop.store import incarnation
from sync.client.tables import entries
from sync.contract.canonical import line
from sync.contract.messages import Stamped
from sync.server import tables
from tests.simulation.pc import Pc

if TYPE_CHECKING:
    from tests.simulation.world import World


class Held(msgspec.Struct, frozen=True):
    """A record on the server: its feed, plain values, the keys that wrote them, its canonical line."""

    type: str
    feed: str
    values: dict[str, Any]
    keys: dict[str, str]
    line: bytes


class Sent(msgspec.Struct, frozen=True):
    """An entry as the server keeps it."""

    record: str
    feed: str
    open: bool
    outcome: str
    version: int


class Fate(msgspec.Struct, frozen=True):
    """An entry as the PC it was made on keeps it."""

    key: str
    pc: str
    record: str
    feed: str
    intent: tuple[str, int]
    state: str
    code: str | None
    chain: tuple[str, int] | None  # feed and place, once sent


class Found(msgspec.Struct):
    """Everything; ``fates`` only of the PCs that were asked for, of which copies know some of the same entries."""

    units: dict[str, str]  # code → id
    records: dict[str, Held]
    sent: dict[str, Sent]
    fates: dict[str, list[Fate]]  # key of an entry → what each PC says of it
    mended_by: dict[str, list[str]]
    chains: dict[tuple[str, str], tuple[int, str, int, int]]  # device, feed → sent, head, missing, breaks
    aliases: dict[str, str]  # id that an office gave itself → the server's
    merged: dict[str, str]  # unit → the one that has taken its place
    ways: dict[str, list[str]]  # record → the feeds it has left, oldest first
    forgetful: bool  # the server may have gone back in time

    def every_fate(self) -> Iterator[Fate]:
        """What became of each entry, by the word of each PC that has it."""
        return chain.from_iterable(self.fates.values())

    def fates_at(self, pc: Pc) -> list[Fate]:
        """What became of the entries in the journal of this PC."""
        return [fate for fate in self.every_fate() if fate.pc == pc.name]

    def unit(self, unit: str) -> str:
        """The server's id of a unit, by whichever id a PC knew it."""
        return self.aliases.get(unit, unit)

    def successors(self, unit: str) -> list[str]:
        """A unit and those that have taken its place, one after the other."""
        into = self.merged.get(unit)
        return [unit, *(self.successors(into) if into else ())]


def find(world: "World", pcs: Iterable[Pc]) -> Found:
    """Read the server, and the journals of these PCs."""
    found = Found({}, {}, {}, {}, defaultdict(list), {}, {}, {}, defaultdict(list), world.manner.failing)
    with world.server.read() as connection:
        for row in connection.execute(select(tables.unit)):
            found.units[row.code] = row.id
            if row.merged_into:
                found.merged[row.id] = row.merged_into
        found.aliases = {row.local_id: row.unit for row in connection.execute(select(tables.unit_alias))}
        for row in connection.execute(select(tables.departure).order_by(tables.departure.c.version)):
            found.ways[row.record].append(row.feed)
        for row in connection.execute(select(tables.record)):
            found.records[row.id] = _held(row)
        logged = connection.execute(select(tables.entry)).all()
        for row in logged:
            answer = msgspec.json.decode(row.answer)
            found.sent[row.key] = Sent(row.record, row.feed, row.open, answer["outcome"], answer.get("version", 0))
        for row in connection.execute(select(tables.chain)):
            found.chains[row.device, row.feed] = (row.sent, row.head, row.missing, row.breaks)
    for pc in pcs:
        with pc.session.database.read() as connection:
            device = incarnation.device(connection)
            for row in connection.execute(select(entries)):
                place = (row.feed, row.sent) if row.sent is not None and row.device == device else None
                intent = (row.device, row.group)
                fate = Fate(row.key, pc.name, row.id, row.feed, intent, row.state, row.code, place)
                found.fates.setdefault(row.key, []).append(fate)
                if mended := msgspec.json.decode(row.raw).get("supersedes"):
                    found.mended_by[mended].append(row.key)
    told = {"applied": "applied", "agreed": "applied", "forwarded": "applied"}
    told |= _TAKEN_OUT if world.manner.scoping else {}
    for row in logged:  # what was applied after a backup that was restored lies in no journal any more
        if row.key not in found.fates and (state := told.get(found.sent[row.key].outcome)):
            intent = (row.device, row.group)
            found.fates[row.key] = [Fate(row.key, "", row.record, row.feed, intent, state, None, None)]
            if row.replaces and not row.discards:
                found.mended_by[row.replaces].append(row.key)
    return found


#: What became of entries that went from their PC with the data of a unit it had lost, by the server's word for it.
_TAKEN_OUT = {"conflict": "conflict", "forwarded": "applied", "rejected": "superseded", "waits": "superseded"}


def _held(row: Any) -> Held:
    fields: dict[str, Stamped] = {}
    keys: dict[str, str] = {}
    for stamp, _seq, key, author, at, values in msgspec.json.decode(row.doc):
        fields |= {name: Stamped(value, stamp, author, at) for name, value in values.items()}
        keys |= dict.fromkeys(values, key)
    values = {name: cell.value for name, cell in fields.items()}
    return Held(row.type, row.feed, values, keys, line(row.id, row.version, fields))
