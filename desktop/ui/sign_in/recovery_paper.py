"""The sheet of paper with the recovery key: one A4 page, printed or saved as PDF."""

import datetime as dt
from html import escape

from PySide6.QtGui import QTextDocument

from desktop.domain.dates import format_date
from desktop.ui.widgets.printing import sheet
from desktop.words import _


def paper(recovery_key: str, unit: str, on: dt.date) -> QTextDocument:
    """The sheet's text.

    Args:
        recovery_key: as `desktop.store.recovery.written` wrote it.
        unit: name of the office it belongs to.
        on: the day it was made; a newer sheet takes the place of an older one.
    """
    groups = recovery_key.split("-")
    lines = ["&nbsp;&nbsp;".join(groups[start : start + 4]) for start in range(0, len(groups), 4)]
    rules = (
        _("Ai quên mật khẩu dùng khóa này để đặt mật khẩu mới: màn hình Đăng nhập, nút Quên mật khẩu."),
        _("Mất cả mật khẩu và khóa này thì không ai mở lại được dữ liệu trên máy."),
        _("Cất ở nơi khóa được, cùng chỗ với con dấu. Không chụp ảnh, không gửi qua mạng."),
    )
    return sheet(
        f"<h1>{escape(_('Khóa khôi phục'))}</h1><p><b>{escape(unit)}</b><br/>"
        f"{escape(_('Lập ngày {day}').format(day=format_date(on)))}</p>"
        f"<p class='key'><b>{'<br/>'.join(lines)}</b></p>"
        f"<ul>{''.join(f'<li>{escape(rule)}</li>' for rule in rules)}</ul>",
        style=".key { font-size: 20pt; }",
    )
