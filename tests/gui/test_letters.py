"""Every character people see is in the shipped font, in every weight: nothing falls back to a font of the PC."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QRawFont

import sync.contract.records  # noqa: F401 - registers the record types
from resources import read_bytes
from sync.contract.fields import RECORD_TYPES

ROOT = Path(__file__).parents[2]
FACES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


@pytest.fixture(scope="module", params=FACES)
def face(request: pytest.FixtureRequest, qapp: object) -> QRawFont:
    return QRawFont(QByteArray(read_bytes(f"fonts/{request.param}")), 16.0, QFont.HintingPreference.PreferNoHinting)


def missing(face: QRawFont, text: str) -> set[str]:
    """The characters of `text` the face has no glyph for; line ends and tabs need none."""
    return {character for character in text if character not in "\n\t" and not face.supportsCharacter(ord(character))}


def texts_of(folder: str) -> Iterator[tuple[str, str]]:
    """Every string in the sources below `folder`, docstrings left out, with its place."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def test_every_vietnamese_letter_is_there(face: QRawFont) -> None:
    assert missing(face, LETTERS + LETTERS.upper() + "’“”–…₫") == set()


@pytest.mark.parametrize("folder", ["desktop/ui", "desktop/words"])
def test_every_character_of_the_window_is_there(face: QRawFont, folder: str) -> None:
    found = {place: absent for place, text in texts_of(folder) if (absent := missing(face, text))}

    assert not found


def test_every_character_of_a_title_is_there(face: QRawFont) -> None:
    titles = [record.title for record in RECORD_TYPES.values()]
    titles += [field.title for record in RECORD_TYPES.values() for field in record.fields.values()]

    assert missing(face, "".join(titles)) == set()


def test_words_are_composed() -> None:
    texts = [(place, text) for folder in ("desktop/ui", "desktop/words") for place, text in texts_of(folder)]

    assert [place for place, text in texts if not unicodedata.is_normalized("NFC", text)] == []


def test_a_sign_the_font_lacks_is_found_out(face: QRawFont) -> None:
    assert missing(face, "Đồng bộ ⟲ ✓") == {"⟲", "✓"}
