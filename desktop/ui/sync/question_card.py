"""One question of the conflict window: two values to choose from, or a third one to type."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.sync.decision import Answer, Question
from desktop.ui.sync.wording import Piece, pieces
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.checks import RadioButton
from desktop.ui.widgets.fields import FieldBox, FieldFactory
from desktop.ui.widgets.labels import label
from desktop.words import _
from sync.contract.errors import CodedError
from sync.contract.fields import Kind, Wire


class QuestionCard(Card):
    """Both values with who and when; nothing is preset.

    Attributes:
        question: what is asked.
        boxes: the fields of the third value, by name.
    """

    #: Another answer was chosen; carries the `Answer`.
    chosen = Signal(object)
    #: Something else stands in the fields of the third value.
    typed = Signal()

    def __init__(self, question: Question, fields: FieldFactory | None) -> None:
        """Lay the question out; ``fields`` makes the editors of the third value."""
        super().__init__(question.title)
        self.question = question
        self.boxes: dict[str, FieldBox] = {}
        self._group = QButtonGroup(self)
        self._options: dict[Answer, _Option] = {}
        for side, other in zip(question.sides, reversed(question.sides), strict=True):
            lines = [
                _Marked(pieces(text, against), title)
                for text, against, title in zip(side.texts, other.texts, _titles(question), strict=True)
            ]
            spoken = "; ".join((*side.texts, side.who))
            self._add(side.answer, _Option(spoken, [*lines, label(side.who, "small", Role.MUTED, wrap=True)]))
        if question.typed and fields:
            self.boxes = {name: fields.make(name) for name in question.names}
            self._add_third()
        if question.before:
            before = "; ".join(question.before)
            self.body.addWidget(
                label(_("Trước khi sửa: {before}").format(before=before), "small", Role.MUTED, wrap=True)
            )

    def third_value(self) -> dict[str, Wire] | None:
        """What was typed; None while nothing was or while some of it means nothing."""
        if not any(box.touched for box in self.boxes.values()):
            return None
        try:
            return {name: box.value() for name, box in self.boxes.items()}
        except CodedError:
            return None

    def show_error(self, error: CodedError, text: str) -> bool:
        """Show what is wrong with a typed value at its field; False when it is none of these."""
        box = self.boxes.get(error.field or "")
        if box is None or not box.isVisibleTo(self):
            return False
        box.set_error(text)
        box.focus()
        return True

    def focus(self) -> None:
        """Put the keyboard on the first value."""
        self._options[self.question.sides[0].answer].radio.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, answer: Answer, option: "_Option") -> None:
        self._options[answer] = option
        self._group.addButton(option.radio)
        self.body.addWidget(option)
        option.radio.toggled.connect(lambda on: self._choose(answer) if on else None)

    def _add_third(self) -> None:
        words = _("Nhập giá trị khác")
        self._add(Answer.OTHER, _Option(words, [label(words)]))
        indent = QVBoxLayout()
        indent.setContentsMargins(current().px(30), 0, 0, 0)
        for box in self.boxes.values():
            indent.addWidget(box)
            box.changed.connect(self.typed)
            box.hide()
        self.body.addLayout(indent)

    def _choose(self, answer: Answer) -> None:
        for name, box in self.boxes.items():
            if (
                answer is Answer.OTHER
                and not box.isVisibleTo(self)
                and not box.touched
                and self._is_shown_as_start(box)
            ):
                box.set_value(self.question.conflict.current.get(name))
            box.setVisible(answer is Answer.OTHER)
        self.chosen.emit(answer)

    def _is_shown_as_start(self, box: FieldBox) -> bool:
        """Long texts and fields that go together are mended from what is there; a single value is typed anew."""
        return len(self.boxes) > 1 or box.field.kind is Kind.LONG_TEXT


class _Option(QWidget):
    """A radio button with what it stands for beside it; a click anywhere chooses it."""

    def __init__(self, spoken: str, lines: Sequence[QWidget]) -> None:
        super().__init__()
        self.radio = RadioButton("")
        self.radio.setAccessibleName(spoken)
        words = QVBoxLayout()
        words.setSpacing(current().px(2))
        words.setContentsMargins(0, current().px(6), 0, current().px(4))
        for line in lines:
            words.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio.click()


class _Marked(QLabel):
    """A value whose words the other value lacks are marked: heavier, underlined and coloured."""

    def __init__(self, shown: Sequence[Piece], title: str) -> None:
        super().__init__()
        self._pieces = shown
        self._title = title
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._render()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._render()

    def _render(self) -> None:
        tokens = current().tokens
        mark = f'<span style="font-weight: 600; text-decoration: underline; color: {tokens.differ}">{{}}</span>'
        words = " ".join(
            mark.format(html.escape(piece.text)) if piece.differs else html.escape(piece.text) for piece in self._pieces
        )
        self.setText(f"{html.escape(self._title)}: {words}" if self._title else words)


def _titles(question: Question) -> Sequence[str]:
    """The label before each value where there are several."""
    several = len(question.names) > 1
    return question.titles if several else [""] * max(1, len(question.titles))
