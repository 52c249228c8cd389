"""Cases go to other units, and units take the place of others (SYNC §5).

The second half is the oracle's: where a case may lie now, that who had it kept a copy, and where what was typed into it
may have been read.
"""

from random import Random

from desktop.services.moving import Moving
from sync.server import mergers
from sync.server.database import Database, ServerError
from tests.simulation.book import Book
from tests.simulation.found import Found
from tests.simulation.log import Log
from tests.simulation.pc import Pc


class Moves:
    """What people ask for, and what the administrator does."""

    def __init__(self, chance: Random, book: Book, log: Log, server: Database) -> None:
        self._chance = chance
        self._book = book
        self._log = log
        self._server = server
        self._merged: list[tuple[str, str]] = []

    def ask(self, pc: Pc) -> None:
        """Ask for a case to go to another unit; two may ask at once, for the same unit or for different ones."""
        page = self._book.some_page(pc)
        moving = Moving(pc.session)
        units = moving.destinations()
        if page is None or not units:
            return
        unit = self._chance.choice(units)
        fields = {"to_unit": unit.id, "on": moving.proposed_day(page.case.id).isoformat(), "reason": "chuyển nhà"}
        asked = self._book.saved(pc, lambda: moving.ask(page.case.id, fields))
        for each in asked:
            self._log.asked_to.setdefault(page.case.id, {})[each.key] = unit.id

    def merge(self, old: str, new: str) -> bool:
        """Let one unit take the place of another; whether it can."""
        if done := self._carry_out(old, new):
            self._merged.append((old, new))
        return done

    def merge_again(self) -> None:
        """Enter once more which units were merged: a server that went back has forgotten it (ADR 0007)."""
        for old, new in self._merged:
            self._carry_out(old, new)

    def _carry_out(self, old: str, new: str) -> bool:
        try:
            with self._server.write() as connection:
                mergers.carry_out(connection, mergers.plan(connection, old, new))
        except ServerError:
            return False
        return True


def at_home(log: Log, found: Found) -> None:
    """A case lies where it was taken in or where somebody moved it, and all that hangs on it lies there, too."""
    for case_id, taken_in in log.home_of.items():
        if (case := found.records.get(case_id)) is None:
            continue
        moves = {key: unit for key, unit in log.asked_to.get(case_id, {}).items() if _was_carried_out(found, key)}
        homes = {successor for unit in moves.values() for successor in found.successors(unit)}
        assert case.feed in (homes or {found.unit(taken_in)}), f"{case_id} lies where nobody moved it; moves: {moves}"
        if moves:
            _left_a_copy(case_id, found)
    for child, case_id in log.case_of.items():
        held, case = found.records.get(child), found.records.get(case_id)
        at_case = held is None or (case is not None and held.feed == case.feed)
        assert at_case, f"{held and held.type} {child} lies in a feed that is not its case's"
    for record, left in found.ways.items():
        part = found.records.get(record)
        person = found.records.get(part.values.get("person") or "") if part else None
        at_hand = part is None or person is None or person.feed == part.feed or person.feed not in left
        assert at_hand, f"{record} was moved, and names somebody of the unit it has left"


def been_in(found: Found, record: str, key: str) -> set[str]:
    """The feeds in which a value may have been read: where its entry was judged, and wherever it went from there."""
    held = found.records[record]
    judged = found.sent[key].feed if key in found.sent else held.feed
    way = [*found.ways.get(record, ()), held.feed]
    original = held.values.get("copied_from") or record
    copies = {each.feed for name, each in found.records.items() if original in (name, each.values.get("copied_from"))}
    if found.forgetful and key in found.fates:  # before the loss it was judged where it was made for
        return {judged, *(fate.feed for fate in found.fates[key]), *way, *copies}
    return {judged, *way[way.index(judged) if judged in way else -1 :], *copies}


def _was_carried_out(found: Found, key: str) -> bool:
    sent = found.sent.get(key)
    return sent is not None and sent.outcome == "forwarded"


def _left_a_copy(case_id: str, found: Found) -> None:
    """Whoever had it can still look at it, and it says where the case went."""
    copies = [held for held in found.records.values() if held.values.get("moved_as") == case_id]
    assert copies, f"{case_id} was moved and left nothing behind"
    for copy in copies:
        assert copy.values.get("moved_to") in found.units.values(), f"nobody knows where {case_id} went"
