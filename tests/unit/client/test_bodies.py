"""How hard a request's body is packed, which depends on what the line carries."""

import random

from sync.client.bodies import pack, unpack

WORDS = ("vụ", "việc", "trợ", "giúp", "pháp", "lý", "người", "có", "công", "hộ", "nghèo", "trẻ", "em")


def some_text() -> bytes:
    chance = random.Random(7)
    return " ".join(chance.choice(WORDS) for _ in range(40_000)).encode()


def test_a_slow_line_is_worth_more_work_than_a_fast_one() -> None:
    text = some_text()
    assert len(pack(text, 8_000)) < len(pack(text, 1_000_000))


def test_a_line_nothing_is_known_of_is_taken_for_a_common_one() -> None:
    text = some_text()
    assert pack(text) == pack(text, 1_000_000)
    assert unpack(pack(text, 1.0), "zstd") == text
