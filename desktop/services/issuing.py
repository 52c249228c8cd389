"""Reports that were issued: frozen, numbered, printed again as they were."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.domain.errors import DomainError
from desktop.exchange.paper.leaving import LETTER_ENDINGS, write_letter, write_paper
from desktop.exchange.paper.letter import Letter
from desktop.exchange.paper.model import Paper
from desktop.reports import frozen, layout
from desktop.reports.counting import Counted
from desktop.reports.frozen import Frozen
from desktop.services.cases import Cases
from desktop.services.country_bulletin import COUNTRY_FORM, CountryBulletin
from desktop.services.issued_changes import CAME_UNTIL, Since, cells_changed, changes_since
from desktop.services.reports import Reports, named
from desktop.services.session import Session
from desktop.store import history, records, settings
from desktop.words import country_bulletin as country_words
from desktop.words import reports as words
from desktop.words.country_bulletin import Told
from sync.contract.fields import Wire, type_of
from sync.contract.records import IssuedReport
from sync.contract.records.reports import OWN_UNIT

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
        now, more = self._again(counted)
        if (now.every, now.given, now.owing) != (counted.every, counted.given, counted.owing):
            raise DomainError("figures_changed")  # what is issued is what was known at its moment
        explained = reports.explain(counted)
        if explained and not reason.strip():
            raise DomainError("required", field="reason")
        failing = [words.failing(each.outcome, named(each)) for each in explained]
        content = frozen.content_of(counted, self._session.office.unit.name, failing, more)
        between = counted.asked.period
        values: dict[str, Wire] = {
            "form": counted.form.code,
            "version": counted.form.version,
            "from_on": between.first.isoformat(),
            "to_on": between.last.isoformat(),
            "units": [OWN_UNIT if each == own else each for each in counted.asked.units],
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

    def _again(self, counted: Counted) -> tuple[Counted, dict[str, Any]]:
        """The same as it stands now, and what it says in words besides its numbers."""
        if counted.form.code != COUNTRY_FORM:
            return Reports(self._session).count(counted.form, counted.asked), {}
        country = CountryBulletin(self._session)
        made = country.again(counted)
        return country.table(made), msgspec.to_builtins(made.told)

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

    def changed(self, opened: Frozen) -> Since:
        """What has changed since it was issued; of the country's bulletin only numbers, for its cases bear no names.

        Raises:
            DomainError: ``report_newer``; of the country's bulletin as `CountryBulletin.make`.
        """
        told = _told(opened)
        if told is None:
            return changes_since(self._session, opened)
        country = CountryBulletin(self._session)
        made = country.again(opened.counted)
        cells, said = cells_changed(opened.counted, country.table(made)), country_words.changed(told, made)
        return Since(cells, [], explained=not cells and not said, said=said)

    def letter(self, report: IssuedReport) -> Letter | None:
        """What went out in words, if it did: the country's bulletin. Raise as `opened`."""
        told = _told(frozen.thaw(report))
        if told is None:
            return None
        letter = country_words.letter(told)
        return msgspec.structs.replace(letter, left=(*letter.left, words.numbered(report.number or "")))

    def page(self, report: IssuedReport) -> Paper:
        """The report as it was printed. Raise as `opened`."""
        return _page(frozen.thaw(report))

    def write(self, report: IssuedReport, path: Path) -> int:
        """Write it as its ending says, in words where it went out in words. Raise as `opened`, and `SheetError`."""
        letter = self.letter(report)
        if letter is not None and path.suffix.lower() in LETTER_ENDINGS:
            return write_letter(path, letter)
        return write_paper(path, self.page(report))


def _told(opened: Frozen) -> Told | None:
    """What a bulletin of the country says; None of every other report. Raise `DomainError` ``report_newer``."""
    if opened.content.form.code != COUNTRY_FORM:
        return None
    try:
        return msgspec.convert(opened.content.more, Told)
    except msgspec.ValidationError:
        raise DomainError("report_newer", number=opened.record.number or "") from None


def _page(opened: Frozen) -> Paper:
    notes: Sequence[str] = words.issue(opened.record, opened.content.failing)
    return layout.page(opened.counted, opened.content.office, opened.record.number or "", notes)
