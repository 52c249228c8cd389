"""Rights that come and go: cases are restricted and opened, roles change, a branch goes to no centre and comes back.

The second half is the oracle's: which feeds a PC may hold and which fields it may not, worked out from the server's
tables and the published declaration, not by the server's own code.
"""

from collections.abc import Collection, Iterator, Mapping
from random import Random
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select, text

from sync.client import packing
from sync.contract.fields import RECORD_TYPES, Sensitivity
from sync.server import accounts, tables, tree
from sync.server.database import Database, ServerError
from tests.simulation.book import Book
from tests.simulation.found import Found, Held
from tests.simulation.log import WRITTEN, Log
from tests.simulation.moves import been_in
from tests.simulation.pc import Pc

if TYPE_CHECKING:
    from tests.simulation.world import World

_HOME = {"quan_tri", "van_thu_tiep_nhan", "truong_chi_nhanh", "lanh_dao_trung_tam"}
_BELOW = {"lanh_dao_trung_tam"}
#: States of an entry that nobody has answered for good.
UNANSWERED = frozenset({"pending", "held", "waits", "rejected"})
_ROLES = ("van_thu_tiep_nhan", "nguoi_thuc_hien", "tham_dinh", "lanh_dao_trung_tam")


class Scopes:
    """What the administrator does, and who marks a case."""

    def __init__(self, chance: Random, book: Book, server: Database) -> None:
        self._chance = chance
        self._book = book
        self._server = server

    def restrict(self, pc: Pc) -> None:
        """Somebody marks a case, or opens it to everybody."""
        if page := self._book.some_page(pc):
            restricted = self._chance.random() < 0.8
            self._book.saved(pc, lambda: pc.cases.edit("case", page.case.id, {"restricted": restricted}))

    def change_role(self, pc: Pc) -> None:
        """Somebody gets other rights."""
        with self._server.write() as connection:
            try:
                role = self._chance.choice(_ROLES)
                accounts.set_account(connection, self._chance.choice(pc.people), unit=pc.unit, role=role)
            except ServerError:
                return  # the server has not heard of them

    def move_branch(self, _pc: Pc) -> None:
        """The second branch goes, or comes back; unless another unit has taken its place."""
        unit = tables.unit.c
        with self._server.write() as connection:
            if connection.scalar(select(unit.merged_into).where(unit.code == "CN2")) is None:
                tree.move_unit(connection, "CN2", parent=self._chance.choice(["TT", None]))


class Sees(msgspec.Struct, frozen=True):
    """What a PC may hold: feeds, and of records in them all fields but these.

    Of ``leaving`` it has lost the sight, and keeps what it has until a person decides about what is unsent there.
    """

    feeds: frozenset[str]
    withheld: Mapping[str, frozenset[str]]
    leaving: frozenset[str]

    def is_leaving(self, found: Found, record: str) -> bool:
        """Whether a record is of such a feed."""
        return found.records[record].feed in self.leaving

    def line(self, record: str, held: Held) -> bytes:
        """A record's line as the PC should have it."""
        hidden = self.withheld.get(record)
        if not hidden:
            return held.line
        whole = msgspec.json.decode(held.line)
        whole["fields"] = {name: cell for name, cell in whole["fields"].items() if name not in hidden}
        return msgspec.json.encode(whole, order="sorted")


def sees(world: "World", pc: Pc, found: Found) -> Sees:
    """What this PC may hold now: what anybody enrolled on it may read."""
    feeds = _feeds(world, pc, found)
    here = [fate for fate in found.fates_at(pc) if fate.state in UNANSWERED]
    leaving = frozenset({fate.feed for fate in here}) - feeds.keys()
    return Sees(frozenset(feeds), _withheld_from(_enrolled(world, pc), feeds, found), leaving)


def unnamed(world: "World", pc: Pc, found: Found) -> set[str]:
    """Those whose name whoever sits at this PC may not read, though others who share it perhaps may."""
    return {record for record, names in unread(world, pc, found).items() if "full_name" in names}


def unread(world: "World", pc: Pc, found: Found) -> dict[str, frozenset[str]]:
    """Record → the fields of it that whoever sits at this PC may not read.

    The server knows them by an account, never by their id on the PC. Of what they typed they see what they typed there;
    the copy that a case took along when it moved is another's.
    """
    reader = pc.session.reader
    account = _account_of(world, pc, reader.id) or reader.id
    withheld = _withheld_from({account: reader.role}, _feeds(world, pc, found), found)
    return {record: names | _copied(found, record) for record, names in withheld.items()}


def _enrolled(world: "World", pc: Pc) -> dict[str, str]:
    """Account → role, of everybody enrolled on a PC who may still work."""
    enrolled, account = tables.device_account.c, tables.account.c
    with world.server.read() as connection:
        people = connection.execute(
            select(account.id, account.role)
            .join_from(tables.device_account, tables.account, enrolled.account == account.id)
            .where(enrolled.device == pc.session.office.device, account.enabled)
        ).all()
    return {row.id: row.role for row in people}


def _account_of(world: "World", pc: Pc, person: str) -> str | None:
    """Whom the server takes somebody on a PC for."""
    enrolled = tables.device_account.c
    account = select(enrolled.account).where(enrolled.device == pc.session.office.device, enrolled.local_id == person)
    with world.server.read() as connection:
        return connection.scalar(account)


def _copied(found: Found, record: str) -> frozenset[str]:
    """Sensitive fields of a copy: they were written into another record than this one."""
    held = found.records[record]
    written = {name: found.sent.get(key) for name, key in held.keys.items() if _is_sensitive(held.type, name)}
    return frozenset(name for name, entry in written.items() if entry is not None and entry.record != record)


def _feeds(world: "World", pc: Pc, found: Found) -> dict[str, bool]:
    """Feed → whether it is the PC's own, of all those it may hold."""
    unit = tables.unit.c
    with world.server.read() as connection:
        above = {row.id: row.parent for row in connection.execute(select(unit.id, unit.parent))}
        supervises = connection.scalar(select(unit.kind).where(unit.code == pc.unit)) == "trung_tam"
    own = {each for each in above if found.units[pc.unit] in found.successors(each)}
    below = {each for each in above if supervises and own & set(_up(above, each))}
    return dict.fromkeys(below, False) | dict.fromkeys(own, True)


def _withheld_from(people: Mapping[str, str], feeds: Mapping[str, bool], found: Found) -> dict[str, frozenset[str]]:
    """Record → the fields of it that none of these people may read."""
    roles = set(people.values())
    guarded = [(record, found.records[record]) for record in _guarded(found) if found.records[record].feed in feeds]
    return {
        record: _withheld(held, people.keys())
        for record, held in guarded
        if not roles & (_HOME if feeds[held.feed] else _BELOW)
    }


def no_byte_too_many(pc: Pc, found: Found, log: Log, may: Sees) -> None:
    """Nothing that was typed elsewhere, and may not be held here, stands in any table."""
    cells = _cells(pc)
    own = log.own_texts(pc.name)
    told = {
        (name, value)
        for record, held in found.records.items()
        if held.feed in may.feeds
        for name, value in held.values.items()
        if isinstance(value, str) and name not in may.withheld.get(record, ())
    }
    for edit in log.edits:
        held = found.records.get(edit.record)
        if held is None or edit.value in own or (edit.name, edit.value) in told:
            continue
        if edit.name not in WRITTEN.get(held.type, ()):
            continue  # no text of its own
        where = "that is withheld" if edit.name in may.withheld.get(edit.record, ()) else ""
        where = where or (
            "" if been_in(found, edit.record, edit.key) & (may.feeds | may.leaving) else "of a foreign feed"
        )
        here = where and any(edit.value == cell or f'"{edit.value}"' in cell for cell in cells)
        assert not here, f"{pc.name} holds {edit.value}, {where}: {held.type} {edit.record} {edit.name}"


def _up(above: Mapping[str, str | None], unit: str | None) -> Iterator[str]:
    """A unit and those above it."""
    while unit is not None:
        yield unit
        unit = above[unit]


def _guarded(found: Found) -> set[str]:
    closed = {record for record, held in found.records.items() if held.type == "case" and held.values.get("restricted")}
    guarded = closed | {record for record, held in found.records.items() if held.values.get("case") in closed}
    people = {found.records[record].values.get("person") for record in guarded}
    guarded |= {person for person in people if person in found.records}
    quarrels = {record for record, held in found.records.items() if held.values.get("record") in people}
    return guarded | {record for record in quarrels if found.records[record].type == "conflict"}


def _withheld(held: Held, accounts_here: Collection[str]) -> frozenset[str]:
    if held.type == "conflict":
        about = {*(held.values.get("current") or {}), *(held.values.get("incoming") or {}), *held.values["names"]}
        says_more = any(_is_sensitive(held.values["record_type"], name) for name in about)
        return frozenset({"current", "incoming"} & held.values.keys()) if says_more else frozenset()
    authors = {name: cell[2] for name, cell in msgspec.json.decode(held.line)["fields"].items()}
    hidden = {name for name in authors if _is_sensitive(held.type, name) and authors[name] not in accounts_here}
    return frozenset(hidden)


def _is_sensitive(record_type: str, name: str) -> bool:
    return RECORD_TYPES[record_type].fields[name].info.sensitivity is not Sensitivity.OPEN


def _cells(pc: Pc) -> list[str]:
    """Every value of every table as text, unpacked: in what is packed two pieces side by side may read like a third."""
    with pc.session.database.read() as connection:
        names = connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
        )
        rows = [row for name in names.all() for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
    values = [value for row in rows for value in row]
    return [
        packing.unpack(value).decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in values
    ]
