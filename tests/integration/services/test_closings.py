"""Kết sổ: totals as they were, and what came afterwards, dated and listed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.closings import Closings
from desktop.services.register import Register
from desktop.services.session import VIETNAM, Session
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Clock as PcClock
from tests.integration.services.branch_pc import office_pc

OCTOBER = period("2026-10")


@dataclass
class Clock:
    """A clock that a test sets."""

    now: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 11, 2, 8, tzinfo=VIETNAM))

    def __call__(self) -> dt.datetime:
        return self.now

    def goes_on(self, **much: int) -> None:
        self.now += dt.timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    _office, session = make_office(tmp_path, clock=clock)
    yield session
    session.database.close()


def taken_in(session: Session, day: str) -> str:
    at = f"{day}T08:00:00+07:00"
    return Cases(session).take_in(sample_intake(received_at=at, accepted_at=at))


def ended(session: Session, case: str, day: str) -> None:
    Cases(session).edit("case", case, {"outcome": "kt_xong", "ended_on": day})


def totals(session: Session) -> tuple[int | None, ...]:
    closing = Closings(session).of(OCTOBER)
    assert closing is not None
    return closing.opening, closing.accepted, closing.ended, closing.remaining


def test_a_closing_keeps_what_the_so_came_to(session: Session) -> None:
    old, older = taken_in(session, "2026-09-30"), taken_in(session, "2026-08-01")
    ended(session, older, "2026-09-30")
    ended(session, old, "2026-10-31")
    for day in ("2026-10-01", "2026-10-31", "2026-11-01"):
        taken_in(session, day)
    closings = Closings(session)
    closings.close(OCTOBER)
    assert totals(session) == (1, 2, 1, 2)
    assert closings.adjustments(closings.every()[0]) == []
    assert closings.every()[0].closed_by == "Vũ Thị Hòa"


def test_what_is_entered_ended_and_corrected_late_is_listed_and_the_totals_stay(session: Session, clock: Clock) -> None:
    first = taken_in(session, "2026-10-05")
    closings = Closings(session)
    closings.close(OCTOBER)
    clock.goes_on(days=3)
    late = taken_in(session, "2026-10-20")
    clock.goes_on(hours=1)
    ended(session, first, "2026-10-30")
    clock.goes_on(hours=1)
    Cases(session).edit("case", late, {"law_field": "khac"})
    Cases(session).edit("case", late, {"note": "Không liên quan"})
    taken_in(session, "2026-11-03")
    told = [(each.case, sorted(each.fields)) for each in closings.adjustments(closings.every()[0])]
    assert told[:2] == [(late, ["law_field"]), (first, ["ended_on", "outcome"])]
    assert [case for case, _fields in told] == [late, first, late]
    assert totals(session) == (0, 1, 0, 1)
    now = closings.standing(OCTOBER)
    assert (now.accepted, now.ended, now.remaining) == (2, 1, 1)


def test_opening_a_case_again_after_the_closing_is_an_adjustment(session: Session, clock: Clock) -> None:
    case = taken_in(session, "2026-09-01")
    ended(session, case, "2026-10-10")
    closings = Closings(session)
    closings.close(OCTOBER)
    clock.goes_on(days=1)
    Cases(session).reopen(case, "Ghi nhầm")
    (found,) = closings.adjustments(closings.every()[0])
    assert found.fields["ended_on"] == ("2026-10-10", None)
    assert found.author == "Vũ Thị Hòa"


@pytest.mark.parametrize(
    ("typed", "code"), [("2026-Q3", "not_closable"), ("2026-11", "period_not_over"), ("2026", "period_not_over")]
)
def test_only_a_month_half_or_year_that_is_over_is_closed(session: Session, typed: str, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        Closings(session).close(period(typed))


def test_a_period_is_closed_once(session: Session) -> None:
    closings = Closings(session)
    assert closings.may_close(OCTOBER)
    closings.close(OCTOBER)
    assert not closings.may_close(OCTOBER)
    with pytest.raises(DomainError, match="closed_already"):
        closings.close(OCTOBER)
    closings.close(period("2026-H1"))
    assert [each.kind for each in closings.every()] == ["thang", "sau_thang"]


def test_the_printed_book_says_when_it_was_closed(session: Session) -> None:
    taken_in(session, "2026-10-05")
    Closings(session).close(OCTOBER)
    register = Register(session)
    notes = register.page(register.book(OCTOBER)).notes
    assert "Đã kết sổ tháng lúc 08:00 ngày 02/11/2026 (Vũ Thị Hòa)." in notes
    assert not any("Đã kết sổ" in note for note in register.page(register.book(period("2026-09"))).notes)


def test_a_closing_and_what_a_colleague_entered_late_are_known_on_every_pc(
    tmp_path: Path, national: RunningServer
) -> None:
    with office_pc(tmp_path / "one") as branch, office_pc(tmp_path / "two", numbering=False) as colleague:
        for pc in (branch, colleague):
            assert isinstance(pc.clock, PcClock)
            pc.clock.now = dt.datetime(2026, 11, 2, 8, tzinfo=VIETNAM)  # ids are made by the true clock, and so later
            pc.join(national, "CN1")
        Closings(branch.session).close(OCTOBER)
        branch.sync()
        colleague.sync()
        assert colleague.session.office.unit.id == branch.session.office.unit.id
        (closing,) = Closings(colleague.session).every()
        assert (closing.accepted, closing.closed_by) == (0, "Vũ Thị Hòa")
        late = taken_in(colleague.session, "2026-10-20")
        for pc in (colleague, branch):
            pc.sync()
        (found,) = Closings(branch.session).adjustments(Closings(branch.session).every()[0])
        assert (found.case, found.fields) == (late, {})
        assert Closings(branch.session).standing(OCTOBER).accepted == 1
