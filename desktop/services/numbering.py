"""The numbering of the Sổ: who gives the numbers, which ones, and what became of those nobody bears (SYNC §5).

The right is with one PC of the unit. It gives numbers out of the blocks that were leased to it, also where there is no
line; every other PC shows temporary codes until that one has synchronised.
"""

import datetime as dt
from collections.abc import Iterator

import msgspec

from desktop.domain.catalogues import catalogue
from desktop.domain.errors import DomainError
from desktop.domain.numbering import format_code
from desktop.services.session import OfficeInfo, Session
from desktop.store import directory, door, incarnation, records, registers
from desktop.store.door import Change, Changed
from desktop.store.engine import Connection
from desktop.store.registers import Book
from sync.contract.fields import Wire
from sync.contract.identity import new_id
from sync.contract.records import Case, NumberBlock
from sync.contract.records.numbering import Act, ActOutcome, BlockEnd

#: Roles that may take the right to number away from another PC.
_MAY_TAKE_OVER = frozenset({"quan_tri", "lanh_dao_trung_tam", "truong_chi_nhanh"})


class Void(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the Sổ that no case bears and none will: ``first`` to ``last`` of a year, of whose PC, and why."""

    year: int
    first: int
    last: int
    pc: str
    why: BlockEnd
    ended_at: str


class ClosedBook(msgspec.Struct, frozen=True, kw_only=True):
    """The Sổ of a unit that was merged into this one, while cases accepted there wait for their number.

    ``mine``: this PC gives it, and fetches numbers for it as it does for its own; else ``pc`` does, if any.
    """

    code: str
    waiting: int
    mine: bool
    pc: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the numbering stands, as far as this PC knows.

    Attributes:
        enrolled: whether the national system knows this PC; before, each PC numbers or not as it was set up.
        mine: whether this PC gives numbers now.
        pc: what the PC is called that numbers; empty if none does.
        holder: its id.
        left: how many numbers this PC can give this year before it has to synchronise; None if there is no limit.
        given_back, asked, taken: this PC has done so, and the national system has not dealt with it yet.
        askers: names of other PCs of the unit that ask for the right.
        refused: the last thing somebody here wanted came too late: the right lay elsewhere than shown.
        waiting: accepted cases without a number.
        closed: what waits in the Sổ of units that were merged into this one.
    """

    enrolled: bool
    mine: bool
    pc: str = ""
    holder: str | None = None
    left: int | None = None
    given_back: bool = False
    asked: bool = False
    taken: bool = False
    askers: tuple[str, ...] = ()
    refused: bool = False
    waiting: int = 0
    closed: tuple[ClosedBook, ...] = ()


def gives_numbers(connection: Connection, office: OfficeInfo) -> bool:
    """Whether this PC gives the numbers of its unit's Sổ now.

    Not one that was restored and has not caught up: it would give a number twice (SYNC §5).
    """
    return registers.may_number(connection, office.unit.id) if office.enrolled else office.numbering


def next_number(connection: Connection, office: OfficeInfo, form: str | None, received: dt.datetime) -> dict[str, Wire]:
    """Take the next number of this unit's Sổ for the year of receipt, within a writing transaction.

    Nothing where this PC gives none: then the case has its temporary code (TT 12/2018/TT-BTP Điều 11 k.1).
    """
    if form is None or not gives_numbers(connection, office):
        return {}
    book = Book(office.unit.id, office.unit.code, received.year)
    if office.enrolled:
        number = registers.free_number(connection, book)
    else:
        number = max(registers.last_number(connection, book), registers.last_given(connection, book)) + 1
    if number is None:
        return {}
    registers.note_given(connection, book, number)
    short = catalogue("form").get(form, received.date()).brief
    code = format_code(book.name, short, number, received.year)
    return {"register_number": number, "register_year": received.year, "code": code}


class Numbering:
    """What people do about the numbering of their Sổ."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def standing(self) -> Standing:
        """How it stands."""
        office = self._session.office
        with self._session.database.read() as connection:
            mine = gives_numbers(connection, office)
            waiting = len(registers.unnumbered(connection, office.unit.id))
            if not office.enrolled:
                return Standing(enrolled=False, mine=mine, waiting=waiting)
            unit, device = registers.holder(connection, office.unit.id), incarnation.device(connection)
            acts = registers.acts_of(connection, office.unit.id)
            own = [act for act in acts if act.device == device]
            unanswered = {act.kind for act in own if act.outcome is None}
            asking = {act.device: act.pc or "" for act in acts if act.outcome == ActOutcome.WAITS}
            book = Book(office.unit.id, office.unit.code, self._session.today().year)
            return Standing(
                enrolled=True,
                mine=mine,
                pc=(unit and unit.numbering_pc) or "",
                holder=unit.numbering_device if unit else None,
                left=registers.left(connection, book) if mine else None,
                given_back=Act.GIVE_BACK in unanswered,
                asked=Act.ASK in unanswered or device in asking,
                taken=Act.TAKE_OVER in unanswered,
                askers=tuple(name for asker, name in asking.items() if asker != device),
                refused=bool(own) and own[-1].outcome == ActOutcome.STALE,
                waiting=waiting,
                closed=tuple(self._closed(connection)),
            )

    def _closed(self, connection: Connection) -> Iterator[ClosedBook]:
        for unit in directory.former(connection):
            if waiting := len(registers.unnumbered(connection, unit.id)):
                known, mine = registers.holder(connection, unit.id), registers.may_number(connection, unit.id)
                pc = (known and known.numbering_pc) or ""
                yield ClosedBook(code=unit.code, waiting=waiting, mine=mine, pc=pc)

    def give_back(self) -> Changed:
        """Give no more numbers here, from this moment on. Raise `DomainError` ``not_enrolled``, ``not_numbering``."""
        with self._session.database.write() as connection:
            self._must_be_enrolled()
            if not gives_numbers(connection, self._session.office):
                raise DomainError("not_numbering")
            return self._want(connection, Act.GIVE_BACK, given=registers.everything_given(connection))

    def ask(self) -> Changed:
        """Ask for the right to number.

        It comes at once if no PC has it, else when that one gives it back. Raise `DomainError` ``not_enrolled``,
        ``already_numbering``, ``already_asked``.
        """
        standing = self._may_want()
        if standing.asked:
            raise DomainError("already_asked")
        with self._session.database.write() as connection:
            return self._want(connection, Act.ASK)

    def take_over(self, reason: str) -> Changed:
        """Number here from now on, whatever the PC that numbers has given and not sent.

        What is left of its block stays void. Raise `DomainError` ``not_enrolled``, ``already_numbering``,
        ``not_allowed`` unless a head or an administrator of the unit does it, ``required`` without a reason.
        """
        standing = self._may_want()
        if self._session.user.role not in _MAY_TAKE_OVER:
            raise DomainError("not_allowed")
        if not reason.strip():
            raise DomainError("required", field="reason")
        with self._session.database.write() as connection:
            return self._want(connection, Act.TAKE_OVER, holder=standing.holder, reason=reason.strip())

    def void_numbers(self) -> list[Void]:
        """The numbers of blocks that have ended which no case bears, by year and number (số bỏ trống)."""
        unit = self._session.office.unit.id
        with self._session.database.read() as connection:
            ended = [block for block in registers.blocks_of(connection, unit) if block.ended is not None]
            return [void for block in ended for void in _void_in(connection, unit, block)]

    def adjust(self, case_id: str, reason: str) -> Changed:
        """Give a case another number, because its own stands on another case as well; dated, and kept in its history.

        The former number stays searchable. Where this PC gives none, the case has its temporary code until then.

        Raises:
            DomainError: ``no_such_record``, ``no_number_yet``, ``required`` without a reason.
        """
        office, today = self._session.office, self._session.today()
        if not reason.strip():
            raise DomainError("required", field="reason")
        with self._session.database.write() as connection:
            case = records.one(connection, Case, case_id)
            if case is None or case.unit != office.unit.id:
                raise DomainError("no_such_record", record=case_id)
            if case.code is None:
                raise DomainError("no_number_yet")
            received = case.received_at or case.accepted_at or self._session.clock()
            number = next_number(connection, office, case.form, received)
            fields = {"code": None, "register_number": None, "register_year": None, **number}
            fields["former_codes"] = [*case.former_codes, case.code]
            text = f"{case.code} → {number.get('code', '…')}: {reason.strip()}"
            event = {"case": case_id, "on": today.isoformat(), "kind": "dieu_chinh_so", "content": text}
            changes = [
                Change(type="case", id=case_id, fields=fields),
                Change(type="event", id=new_id(), fields=event, new=True),
            ]
            return door.save(connection, self._session.author(), changes)

    def _may_want(self) -> Standing:
        self._must_be_enrolled()
        standing = self.standing()
        if standing.mine:
            raise DomainError("already_numbering")
        return standing

    def _must_be_enrolled(self) -> None:
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")

    def _want(self, connection: Connection, kind: Act, **more: Wire) -> Changed:
        fields = {"kind": kind.value, "device": incarnation.device(connection), **more}
        change = Change(type="numbering_act", id=new_id(), fields=fields, new=True)
        return door.save(connection, self._session.author(), [change])


def _void_in(connection: Connection, unit: str, block: NumberBlock) -> list[Void]:
    """The runs of numbers of a block that no case bears."""
    book = Book(unit, block.book or "", block.year or 0)
    borne = registers.borne(connection, book)
    runs: list[list[int]] = []
    for number in range(block.first or 1, (block.last or 0) + 1):
        if number in borne:
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [
        Void(
            year=book.year,
            first=first,
            last=last,
            pc=block.pc or "",
            why=BlockEnd(block.ended or BlockEnd.TAKEN_OVER),
            ended_at=block.ended_at or "",
        )
        for first, last in runs
    ]
