"""A limit on the line is kept on average, without holding up what is small."""

from sync.client.pace import Pace, PacedBody


class Time:
    """Passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 50.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(limit: int | None) -> tuple[Pace, Time]:
    time = Time()
    return Pace(limit, clock=lambda: time.now, sleep=time.sleep), time


def test_a_large_body_takes_as_long_as_the_limit_says() -> None:
    pace, time = paced(5_000)
    body = PacedBody(b"x" * 60_000, pace)
    received = b""
    while piece := body.read(16_384):
        assert len(piece) <= 1024
        received += piece
    assert received == b"x" * 60_000
    assert 11.5 < time.now - 50 <= 12


def test_a_small_request_is_not_held_up() -> None:
    pace, time = paced(5_000)
    assert pace.take(1_000) == 0
    assert time.now == 50


def test_what_was_not_used_meanwhile_cannot_be_saved_up() -> None:
    pace, time = paced(5_000)
    time.now += 3600
    assert pace.take(10_000) > 1.5


def test_two_who_share_the_line_share_the_limit() -> None:
    pace, time = paced(10_000)
    up, down = PacedBody(b"u" * 30_000, pace), PacedBody(b"d" * 30_000, pace)
    while up.read(4096) + down.read(4096):
        pass
    assert 5.5 < time.now - 50 <= 6


def test_without_a_limit_nothing_waits() -> None:
    pace, time = paced(None)
    assert PacedBody(b"x" * 10_000_000, pace).read() == b"x" * 10_000_000
    assert pace.take(10_000_000) == 0
    assert time.now == 50


def test_a_limit_that_is_lifted_on_the_way_holds_nothing_up_any_more() -> None:
    pace, time = paced(1_000)
    body = PacedBody(b"x" * 100_000, pace)
    body.read(16_384)
    pace.bytes_per_second = None
    before = time.now
    while body.read(16_384):
        pass
    assert time.now == before
