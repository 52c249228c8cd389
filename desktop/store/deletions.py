"""Deletions in unusual number: they wait for a person, on their way in and on their way out (decisions/0017).

What others deleted is acknowledged like all news, but stays on the screen until the whole feed has been read. Few
deletions are then carried out; of many a person is asked, and their choice is kept. Entries that delete much are held
back before they are first sent. Nothing here reads or writes more than one transaction, so a power cut leaves either
the question or the deed.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, func, literal_column, select, update

from desktop.store import door, settings
from desktop.store.door import Author, Change, Changed
from desktop.store.history import author_names
from desktop.store.tables import TABLES
from sync.client import acknowledged, holding, journal, positions
from sync.client.acknowledged import UNJUDGED
from sync.client.tables import EntryState, entries, replica, stands

#: More records of one type than a person takes in at a glance …
MANY = 25
#: … and more than one in so many of those that are here: who clears out a branch of 2,000 cases is asked, who deletes
#: 26 of them in a month is not.
ONE_IN = 5

_KEPT = "deletion_questions"
_NAMES = 3


class Way(StrEnum):
    """Whether others deleted it, or somebody here did and it was not sent yet."""

    IN = "in"
    OUT = "out"


class Choice(StrEnum):
    """What a person may say to it."""

    ACCEPT = "accept"  # carry it out, or send it
    KEEP = "keep"  # leave it as it is until the centre has been asked
    RESTORE = "restore"  # bring back everywhere what others deleted, or give up deleting it


class Count(msgspec.Struct, frozen=True):
    """How many records of a type, of how many that were here."""

    gone: int
    of: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence.

    Attributes:
        number: of the question, on this PC.
        way, feed: in which direction, and of which unit.
        unit: what that one is called, as far as known here.
        at: local time at which it was first asked.
        counts: record type → how many.
        authors: names of those who deleted, as far as known here; three at most.
        choice, by, decided_at: what was last chosen, by which person, when; None while nobody has.
    """

    number: int = UNJUDGED
    way: Way
    feed: str
    unit: str = ""
    at: str
    counts: dict[str, Count]
    authors: tuple[str, ...] = ()
    choice: Choice | None = None
    by: str | None = None
    decided_at: str | None = None


def too_many(counts: Mapping[str, Count]) -> bool:
    """Whether a person is to be asked."""
    return any(count.gone > MANY and count.gone * ONE_IN > count.of for count in counts.values())


def of_those_here(
    connection: Connection, feed: str, gone: Mapping[str, int], *, hidden: bool = False
) -> dict[str, Count]:
    """How many of how many that show here; ``hidden``: those that go do not show any more, and are counted besides."""
    counts = {}
    for name, count in gone.items():
        table = TABLES[name]
        shown = select(func.count()).where(table.c.unit == feed, table.c.deleted.is_(False))
        counts[name] = Count(count, (connection.scalar(shown) or 0) + (count if hidden else 0))
    return counts


def every(connection: Connection) -> list[Question]:
    """Every question that was ever asked here, with what was chosen."""
    return msgspec.convert(settings.get(connection, _KEPT, []), list[Question])


def waiting(connection: Connection) -> list[Question]:
    """Those about which something is still to be done, with the counts of now."""
    now = _waiting_in(connection) | _waiting_out(connection)
    if not now:
        return []
    asked = {question.number: question for question in every(connection)}
    found = []
    for number, gone in sorted(now.items()):
        question = asked[number]
        of = {name: count.of for name, count in question.counts.items()}
        counts = {name: Count(count, max(count, of.get(name, 0))) for name, count in gone.items()}
        found.append(msgspec.structs.replace(question, counts=counts))
    return found


def doubted(connection: Connection) -> int:
    """How many records others deleted that go on showing here, because a person has not decided or keeps them."""
    return connection.scalar(select(func.count()).where(replica.c.doubted > UNJUDGED)) or 0


def judge(connection: Connection, at: str) -> Changed:
    """Carry out the deletions of every feed that has been read to its end, or ask about them if they are many."""
    changed: Changed = frozenset()
    unjudged = replica.c.doubted == UNJUDGED
    for feed in connection.scalars(select(replica.c.feed).where(unjudged).distinct().order_by(replica.c.feed)).all():
        if not positions.at_head(connection, feed):
            continue
        here = unjudged & (replica.c.feed == feed)
        gone = select(replica.c.type, func.count()).where(here).group_by(replica.c.type)
        counts = of_those_here(connection, feed, dict(connection.execute(gone).all()))
        open_one = _undecided(connection, Way.IN, feed)
        if open_one or too_many(counts):
            authors = _deleters(connection, here)
            fresh = Question(way=Way.IN, feed=feed, at=at, counts=counts, authors=authors)
            number = _ask(connection, fresh)
            connection.execute(update(replica).where(here).values(doubted=number))
        else:
            changed |= _carry_out(connection, here)
    return changed


def any_to_send(connection: Connection) -> bool:
    """Whether anything would be deleted by what goes next. Reads all that is pending: not for a writing transaction."""
    return connection.execute(_DELETING.limit(1)).first() is not None


def hold_back(connection: Connection, at: str) -> None:
    """Hold entries that would delete many records of a unit, unless a person has let them go before."""
    going: dict[str, dict[str, list[Any]]] = {}
    for row in connection.execute(_DELETING).all():
        going.setdefault(row.feed, {}).setdefault(row.type, []).append(row)
    for feed, types in going.items():
        gone = {name: len({row.id for row in rows}) for name, rows in types.items()}
        counts = of_those_here(connection, feed, gone, hidden=True)
        if _undecided(connection, Way.OUT, feed) or too_many(counts):
            keys = [row.key for rows in types.values() for row in rows]
            holding.hold(connection, keys, code=holding.MANY_DELETIONS)
            authors = _named(connection, (kept.entry.author for kept in journal.by_keys(connection, keys)))
            _ask(connection, Question(way=Way.OUT, feed=feed, at=at, counts=counts, authors=authors))


def decide(connection: Connection, author: Author, number: int, choice: Choice) -> Changed:
    """Do what a person chose, and write down who chose it; a question that waits no more is left as it is."""
    question = next((each for each in waiting(connection) if each.number == number), None)
    if question is None:
        return frozenset()
    changed: Changed = frozenset()
    if choice is not Choice.KEEP:
        act = _settle_in if question.way is Way.IN else _settle_out
        changed = act(connection, author, question, restore=choice is Choice.RESTORE)
    said = {"choice": choice, "by": author.id, "decided_at": author.at}
    _keep(connection, msgspec.structs.replace(question, **said))
    return changed


def _settle_in(connection: Connection, author: Author, question: Question, *, restore: bool) -> Changed:
    """Carry out what others deleted; to restore it everywhere is an edit like any other, made upon that."""
    changed = _carry_out(connection, replica.c.doubted == question.number)
    if not restore:
        return changed
    back = [Change(type=name, id=record_id, fields={"deleted": False}) for name, record_id in sorted(changed)]
    return changed | door.save_many(connection, [(author, [change]) for change in back])


def _settle_out(connection: Connection, author: Author, question: Question, *, restore: bool) -> Changed:
    """Let go what was held back, or give it up."""
    keys = [row.key for row in connection.execute(_HELD).all() if row.feed == question.feed]
    if not restore:
        holding.release(connection, keys)
        return frozenset()
    changed: Changed = frozenset()
    for key in keys:
        if any(kept.state is EntryState.HELD for kept in journal.by_keys(connection, [key])):  # or gone with another
            changed |= door.discard(connection, author, key)
    return changed


_sent = entries.alias()
#: Entries that delete what the server knows, of intents that were never sent and never asked about.
_DELETING = select(entries.c.feed, entries.c.type, entries.c.id, entries.c.key).where(
    stands(EntryState.PENDING),
    entries.c.tries == literal_column("0"),
    entries.c.code.is_(None),
    entries.c.deletes.is_(True),
    exists().where(replica.c.id == entries.c.id),
    ~exists().where(_sent.c.group == entries.c.group, _sent.c.device == entries.c.device, _sent.c.tries > 0),
)
_HELD = select(entries.c.feed, entries.c.type, entries.c.id, entries.c.key).where(
    stands(EntryState.HELD), entries.c.code == holding.MANY_DELETIONS
)


def _carry_out(connection: Connection, which: ColumnElement[bool]) -> Changed:
    """Let deletions show that were doubted."""
    found = connection.execute(select(replica.c.type, replica.c.id).where(which)).all()
    connection.execute(update(replica).where(which).values(doubted=None))
    door.show_again(connection, {row.id for row in found})
    return frozenset((row.type, row.id) for row in found)


def _waiting_in(connection: Connection) -> dict[int, dict[str, int]]:
    """Question → record type → how many are doubted."""
    doubted = replica.c.doubted
    query = select(doubted, replica.c.type, func.count()).where(doubted > UNJUDGED).group_by(doubted, replica.c.type)
    found: dict[int, dict[str, int]] = {}
    for number, name, count in connection.execute(query):
        found.setdefault(number, {})[name] = count
    return found


def _waiting_out(connection: Connection) -> dict[int, dict[str, int]]:
    held = connection.execute(_HELD).all()
    found: dict[int, dict[str, int]] = {}
    for feed in {row.feed for row in held}:
        asked = [question.number for question in every(connection) if (question.way, question.feed) == (Way.OUT, feed)]
        records = {(row.type, row.id) for row in held if row.feed == feed}
        if asked:
            names = [name for name, _id in records]
            found[asked[-1]] = {name: names.count(name) for name in names}
    return found


def _undecided(connection: Connection, way: Way, feed: str) -> Question | None:
    """The question of a feed that nobody has answered: what comes meanwhile belongs to it."""
    open_ones = (each for each in waiting(connection) if (each.way, each.feed) == (way, feed) and each.choice is None)
    return next(open_ones, None)


def _ask(connection: Connection, fresh: Question) -> int:
    """Begin a question, or add to the one that nobody has answered yet; return its number."""
    asked = _undecided(connection, fresh.way, fresh.feed)
    if asked is None:
        number = 1 + max((each.number for each in every(connection)), default=UNJUDGED)
        unit = TABLES["unit"]
        name = connection.scalar(select(unit.c.name).where(unit.c.id == fresh.feed)) or ""
        _keep(connection, msgspec.structs.replace(fresh, number=number, unit=name))
        return number
    both = (asked.counts, fresh.counts)
    counts = {
        name: Count(
            sum(each[name].gone for each in both if name in each), max(each[name].of for each in both if name in each)
        )
        for name in asked.counts.keys() | fresh.counts.keys()
    }
    authors = tuple(dict.fromkeys((*asked.authors, *fresh.authors)))[:_NAMES]
    _keep(connection, msgspec.structs.replace(asked, counts=counts, authors=authors))
    return asked.number


def _keep(connection: Connection, question: Question) -> None:
    others = [each for each in every(connection) if each.number != question.number]
    settings.put(connection, _KEPT, msgspec.to_builtins([*others, question]))


def _deleters(connection: Connection, which: ColumnElement[bool]) -> tuple[str, ...]:
    """Names of who deleted the first of them."""
    ids = connection.scalars(select(replica.c.id).where(which).limit(MANY)).all()
    return _named(connection, (state.doc["deleted"].author for state in acknowledged.read(connection, ids).values()))


def _named(connection: Connection, authors: Iterable[str]) -> tuple[str, ...]:
    """Names of a few people, as far as known here."""
    names = author_names(connection)
    return tuple(sorted({names[author] for author in authors if author in names}))[:_NAMES]
