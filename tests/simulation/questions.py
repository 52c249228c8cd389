"""Much is deleted at once: a person is asked, on the PCs of others and on their own (ADR 0017).

In a small country two records are many. The second half is the oracle's: it reads what shows and what waits before and
after an exchange, and counts for itself what went without anybody having been asked.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import msgspec
from sqlalchemy import Row, select

from desktop.services.deletions import Choice, Deletions, Way
from desktop.store.tables import TABLES
from sync.client.tables import entries, replica
from tests.simulation.book import Book, cells_of, children_of, on_page
from tests.simulation.log import WRITTEN, Log
from tests.simulation.pc import Pc

#: As many are not many, and a larger share is.
MANY, ONE_IN = 1, 5


class Questions:
    """Who clears out, and who is asked."""

    def __init__(self, chance: Random, book: Book, log: Log, pcs: list[Pc]) -> None:
        self._chance, self._book, self._log, self._pcs = chance, book, log, pcs
        self._let_go: set[str] = set()  # keys of deletions that somebody has agreed to send

    def clear_out(self, pc: Pc) -> None:
        """Somebody puts all cases but perhaps one in the bin, or all that hangs on any of them."""
        ids = pc.workable()
        if self._chance.random() < 0.5:
            for case_id in ids[self._chance.choice([0, 1]) :]:
                self._delete_case(pc, case_id)
        else:
            for kind, child in [each for case_id in ids for each in children_of(pc, pc.cases.page(case_id))]:
                self._delete_child(pc, kind, child)

    def decide(self, _pc: Pc) -> None:
        """Somebody who is asked chooses something."""
        if asked := [(pc, question.number) for pc in self._pcs for question in Deletions(pc.session).waiting()]:
            self._choose(*self._chance.choice(asked), self._chance.choice([*Choice, Choice.ACCEPT]))

    def settle(self, pc: Pc) -> bool:
        """Nobody leaves one open for ever; whether there was any."""
        waiting = Deletions(pc.session).waiting()
        for question in waiting:
            self._choose(pc, question.number, self._chance.choice([Choice.ACCEPT, Choice.RESTORE]))
        return bool(waiting)

    @contextmanager
    def watched(self, pc: Pc) -> Iterator[None]:
        """Nothing is carried out here, or sent from here, in such number that somebody would have to be asked.

        For an exchange on a good line: on a bad one requests of others arrive in between, and few may follow few.
        """
        showing, going = _showing(pc), self._going(pc)
        yield
        shows, lies, left = _showing(pc), _showing(pc, deleted=True), {row.key for row in _never_sent(pc)}
        for name, ids in showing.items():
            _not_many(pc, name, ids & lies[name], ids | shows[name] | lies[name])
        for name, keys in going.items():
            sent = {record for key, record in keys.items() if key not in left}
            _not_many(pc, name, sent, showing[name] | set(keys.values()))

    def _choose(self, pc: Pc, number: int, choice: Choice) -> None:
        service = Deletions(pc.session)
        question = next(each for each in service.waiting() if each.number == number)
        if question.way is Way.OUT and choice is Choice.ACCEPT:
            self._let_go |= _held(pc, question.feed)
        for each in self._book.saved(pc, lambda: service.decide(number, choice)):
            if each.fields.get("deleted") is False:
                self._log.restored.setdefault(each.record, []).append(each.key)

    def _going(self, pc: Pc) -> defaultdict[tuple[str, str], dict[str, str]]:
        """Type and feed → key and record of each deletion that was never sent, and that nobody has agreed to send."""
        with pc.session.database.read() as connection:
            known = set(connection.scalars(select(replica.c.id)))
        found: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in _never_sent(pc):
            if row.id in known and row.key not in self._let_go:
                found[row.type, row.feed][row.key] = row.id
        return found

    def _delete_case(self, pc: Pc, case_id: str) -> None:
        showed = on_page(pc, pc.cases.page(case_id))
        made = self._book.saved(pc, lambda: pc.cases.delete(case_id))
        self._book.note_deletion(pc, made, case_id, showed)

    def _delete_child(self, pc: Pc, kind: str, child: str) -> None:
        form = pc.open(kind, child)
        showed = cells_of(form)
        made = self._book.saved(pc, lambda: pc.cases.edit(kind, child, {"deleted": True}, form.seen))
        self._book.note_deletion(pc, made, child, showed)


def none_forgotten(pc: Pc) -> None:
    """While anybody is asked, or has said to keep what others deleted, a PC does not say that all is done."""
    with pc.session.database.read() as connection:
        doubted = set(connection.scalars(select(replica.c.id).where(replica.c.doubted > 0)))
    assert not (doubted and pc.synchronise.status().green), (
        f"{pc.name} says 'all sent' while {len(doubted)} are doubted"
    )


def _never_sent(pc: Pc) -> list[Row[Any]]:
    """Deletions of which no attempt was ever made to send them."""
    with pc.session.database.read() as connection:
        rows = connection.execute(select(entries).where(entries.c.state.in_(("pending", "held", "waits")))).all()
        tried = {(row.device, row.group) for row in connection.execute(select(entries).where(entries.c.tries > 0))}
    return [
        row
        for row in rows
        if msgspec.json.decode(row.raw).get("fields", {}).get("deleted") is True
        and (row.device, row.group) not in tried
    ]


def _held(pc: Pc, feed: str) -> set[str]:
    """Keys of what was held back there because it deletes so much."""
    held = (entries.c.state == "held", entries.c.code == "many_deletions", entries.c.feed == feed)
    with pc.session.database.read() as connection:
        return set(connection.scalars(select(entries.c.key).where(*held)))


def _showing(pc: Pc, *, deleted: bool = False) -> defaultdict[tuple[str, str], set[str]]:
    """What shows, or lies in the bin, by type and feed."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    with pc.session.database.read() as connection:
        for kind in WRITTEN:
            table = TABLES[kind]
            for row in connection.execute(select(table.c.id, table.c.unit).where(table.c.deleted.is_(deleted))):
                found[kind, row.unit].add(row.id)
    return found


def _not_many(pc: Pc, name: tuple[str, str], gone: set[str], here: set[str]) -> None:
    many = len(gone) > MANY and len(gone) * ONE_IN > len(here)
    assert not many, f"{pc.name}: {len(gone)} of {len(here)} {name[0]} were deleted, and nobody was asked"
