"""What a record must satisfy before a person may save it, beyond the form of its fields.

They judge what a person types, and name the field it is wrong at; what arrives by synchronisation is never refused
here (a breach there becomes a conflict).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from desktop.domain import office_checks
from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.domain.closings import of_closing
from desktop.domain.demands import in_order, need, not_after
from desktop.domain.errors import DomainError
from desktop.domain.lifecycle import LITIGATION
from desktop.domain.payments import of_payment
from desktop.domain.quality_checks import in_case, of_appraisal, of_verdict
from sync.contract.fields import Record, type_of
from sync.contract.records import (
    Appraisal,
    Assignment,
    Attachment,
    Case,
    CasePayment,
    CasePerson,
    Event,
    Hearing,
    Person,
    RegisterClosing,
    Stage,
    SuccessVerdict,
    Transfer,
)

#: Excluded from legal aid (Luật TGPL Điều 27 k.1).
EXCLUDED_FIELD = "kinh_doanh_thuong_mai"
DEFENCE = "bao_chua"

#: What the law in force at acceptance says of who is helped; a later law changes nothing of it (Luật TGPL Điều 37 k.3).
_OF_ACCEPTANCE = frozenset({"beneficiary_category", "beneficiary_sub_status"})
#: What was in force once is what it lists: the communes on old papers.
_OF_THE_PAST = frozenset({"legacy_commune"})


def check(after: object, today: dt.date, before: object = None) -> None:
    """Check one record as it would be after saving.

    What was wrong ``before`` already does not stop anybody from changing something else: it may have come from
    another PC, and whoever mends it needs to save.

    Raises:
        DomainError: the first of ``required``, ``law_field_excluded``, ``dates_reversed``, ``date_in_future``,
            ``defence_needs_criminal``, ``share_invalid`` that is new.
    """
    known = {(problem.code, problem.field) for problem in problems(before, today)}
    for problem in problems(after, today):
        if (problem.code, problem.field) not in known:
            raise problem


def check_codes(after: Record, today: dt.date, accepted_on: dt.date | None, before: Record | None = None) -> None:
    """Check that every code a person chose may be chosen on the day that counts for it.

    For the diện that is the day of acceptance, or today while a request is not accepted. A case may take any other
    code of its own day, of the day the record is about, and of today, because it goes on under newer lists. What stood
    there before stays.

    Args:
        after: the record as it would be.
        today: the present day.
        accepted_on: the day of acceptance of the case it is or hangs on, if there is one.
        before: the record as it is.

    Raises:
        DomainError: ``not_in_catalogue`` with the field.
    """
    began = accepted_on or today
    own = getattr(after, "on", None) or began  # a verdict is judged by what was in force on its own day
    for field in type_of(type(after)).fields.values():
        name = field.info.catalogue
        if name is None or name not in CATALOGUES or name in _OF_THE_PAST:
            continue
        days = {began} if name in _OF_ACCEPTANCE else {began, own, today}
        for code in _codes(after, field.name) - _codes(before, field.name):
            if not any(catalogue(name).find(code, day) for day in days):
                label = catalogue(name).label(code)
                raise DomainError("not_in_catalogue", field=field.name, entry=label, catalogue=name, on=began)


def check_in_case(after: Record, case: Case, before: Record | None = None) -> None:
    """Check what a record says against the case it hangs on, as it would be; what was wrong before stays.

    Raises:
        DomainError: ``success_needs_litigation``, ``success_needs_end``.
    """
    known = set() if before is None else {problem.code for problem in in_case(before, case)}
    for problem in in_case(after, case):
        if problem.code not in known:
            raise problem


def problems(record: object, today: dt.date) -> Iterator[DomainError]:
    """Everything that is wrong with a record, in the order of its form."""
    rules = _RULES.get(type(record), office_checks.problems)
    yield from rules(record, today)


def _of_case(case: Case, today: dt.date) -> Iterator[DomainError]:
    yield from need(case.form, "form")
    yield from need(case.content, "content")
    if case.law_field == EXCLUDED_FIELD:
        yield DomainError("law_field_excluded", field="law_field")
    if case.form == LITIGATION:
        yield from need(case.representation, "representation")
        # Người bào chữa exists in criminal procedure only (Luật TGPL Điều 27; BLTTHS 2015 Điều 72).
        if case.representation == DEFENCE and case.law_field not in (None, "hinh_su"):
            yield DomainError("defence_needs_criminal", field="law_field")
    yield from in_order(case.received_at, case.accepted_at, "accepted_at")
    accepted_on = case.accepted_at.date() if case.accepted_at else None
    yield from not_after(accepted_on, today, "accepted_at")
    yield from not_after(case.refused_on, today, "refused_on")
    yield from not_after(case.referred_on, today, "referred_on")
    if case.referred_to is not None or case.referred_on is not None:
        yield from need(case.referred_to, "referred_to")
        yield from need(case.referred_on, "referred_on")
    if case.outcome is not None or case.ended_on is not None:
        yield from need(case.outcome, "outcome")
        yield from need(case.ended_on, "ended_on")
        yield from need(case.accepted_at, "accepted_at")
        yield from in_order(accepted_on, case.ended_on, "ended_on")
        yield from not_after(case.ended_on, today, "ended_on")
        if case.outcome == "kt_khong_tiep_tuc":
            yield from need(case.end_reason, "end_reason")


def _of_person(person: Person, today: dt.date) -> Iterator[DomainError]:
    yield from need(person.full_name, "full_name")
    yield from not_after(person.birth_date, today, "birth_date")


def _of_case_person(part: CasePerson, _today: dt.date) -> Iterator[DomainError]:
    yield from need(part.person, "person")


def _of_assignment(assignment: Assignment, _today: dt.date) -> Iterator[DomainError]:
    yield from need(assignment.practitioner, "practitioner")
    yield from in_order(assignment.from_on, assignment.to_on, "to_on")
    if not 0 < Fraction(assignment.share) <= 1:
        yield DomainError("share_invalid", field="share")


def _of_stage(stage: Stage, _today: dt.date) -> Iterator[DomainError]:
    yield from need(stage.kind, "kind")
    yield from in_order(stage.from_on, stage.to_on, "to_on")


def _of_hearing(hearing: Hearing, _today: dt.date) -> Iterator[DomainError]:
    yield from need(hearing.at, "at")


def _of_event(event: Event, _today: dt.date) -> Iterator[DomainError]:
    yield from need(event.on, "on")
    yield from need(event.content, "content")


def _of_transfer(transfer: Transfer, today: dt.date) -> Iterator[DomainError]:
    yield from not_after(transfer.on, today, "on")


def _of_attachment(paper: Attachment, today: dt.date) -> Iterator[DomainError]:
    yield from need(paper.title, "title")
    yield from need(paper.sha256, "sha256")
    yield from not_after(paper.dated_on, today, "dated_on")


#: Record → what is wrong with one of its kind; of any other `office_checks` knows.
_RULES: Mapping[type[object], Callable[[Any, dt.date], Iterator[DomainError]]] = {
    Case: _of_case,
    Person: _of_person,
    CasePerson: _of_case_person,
    Assignment: _of_assignment,
    Stage: _of_stage,
    Hearing: _of_hearing,
    Event: _of_event,
    Appraisal: of_appraisal,
    SuccessVerdict: of_verdict,
    CasePayment: of_payment,
    RegisterClosing: of_closing,
    Transfer: _of_transfer,
    Attachment: _of_attachment,
}


def _codes(record: Record | None, name: str) -> frozenset[str]:
    value = getattr(record, name, None)
    if value is None or value == "":
        return frozenset()
    return frozenset((value,) if isinstance(value, str) else value)
