"""Who numbers the Sổ changes hands: given back, asked for, taken over, offline or by the centre."""

from collections import defaultdict
from random import Random

from desktop.services.numbering import Numbering
from sync.server import numbering
from sync.server.database import Database, ServerError
from tests.simulation.book import Book
from tests.simulation.pc import Pc


class Registers:
    """What people do about the numbering, and what the centre does about it."""

    def __init__(self, chance: Random, book: Book, server: Database) -> None:
        self._chance = chance
        self._book = book
        self._server = server

    def hand_over(self, pc: Pc) -> None:
        """Give the right back, or ask for it."""
        service = Numbering(pc.session)
        act = service.give_back if self._chance.random() < 0.5 else service.ask
        self._book.saved(pc, act)

    def take_over(self, pc: Pc) -> None:
        """Somebody is tired of waiting for the other PC."""
        self._book.saved(pc, lambda: Numbering(pc.session).take_over("máy kia hỏng"))

    def give_by_force(self, pc: Pc) -> None:
        """The centre gives the right to this PC, whoever has it."""
        try:
            with self._server.write() as connection:
                numbering.take_over(connection, pc.unit, pc.session.office.device)
        except ServerError:
            return  # it has not joined, or goes on under an id the server has not heard of


def no_number_given_twice(pcs: list[Pc]) -> None:
    """What was given once may stand on paper: no PC that has joined gives it again, whatever was lost or restored."""
    cases: defaultdict[tuple[str, int, int], set[str]] = defaultdict(set)
    alone: set[tuple[str, int, int]] = set()  # given before the unit's PCs knew of each other, or by two under one id
    for pc in pcs:
        for each in pc.given:
            number = (each.book, each.year, each.number)
            cases[number].add(each.case)
            alone |= set() if each.knows else {number}
    for given, bearers in cases.items():
        assert len(bearers) == 1 or given in alone, f"number {given} was given to {len(bearers)} cases"
