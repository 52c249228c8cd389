"""What a record of an office must satisfy before a person may save it; part of `desktop.domain.checks`."""

import datetime as dt
from collections.abc import Iterator, Mapping

from desktop.domain.demands import in_order, need, not_after
from desktop.domain.errors import DomainError
from desktop.domain.norms import RATINGS
from sync.contract.records import (
    Activity,
    BudgetLine,
    CaseNorm,
    CommuneYear,
    DutyContact,
    Organisation,
    OrganisationEvent,
    Plan,
    Practitioner,
    SimpleAdvice,
    StaffMovement,
    StaffPosition,
    UnitYear,
)

#: What a record must say of which nothing else is asked.
_NEEDED: Mapping[type, tuple[str, ...]] = {
    Organisation: ("name", "kind"),
    UnitYear: ("year",),
    CommuneYear: ("year", "commune"),
}


def problems(record: object, today: dt.date) -> Iterator[DomainError]:
    """Everything that is wrong with a record, in the order of its form."""
    for name in _NEEDED.get(type(record), ()):
        yield from need(getattr(record, name), name)
    match record:
        case Practitioner():
            yield from need(record.full_name, "full_name")
            yield from in_order(record.appointed_on, record.left_on, "left_on")
            yield from in_order(record.trainee_from, record.trainee_to, "trainee_to")
        case StaffPosition():
            yield from need(record.practitioner, "practitioner")
            yield from need(record.position, "position")
            yield from need(record.from_on, "from_on")
            yield from in_order(record.from_on, record.to_on, "to_on")
        case StaffMovement():
            yield from need(record.practitioner, "practitioner")
            yield from need(record.kind, "kind")
            yield from need(record.on, "on")
            yield from in_order(record.on, record.until, "until")
        case OrganisationEvent():
            yield from need(record.organisation, "organisation")
            yield from need(record.kind, "kind")
            yield from need(record.on, "on")
            yield from in_order(record.on, record.valid_to, "valid_to")
        case DutyContact():
            yield from need(record.at, "at")
            yield from need(record.mode, "mode")
            yield from not_after(record.at.date() if record.at else None, today, "at")
        case SimpleAdvice():
            yield from need(record.on, "on")
            yield from not_after(record.on, today, "on")
            yield from need(record.content, "content")
        case Activity():
            yield from need(record.kind, "kind")
            yield from need(record.title, "title")
            yield from need(record.on, "on")
            yield from in_order(record.on, record.to_on, "to_on")
        case Plan():
            yield from _of_plan(record, today)
        case BudgetLine():
            yield from _of_budget_line(record)
        case CaseNorm():
            yield from need(record.year, "year")
            yield from need(record.seniority or record.practitioner, "seniority")
            yield from need(record.passes, "passes")
            yield from _of_steps(record)


def _of_steps(norm: CaseNorm) -> Iterator[DomainError]:
    """A better rating takes no fewer cases, else nobody could tell by which one somebody is rated."""
    least = 0
    for _rating, name in reversed(RATINGS):
        number = getattr(norm, name)
        if number is not None and number < least:
            yield DomainError("ratings_reversed", field=name)
        least = max(least, number or 0)


def _of_plan(plan: Plan, today: dt.date) -> Iterator[DomainError]:
    """That there is no plan needs a reason; a plan has a number and a day (đề cương báo cáo năm, mục I.5)."""
    yield from need(plan.year, "year")
    yield from need(plan.programme, "programme")
    if plan.absent:
        yield from need(plan.absent_reason, "absent_reason")
    else:
        yield from need(plan.number, "number")
        yield from need(plan.issued_on, "issued_on")
        yield from not_after(plan.issued_on, today, "issued_on")


def _of_budget_line(line: BudgetLine) -> Iterator[DomainError]:
    """What was not approved, or approved and not spent at all, needs a reason (đề cương báo cáo năm, mục I.6)."""
    yield from need(line.year, "year")
    yield from need(line.purpose, "purpose")
    if line.approved == 0 or (line.approved and line.spent == 0):
        yield from need(line.reason, "reason")
