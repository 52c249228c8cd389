"""The conflict window: everything about one case that a person has to choose or to mend."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts, OpenConflict, unknown_names
from desktop.services.numbering import Numbering
from desktop.services.people import Known, People
from desktop.store.door import Changed
from desktop.ui.cases.choices import factory
from desktop.ui.cases.intake import known_choice
from desktop.ui.cases.references import searches
from desktop.ui.context import Context
from desktop.ui.settings.reason_dialog import ReasonDialog
from desktop.ui.sync.decision import Answer, BrokenRule, Decision, Question
from desktop.ui.sync.question_card import QuestionCard
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.choices import Answer as Suggest
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import FieldFactory, Search
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.conflicts import heading
from desktop.words.errors import words_for
from sync.contract.errors import CodedError, Invalid
from sync.contract.fields import RECORD_TYPES
from sync.contract.records import Person

_WIDTH = 640
_SIDE = 20  # around what a dialog shows
_WIDEST = 720


def open_conflicts(context: Context, conflict_ids: Sequence[str], parent: QWidget) -> None:
    """Read these conflicts and show them in one window; those decided meanwhile are left out.

    Args:
        context: the open office.
        conflict_ids: of one case.
        parent: the page that asks.
    """

    def show(found: list[OpenConflict]) -> None:
        if found:
            ConflictWindow(context, found, parent).open()
        else:
            context.tell(_("Các mục này đã có người chọn."))

    context.local.run(lambda _progress: _still_open(context, conflict_ids), show, owner=parent)


def _as_in_the_form(shown: OpenConflict) -> tuple[bool, str, str, int]:
    """Fields in the order in which they were filled in, record by record; broken rules last, they ask nothing here."""
    conflict = shown.conflict
    declared = RECORD_TYPES.get(conflict.record_type or "")
    fields = list(declared.fields) if declared else []
    places = [fields.index(name) for name in conflict.names if name in fields]
    return conflict.kind == "rule", conflict.record_type or "", conflict.record or "", min(places, default=0)


class ConflictWindow(Dialog):
    """Both values of every field side by side; what is chosen is saved together.

    Attributes:
        cards: the questions, in their order.
        save: awake once every one of them is answered.
    """

    def __init__(self, context: Context, conflicts: Sequence[OpenConflict], parent: QWidget | None = None) -> None:
        """Ask about ``conflicts``, which are about one case."""
        super().__init__(_about(conflicts[0]), parent, width=_WIDTH)
        theme = current()
        self.setMaximumWidth(theme.px(_WIDEST))
        self._context = context
        conflicts = sorted(conflicts, key=_as_in_the_form)
        self._decision = Decision(conflicts, context.session.clock().date())
        self.cards = [self._card(number, q) for number, q in enumerate(self._decision.questions)]
        self.banner = Banner()
        if any(unknown_names(each.conflict) for each in conflicts if each.conflict.kind != "rule"):
            above = words_for(Invalid("newer_version_needed"))
            self.banner.show_words(Role.WAIT, above.title, above.text)
        self.body.addWidget(label(heading(conflicts[0].conflict.kind), role=Role.DIFFER, wrap=True))
        self.body.addWidget(self.banner)
        self.body.addWidget(self._scrolling([*self.cards, *map(self._rule_card, self._decision.rules)]), 1)
        self.add_button(_("Để sau"), self.reject)
        self.save = self.add_button(_("Lưu lựa chọn"), self._save, look="primary")
        self.save.setVisible(bool(self.cards))
        self.save.setEnabled(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save.click)
        self.resize(theme.px(_WIDTH), self._height())
        if self.cards:
            self.cards[0].focus()

    def _card(self, number: int, question: Question) -> QuestionCard:
        record_type = question.conflict.conflict.record_type or ""
        card = QuestionCard(question, self._fields(record_type) if question.typed else None)
        card.chosen.connect(lambda answer: self._choose(number, answer))
        card.typed.connect(lambda: self._take_typed(number))
        return card

    def _rule_card(self, rule: BrokenRule) -> Card:
        card = Card()
        card.body.addWidget(label(rule.text, wrap=True))
        card.body.addWidget(label(rule.advice, role=Role.MUTED, wrap=True))
        row = QHBoxLayout()
        row.addWidget(button(_("Mở vụ việc để sửa"), lambda: self._open_case(rule.conflict)))
        if rule.conflict.conflict.rule == "number_twice":
            row.addWidget(button(_("Cấp số khác…"), lambda: self._ask_to_adjust(rule.conflict)))
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _scrolling(self, cards: Sequence[QWidget]) -> QScrollArea:
        inside = QWidget()
        inside.setMinimumHeight(1)  # else it is as high as its words were in the narrowest window
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        for card in cards:
            column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = inside
        return area

    def _height(self) -> int:
        """As high as what is asked, within the screen."""
        px = current().px
        for widget in self._inside.findChildren(QWidget):
            widget.ensurePolished()  # the larger type of titles counts
        room = self.screen().availableGeometry().height() - px(80)
        return min(room, self._inside.heightForWidth(px(_WIDTH - 2 * _SIDE)) + px(190))

    def _choose(self, number: int, answer: Answer) -> None:
        self._decision.choose(number, answer)
        self._take_typed(number)

    def _take_typed(self, number: int) -> None:
        self._decision.type(number, self.cards[number].third_value())
        self.save.setEnabled(self._decision.complete)

    def _save(self) -> None:
        if not self._decision.complete:
            return
        service = Conflicts(self._context.session)
        try:
            for conflict, choices in self._decision.choices():
                self._context.changes.tell(service.resolve(conflict, choices))
        except CodedError as error:
            self._explain(error)
            return
        self._context.tell(_("Đã lưu lựa chọn."))
        self.accept()

    def _explain(self, error: CodedError) -> None:
        words = words_for(error)
        if not any(card.show_error(error, words.text) for card in self.cards):
            self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())

    def _open_case(self, conflict: OpenConflict) -> None:
        self.reject()
        self._context.open_case(conflict.conflict.case or conflict.conflict.record or "")

    def _ask_to_adjust(self, conflict: OpenConflict) -> None:
        """The other case keeps the number; this one gets the next, with a dated note of it (TT 12/2018 Điều 11)."""
        case = conflict.conflict.case or conflict.conflict.record or ""
        service = Numbering(self._context.session)
        dialog = ReasonDialog(
            self._context,
            self,
            title=_("Cấp số khác cho vụ việc"),
            lead=_(
                "Vụ việc kia giữ mã số. Vụ việc này được cấp số khác, có ghi ngày điều chỉnh; mã số cũ vẫn tìm được."
            ),
            verb=_("Cấp số khác"),
            do=lambda reason: service.adjust(case, reason),
        )
        dialog.done_with.connect(self._adjusted)
        dialog.open()

    def _adjusted(self, changed: Changed) -> None:
        self._context.changes.tell(changed)
        self._context.tell(_("Đã điều chỉnh mã số."))
        self.accept()

    def _fields(self, record_type: str) -> FieldFactory:
        session = self._context.session
        found = {"person": Search(self._suggest_people, self._person), **searches(session)}
        return factory(record_type, now=session.clock, searches=found)

    def _suggest_people(self, text: str, answer: Suggest) -> None:
        found = People(self._context.session).matching(text)
        answer([known_choice(known) for known in found])

    def _person(self, person_id: str) -> Choice | None:
        try:
            record = Cases(self._context.session).open("person", person_id).record
        except DomainError:
            return None
        return known_choice(Known(person=record)) if isinstance(record, Person) else None


def _still_open(context: Context, conflict_ids: Sequence[str]) -> list[OpenConflict]:
    service = Conflicts(context.session)
    found = []
    for conflict_id in conflict_ids:
        try:
            found.append(service.one(conflict_id))
        except DomainError:  # somebody else has chosen
            continue
    return found


def _about(conflict: OpenConflict) -> str:
    """What the window is about: the person and the code of the case, or the kind of record and whom it is about."""
    if conflict.case:
        return f"{conflict.case.people} – {conflict.case.code}"
    declared = RECORD_TYPES.get(conflict.conflict.record_type or "")
    title = declared.title if declared else _("Hai giá trị khác nhau")
    return f"{title} – {conflict.about}" if conflict.about else title
