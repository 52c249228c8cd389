"""When the next cycle is due."""

import pytest

from desktop.ui.sync.pace import Pace
from desktop.ui.sync.route import address_towards
from sync.client.retry import Retry
from sync.contract.errors import CodedError, NeedsUser, Offline, ProtocolViolation


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(180, policy=Retry(first=5, longest=40, spread=0), clock=clock, chance=lambda: 0.0)


def seconds_until_due(pace: Pace, clock: Clock) -> int:
    started = clock.now
    while not pace.due:
        clock.now += 1
        assert clock.now < started + 10_000
    return int(clock.now - started)


def test_the_first_cycle_is_due_at_once(pace: Pace) -> None:
    assert pace.due


def test_all_is_well_every_few_minutes(pace: Pace, clock: Clock) -> None:
    pace.succeeded()
    assert seconds_until_due(pace, clock) == 180


def test_the_pcs_of_a_province_do_not_come_all_at_once(clock: Clock) -> None:
    early = Pace(180, clock=clock, chance=lambda: 1.0)
    early.succeeded()
    assert seconds_until_due(early, clock) == 144


def test_without_a_line_soon_and_then_ever_more_patiently(pace: Pace, clock: Clock) -> None:
    waits = []
    for _attempt in range(5):
        pace.failed(Offline("no_line"))
        waits.append(seconds_until_due(pace, clock))
    assert waits == [5, 10, 20, 40, 40]
    pace.succeeded()
    pace.failed(Offline("no_line"))
    assert seconds_until_due(pace, clock) == 5


@pytest.mark.parametrize("error", [NeedsUser("proxy_auth"), None], ids=["needs a person", "defect"])
def test_what_does_not_mend_itself_is_tried_at_the_usual_interval(
    pace: Pace, clock: Clock, error: CodedError | None
) -> None:
    pace.failed(error)
    assert seconds_until_due(pace, clock) == 180


def test_a_breach_of_the_protocol_halts_until_a_person_asks(pace: Pace, clock: Clock) -> None:
    pace.failed(ProtocolViolation("bad_answer"))
    clock.now += 100_000
    assert pace.halted
    assert not pace.due
    pace.line_changed()
    assert not pace.due
    pace.asked()
    assert seconds_until_due(pace, clock) == 0


@pytest.mark.parametrize("error", [Offline("no_line"), NeedsUser("captive_portal")])
def test_another_network_is_tried_at_once_where_the_line_was_missing(pace: Pace, error: CodedError) -> None:
    pace.failed(error)
    pace.line_changed()
    assert pace.due


def test_another_network_hastens_nothing_else(pace: Pace) -> None:
    pace.succeeded()
    pace.line_changed()
    assert not pace.due
    pace.failed(Offline("server_busy", retry_after=600.0))
    pace.line_changed()
    assert not pace.due


def test_a_busy_server_is_given_the_time_it_asks_for(pace: Pace, clock: Clock) -> None:
    pace.failed(Offline("server_busy", retry_after=600.0))
    assert seconds_until_due(pace, clock) == 600


def test_the_way_to_this_very_pc_is_known_without_sending_anything() -> None:
    assert address_towards("http://127.0.0.1:9") == "127.0.0.1"
    assert address_towards("http://[::1]:9") in ("::1", None)  # a machine may have no IPv6
