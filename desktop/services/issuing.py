"""Reports that were issued: frozen, numbered, printed again as they were."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.domain.errors import DomainError
from desktop.exchange.paper.leaving import write_paper
from desktop.exchange.paper.model import Paper
from desktop.reports import frozen, layout
from desktop.reports.counting import Counted
from desktop.reports.frozen import Frozen
from desktop.services.cases import Cases
from desktop.services.issued_changes import CAME_UNTIL
from desktop.services.reports import Reports, named
from desktop.services.session import Session
from desktop.store import history, records, settings
from desktop.words import reports as words
from sync.contract.fields import Wire, type_of
from sync.contract.records import IssuedReport

__all__ = ["Frozen", "IssuedReport", "Issuing"]


class Issuing:
    """The use cases of reports that go out."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def issue(self, counted: Counted, number: str, note: str = "", reason: str = "") -> str:
        """Freeze a filled form as a record that travels like any other; return its id.

        Args:
            counted: the form as it stands.
            number: of the report, as the office numbers what it sends.
            note: what the office says of it.
            reason: why it goes out although a control fails; printed.

        Raises:
            DomainError: ``required`` with ``number``, or with ``reason`` where a control fails; ``number_taken``;
                ``figures_changed`` since they were counted; ``clock_wrong``; ``report_too_large``.
        """
        if self._session.clock_is_wrong:
            raise DomainError("clock_wrong")
        if not number.strip():
            raise DomainError("required", field="number")
        own = self._session.office.unit.id
        if any((each.number, each.unit) == (number.strip(), own) for each in self.issued()):
            raise DomainError("number_taken", field="number", number=number.strip())
        reports = Reports(self._session)
        now = reports.count(counted.form, counted.asked)
        if (now.every, now.given, now.owing) != (counted.every, counted.given, counted.owing):
            raise DomainError("figures_changed")  # what is issued is what was known at its moment
        explained = reports.explain(counted)
        if explained and not reason.strip():
            raise DomainError("required", field="reason")
        failing = [words.failing(each.outcome, named(each)) for each in explained]
        content = frozen.content_of(counted, self._session.office.unit.name, failing)
        between = counted.asked.period
        values: dict[str, Wire] = {
            "form": counted.form.code,
            "version": counted.form.version,
            "from_on": between.first.isoformat(),
            "to_on": between.last.isoformat(),
            "units": list(counted.asked.units),
            "number": number.strip(),
            "issued_at": self._session.clock().isoformat(timespec="seconds"),
            "issuer": self._session.user.full_name,
            "note": note.strip() or None,
            "reason": reason.strip() or None if explained else None,
            "content": msgspec.to_builtins(content),
        }
        if len(msgspec.json.encode(values["content"])) > frozen.LARGEST:
            raise DomainError("report_too_large")
        made = self._keep(values)
        with self._session.database.write() as connection:
            came = {**settings.get(connection, CAME_UNTIL, {}), made: history.last_received(connection)}
            settings.put(connection, CAME_UNTIL, came)
        return made

    def _keep(self, values: dict[str, Wire]) -> str:
        declared = type_of(IssuedReport)
        checked = declared.check(values)
        return Cases(self._session).add(
            "issued_report", {**checked, "hash": frozen.hash_of({**declared.blank, **checked})}
        )

    def issued(self) -> list[IssuedReport]:
        """Every report that was issued, newest first."""
        with self._session.database.read() as connection:
            found = records.every(connection, IssuedReport)
        return sorted(found, key=lambda each: (each.issued_at is not None, each.issued_at, each.id), reverse=True)

    def named(self, reference: str) -> IssuedReport:
        """The report of this number or id. Raise `DomainError` ``no_such_report``."""
        for each in self.issued():
            if reference.strip() in (each.number, each.id):
                return each
        raise DomainError("no_such_report", number=reference)

    def opened(self, report: IssuedReport) -> Frozen:
        """The report with its numbers. Raise `DomainError` ``report_altered``, ``report_newer``."""
        return frozen.thaw(report)

    def page(self, report: IssuedReport) -> Paper:
        """The report as it was printed. Raise as `opened`."""
        return _page(frozen.thaw(report))

    def write(self, report: IssuedReport, path: Path) -> int:
        """Write it as a workbook or PDF, as its ending says. Raise as `opened`, and `SheetError`."""
        return write_paper(path, self.page(report))


def _page(opened: Frozen) -> Paper:
    notes: Sequence[str] = words.issue(opened.record, opened.content.failing)
    return layout.page(opened.counted, opened.content.office, opened.record.number or "", notes)
