"""What is said of the line: measured, rounded, and never more than is known."""

import pytest

from desktop.services.outlook import Outlook, outlook
from desktop.words.line import outlook_sentence, quality_sentence, size
from sync.client.meter import LineQuality
from tests.unit.words.test_sync import standing

KBIT = 125


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (LineQuality(), ""),
        (LineQuality(tried=1, round_trip=0.2), ""),
        (LineQuality(tried=3, round_trip=0.6, up=40.4 * KBIT), "Đường truyền yếu, khoảng 40 kbit/s."),
        (LineQuality(tried=3, up=900 * KBIT, down=317 * KBIT), "Đường truyền chậm, khoảng 320 kbit/s."),
        (LineQuality(tried=3, round_trip=0.05, up=9000 * KBIT), "Đường truyền tốt."),
        (LineQuality(tried=3, round_trip=2.13), "Đường truyền yếu, mỗi lần hỏi phải đợi 2,1 giây."),
        (LineQuality(tried=3, broken=2), ""),
        (LineQuality(tried=5, broken=3), "Đường truyền hay bị ngắt (3 trong 5 lần gần đây)."),
        (
            LineQuality(tried=9, broken=3, up=64 * KBIT),
            "Đường truyền hay bị ngắt (3 trong 9 lần gần đây), khoảng 64 kbit/s.",
        ),
    ],
)
def test_the_line_in_words(quality: LineQuality, said: str) -> None:
    assert quality_sentence(quality) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (Outlook(size=0, unfetched=0, seconds=0), ""),
        (Outlook(size=120_400, unfetched=0, seconds=170), "Còn khoảng 120 KB, chừng 3 phút."),
        (Outlook(size=300, unfetched=0, seconds=0.5), "Còn khoảng 1 KB, chưa đến 1 phút."),
        (Outlook(size=2_440_000, unfetched=0, seconds=9 * 3600), "Còn khoảng 2,4 MB, chừng 9 giờ."),
        (
            Outlook(size=0, unfetched=1274, seconds=None),
            "Còn khoảng 1.300 thay đổi của nơi khác, chưa ước được thời gian.",
        ),
        (
            Outlook(size=9_000, unfetched=40, seconds=119),
            "Còn khoảng 9 KB và khoảng 40 thay đổi của nơi khác, chừng 2 phút.",
        ),
    ],
)
def test_what_is_left_in_words(ahead: Outlook, said: str) -> None:
    assert outlook_sentence(ahead) == said


def test_sizes() -> None:
    assert [size(n) for n in (1, 1_499, 64_000, 987_654, 1_000_000, 25_600_000)] == [
        "1 KB",
        "1 KB",
        "64 KB",
        "990 KB",
        "1,0 MB",
        "25,6 MB",
    ]


def test_the_time_left_counts_both_ways_and_the_limit() -> None:
    status = standing(pending=100, unsent_bytes=400_000, unfetched=600)
    quality = LineQuality(tried=9, packing=0.1, sending=8_000)
    assert outlook(status, quality, fetching=10) == Outlook(size=40_000, unfetched=600, seconds=65)
    assert outlook(status, quality, fetching=10, limit=4_000).seconds == 70
    assert outlook(status, quality, fetching=10, limit=80_000).seconds == 65


def test_a_time_nobody_measured_is_not_said() -> None:
    nothing = LineQuality()
    assert outlook(standing(pending=1, unsent_bytes=900), nothing).seconds is None
    assert outlook(standing(unfetched=900), LineQuality(sending=8_000)).seconds is None
    assert outlook(standing(), nothing).seconds == 0
