"""Every expected error has words: what happened, what it means, what to do."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import CatalogueError, DomainError
from desktop.words.errors import TEXTS, words_for
from sync.contract.errors import Invalid, NeedsUser

ROOT = Path(__file__).parents[3]

#: What a person on a PC can meet. The server's administrator has words of its own (`sync.server.words`).
FAMILIES = {
    *("DomainError", "StoreError", "ReportError", "CatalogueError", "SheetError"),
    *("SyncError", "Offline", "NeedsUser", "ProtocolViolation", "Invalid", "Waits", "StepFailed"),
}
NOT_SAID = ("server", "null", "error", "database", "token", "id ", "sync")


def codes_raised() -> Iterator[tuple[str, str]]:
    """Every code that stands in a call of an expected error or in a server's answer, and its place."""
    for path in (*(ROOT / "desktop").rglob("*.py"), *(ROOT / "sync").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found = node.args[:1] if name in FAMILIES else []
            if name in ("Answer", "LocationVerdict"):
                found = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            for value in found:
                for constant in ast.walk(value):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield constant.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_code_the_program_can_raise_has_words() -> None:
    raised = dict(codes_raised())
    wordless = {code: place for code, place in raised.items() if code not in TEXTS}
    wordless.pop("local", None)  # a place that is allowed

    assert len(raised) > 60
    assert wordless == {}


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
