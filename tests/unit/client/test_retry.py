"""How patiently a PC tries again, and that a province of PCs does not come back as one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.retry import LONGEST_ASKED, Patience, Retry
from sync.contract.errors import Offline

chances = st.floats(0, 1, exclude_max=True)


def test_the_delays_double_up_to_the_longest() -> None:
    policy = Retry(first=5, factor=2, longest=300)
    delays = [policy.next_delay(attempt, chance=0) for attempt in range(1, 9)]
    assert delays == [5, 10, 20, 40, 80, 160, 300, 300]


@given(attempt=st.integers(1, 10**9), chance=chances)
def test_a_delay_is_never_nothing_and_never_too_long(attempt: int, chance: float) -> None:
    policy = Retry()
    assert policy.first * (1 - policy.spread) <= policy.next_delay(attempt, chance) <= policy.longest


@given(attempt=st.integers(1, 1000), chance=chances)
def test_the_same_failure_and_chance_give_the_same_delay(attempt: int, chance: float) -> None:
    assert Retry().next_delay(attempt, chance) == Retry().next_delay(attempt, chance)


def test_a_province_does_not_come_back_as_one() -> None:
    chance = random.Random(1)
    delays = {round(Retry().next_delay(6, chance.random())) for _ in range(60)}
    assert max(delays) - min(delays) > 60


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_patience_grows_with_every_failure_and_ends_with_success() -> None:
    clock = Clock()
    patience = Patience(Retry(first=5, factor=2), clock=clock, chance=lambda: 0.0)
    assert patience.remaining == 0
    assert patience.failed(Offline("no_line")) == 5
    assert patience.failed(Offline("timed_out")) == 10
    clock.now += 4
    assert patience.remaining == 6
    clock.now += 60
    assert patience.remaining == 0
    patience.failed(Offline("no_line"))
    patience.succeeded()
    assert patience.remaining == 0
    assert patience.failed(Offline("no_line")) == 5


@pytest.mark.parametrize(("asked", "waited"), [(2, 5), (30, 30), (None, 5), (86_400, LONGEST_ASKED)])
def test_a_server_that_asks_for_patience_gets_it_within_reason(asked: float | None, waited: float) -> None:
    patience = Patience(Retry(first=5), clock=Clock(), chance=lambda: 0.0)
    assert patience.failed(Offline("server_busy", retry_after=asked)) == waited
