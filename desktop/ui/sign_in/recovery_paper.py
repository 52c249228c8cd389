"""The sheet of paper with the recovery key: one A4 page, printed or saved as PDF."""

import datetime as dt
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.domain.dates import format_date
from desktop.store.files import write_durably
from desktop.ui.theme import FAMILY
from desktop.words import _

_MARGIN = 25.0  # millimetres: the sheet goes into a binder
_DPI = 300


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
    document = QTextDocument()
    document.setDefaultStyleSheet(
        f"body {{ font-family: '{FAMILY}'; font-size: 11pt; }} h1 {{ font-size: 18pt; }} .key {{ font-size: 20pt; }}"
    )
    document.setHtml(
        f"<body><h1>{escape(_('Khóa khôi phục'))}</h1><p><b>{escape(unit)}</b><br/>"
        f"{escape(_('Lập ngày {day}').format(day=format_date(on)))}</p>"
        f"<p class='key'><b>{'<br/>'.join(lines)}</b></p>"
        f"<ul>{''.join(f'<li>{escape(rule)}</li>' for rule in rules)}</ul></body>"
    )
    return document


def save_pdf(document: QTextDocument, path: Path) -> None:
    """Write the sheet as a PDF file of A4. Raise `StoreError` if the disk does not take it."""
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setResolution(_DPI)
    print_on(document, writer)
    write_durably(path, bytes(content.data().data()))


def print_on(document: QTextDocument, device: QPagedPaintDevice) -> None:
    """Print the sheet on A4, whatever the printer had in mind."""
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    document.setPageSize(QSizeF(device.pageLayout().paintRectPoints().size()))
    document.print_(device)
