"""Reminders in words, ready to paste; codes of cases only, nothing about the people in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.domain.dates import format_date
from desktop.exchange.paper.model import Value
from desktop.reports.nudging import Lack, Lacking
from desktop.words import _
from desktop.words.formats import whole

if TYPE_CHECKING:
    from desktop.services.nudging import Sent

NAME = _("Nhắc cập nhật")
TITLE = _("VỤ VIỆC CẦN CẬP NHẬT")
NOBODY = _("(chưa cử người thực hiện)")
NOTHING = _("Vụ việc trong kỳ này đã đủ giai đoạn, kết quả và giấy tờ.")
_MARK = _("thiếu")
LACKS = {
    Lack.STAGE: _("Chưa ghi giai đoạn tố tụng"),
    Lack.RESULT: _("Đã kết thúc, chưa ghi kết quả"),
    Lack.PAPER: _("Chưa có giấy tờ trong hồ sơ điện tử"),
}
#: Heads and widths in characters, in the order of `cells`.
COLUMNS = ((_("Người thực hiện"), 26), (_("Mã số hồ sơ"), 18), *((head, 16) for head in LACKS.values()))
#: What a screen calls them.
SHORT = (COLUMNS[0][0], COLUMNS[1][0], _("Giai đoạn"), _("Kết quả"), _("Giấy tờ"))


def cells(entry: Lacking) -> tuple[Value, ...]:
    """A line of the list."""
    return entry.name or NOBODY, entry.code, *(_MARK if lack in entry.lacks else "" for lack in LACKS)


def told(entries: Sequence[Lacking]) -> str:
    """How much there is."""
    if not entries:
        return NOTHING
    cases, people = len({each.case for each in entries}), len({each.practitioner for each in entries} - {""})
    return _("{cases} vụ việc của {people} người thực hiện cần cập nhật.").format(
        cases=whole(cases), people=whole(people)
    )


def message(entries: Sequence[Lacking]) -> str:
    """What is sent to one of them."""
    lines = [_("Kính gửi {name}! Đề nghị cập nhật các vụ việc sau:").format(name=entries[0].name or NOBODY)]
    for lack, head in LACKS.items():
        codes = [each.code for each in entries if lack in each.lacks]
        if codes:
            named = _("- {lack} ({count}): {codes}")
            lines.append(named.format(lack=head, count=whole(len(codes)), codes=", ".join(codes)))
    return "\n".join(lines) + "\n"


def came_of(named: tuple[str, "Sent"]) -> str:
    """What came of the last reminder somebody got."""
    name, sent = named
    return _("{name}: nhắc ngày {day} {asked} mục, đến nay đã cập nhật {mended}.").format(
        name=name, day=format_date(sent.on), asked=whole(sent.asked), mended=whole(sent.mended)
    )
