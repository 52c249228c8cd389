"""What this office is, and where its data lie."""

from desktop.domain.catalogues import catalogue
from desktop.services.session import OfficeInfo
from desktop.ui.context import Context
from desktop.ui.settings.numbering_card import NumberingCard
from desktop.ui.settings.section import Facts, Section
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import label
from desktop.words import _


class OfficeSection(Section):
    """Facts alone: name and sign of an office are given by its centre, not changed on a PC."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Đơn vị"))
        office = context.session.office
        card = Card(_("Đơn vị"))
        card.body.addWidget(Facts(facts_of(office)))
        if office.practice:
            said = _("Đây là dữ liệu tập: người và vụ việc đều là bịa.")
            card.body.addWidget(label(said, role=Role.MUTED, wrap=True))
        place = Card(_("Dữ liệu trên máy này"))
        place.body.addWidget(Facts([(_("Thư mục"), str(context.office.home))]))
        place.body.addWidget(
            label(
                _("Toàn bộ dữ liệu được mã hóa; chép thư mục này mà không có mật khẩu thì không đọc được."),
                role=Role.MUTED,
                wrap=True,
            )
        )
        self.add(card)
        if not office.practice:
            self.add(NumberingCard(context))
        self.add(place)


def facts_of(office: OfficeInfo) -> list[tuple[str, str]]:
    """Title and words of what there is to know."""
    unit = office.unit
    return [
        (_("Tên đơn vị"), unit.name),
        (_("Loại đơn vị"), catalogue("unit_kind").label(unit.kind)),
        (_("Ký hiệu"), unit.code),
        (_("Tỉnh, thành phố"), catalogue("province").label(unit.province) if unit.province else ""),
    ]
