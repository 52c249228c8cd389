"""The Sổ thụ lý, theo dõi vụ việc of a unit, to look at and to print."""

from pathlib import Path

from desktop.domain.periods import Period
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Band, Paper, PaperColumn, PaperRow
from desktop.reports.register import Book, Entry, entries
from desktop.services.closings import Closings
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import directory
from desktop.words import closings as closing_words
from desktop.words import register as words
from desktop.words import reports as report_words

__all__ = ["Book", "Entry", "Register"]


class Register:
    """The use cases of the Sổ."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def book(self, period: Period, code: str | None = None) -> Book:
        """The lines of a period; each branch has its own book (TT 12/2018/TT-BTP Điều 7 k.1).

        Args:
            period: the days on which the cases were entered.
            code: of a unit below the office; else the office itself.

        Raises:
            DomainError: ``not_your_unit`` with the code.
        """
        own = self._session.office.unit
        unit = Reports(self._session).asked(period, [code]).units[0] if code else own.id
        with self._session.database.read() as connection:
            name = own.name if unit == own.id else directory.name_of(connection, unit)
            return Book(name, period, list(entries(connection, self._session.reader, unit, period)))

    def page(self, book: Book) -> Paper:
        """The book as it is printed."""
        reader = self._session.user.full_name
        is_restricted = any(entry.row.restricted for entry in book.entries)
        return Paper(
            name=words.NAME,
            bands=(
                Band(left=(book.unit,), right=report_words.NATION),
                Band(words.IDENTIFIED, (words.TITLE, report_words.between(book.period)), ("",)),
            ),
            columns=[
                PaperColumn(heads, width, f"({number})") for number, (heads, width) in enumerate(words.COLUMNS, start=1)
            ],
            rows=[PaperRow(words.cells(entry, reader)) for entry in book.entries],
            notes=[
                words.total(book.entries),
                *self._closing(book),
                words.UNVERIFIED,
                *([words.INITIALS] if is_restricted else []),
            ],
            signers=words.SIGNERS,
            dated=report_words.DATED,
        )

    def _closing(self, book: Book) -> list[str]:
        """What is printed of the closing of the office's own book."""
        closings = Closings(self._session)
        closing = closings.of(book.period) if book.unit == self._session.office.unit.name else None
        if closing is None:
            return []
        since = closing_words.since(closing, closings.adjustments(closing), closings.standing(book.period))
        return list(filter(None, (closing_words.closed(closing), closing_words.totals(closing), since)))

    def write(self, book: Book, path: Path) -> int:
        """Write the book as a workbook or PDF; how many lines it has. Raise `SheetError`."""
        return write_paper(path, self.page(book))
