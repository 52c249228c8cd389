"""Figures of organisations without the program: a workbook goes out to each, comes back, is checked and added."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from desktop.domain.dates import format_date
from desktop.domain.errors import DomainError
from desktop.domain.periods import Period
from desktop.domain.text import fold_accents
from desktop.exchange.blank_sheet import Blank, write_blank
from desktop.exchange.files import safe_name
from desktop.exchange.filled_sheet import Filled, Problem, read_filled
from desktop.reports import collected, counting, layout
from desktop.reports.asked import Asked
from desktop.reports.collected import Standing
from desktop.reports.forms import Form
from desktop.reports.given import Numbers, completed, overdrawn, packed
from desktop.reports.populations import POPULATIONS
from desktop.services.cases import Cases, Edit
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store import records
from desktop.words import collected as words
from sync.contract.fields import Wire
from sync.contract.records import Organisation, OrganisationFigures

__all__ = ["Collecting", "Problem", "Returned", "Standing"]

#: Letters of a name that enter the name of a file; Excel opens none whose whole path is longer than 218.
_LONGEST_NAME = 60
_GONE: Mapping[str, Wire] = {"deleted": True}


class Returned(msgspec.Struct, frozen=True):
    """A workbook that came back, read but not taken in.

    Attributes:
        organisation: whose it is.
        form: which version of which form.
        period: its days.
        figures: what it reports, as a record holds it; empty where something is wrong.
        problems: what is wrong with it.
        here: what the organisation had reported before; the last one counts.
    """

    organisation: Organisation
    form: Form
    period: Period
    figures: dict[str, dict[str, str]]
    problems: tuple[Problem, ...]
    here: Sequence[OrganisationFigures]


class Collecting:
    """The use cases of organisations' figures."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reports = Reports(session)

    def standing(self, form: Form, between: Period) -> list[Standing]:
        """Who reports a form for a period, by name, and whether they have."""
        asked = self._reports.asked(between)
        with self._session.database.read() as connection:
            return collected.standing(connection, form, asked, self._reports.units())

    def organisation(self, reference: str) -> Organisation:
        """The organisation of this name or id. Raise `DomainError` ``no_such_organisation``."""
        with self._session.database.read() as connection:
            every = records.every(connection, Organisation)
        wanted = fold_accents(reference)
        named = [each for each in every if reference == each.id or wanted == fold_accents(each.name or "")]
        if len(named) != 1:
            raise DomainError("no_such_organisation", name=reference)
        return named[0]

    def file_name(self, organisation: Organisation, form: Form, between: Period) -> str:
        """What the workbook of an organisation is called."""
        days = f"{between.first.isoformat()} {between.last.isoformat()}"
        name = (organisation.name or "")[:_LONGEST_NAME]
        return f"{safe_name(f'{form.code} {name} {days}')}.xlsx"

    def write_templates(
        self, organisations: Iterable[Organisation], form: Form, between: Period, folder: Path
    ) -> list[Path]:
        """Write the workbook of each into a folder, over none that is there: it may have come back filled in.

        Raises:
            DomainError, SheetError: as `write_template`.
        """
        written: list[Path] = []
        for one in organisations:
            path = plain = folder / self.file_name(one, form, between)
            number = 1
            while path.exists():
                number += 1
                path = plain.with_stem(f"{plain.stem} ({number})")
            self.write_template(one, form, between, path)
            written.append(path)
        return written

    def write_template(self, organisation: Organisation, form: Form, between: Period, path: Path) -> None:
        """Write the workbook an organisation fills in.

        Raises:
            DomainError: ``not_from_organisations`` for a form that is counted here alone.
            SheetError: the file cannot be written.
        """
        if not form.from_organisations:
            raise DomainError("not_from_organisations", form=form.code)
        unit = self._session.office.unit
        facts = {
            "organisation": organisation.id,
            "name": organisation.name or "",
            "unit": unit.id,
            "form": form.code,
            "version": form.version,
            "from": between.first.isoformat(),
            "to": between.last.isoformat(),
        }
        asked = form.asked_elsewhere
        whole = [each for each in asked if POPULATIONS[each.population or form.population].weight is None]
        blank = Blank(
            paper=layout.blank(form, Asked(between, ()), organisation.name or "", unit.name),
            facts=facts,
            rows=[row.mark if row.of else None for row in form.rows],
            columns=[str(each.key) for each in asked],
            whole=frozenset(str(each.key) for each in whole),
        )
        write_blank(path, blank)

    def read(self, path: Path, form: Form | None = None, between: Period | None = None) -> Returned:
        """Read a workbook that came back.

        Args:
            path: the file.
            form: the form it is expected to be of, if one is.
            between: the period it is expected to be of.

        Raises:
            SheetError: as `read_filled`.
            DomainError: ``figures_of_other_form``, ``figures_of_other_period``: it is not what is expected;
                ``figures_of_unknown``: its organisation is none of this office; ``no_such_form``;
                ``figures_counted_already``: its cases are counted from the program; ``figures_blank``.
        """
        filled = read_filled(path)
        facts = filled.facts
        period = Period(dt.date.fromisoformat(facts["from"]), dt.date.fromisoformat(facts["to"]))
        if form is not None and (form.code, form.version) != (facts["form"], facts["version"]):
            raise DomainError("figures_of_other_form", file=path.name, form=facts["form"], wanted=form.code)
        if between is not None and period != between:
            raise DomainError(
                "figures_of_other_period", file=path.name, **_days("", period), **_days("wanted_", between)
            )
        form = self._reports.exactly(facts["form"], facts["version"])
        known = {each.organisation.id: each for each in self.standing(form, period)}
        standing = known.get(facts["organisation"])
        if standing is None:
            raise DomainError("figures_of_unknown", file=path.name, name=facts["name"], **_days("", period))
        if standing.in_program:
            raise DomainError("figures_counted_already", name=facts["name"])
        if filled.blank:
            raise DomainError("figures_blank", file=path.name)
        numbers = completed(form, {(mark, _key(key)): number for (mark, key), number in filled.numbers.items()})
        problems = filled.problems or tuple(_sums(form, Asked(period, ()), numbers, filled))
        here = [*standing.earlier, standing.figures] if standing.figures else []
        return Returned(standing.organisation, form, period, packed(numbers), problems, here)

    def take(self, returned: Returned, *, replace: bool = False) -> str:
        """Keep what an organisation reported, as one record that travels; return its id.

        Raises:
            DomainError: ``figures_wrong`` with how much is; ``figures_here`` where it had reported before, unless
                this is to ``replace`` that.
        """
        name = returned.organisation.name or ""
        if returned.problems:
            raise DomainError("figures_wrong", name=name, count=len(returned.problems))
        filled: dict[str, Wire] = {
            "received_on": self._session.today().isoformat(),
            "figures": dict(returned.figures),
        }
        cases = Cases(self._session)
        if returned.here:
            if not replace:
                raise DomainError("figures_here", name=name)
            *earlier, counts = returned.here
            cases.edit_together([_edit(counts, filled), *(_edit(each, _GONE) for each in earlier)])
            return counts.id
        report: dict[str, Wire] = {
            "organisation": returned.organisation.id,
            "form": returned.form.code,
            "version": returned.form.version,
            "from_on": returned.period.first.isoformat(),
            "to_on": returned.period.last.isoformat(),
        }
        return cases.add("organisation_figures", report | filled)

    def forget(self, standing: Standing) -> None:
        """Leave out all that an organisation reported, for instance because it was another's."""
        if standing.figures is not None:
            Cases(self._session).edit_together([_edit(each, _GONE) for each in (*standing.earlier, standing.figures)])


def _edit(figures: OrganisationFigures, fields: Mapping[str, Wire]) -> Edit:
    return Edit(type="organisation_figures", id=figures.id, fields=fields)


def _sums(form: Form, asked: Asked, numbers: Numbers, filled: Filled) -> Sequence[Problem]:
    """The sums that do not hold, and where more is gone than there was."""
    outcomes = counting.filled(form, asked, numbers).controls
    wrong = [words.sum_problem(outcome, filled) for outcome in outcomes if not outcome.holds]
    return [*wrong, *(words.rest_problem(each, numbers, filled) for each in overdrawn(form, numbers))]


def _key(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _days(prefix: str, between: Period) -> dict[str, str]:
    return {f"{prefix}first": format_date(between.first), f"{prefix}last": format_date(between.last)}
