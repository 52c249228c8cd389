"""What a PC holds is altered behind its back, as a failing disk or a defect would: the digests find it (ADR 0014).

Either the PC's own count goes along with it, so that the next comparison shows that it differs; or it does not, and
only a full recount does, for which somebody has to ask. Nothing is altered so that a person would be shown a newer
value than there is: against what was never written anywhere no synchronisation helps.
"""

from collections.abc import Callable
from random import Random

import msgspec
from sqlalchemy import Connection, func, select, update

from desktop.services.verifying import verify
from desktop.store import door
from sync.client import acknowledged
from sync.client.tables import digests, replica
from tests.simulation.log import TOGETHER, WRITTEN, Log
from tests.simulation.pc import Pc

Kind = Callable[[Connection, Pc, str], None]
"""Breaks something of one record on a PC."""


class Damage:
    """What breaks, and who looks after it."""

    def __init__(self, chance: Random, log: Log, *, without_line: Pc | None, forgetful: bool) -> None:
        """A PC ``without_line`` cannot compare, and is spared."""
        self._chance, self._log = chance, log
        self._without_line, self._forgetful = without_line, forgetful
        self._counted: list[Kind] = [self._lose, self._alter, self._forget]
        self._uncounted: list[Kind] = [self._lose_row, self._alter_row, self._miscount, self._empty_count]

    def strike(self, pc: Pc) -> None:
        """Something of one record breaks."""
        if pc is self._without_line:
            return
        with pc.session.database.write() as connection:
            people_write = replica.c.type.in_(sorted(WRITTEN)) & (replica.c.hash != 0)  # 0: to be fetched anew anyway
            ids = connection.scalars(select(replica.c.id).where(people_write).order_by(replica.c.id)).all()
            if not ids:
                return
            record, unnoticed = self._chance.choice(ids), self._chance.random() < 0.5
            self._chance.choice(self._uncounted if unnoticed else self._counted)(connection, pc, record)
        pc.damaged, pc.wants_recount = True, pc.wants_recount or unnoticed
        self._log.damaged.add(record)

    def look_after(self, pc: Pc) -> bool:
        """On a good line: have everything counted, or fetched anew where nothing compares; whether there was need."""
        if not (pc.damaged and pc.session.office.enrolled):
            return False
        if pc.wants_recount:
            found = pc.on_line(0, lambda: verify(pc.synchronise))
            if found is None:
                return True  # it has to ask for a code first
            assert found.equal or self._forgetful, f"{pc.name} was counted anew, and is still not equal"
        pc.damaged = pc.wants_recount = False
        return True

    def _lose(self, connection: Connection, _pc: Pc, record: str) -> None:
        """A record is gone, as if it had never come; perhaps from the screen as well."""
        kind = acknowledged.read(connection, [record])[record].type
        acknowledged.drop(connection, [record])
        if self._chance.random() < 0.5:
            door.show_again(connection, [record], {record: kind})

    def _lose_row(self, connection: Connection, _pc: Pc, record: str) -> None:
        """A row is gone."""
        connection.execute(replica.delete().where(replica.c.id == record))

    def _alter(self, connection: Connection, pc: Pc, record: str) -> None:
        """A text becomes another, on the screen as well."""
        self._altered(connection, pc, record)
        door.show_again(connection, [record])

    def _alter_row(self, connection: Connection, pc: Pc, record: str) -> None:
        """A text becomes another, and the hash of the record is what it was."""
        before = connection.execute(select(replica.c.hash).where(replica.c.id == record)).scalar_one()
        count = connection.execute(select(digests)).all()
        self._altered(connection, pc, record)
        connection.execute(update(replica).where(replica.c.id == record).values(hash=before))
        for row in count:
            connection.execute(update(digests).where(digests.c.feed == row.feed).values(buckets=row.buckets))

    def _forget(self, connection: Connection, _pc: Pc, record: str) -> None:
        """The newest that somebody wrote into a record is missing, as if that piece of news had been left out."""
        state = acknowledged.read(connection, [record])[record]
        texts = [name for name in WRITTEN[state.type] if name in state.doc]
        if texts:
            del state.doc[max(texts, key=lambda name: state.doc[name].stamp)]
            acknowledged.write(connection, {record: state})
            door.show_again(connection, [record])

    def _miscount(self, connection: Connection, _pc: Pc, record: str) -> None:
        """The hash of a record is another; the record is as it was."""
        connection.execute(update(replica).where(replica.c.id == record).values(hash=replica.c.hash + 1))

    def _empty_count(self, connection: Connection, _pc: Pc, _record: str) -> None:
        """The buckets of all feeds are empty."""
        connection.execute(update(digests).values(buckets=func.zeroblob(func.length(digests.c.buckets))))

    def _altered(self, connection: Connection, pc: Pc, record: str) -> None:
        """Write another text, which people take for what was there: whoever replaces it has replaced that one."""
        state = acknowledged.read(connection, [record])[record]
        texts = [name for name in WRITTEN[state.type] if name in state.doc and isinstance(state.doc[name].value, str)]
        if not texts or state.type in TOGETHER:
            return
        name = self._chance.choice(texts)
        right = state.doc[name].value
        wrong = f"x{self._log.text()}"
        pc.read_as[wrong] = pc.reads(right)
        state.doc[name] = msgspec.structs.replace(state.doc[name], value=wrong)
        acknowledged.write(connection, {record: state})


def mended(pcs: list[Pc]) -> None:
    """Nothing is known to differ any more."""
    for pc in pcs:
        differing = pc.synchronise.status().totals.differing
        assert not differing, f"{pc.name} still differs in {differing} feeds"
