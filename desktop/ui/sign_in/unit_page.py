"""Which office this is: kind, province, name and sign, mostly by agreeing to what is suggested."""

from PySide6.QtCore import Signal

from desktop.domain.catalogues import catalogue
from desktop.domain.numbers import parse_number
from desktop.domain.text import one_line
from desktop.services.session import local_now
from desktop.ui.sign_in.page import GatePage
from desktop.ui.sign_in.suggestions import BRANCH, KINDS, Suggestion, sample_code, suggest_unit
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.fields import FieldFactory
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.questions import question
from desktop.words import _
from sync.contract.fields import RECORD_TYPES, Kind
from sync.contract.messages import UnitInfo


class UnitPage(GatePage):
    """Asks for the office."""

    #: Carries the answers as a `UnitInfo` whose id is still empty.
    answered = Signal(object)
    #: Back to the three ways.
    left = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Đơn vị"), _("Chọn loại và tỉnh; tên và ký hiệu được gợi ý, sửa được."), step=_("Bước 1 trong 3")
        )
        self._today = local_now().date()
        self._suggested = Suggestion("", "")
        factory = FieldFactory(RECORD_TYPES["unit"].fields, now=local_now, choices=self._choices)
        self._kind = self.add_field("unit_kind", factory.make("kind", required=True, wide=True))
        self._province = self.add_field("province", factory.make("province", required=True))
        number = LineEditor(parse_number, placeholder="1")
        self._ordinal = self.add_field(
            "ordinal", question("ordinal", _("Chi nhánh số"), required=False, kind=Kind.NUMBER, editor=number)
        )
        self._name = self.add_field("unit_name", factory.make("name", required=True, wide=True))
        self._code = self.add_field("unit_code", factory.make("code", required=True))
        self._sample = label("", "small", Role.MUTED, wrap=True)
        self.form.add_widget(self._sample)
        self.add_primary(_("Tiếp tục"), self._answer)
        self.add_button(_("Quay lại"), self.left.emit)
        self._ordinal.hide()
        for field in (self._kind, self._province, self._ordinal):
            field.changed.connect(self._suggest)
        self._code.changed.connect(self._show_sample)
        self._show_sample()

    def _choices(self, name: str) -> Choices:
        entries = catalogue(name).valid(self._today)
        if name == "unit_kind":
            entries = tuple(entry for entry in entries if entry.code in KINDS)
        return Choices(Choice(entry.code, entry.label, aliases=entry.short) for entry in entries)

    def _suggest(self) -> None:
        kind, province, ordinal = (self.typed(name) for name in ("unit_kind", "province", "ordinal"))
        self._ordinal.setVisible(kind == BRANCH)
        new = suggest_unit(kind, province, ordinal, self._today)
        old, self._suggested = self._suggested, new
        if self.typed("unit_name") == old.name:
            self._name.set_value(new.name)
        if self.typed("unit_code") == old.code:
            self._code.set_value(new.code)

    def _show_sample(self) -> None:
        sample = sample_code(self.typed("unit_code"), self._today)
        about = _("Ký hiệu đứng đầu mã số vụ việc trong Sổ và không đổi về sau.")
        self._sample.setText(about + (_(" Ví dụ: {code}").format(code=sample) if sample else ""))

    def _answer(self) -> None:
        if self.form.validate():
            self.answered.emit(
                UnitInfo(
                    id="",
                    code=one_line(self.answer("unit_code")),
                    name=self.answer("unit_name"),
                    kind=self.answer("unit_kind"),
                    province=self.answer("province"),
                )
            )
