"""The Sổ: which numbers were given, which this PC may give, and which accepted cases still wait for theirs."""

import datetime as dt
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from desktop.store import directory, incarnation, records, settings
from desktop.store.tables import TABLES
from sync.client.tables import EntryState, entries, stands
from sync.contract.records import NumberBlock, NumberingAct, Unit
from sync.contract.records.numbering import FEW_LEFT, Act, Held

_GIVEN = "numbers_given"
_TOLD = "numbers_told"
#: Years of which a newcomer is asked; what is older is on paper.
_YEARS = 10
#: Numbers of the next year are asked for this long before it begins.
_AHEAD = dt.timedelta(days=31)

_case, _block, _act = TABLES["case"], TABLES["number_block"], TABLES["numbering_act"]


def _of_book() -> ColumnElement[bool]:
    """Whether a case bears a number of the Sổ ``of`` the unit, in ``book`` and ``in_year``."""
    start = func.substr(_case.c.code, 1, func.length(bindparam("book")))
    of_year = (_case.c.unit == bindparam("of")) & (_case.c.register_year == bindparam("in_year"))
    return of_year & (start == bindparam("book"))


_LAST_NUMBER = select(_case.c.register_number).where(_of_book()).order_by(_case.c.register_number.desc()).limit(1)
_LAST_WITHIN = _LAST_NUMBER.where(_case.c.register_number.between(bindparam("first"), bindparam("last")))
_BORNE = select(_case.c.register_number).where(_of_book())


class Unnumbered(msgspec.Struct, frozen=True):
    """An accepted case without a number."""

    id: str
    form: str | None
    received_at: str | None
    accepted_at: str
    moved_in_on: str | None = None


class Book(msgspec.Struct, frozen=True):
    """One Sổ of one year: the unit's id, what stands first in its codes, the year of receipt."""

    unit: str
    name: str
    year: int


def last_number(connection: Connection, book: Book) -> int:
    """The last running number any case of this Sổ bears; 0 if none does."""
    return connection.scalar(_LAST_NUMBER, _named(book)) or 0


def last_numbers(connection: Connection, unit: str) -> dict[int, int]:
    """Year → last running number given in this unit's Sổ."""
    query: Any = select(_case.c.register_year, func.max(_case.c.register_number))
    query = query.where(_case.c.unit == unit, _case.c.register_year.is_not(None)).group_by(_case.c.register_year)
    return {row[0]: row[1] for row in connection.execute(query)}


def borne(connection: Connection, book: Book) -> set[int]:
    """Every number that a case of this Sổ bears, those in the bin included."""
    return {number for number in connection.scalars(_BORNE, _named(book)) if number}


def last_given(connection: Connection, book: Book) -> int:
    """The last number this PC remembers to have given; it may stand on paper though no case bears it any more."""
    given: dict[str, dict[str, int]] = settings.get(connection, _GIVEN, {})
    return given.get(book.name, {}).get(str(book.year), 0)


def everything_given(connection: Connection) -> dict[str, dict[str, int]]:
    """Book → year → the last number this PC gave."""
    found: dict[str, dict[str, int]] = settings.get(connection, _GIVEN, {})
    return found


def note_given(connection: Connection, book: Book, number: int) -> None:
    """Remember a number that is about to be given, in the transaction that gives it."""
    given = everything_given(connection)
    given.setdefault(book.name, {})[str(book.year)] = number
    settings.put(connection, _GIVEN, given)


def holder(connection: Connection, unit: str) -> Unit | None:
    """The record of the unit, which says which PC numbers; None before the first synchronisation."""
    return records.one(connection, Unit, unit)


def may_number(connection: Connection, unit: str) -> bool:
    """Whether the right to number is with this PC, and nobody here has given it back."""
    known, device = holder(connection, unit), incarnation.device(connection)
    if known is None or known.numbering_device != device or not incarnation.has_caught_up(connection):
        return False
    given_back = (_act.c.kind == Act.GIVE_BACK.value) & (_act.c.device == device) & _act.c.outcome.is_(None)
    return connection.scalar(select(_act.c.id).where(given_back, _act.c.deleted.is_(False)).limit(1)) is None


def free_number(connection: Connection, book: Book) -> int | None:
    """The next number in the blocks of this PC; None where they are used up or it has none."""
    given = last_given(connection, book)
    for block in _own_blocks(connection, book):
        first, last = block.first or 1, block.last or 0
        borne_here = connection.scalar(_LAST_WITHIN, {**_named(book), "first": first, "last": last}) or 0
        number = max(given, first - 1, borne_here) + 1
        if number <= last:
            return number
    return None


def left(connection: Connection, book: Book) -> int:
    """How many numbers this PC can still give without asking."""
    given = max(last_given(connection, book), last_number(connection, book))
    blocks = _own_blocks(connection, book)
    return sum(max(0, (block.last or 0) - max(given, (block.first or 1) - 1)) for block in blocks)


def to_ask(connection: Connection, now: dt.datetime) -> tuple[Held, ...]:
    """What the server is told of the numbering: the years in which few numbers are left, and all in a new epoch.

    Of a Sổ that a merger has closed: the years in which cases wait, where its numbers are used up.
    """
    unit = settings.get(connection, "office")["unit"]
    is_told = settings.get(connection, _TOLD) == settings.get(connection, "epoch")
    asked = []
    if may_number(connection, unit["id"]):
        soon = {(now + ahead).year for ahead in (dt.timedelta(), _AHEAD)}
        for year in sorted(soon | _years_waiting(connection, unit["id"])):
            book = Book(unit["id"], unit["code"], year)
            if not is_told or left(connection, book) < FEW_LEFT:
                asked.append(_held(connection, book))
    for closed in directory.former(connection):
        if may_number(connection, closed.id):
            books = [Book(closed.id, closed.code, year) for year in sorted(_years_waiting(connection, closed.id))]
            wanted = [book for book in books if free_number(connection, book) is None]
            asked += [msgspec.structs.replace(_held(connection, book), unit=closed.id) for book in wanted]
    return tuple(asked)


def _held(connection: Connection, book: Book) -> Held:
    """How far this PC has come in a book."""
    newest = max(_own_blocks(connection, book), key=lambda block: block.first or 0, default=None)
    span = (newest.first or 0, newest.last or 0) if newest else (0, 0)
    return Held(book.year, max(last_given(connection, book), last_number(connection, book)), *span)


def _years_waiting(connection: Connection, unit: str) -> set[int]:
    """The years of the Sổ in which cases wait for their number."""
    waiting = unnumbered(connection, unit)
    return {int((each.moved_in_on or each.received_at or each.accepted_at)[:4]) for each in waiting}


def given_alone(connection: Connection, today: dt.date) -> tuple[Held, ...]:
    """How far an office has come that numbers by itself: this year, and every other year in which it gave numbers."""
    unit = settings.get(connection, "office")["unit"]
    years = sorted({today.year, *last_numbers(connection, unit["id"])})[-_YEARS:]
    books = [Book(unit["id"], unit["code"], year) for year in years]
    return tuple(Held(b.year, max(last_given(connection, b), last_number(connection, b))) for b in books)


def note_told(connection: Connection, epoch: str) -> None:
    """The server has answered; if it is of the epoch already known, it has heard of the blocks this PC holds."""
    if settings.get(connection, _TOLD) != epoch == settings.get(connection, "epoch"):
        settings.put(connection, _TOLD, epoch)


def forget_told(connection: Connection) -> None:
    """A new epoch was heard of on a stick, by which the blocks of this PC were not named to it yet."""
    settings.drop(connection, _TOLD)


def blocks_of(connection: Connection, unit: str) -> list[NumberBlock]:
    """Every block of the unit, by year and number."""
    blocks = [block for block in records.every(connection, NumberBlock) if block.unit == unit]
    return sorted(blocks, key=lambda block: (block.year or 0, block.first or 0))


def acts_of(connection: Connection, unit: str) -> list[NumberingAct]:
    """What people of the unit wanted of the right to number, oldest first; what was withdrawn is left out."""
    return [act for act in records.every(connection, NumberingAct) if act.unit == unit]


def unnumbered(connection: Connection, unit: str) -> list[Unnumbered]:
    """Accepted cases of the unit that wait for their number, in the order of acceptance.

    One that the server refused is left out: it may be given up, and its number would stay void.
    """
    refused = select(entries.c.id).where(stands(EntryState.REJECTED))
    query = (
        select(_case.c.id, _case.c.form, _case.c.received_at, _case.c.accepted_at, _case.c.moved_in_on)
        .where(
            _case.c.unit == unit,
            _case.c.accepted_at.is_not(None),
            _case.c.register_number.is_(None),
            _case.c.moved_to.is_(None),
            _case.c.deleted.is_(False),
            _case.c.id.not_in(refused),
        )
        .order_by(_case.c.accepted_at, _case.c.id)
    )
    return [Unnumbered(*row) for row in connection.execute(query)]


def _named(book: Book) -> dict[str, Any]:
    return {"of": book.unit, "book": f"{book.name}.", "in_year": book.year}


def _own_blocks(connection: Connection, book: Book) -> list[NumberBlock]:
    device = incarnation.device(connection)
    mine = (book.name, book.year, device, None)
    return [b for b in blocks_of(connection, book.unit) if (b.book, b.year, b.holder, b.ended) == mine]
