"""What requests that are made anyway tell of the line, and what they do not tell."""

import pytest

from sync.client.meter import LineQuality, Meter, Request, worked

KBIT = 125  # bytes


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def idle(round_trip: float, *, opened: bool = False) -> Request:
    return Request(raw=300, up=300, down=200, first=round_trip, whole=round_trip, opened=opened)


def piece(kbit: float, round_trip: float = 0.6, size: int = 50_000, worked: float = 0.0) -> Request:
    """A full piece on a line of so many kbit/s."""
    took = size / (kbit * KBIT) + round_trip + worked
    return Request(raw=size * 10, up=size, down=200, first=took, whole=took, worked=worked)


def measured(*requests: Request) -> LineQuality:
    meter = Meter(Clock())
    for request in requests:
        meter.answered(request)
    return meter.quality()


def test_nothing_measured_is_nothing_known() -> None:
    assert measured() == LineQuality()


def test_the_round_trip_is_that_of_a_small_request_on_a_standing_connection() -> None:
    assert measured(idle(2.4, opened=True), idle(0.7), idle(0.6)).round_trip == pytest.approx(0.6)
    assert measured(idle(2.4, opened=True)).round_trip is None


def test_a_line_of_64_kbit_is_measured_as_one_whatever_the_server_had_to_do() -> None:
    quality = measured(idle(0.6), piece(64), piece(64, worked=3.0))
    assert quality.up == pytest.approx(64 * KBIT, rel=0.01)
    assert quality.packing == pytest.approx(0.1)


def test_what_can_be_sent_in_a_minute_counts_all_that_holds_it_up() -> None:
    quality = measured(idle(0.6), piece(64, worked=3.0))
    assert quality.sending is not None
    assert quality.sending < 0.7 * 64 * KBIT


def test_small_requests_say_nothing_of_the_rate() -> None:
    quality = measured(*[idle(0.6)] * 10)
    assert (quality.up, quality.down, quality.sending) == (None, None, None)


def test_what_is_fetched_is_measured_from_its_first_byte() -> None:
    fetched = Request(raw=300, up=300, down=80_000, first=0.9, whole=10.9)
    assert measured(idle(0.6), fetched).down == pytest.approx(64 * KBIT)


def test_a_limit_of_our_own_is_no_fault_of_the_line() -> None:
    held_up = Request(raw=500_000, up=50_000, down=200, first=20.85, whole=20.85, waited=14.0)
    assert measured(idle(0.6), held_up).up == pytest.approx(64 * KBIT, rel=0.01)


def test_breaks_are_counted_and_forgotten_in_time() -> None:
    clock = Clock()
    meter = Meter(clock)
    meter.answered(piece(64))
    meter.broke()
    meter.broke()
    assert (meter.quality().tried, meter.quality().broken) == (3, 2)
    clock.now += 3600
    assert meter.quality() == LineQuality()


@pytest.mark.parametrize(
    ("said", "seconds"), [("app;dur=1250.5", 1.2505), ("cdn;dur=4, app;dur=20", 0.02), ("", 0), ("app;dur=soon", 0)]
)
def test_the_servers_own_work_is_read_where_it_says_so(said: str, seconds: float) -> None:
    assert worked({"Server-Timing": said}) == pytest.approx(seconds)
