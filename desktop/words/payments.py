"""Payments for cases in words."""

from collections.abc import Sequence
from fractions import Fraction

from desktop.domain.catalogues import catalogue
from desktop.exchange.paper.model import Value, words_of
from desktop.reports.payments import Paid
from desktop.words import _
from desktop.words.formats import exact, whole

NAME = _("Chi trả vụ việc")
TITLE = _("BẢNG KÊ CHI TRẢ CHO VIỆC THỰC HIỆN VỤ VIỆC TRỢ GIÚP PHÁP LÝ")
SIGNERS = (
    _("Người lập bảng\n(ký, ghi rõ họ tên)"),
    _("Kế toán\n(ký, ghi rõ họ tên)"),
    _("Thủ trưởng đơn vị\n(ký, ghi rõ họ tên, đóng dấu)"),
)
#: Heads and widths in characters, in the order of `cells`.
COLUMNS: tuple[tuple[str, float], ...] = (
    (_("Số thứ tự"), 6),
    (_("Ngày chi trả"), 11),
    (_("Mã số hồ sơ"), 17),
    (_("Người được chi trả"), 24),
    (_("Tư cách"), 16),
    (_("Cách tính"), 14),
    (_("Số buổi"), 8),
    (_("Số tiền (đồng)"), 14),
    (_("Nguồn kinh phí"), 18),
    (_("Số chứng từ"), 14),
)
#: The place of the sum.
AMOUNT = 7
NOTHING = _("Không có khoản chi trả nào trong kỳ này. Ghi chi trả ở vụ việc, thẻ Phân công.")


def cells(number: int, paid: Paid) -> tuple[Value, ...]:
    """A line of the ledger."""
    one, who = paid.payment, paid.practitioner
    return (
        number,
        one.on,
        paid.row.code,
        (who.full_name or "") if who else "",
        _brief("practitioner_kind", who.kind if who else None),
        _brief("payment_method", one.method),
        Fraction(one.half_sessions, 2) if one.half_sessions else None,
        one.amount,
        _brief("budget_origin", one.origin),
        one.document_number,
    )


def sum_cells(total: int) -> tuple[Value, ...]:
    """The last line of the ledger."""
    return (None, _("Cộng"), *([None] * (AMOUNT - 2)), total, *([None] * (len(COLUMNS) - AMOUNT - 1)))


def told(count: int, total: int) -> str:
    """``Cộng trong kỳ: 12 khoản, 18.400.000 đồng.``"""
    return _("Cộng trong kỳ: {count} khoản, {total} đồng.").format(count=whole(count), total=whole(total))


def sessions(half_sessions: int) -> str:
    """``2,5 buổi``."""
    return _("{number} buổi").format(number=exact(Fraction(half_sessions, 2)))


def line(paid: Paid) -> str:
    """A payment on a terminal."""
    _number, *rest = map(words_of, cells(0, paid))
    day, code, who, _capacity, method, _sessions, money, *_rest = rest
    return f"{day}  {code:<20} {money:>14}  {who}, {method}"


def lines(found: Sequence[Paid], total: int) -> list[str]:
    """The ledger on a terminal."""
    return [*map(line, found), told(len(found), total)]


def _brief(name: str, code: str | None) -> str:
    return catalogue(name).brief(code) if code else ""
