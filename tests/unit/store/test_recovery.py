"""The recovery key as a person copies it from paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import recovery
from desktop.store.errors import StoreError

SECRETS = st.binary(min_size=recovery.SECRET_BYTES, max_size=recovery.SECRET_BYTES)


@given(SECRETS)
def test_what_is_printed_reads_back(secret: bytes) -> None:
    assert recovery.read(recovery.written(secret)) == secret


@given(SECRETS)
def test_case_spaces_and_look_alikes_do_not_matter(secret: bytes) -> None:
    typed = recovery.written(secret).lower().replace("-", "  ").replace("0", "o").replace("1", "i")
    assert recovery.read(f" {typed}\n") == secret


def test_the_key_is_seven_groups_of_five_that_no_vietnamese_input_method_changes() -> None:
    groups = recovery.written(b"\x00" * recovery.SECRET_BYTES).split("-")
    assert [len(group) for group in groups] == [5] * 7
    printed = recovery.written(recovery.new_secret())
    assert not set(printed) & set("AEIOUYDW")


def test_two_offices_get_different_keys() -> None:
    assert recovery.new_secret() != recovery.new_secret()


@pytest.mark.parametrize("text", ["", "12345", "hoa@example", "Z" * 35, "0" * 36, "A" + "0" * 34])
def test_what_cannot_be_a_recovery_key_is_called_mistyped(text: str) -> None:
    with pytest.raises(StoreError, match="recovery_key_mistyped"):
        recovery.read(text)


def test_nearly_every_slip_of_one_character_is_noticed() -> None:
    secret = bytes(range(recovery.SECRET_BYTES))
    printed = recovery.written(secret).replace("-", "")
    slips = [
        printed[:place] + other + printed[place + 1 :]
        for place in range(len(printed))
        for other in "0123456789BCFGHJKLMNPQRSTVXZ"
        if other != printed[place]
    ]
    unnoticed = sum(_is_read(slip) for slip in slips)
    assert unnoticed <= len(slips) // 100


def _is_read(text: str) -> bool:
    try:
        recovery.read(text)
    except StoreError:
        return False
    return True
