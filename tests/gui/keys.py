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

_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_TONES = "".join(_TELEX_TONES)
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
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


def telex(text: str) -> str:
    """The keys a typist presses for a text in Telex: ``Lof Thij Paang``; tones come at the end of their word."""
    return "".join(_telex_word(word) for word in _words(text))


def _telex_word(word: str) -> str:
    tones, letters = "", ""
    for character in unicodedata.normalize("NFD", word):
        if character in _TELEX_TONES:
            tones += _TELEX_TONES[character]
        elif character in (_CIRCUMFLEX, _BREVE, _HORN):
            letters += letters[-1].lower() if character == _CIRCUMFLEX else "w"
        else:
            letters += {"đ": "dd", "Đ": "DD"}.get(character, character)
    return letters + tones


class Typist:
    """Somebody with Telex on, whose keys and stops are counted.

    Attributes:
        keys: pressed so far; Ctrl together with another key are two.
        stops: how often the focus has come to a control of the window.
    """

    def __init__(self, typing: Typing) -> None:
        """Begin to count; `typing` is how the letters arrive."""
        self.keys = 0
        self.stops = 0
        self._typing = typing
        self._application = QApplication.instance()
        assert isinstance(self._application, QApplication)
        self._application.focusChanged.connect(self._on_focus)

    def type(self, text: str) -> None:
        """Type a text; what counts are the typist's keys, not the events an input method makes of them."""
        self.keys += len(telex(text))
        self._typing(text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Press one key that is not a letter, or one with Ctrl."""
        self.keys += 1 if modifiers == _NONE else 2
        press(key, modifiers)

    def leave(self) -> None:
        """Count no more stops."""
        assert isinstance(self._application, QApplication)
        self._application.focusChanged.disconnect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        self.stops += now is not None


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
