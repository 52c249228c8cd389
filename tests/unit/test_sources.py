"""Vietnamese text in the repository is composed and spelled with its own letters.

Decomposed text and the Icelandic letter that looks like Đ would make equal words unequal, unseen.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".ttf", ".otf", ".png", ".ico", ".pyc"}
LOOKALIKES_OF_D_WITH_STROKE = {"\u00d0", "\u00f0"}


def text_files() -> Iterator[Path]:
    for package in ("desktop", "sync", "tests"):
        yield from ROOT.joinpath(package).rglob("*.py")
    yield from (p for p in ROOT.joinpath("resources").rglob("*") if p.is_file() and p.suffix not in BINARY)
    yield from ROOT.glob("*.md")


def complaints(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield f"line {number} is not NFC"
        if LOOKALIKES_OF_D_WITH_STROKE & set(line):
            yield f"line {number} has a letter that only looks like Đ"


def test_every_text_file_is_composed_and_has_no_lookalike_of_d() -> None:
    files = list(text_files())
    assert len(files) > 50
    found = {str(path.relative_to(ROOT)): list(complaints(path.read_text(encoding="utf-8"))) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("text", [unicodedata.normalize("NFD", "Đặng"), "\u00d0ặng", "\u00f0ình"])
def test_a_wrong_letter_is_noticed(text: str) -> None:
    assert next(complaints(f"good\n{text}")).startswith("line 2")
