"""Typing as it really happens: keys go to an open popup first, and Vietnamese comes in two ways.

`ime` composes: the word grows as preedit and is committed whole (Windows' Telex, ibus). `unikey` sends plain keys and
mends with Backspace: ``Nguyeenx`` arrives as N g u y e, Backspace ê, n, Backspace Backspace ễ n.
"""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

#: Types a text into whatever has the focus.
Typing = Callable[[str], None]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NONE = Qt.KeyboardModifier.NoModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press one key that is not a letter; shortcuts see it as they would."""
    QTest.keyClick(_receiver(), key, modifiers)


def plain(text: str) -> None:
    """Send each character as one key, as a scanner or an English keyboard does."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(_receiver(), QKeyEvent(kind, 0, _NONE, character))


def ime(text: str) -> None:
    """Compose word by word; what is between words is a plain key."""
    for word in _words(text):
        if word.isspace():
            plain(word)
            continue
        for length in range(1, len(word) + 1):
            QApplication.sendEvent(_focused(), QInputMethodEvent(_bare(word[:length]), []))
        committed = QInputMethodEvent()
        committed.setCommitString(word)
        QApplication.sendEvent(_focused(), committed)


def unikey(text: str) -> None:
    """Send plain letters, and Backspace with better ones where a mark arrives."""
    for word in _words(text):
        shown = ""
        for character in word:
            shape = _without_tone(character)
            plain(_bare(shape))
            shown += shape
            if shape != _bare(shape):
                press(Qt.Key.Key_Backspace)
                plain(shape)
        at = next((n for n, character in enumerate(word) if character != shown[n]), len(word))
        for _again in word[at:]:
            press(Qt.Key.Key_Backspace)
        plain(word[at:])


def _receiver() -> QWidget:
    popup = QApplication.activePopupWidget()
    return popup if popup is not None else _focused()


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    return focused


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        if words and character.isspace() == words[-1][-1].isspace():
            words[-1] += character
        else:
            words.append(character)
    return words


def _without_tone(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if not unicodedata.combining(part))
