"""How much of the line the synchronisation may take, and at which hours it leaves the line to others."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from desktop.domain.times import parse_time
from desktop.services.manner import LOWEST_LIMIT, Manner
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.questions import question
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError, Invalid

_TIMES = ("quiet_from", "quiet_until")


class MannerCard(Card):
    """Three lines that may all stay empty; what is chosen holds for this PC, whoever sits there."""

    def __init__(self, context: Context, manner: Manner, choose: Callable[..., object]) -> None:
        """Show what is chosen; ``choose`` takes fields of `Manner` and raises `Invalid`."""
        super().__init__(_("Khi nào và nhanh đến đâu"))
        self._context = context
        self._choose = choose
        self.form = Form()
        for name, title in ((_TIMES[0], _("Không đồng bộ từ")), (_TIMES[1], _("Đến"))):
            self.form.add(name, question(name, title, required=False, placeholder="07:30", max_length=8))
        hint = _("Để trống: không giới hạn.")
        limit = question("limit", _("Giới hạn (kbit/s)"), required=False, max_length=7, hint=hint)
        self.form.add("limit", limit)
        self.form.submitted.connect(self._save)
        self.form.show_values(
            {
                "quiet_from": manner.quiet_from,
                "quiet_until": manner.quiet_until,
                "limit": str(manner.limit) if manner.limit else None,
            }
        )
        about = _("Trong giờ không đồng bộ, máy không tự gửi và nhận; nhấn Đồng bộ ngay thì vẫn chạy.")
        self.body.addWidget(label(about, role=Role.MUTED, wrap=True))
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(button(_("Lưu cách đồng bộ"), self._save))
        row.addStretch()
        self.body.addLayout(row)

    def _save(self) -> None:
        try:
            self._choose(**self._typed())
        except CodedError as error:
            if not self.form.show_error(error):
                self._context.tell(words_for(error).text)
        else:
            self.form.validate()
            self._context.tell(_("Đã lưu cách đồng bộ."))

    def _typed(self) -> dict[str, Any]:
        """The fields as `Manner` wants them. Raise `Invalid` for what means nothing."""
        said = {name: str(box.value() or "").strip() for name, box in self.form.fields.items()}
        return {name: _time(name, said[name]) for name in _TIMES} | {"limit": _number("limit", said["limit"])}


def _time(name: str, text: str) -> str | None:
    if not text:
        return None
    try:
        return f"{parse_time(text):%H:%M}"
    except CodedError:
        raise Invalid("time_invalid", field=name) from None


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    figures = text.replace(".", "")
    if not figures.isdecimal():
        raise Invalid("limit_invalid", field=name, lowest=LOWEST_LIMIT)
    return int(figures)
