"""What a record must satisfy before a person may save it, beyond the form of its fields.

Each function raises `DomainError` at the first thing wrong, with the field it is wrong at. They judge what a person
types; what arrives by synchronisation is never refused here (a breach there becomes a conflict).
"""

import datetime as dt
from fractions import Fraction

from desktop.domain.errors import DomainError
from sync.contract.records import Assignment, Case, CasePerson, Event, Hearing, Person, Practitioner, Stage

#: Excluded from legal aid (Luật TGPL Điều 27 k.1).
EXCLUDED_FIELD = "kinh_doanh_thuong_mai"
LITIGATION = "tham_gia_to_tung"
DEFENCE = "bao_chua"


def check(record: object, today: dt.date) -> None:
    """Check one record as it would be after saving.

    Raises:
        DomainError: ``required``, ``law_field_excluded``, ``dates_reversed``, ``date_in_future``,
            ``defence_needs_criminal``, ``share_invalid``.
    """
    match record:
        case Case():
            _check_case(record, today)
        case Person() | Practitioner():
            _need(record.full_name, "full_name")
            if isinstance(record, Person):
                _not_after(record.birth_date, today, "birth_date")
        case CasePerson():
            _need(record.person, "person")
        case Assignment():
            _check_assignment(record)
        case Stage():
            _need(record.kind, "kind")
            _in_order(record.from_on, record.to_on, "to_on")
        case Hearing():
            _need(record.at, "at")
        case Event():
            _need(record.on, "on")
            _need(record.content, "content")


def _check_case(case: Case, today: dt.date) -> None:
    _need(case.form, "form")
    _need(case.content, "content")
    if case.law_field == EXCLUDED_FIELD:
        raise DomainError("law_field_excluded", field="law_field")
    if case.form == LITIGATION:
        _need(case.representation, "representation")
        # Người bào chữa exists in criminal procedure only (Luật TGPL Điều 27; BLTTHS 2015 Điều 72).
        if case.representation == DEFENCE and case.law_field not in (None, "hinh_su"):
            raise DomainError("defence_needs_criminal", field="law_field")
    _in_order(case.received_at, case.accepted_at, "accepted_at")
    accepted_on = case.accepted_at.date() if case.accepted_at else None
    _not_after(accepted_on, today, "accepted_at")
    if case.outcome is not None or case.ended_on is not None:
        _need(case.outcome, "outcome")
        _need(case.ended_on, "ended_on")
        _need(case.accepted_at, "accepted_at")
        _in_order(accepted_on, case.ended_on, "ended_on")
        _not_after(case.ended_on, today, "ended_on")
        if case.outcome == "kt_khong_tiep_tuc":
            _need(case.end_reason, "end_reason")


def _check_assignment(assignment: Assignment) -> None:
    _need(assignment.practitioner, "practitioner")
    _in_order(assignment.from_on, assignment.to_on, "to_on")
    if not 0 < Fraction(assignment.share) <= 1:
        raise DomainError("share_invalid", field="share")


def _need(value: object, name: str) -> None:
    if value in (None, ""):
        raise DomainError("required", field=name)


def _in_order(first: dt.date | None, second: dt.date | None, name: str) -> None:
    if first is not None and second is not None and second < first:
        raise DomainError("dates_reversed", field=name)


def _not_after(day: dt.date | None, today: dt.date, name: str) -> None:
    if day is not None and day > today:
        raise DomainError("date_in_future", field=name)
