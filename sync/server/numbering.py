"""The right to number a unit's Sổ, and the blocks of numbers leased to the PC that has it (SYNC §5, decisions/0010).

No range of numbers is ever leased twice, and every block lies above all that was given or leased before it. So a PC may
number where there is no line, and whoever takes its right away takes none of its numbers. All of this happens under the
lock of the unit's feed; the PCs learn of it as of any other record.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select, update

from sync.contract.fields import Wire, build
from sync.contract.identity import derived_id
from sync.contract.merge import State
from sync.contract.records.numbering import (
    BLOCK_SIZE,
    FEW_LEFT,
    FIRST_YEAR,
    Act,
    ActOutcome,
    BlockEnd,
    Held,
    NumberBlock,
    NumberingAct,
    number_of,
)
from sync.server import tables
from sync.server.accounts import audit, unit_by_code
from sync.server.database import ServerError, now
from sync.server.own import OwnHand
from sync.server.scope import former_units
from sync.server.storage import RECORD, state_of

#: Numbers left out by the first block of a new holder after the server was restored: more than any unit gives between
#: two backups. Who numbered meanwhile and was not heard of since may have given any of them.
GAP = 1000

_BLOCK, _ACT = "number_block", "numbering_act"


class Register:
    """The Sổ of one unit while its feed is locked: who numbers it, and its blocks. Nothing is stored before `save`."""

    def __init__(self, connection: Connection, unit: str) -> None:
        """Lock the unit's feed and load; inside a writing transaction."""
        self._connection = connection
        self._hand = OwnHand(connection, unit, [("unit", unit)])
        row = connection.execute(select(tables.unit).where(tables.unit.c.id == unit)).one()
        self.unit, self.book, self.holder = unit, str(row.code), row.numbering_device
        self.pc = _name_of(connection, self.holder)
        self._unsure = bool(row.numbering_unsure)
        record = tables.record
        here = RECORD.where(record.c.feed == unit, record.c.type.in_((_BLOCK, _ACT))).order_by(record.c.id)
        states = [state_of(each) for each in connection.execute(here)]
        self._hand.know(states)
        self.blocks = {state.id: build(NumberBlock, _values(state)) for state in states if state.type == _BLOCK}
        self._acts = {state.id: build(NumberingAct, _values(state)) for state in states if state.type == _ACT}

    def give_to(self, device: str | None) -> None:
        """Let this PC number from now on, or nobody; what it has asked for is done. Its blocks are leased apart."""
        self.holder = device
        name = _name_of(self._connection, device)
        self._hand.write(("unit", self.unit), numbering_device=device, numbering_pc=name)
        for act_id, act in self._acts.items():
            if act.device == device and act.outcome == ActOutcome.WAITS:
                self._answer(act_id, ActOutcome.DONE)

    def grant(self, device: str | None) -> None:
        """Let this PC number, with a block of this year at once: who asks by stick need not wait for the next one.

        Not where the server was restored: the PC may hold a block already, and tells of it.
        """
        self.give_to(device)
        if device is not None and not self._unsure:
            self.lease(device, [Held(datetime.now(UTC).year, 0)])

    def end_blocks(self, holder: str | None, why: BlockEnd, given: dict[str, dict[str, int]] | None = None) -> None:
        """End the blocks of a PC.

        Args:
            holder: the PC.
            why: the reason people read beside the numbers that stay void.
            given: book → year → last number given, of a PC that gives its right back; nothing of its blocks stays void.
        """
        for block_id, block in self.blocks.items():
            if block.holder != holder or block.ended is not None:
                continue
            last = block.last or 0
            if given is not None:
                told = given.get(block.book or "", {}).get(str(block.year), 0)
                last = max((block.first or 1) - 1, min(last, max(told, self._last_borne(block.year or 0))))
            self._keep(block_id, last=last, ended_at=now(), ended=why.value)

    def lease(self, device: str, asked: Iterable[Held]) -> None:
        """Give the PC that numbers its next blocks, for the years in which few numbers are left to it.

        What is asked for again because an answer was lost is given once. A block this server does not know was leased
        before it was restored, and is written down again.
        """
        this_year = datetime.now(UTC).year
        for held in asked:
            if not FIRST_YEAR <= held.year <= this_year + 1:
                continue
            if held.last and self._is_free(held.year, held.first, held.last):
                self._add(held.year, held.first, held.last, device)
            blocks = self._of_year(held.year)
            mine = [block for block in blocks if block.holder == device and block.ended is None]
            left = sum(max(0, (b.last or 0) - max(held.given, (b.first or 1) - 1)) for b in mine)
            if left < FEW_LEFT:
                top = max((block.last or 0 for block in blocks), default=0)
                first = max(top, held.given, self._last_borne(held.year)) + 1
                if self._unsure and not mine:
                    self._leave_out(held.year, first, first + GAP - 1)
                    first += GAP
                self._add(held.year, first, first + BLOCK_SIZE - 1, device)
        self._unsure = False

    def act(self, device: str, act_id: str) -> None:
        """Do what somebody at this PC of the unit wants."""
        act = self._acts[act_id]
        if act.outcome is not None:
            return
        outcome = ActOutcome.DONE
        match act.kind:
            case _ if _is_shut_out(self._connection, device):
                outcome = ActOutcome.STALE
            case Act.GIVE_BACK if self.holder == device:
                self.end_blocks(device, BlockEnd.GIVEN_BACK, act.given or {})
                self.grant(self._next_asker())
            case Act.ASK if self.holder in (None, device):
                self.grant(device)
            case Act.ASK if _is_shut_out(self._connection, self.holder):
                self.take_over(device)
            case Act.ASK:
                outcome = ActOutcome.WAITS
            case Act.TAKE_OVER if self.holder in (None, act.holder) and self.holder != device:
                self.take_over(device)
            case _:
                outcome = ActOutcome.STALE
        self._answer(act_id, outcome, device=device, pc=_name_of(self._connection, device))

    def take_over(self, device: str) -> None:
        """Let this PC number instead of the one that does; its first block lies above all of that one's."""
        self.end_blocks(self.holder, BlockEnd.TAKEN_OVER)
        self.grant(device)

    def save(self) -> None:
        """Store what has changed."""
        unit = tables.unit
        values = {"numbering_device": self.holder, "numbering_unsure": self._unsure}
        self._connection.execute(update(unit).where(unit.c.id == self.unit).values(**values))
        self._hand.save()

    def _of_year(self, year: int) -> list[NumberBlock]:
        return [block for block in self.blocks.values() if (block.book, block.year) == (self.book, year)]

    def _is_free(self, year: int, first: int, last: int) -> bool:
        blocks = self._of_year(year)
        return 1 <= first <= last and not any((b.first or 1) <= last and first <= (b.last or 0) for b in blocks)

    def _add(self, year: int, first: int, last: int, device: str) -> None:
        block_id = derived_id(self.unit, self.book, str(year), str(first))
        values: dict[str, Wire] = {"book": self.book, "year": year, "first": first, "last": last, "holder": device}
        values["pc"] = _name_of(self._connection, device)
        if block_id in self.blocks:  # it was given back with nothing of it used
            values |= {"ended": None, "ended_at": None}
        self.blocks[block_id] = NumberBlock(id=block_id, unit=self.unit, **values)
        self._hand.write((_BLOCK, block_id), **values)

    def _leave_out(self, year: int, first: int, last: int) -> None:
        """Write down numbers nobody gets, for somebody may have had them before the server was restored."""
        block_id = derived_id(self.unit, self.book, str(year), str(first))
        values: dict[str, Wire] = {"book": self.book, "year": year, "first": first, "last": last}
        values |= {"ended_at": now(), "ended": BlockEnd.SERVER_RESTORED.value}
        self.blocks[block_id] = NumberBlock(id=block_id, unit=self.unit, **values)
        self._hand.write((_BLOCK, block_id), **values)

    def _keep(self, block_id: str, **values: str | int) -> None:
        self.blocks[block_id] = msgspec.structs.replace(self.blocks[block_id], **values)
        self._hand.write((_BLOCK, block_id), **values)

    def _answer(self, act_id: str, outcome: ActOutcome, **values: str | None) -> None:
        values["outcome"] = outcome.value
        self._acts[act_id] = msgspec.structs.replace(self._acts[act_id], **values)
        self._hand.write((_ACT, act_id), **values)

    def _next_asker(self) -> str | None:
        waiting = (act for act in self._acts.values() if act.outcome == ActOutcome.WAITS and not act.deleted)
        return next((act.device for act in waiting if not _is_shut_out(self._connection, act.device)), None)

    def _last_borne(self, year: int) -> int:
        """The highest number of this Sổ and year that any case bears."""
        code = tables.record.c.code
        here = code.startswith(f"{self.book}.", autoescape=True) & code.endswith(f".{year}")
        codes = self._connection.scalars(select(code).where(tables.record.c.feed == self.unit, here))
        return max((number_of(each) or 0 for each in codes), default=0)


def follow(connection: Connection, device: str, unit: str, acts: Sequence[str]) -> None:
    """Do what people at a PC want of its unit's right to number; ``acts`` are ids of records just written."""
    register = Register(connection, unit)
    for act_id in acts:
        register.act(device, act_id)
    register.save()


def lease(connection: Connection, device: str, unit: str, asked: Sequence[Held]) -> None:
    """Lease the PC that numbers what it lacks, in the Sổ of its unit and of those whose place that one has taken.

    Of anybody else nothing is heard. See `Register.lease`.
    """
    of = tables.unit.c
    meant = {held.unit or unit for held in asked}
    held_by = select(of.id).where(of.id.in_(meant), of.numbering_device == device).order_by(of.id)
    for each in list(connection.scalars(held_by)):  # in the order in which feeds are locked
        register = Register(connection, each)
        if register.holder == device:
            register.lease(device, [held for held in asked if (held.unit or unit) == each])
            register.save()


def claim(connection: Connection, device: str, unit: str, asked: Sequence[Held]) -> bool:
    """Let a PC that joins and has numbered so far go on, if no other PC of its unit does; whether it numbers now."""
    register = Register(connection, unit)
    if register.holder is None:
        register.give_to(device)
        register.lease(device, asked)
        register.save()
    return bool(register.holder == device)


def pass_on(connection: Connection, before: str, device: str, unit: str) -> None:
    """Let a PC that goes on under another id go on numbering, in a block of its own.

    Its file was restored, and what it gave after the backup may stand on paper alone: the old block has ended.
    """
    if connection.scalar(select(tables.unit.c.numbering_device).where(tables.unit.c.id == unit)) != before:
        return
    register = Register(connection, unit)
    register.end_blocks(before, BlockEnd.RESTORED)
    register.grant(device)
    register.save()


def take_over(connection: Connection, unit_code: str, device: str) -> None:
    """Let a PC of the unit (by code) number from now on, by the administrator's will.

    Raises:
        ServerError: ``unit_unknown``; ``device_unknown`` unless it is a PC that is let in, of this unit or of the one
            that has taken its place.
    """
    unit = unit_by_code(connection, unit_code)
    works_in = _unit_of(connection, device) or ""
    if unit not in {works_in, *former_units(connection, works_in)} or _is_shut_out(connection, device):
        raise ServerError("device_unknown", device=device)
    register = Register(connection, unit)
    if register.holder != device:
        register.take_over(device)
        register.save()
        audit(connection, "numbering_taken_over", unit, device)


def doubt(connection: Connection) -> None:
    """With a new epoch a restored server may have leased more than it knows of.

    A PC that numbers tells of its blocks when it hears of the epoch. Until then a take-over leaves `GAP` numbers out.
    That the backup knows of none says nothing: the first block of a Sổ may have been given after it.
    """
    connection.execute(update(tables.unit).values(numbering_unsure=True))


def _values(state: State) -> dict[str, Wire]:
    return {**state.values(), "id": state.id, "unit": state.unit}


def _name_of(connection: Connection, device: str | None) -> str | None:
    return connection.scalar(select(tables.device.c.name).where(tables.device.c.id == device)) if device else None


def _unit_of(connection: Connection, device: str) -> str | None:
    return connection.scalar(select(tables.device.c.unit).where(tables.device.c.id == device))


def _is_shut_out(connection: Connection, device: str | None) -> bool:
    gone = tables.device.c.revoked_at.is_not(None) | tables.device.c.ended_at.is_not(None)
    return connection.scalar(select(tables.device.c.id).where(tables.device.c.id == device, gone)) is not None
