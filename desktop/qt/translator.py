"""Gives Qt's own buttons and menus their Vietnamese words, without a compiled catalogue."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTranslator
from typing_extensions import override

from desktop.words.qt import QT_WORDS


class QtWords(QTranslator):
    """Translates what Qt asks for; texts it does not know stay as they are.

    Install with ``application.installTranslator(QtWords(application))``.
    """

    def __init__(self, parent: QObject | None = None, words: Mapping[str, str] = QT_WORDS) -> None:
        super().__init__(parent)
        self._words = words

    @override
    def isEmpty(self) -> bool:
        return not self._words  # an empty translator is never installed

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The Vietnamese of a text of Qt's; Qt takes None as "ask elsewhere", which its declaration does not say."""
        return self._words.get(sourceText.replace("&", ""))  # type: ignore[return-value]
