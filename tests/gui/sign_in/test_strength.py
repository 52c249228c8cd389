"""What people are told of a password while they type it."""

import pytest

from desktop.services.office import PASSWORD_LENGTH
from desktop.ui.sign_in.strength import LEAST, strength
from desktop.ui.tokens import Role


@pytest.mark.parametrize("easy", ["12345678", "matkhau1", "mậtkhẩu1", "hoa12345678", "11111111111111", "qwertyui"])
def test_what_is_guessed_first_is_called_weak(easy: str) -> None:
    judged = strength(easy, "hoa")
    assert judged is not None
    assert judged.role is Role.WAIT
    assert judged.words.startswith("Yếu")


@pytest.mark.parametrize("good", ["bốn con mèo ngủ", "correct horse battery", "Tháng-mười-hai-lạnh"])
def test_a_few_unrelated_words_are_called_strong(good: str) -> None:
    judged = strength(good)
    assert judged is not None
    assert judged.words == "Chắc chắn."


def test_a_short_one_is_told_how_much_is_missing() -> None:
    judged = strength("mèo")
    assert judged is not None
    assert judged.words == "Cần thêm 5 ký tự nữa."


def test_nothing_is_said_of_nothing() -> None:
    assert strength("") is None


def test_the_least_length_is_that_of_the_service() -> None:
    assert LEAST == PASSWORD_LENGTH
