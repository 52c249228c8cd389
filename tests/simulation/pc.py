"""One PC of the simulation at work: its encrypted database, and its exchange over a line that breaks."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select

from desktop.services.bundles import Bundles
from desktop.store.lists import CaseFilter
from sync.client import journal
from sync.client.tables import entries, replica
from sync.contract.errors import SyncError
from tests.simulation.computer import Computer, Form, Given
from tests.simulation.fuse import Killed, Side
from tests.simulation.log import WRITTEN, Told

#: Statements within which a PC may be killed in one cycle.
STATEMENTS = 250
#: Why a PC is not let in any more that shares, or shared, its id with a copy.
_OTHER_GOES_ON = frozenset({"device_ended", "token_reused", "tokens_out_of_reach"})


Result = TypeVar("Result")


class Made(msgspec.Struct, frozen=True):
    """An entry in the journal, as far as the oracle's book needs it."""

    key: str
    record: str
    feed: str
    fields: dict[str, Any]


def book_of(code: str) -> str:
    """Whose Sổ a number is of: the first part of the code. An office that was merged leaves its book as it is."""
    return code.partition(".")[0]


class Pc(Computer):
    """One PC at work: what it exchanges and shows, and what is made at it."""

    def cycle(self, trouble: float, steps: int | None = None) -> bool:
        """One cycle on such a line, stopped after so many steps; whether it moved anything or broke."""
        before, files, done = self.last_number, self.synchronise.status().files, count()
        stopped = lambda: steps is not None and next(done) >= steps  # noqa: E731 - said where it is used
        cycle = self.on_line(trouble, lambda: self.synchronise.cycle(stopped=stopped))
        if cycle is None:
            return True
        moved = self.last_number > before or self.synchronise.status().files != files
        return bool(cycle.sent or cycle.taken or moved or cycle.totals.pending or cycle.totals.behind)

    def on_line(self, trouble: float, act: Callable[[], Result]) -> Result | None:
        """Do it on such a line; None if that broke, or the power went off."""
        chance = self._net.chance
        self.wire.trouble = trouble
        dies = chance.randrange(1, STATEMENTS) if chance.random() < trouble / 2 else None
        before, self.broke = self.last_number, None
        try:
            with self._net.fuse.lit(Side.PC, dies):
                return act()
        except Killed:
            self.restart()
        except SyncError as error:
            self.broke = error
        finally:
            self.wire.trouble = 0.0
            self.notice(self.made_since(before))
        return None

    def notice(self, made: Iterable[Made]) -> None:
        """Write down the numbers that were given: from now on they may stand on paper."""
        for each in made:
            if number := each.fields.get("register_number"):
                year, book = each.fields["register_year"], book_of(each.fields["code"])
                knows = self.session.office.enrolled and self.device not in {copy.device for copy in self.copies}
                self.given.append(Given(book, year, number, each.record, knows))

    @property
    def is_unknown(self) -> bool:
        """Whether the server lets it in no longer with any of its tokens."""
        refusals = {"enrolment_needed"} | (_OTHER_GOES_ON if self.copies else set())
        return self.broke is not None and self.broke.code in refusals

    @property
    def invited(self) -> bool:
        """Whether this PC is about to join by stick."""
        return Bundles(self.session, self.synchronise).joining

    def case_ids(self) -> list[str]:
        """Ids of the cases in this PC's list."""
        return sorted(row.id for row in self.cases.rows(self.cases.numbers(CaseFilter())))

    def workable(self) -> list[str]:
        """Those of them that have not gone to another unit."""
        return [case_id for case_id in self.case_ids() if self.cases.page(case_id).case.moved_to is None]

    def open(self, record_type: str, record: str) -> Form:
        """Open a form."""
        opened = self.cases.open(record_type, record)
        shown = {name: getattr(opened.record, name) for name in WRITTEN[record_type]}
        with self.session.database.read() as connection:
            told = Told(connection.scalar(select(replica.c.version).where(replica.c.id == record)) or 0)
        texts = {name: self.reads(text) for name, text in shown.items()}
        return Form(record_type, record, texts, opened.seen, dict.fromkeys(opened.withheld & shown.keys(), told))

    def reads(self, value: Any) -> Any:
        """What a person takes that for which stands on the screen."""
        return self.read_as.get(value, value) if isinstance(value, str) else value

    def made_since(self, number: int) -> list[Made]:
        """The entries after that one, oldest first."""
        query = select(entries.c.key, entries.c.id, entries.c.feed, entries.c.raw).where(entries.c.number > number)
        with self.session.database.read() as connection:
            rows = connection.execute(query.order_by(entries.c.number)).all()
        return [Made(row.key, row.id, row.feed, msgspec.json.decode(row.raw).get("fields", {})) for row in rows]

    @property
    def last_number(self) -> int:
        """The number of the newest entry."""
        with self.session.database.read() as connection:
            return journal.next_number(connection) - 1
