"""Any bytes at all: a decoder refuses them with a code, or takes them as they are. (`make fuzz` looks harder.)"""

import gzip
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.decoders import SOUND, STEP, TARGETS

PACKED = [STEP, SOUND, gzip.compress(STEP), zstandard.compress(STEP)]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Sound bytes of which a few are others."""
    data = bytearray(draw(st.binary(min_size=2, max_size=2)) + draw(st.sampled_from(PACKED)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_no_bytes_break_a_decoder(target: Callable[[bytes], None]) -> None:
    @settings(max_examples=200, deadline=None)
    @given(st.one_of(st.binary(max_size=200), damaged(), st.sampled_from(PACKED)))
    def unbroken(data: bytes) -> None:
        target(data)

    unbroken()
