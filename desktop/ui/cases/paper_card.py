"""One paper on the case page: what it is, where its file is, what can be done with it."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.qt.table_model import Mark
from desktop.services.attachments import Paper, Whereabouts
from desktop.ui.cases.marks import joined
from desktop.ui.cases.record_card import Action, RecordCard
from desktop.ui.tokens import Role
from desktop.ui.widgets.checks import CheckBox
from desktop.words import _, formats
from desktop.words import papers as words

#: What can be done → who does it, with the id of the paper.
PaperDeeds = Mapping[str, Callable[[str], object]]

_SIGNS = {
    Whereabouts.KEPT: ("monitor", Role.MUTED),
    Whereabouts.WAITS: ("cloud-upload", Role.WAIT),
    Whereabouts.SENDING: ("cloud-upload", Role.WAIT),
    Whereabouts.SENT: ("cloud-check", Role.OK),
    Whereabouts.NOT_FETCHED: ("download", Role.MUTED),
    Whereabouts.TO_FETCH: ("download", Role.WAIT),
    Whereabouts.FETCHING: ("download", Role.WAIT),
    Whereabouts.ELSEWHERE: ("monitor", Role.MUTED),
    Whereabouts.BROKEN: ("circle-alert", Role.BAD),
}
_OPEN = ("open", _("Mở"), "eye")
_SAVE = ("save", _("Lưu ra tệp"), "save")
_FETCH = ("fetch", _("Tải về"), "download")
_RETRY = ("retry", _("Thử lại"), "rotate-ccw")
_EDIT = ("edit", _("Sửa"), "pencil")


class PaperCard(RecordCard):
    """A card that follows its file on the way."""

    def __init__(self, paper: Paper, deeds: PaperDeeds, pin: Callable[[str, bool], object]) -> None:
        record = paper.record
        super().__init__(record.title or record.name or "", _lines(paper), _actions(paper, deeds), [mark_of(paper)])
        self._paper = paper
        self.setToolTip(record.name or "")
        kept = CheckBox(_("Giữ trên máy này"))
        kept.setAccessibleName(f"{_('Giữ trên máy này')}: {record.title}")
        kept.setChecked(paper.pinned)
        kept.toggled.connect(lambda on: pin(record.id, on))
        row = QHBoxLayout()
        row.addWidget(kept)
        row.addStretch()
        self.words.addLayout(row)

    def about(self, paper: Paper) -> bool:
        """Whether this card shows that paper as it is, but for how far its file has come."""
        return _still(self._paper) == _still(paper)

    def follow(self, paper: Paper) -> None:
        """Its file has come further."""
        self._paper = paper
        self.chips[0].set_mark(mark_of(paper))


def mark_of(paper: Paper) -> Mark:
    """Where its file is: word, icon, colour; green is what the national system has."""
    sign, role = _SIGNS[paper.where]
    return Mark(words.where(paper), sign, role.value)


def _still(paper: Paper) -> tuple[object, ...]:
    return paper.record, paper.where, paper.here, paper.pinned, paper.trouble


def _lines(paper: Paper) -> list[str]:
    record = paper.record
    kind = catalogue("paper_kind").label(record.kind) if record.kind else ""
    day = _("ngày {day}").format(day=format_date(record.dated_on)) if record.dated_on else ""
    ending = PurePath(record.name or "").suffix.removeprefix(".").upper()
    return [joined((kind, day, ending, formats.size(record.size or 0))), words.trouble(paper)]


def _actions(paper: Paper, deeds: PaperDeeds) -> list[Action]:
    if paper.trouble:
        offered = [_RETRY]
    elif paper.here:
        offered = [_OPEN, _SAVE]
    elif paper.where is Whereabouts.NOT_FETCHED:
        offered = [_FETCH]
    else:
        offered = []
    return [
        (verb, sign, lambda deed=deed: deeds[deed](paper.record.id))  # type: ignore[misc]
        for deed, verb, sign in (*offered, _EDIT)
    ]
