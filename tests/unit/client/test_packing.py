"""Documents lie in the file packed one by one, and come back to the byte."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import msgspec
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.client.packing import pack, unpack

DOCUMENTS = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text(), max_size=40)
ENTRY = msgspec.json.encode(
    {
        "at": "2026-11-23T04:15:06+07:00",
        "author": "01a2051c-d96d-70ed-9d16-f64552733aec",
        "counter": 812,
        "device": "01a2051c-d90f-7139-8bfe-ae1403973607",
        "fields": {"content": "Bảo vệ quyền và lợi ích hợp pháp của bị hại.", "form": "tham_gia_to_tung"},
        "id": "018c0e37-14a0-7fa9-832c-aa2193f69cfa",
        "type": "case",
    }
)


@given(DOCUMENTS)
def test_what_lies_in_the_file_comes_back_to_the_byte(document: dict[str, object]) -> None:
    written = msgspec.json.encode(document)
    assert unpack(pack(written)) == written
    assert len(pack(written)) <= len(written)


def test_an_entry_takes_less_than_half_of_its_bytes() -> None:
    assert len(pack(ENTRY)) < len(ENTRY) / 2


def test_many_threads_pack_and_unpack_at_once() -> None:
    written = [msgspec.json.encode({"number": number, "text": "vụ việc " * (number % 50)}) for number in range(2000)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda each: unpack(pack(each)), written)) == written


def test_a_file_written_today_can_be_read_for_ever() -> None:
    """Another dictionary gets a number and a name of its own: this one stays as it is."""
    first = files("sync.client").joinpath("packing-1.zdict").read_bytes()
    assert hashlib.sha256(first).hexdigest() == "10f990b2f54c3d7015f2a55ddb89dd4b28ced7be2ba4f6512562e99eb6819efa"
    assert zstandard.get_frame_parameters(pack(ENTRY)).dict_id == 1
