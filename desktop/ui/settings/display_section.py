"""How the window looks on this PC: size of the type, light or dark, density."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt

from desktop.services import this_pc
from desktop.services.this_pc import ThisPc
from desktop.ui.settings.section import Section
from desktop.ui.theme import ZOOMS, Appearance, current
from desktop.ui.tokens import Role, Scheme
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import explain
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_SYSTEM = "system"


class DisplaySection(Section):
    """Every choice takes effect at once and is kept for this PC."""

    def __init__(self, home: Path, appearance: Appearance) -> None:
        super().__init__(_("Hiển thị"))
        self._home = home
        self._appearance = appearance
        kept = this_pc.load(home)
        self.zoom = ComboBox(_("Cỡ chữ"), [Choice(str(zoom), f"{zoom}%") for zoom in ZOOMS])
        self.zoom.set_code(str(current().zoom))
        self.scheme = ComboBox(
            _("Màu"),
            [
                Choice(_SYSTEM, _("Theo Windows")),
                Choice(Scheme.LIGHT, _("Sáng")),
                Choice(Scheme.DARK, _("Tối")),
            ],
        )
        self.scheme.set_code(kept.scheme or _SYSTEM)
        self.compact = CheckBox(_("Dòng và ô thấp hơn, thấy được nhiều hơn"))
        self.compact.setChecked(kept.compact)
        card = Card(_("Hiển thị"))
        for title, control in ((_("Cỡ chữ"), self.zoom), (_("Màu"), self.scheme)):
            name = label(title, "label")
            name.setBuddy(control)
            card.body.addWidget(name)
            card.body.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.compact)
        about = _("Chế độ tương phản cao theo cài đặt của Windows. Áp dụng cho máy này.")
        card.body.addWidget(label(about, "small", Role.MUTED, wrap=True))
        self.add(card)
        self.zoom.activated.connect(self._take_zoom)
        self.scheme.activated.connect(self._take_scheme)
        self.compact.clicked.connect(self._take_compact)

    def _take_zoom(self) -> None:
        zoom = int(self.zoom.code())
        self._appearance.set_zoom(zoom)
        self._keep(zoom=zoom)

    def _take_scheme(self) -> None:
        code = self.scheme.code()
        self._appearance.set_scheme(None if code == _SYSTEM else Scheme(code))
        self._keep(scheme=None if code == _SYSTEM else code)

    def _take_compact(self, compact: bool) -> None:
        self._appearance.prefer_compact(compact)
        self._keep(compact=compact)

    def _keep(self, **choices: object) -> None:
        known: ThisPc = this_pc.load(self._home)
        try:
            this_pc.keep(self._home, msgspec.structs.replace(known, **choices))
        except CodedError as error:
            explain(self, words_for(error))
