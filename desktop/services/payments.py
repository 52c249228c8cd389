"""What was paid for cases over a period: looked through, and handed to accounting."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.domain.payments import total
from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Band, Paper, PaperColumn, PaperRow
from desktop.reports.payments import Paid, paid_in
from desktop.services.session import Session
from desktop.words import payments as words
from desktop.words import reports as report_words

__all__ = ["Ledger", "Paid", "Payments"]


class Ledger(NamedTuple):
    """What an office paid in a period; ``unit`` is its name."""

    unit: str
    period: Period
    lines: Sequence[Paid]

    @property
    def total(self) -> int:
        """The sum in đồng."""
        return total(each.payment for each in self.lines)


class Payments:
    """The use cases of payments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ledger(self, period: Period) -> Ledger:
        """The payments of the office in a period, in the order of their days."""
        unit = self._session.office.unit
        with self._session.database.read() as connection:
            return Ledger(unit.name, period, paid_in(connection, self._session.reader, unit.id, period))

    def page(self, ledger: Ledger) -> Paper:
        """The ledger as it is printed."""
        rows = [PaperRow(words.cells(number, each)) for number, each in enumerate(ledger.lines, start=1)]
        return Paper(
            name=words.NAME,
            bands=(
                Band(left=(ledger.unit,), right=report_words.NATION),
                Band(middle=(words.TITLE, report_words.between(ledger.period))),
            ),
            columns=[PaperColumn((head,), width) for head, width in words.COLUMNS],
            rows=[*rows, PaperRow(words.sum_cells(ledger.total), heavy=True)],
            signers=words.SIGNERS,
            dated=report_words.DATED,
        )

    def write(self, ledger: Ledger, path: Path) -> int:
        """Write the ledger as a workbook or PDF; how many lines it has. Raise `SheetError`."""
        return write_paper(path, self.page(ledger))
