"""The line for a name: people who are here already below it, and the QR text of a citizen card read from it.

A scanner is a keyboard that types the whole card in an instant and, as a rule, presses Enter.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.identity import NumberWarning
from desktop.exchange.citizen_card import CardWarning, CitizenCard, looks_like_card
from desktop.ui.widgets.choices import Provider
from desktop.ui.widgets.completer import CompletingEdit
from desktop.words import _
from desktop.words.field_errors import FIELD_TEXTS
from sync.contract.fields import Wire

_QUIET_AFTER = 150  # milliseconds without a key: the scanner has finished

_DOUBTS = {
    CardWarning.GARBLED: _("Chữ trên thẻ có vẻ bị biến dạng: tắt bộ gõ tiếng Việt rồi quét lại."),
    CardWarning.OLD_NUMBER: _("Chưa đọc được số chứng minh nhân dân cũ trên thẻ."),
    CardWarning.BIRTH_DATE: _("Thẻ không ghi đủ ngày sinh."),
    CardWarning.GENDER: _("Chưa đọc được giới tính trên thẻ."),
}


class NameLine(CompletingEdit):
    """A name; what looks like a card is told through `scanned` and never taken for a name."""

    #: The whole text of a card has arrived.
    scanned = Signal(str)

    def __init__(self, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(provider, free=True, parent=parent)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_AFTER)
        self._quiet.timeout.connect(self._read)
        self.textChanged.connect(self._watch)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and looks_like_card(self.text()):
            self._read()
        else:
            super().keyPressEvent(event)

    def _watch(self, text: str) -> None:
        if looks_like_card(text):
            self._quiet.start()
        else:
            self._quiet.stop()

    def _read(self) -> None:
        self._quiet.stop()
        self.scanned.emit(self.text())


def card_values(card: CitizenCard) -> dict[str, Wire]:
    """The fields of the intake a card fills; what it is silent about is left out."""
    birth = card.birth_date.isoformat() if card.birth_date else str(card.birth_year or "")
    values = {
        "person.full_name": _as_written(card.full_name),
        "person.citizen_number": card.number,
        "person.birth": birth,
        "person.gender": card.gender,
        "person.address": card.address,
    }
    return {key: value for key, value in values.items() if value}


def doubts(warnings: Sequence[CardWarning | NumberWarning]) -> str:
    """What to look at again, in sentences; the rest of the card is used."""
    sentences = [
        FIELD_TEXTS[warning.value][1] if isinstance(warning, NumberWarning) else _DOUBTS.get(warning, "")
        for warning in warnings
    ]
    return " ".join(filter(None, sentences))


def _as_written(name: str) -> str:
    """A name in capitals, as some cards have it, with capital first letters."""
    return name.title() if name.isupper() else name
