"""The keys a typist needs are counted as Telex asks for them."""

import pytest

from tests.gui.keys import telex


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Lò Thị Pâng", "Lof Thij Paang"),
        ("Đặng Thị Hoà", "DDawngj Thij Hoaf"),
        ("hộ ng", "hooj ng"),
        ("Điều 173 BLHS", "DDieeuf 173 BLHS"),
    ],
)
def test_a_text_takes_these_keys_in_telex(text: str, keys: str) -> None:
    assert telex(text) == keys
