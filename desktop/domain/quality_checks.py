"""What appraisals and verdicts must satisfy; see `desktop.domain.checks`."""

import datetime as dt
from collections.abc import Iterator

from desktop.domain.demands import need, not_after
from desktop.domain.errors import DomainError
from desktop.domain.lifecycle import LITIGATION
from desktop.domain.quality import MOST, SUCCESSFUL, act_of
from sync.contract.records import Appraisal, Case, SuccessVerdict


def of_appraisal(appraisal: Appraisal, today: dt.date) -> Iterator[DomainError]:
    """A score sheet: whose it is, when, and no score above the most its criterion may get."""
    for name in ("body", "act", "on"):
        yield from need(getattr(appraisal, name), name)
    yield from not_after(appraisal.on, today, "on")
    if appraisal.act and appraisal.body and appraisal.act != act_of(appraisal.body):
        yield DomainError("act_not_of_body", field="act")
    for name, most in MOST.items():
        if (getattr(appraisal, name) or 0) > most:
            yield DomainError("score_too_high", field=name, limit=most)


def of_verdict(verdict: SuccessVerdict, today: dt.date) -> Iterator[DomainError]:
    """A verdict: whose it is, when, which; its main criterion is one of those met."""
    for name in ("body", "on", "verdict"):
        yield from need(getattr(verdict, name), name)
    yield from not_after(verdict.on, today, "on")
    if verdict.main_criterion and verdict.main_criterion not in verdict.criteria:
        yield DomainError("main_criterion_not_chosen", field="main_criterion")


def in_case(record: object, case: Case) -> Iterator[DomainError]:
    """What QĐ 1179/QĐ-BTP asks of a successful case: it is one of litigation, and has ended."""
    if not isinstance(record, SuccessVerdict) or record.deleted:
        return
    if case.form is not None and case.form != LITIGATION:
        yield DomainError("success_needs_litigation", field="verdict")
    if record.verdict == SUCCESSFUL and (case.ended_on is None or (record.on and record.on < case.ended_on)):
        yield DomainError("success_needs_end", field="on")
