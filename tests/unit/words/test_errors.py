"""Every expected error has words: what happened, what it means, what to do."""

import string

import pytest

from desktop.domain.errors import CatalogueError, DomainError
from desktop.words.errors import TEXTS, words_for
from sync.contract.errors import Invalid, NeedsUser

NOT_SAID = ("server", "null", "error", "database", "token", "id ", "sync")


def test_the_values_of_an_error_stand_in_its_sentence() -> None:
    assert words_for(Invalid("text_too_long", field="note", limit=200)).text == "Dài quá. Nhiều nhất 200 ký tự."
    assert "places.csv" in words_for(CatalogueError("catalogue_quotes", file="places.csv", line=3)).text


def test_a_value_that_is_missing_does_not_hide_the_error() -> None:
    assert words_for(Invalid("text_too_long")).text == "Dài quá. Nhiều nhất … ký tự."


def test_a_code_without_words_is_named_and_calm() -> None:
    words = words_for(NeedsUser("something_new"))

    assert "something_new" in words.text
    assert words.title
    assert words.advice


def test_braces_somebody_typed_are_text() -> None:
    assert "{x}" in words_for(DomainError("login_taken", login="{x}")).text


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_the_words_are_for_people(code: str) -> None:
    title, text, advice = TEXTS[code]
    wanted = {
        name for part in (text, advice) for _literal, name, _spec, _conv in string.Formatter().parse(part) if name
    }
    shown = f"{title} {text} {advice}".lower()

    assert text.rstrip().endswith(".")
    assert not advice or advice.rstrip().endswith(".")
    assert not title.endswith(".")
    assert all(name.isidentifier() for name in wanted)
    assert [word for word in NOT_SAID if word in shown] == []
