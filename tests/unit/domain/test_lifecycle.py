"""Where a case stands follows from its facts."""

import datetime as dt

import pytest

from desktop.domain.catalogues import catalogue
from desktop.domain.lifecycle import CLOSED, CaseState, state_of
from sync.contract.records import Case

DAY = dt.date(2026, 11, 20)
MOMENT = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("facts", "assigned", "state"),
    [
        ({}, False, CaseState.RECEIVED),
        ({"refused_on": DAY}, False, CaseState.REFUSED),
        ({"referred_on": DAY}, False, CaseState.REFERRED),
        ({"accepted_at": MOMENT, "referred_on": DAY}, False, CaseState.ACCEPTED),
        ({"accepted_at": MOMENT}, False, CaseState.ACCEPTED),
        ({"accepted_at": MOMENT}, True, CaseState.RUNNING),
        ({"accepted_at": MOMENT, "suspended_on": DAY}, True, CaseState.SUSPENDED),
        ({"accepted_at": MOMENT, "ended_on": DAY, "outcome": "kt_xong"}, True, CaseState.COMPLETED),
        ({"accepted_at": MOMENT, "ended_on": DAY, "outcome": "kt_khong_tiep_tuc"}, True, CaseState.NOT_CONTINUED),
        ({"accepted_at": MOMENT, "ended_on": DAY, "outcome": "kt_dinh_chi"}, False, CaseState.TERMINATED),
    ],
)
def test_the_state_follows_from_the_facts(facts: dict[str, object], assigned: bool, state: CaseState) -> None:
    case = Case(id="c", unit="u", **facts)  # type: ignore[arg-type]
    assert state_of(case, assigned=assigned) is state


def test_ended_is_not_completed_and_suspended_is_not_ended() -> None:
    assert CaseState.NOT_CONTINUED in CLOSED
    assert CaseState.SUSPENDED not in CLOSED


def test_every_state_has_its_words() -> None:
    for state in CaseState:
        assert catalogue("case_state").get(state.value, DAY).label
