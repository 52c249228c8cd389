"""What people are told of the numbering of their Sổ; the window and the command line say the same."""

import datetime as dt

from desktop.services.numbering import ClosedBook, Standing, Void
from desktop.services.session import VIETNAM
from desktop.words import _, formats
from desktop.words.formats import whole
from sync.contract.records.numbering import BlockEnd

_WHY = {
    BlockEnd.GIVEN_BACK: _("máy {pc} đã giao lại quyền cấp số"),
    BlockEnd.TAKEN_OVER: _("máy {pc} bị thay quyền cấp số"),
    BlockEnd.RESTORED: _("máy {pc} đã khôi phục dữ liệu cũ; các số này có thể đã ghi trên giấy"),
    BlockEnd.SERVER_RESTORED: _("Hệ thống quản lý TGPL được phục hồi; các số này có thể đã cấp sau bản sao lưu"),
}

VOID_HEADING = _("Số bỏ trống trong Sổ")
NO_VOID = _("Không có số nào bỏ trống.")


def standing(now: Standing) -> list[str]:
    """Sentences that say who numbers and what is under way, the most important first."""
    said = [_who(now)]
    if now.mine and now.left is not None:
        said.append(
            _("Khi không có mạng, máy này còn cấp được {left} số của năm nay.").format(left=whole(now.left))
            if now.left
            else _("Đã hết số được giao: vụ việc mới mang mã tạm cho tới khi đồng bộ.")
        )
    if now.given_back:
        said.append(_("Đã giao lại quyền; máy khác nhận được sau khi máy này đồng bộ."))
    if now.taken:
        said.append(_("Sẽ nhận quyền cấp số ở lần đồng bộ tới."))
    elif now.asked and now.holder is None:
        said.append(_("Đã xin quyền cấp số: chưa máy nào giữ, nên máy này nhận được ở lần đồng bộ tới."))
    elif now.asked:
        said.append(_("Đã xin quyền cấp số; chờ máy đang cấp số giao lại."))
    if now.askers:
        said.append(_("Đang xin quyền cấp số: {pcs}.").format(pcs=", ".join(now.askers)))
    if now.refused:
        said.append(_("Lần xin vừa rồi không được: quyền cấp số đã chuyển sang máy khác trước đó."))
    if now.waiting:
        said.append(_("{count} vụ việc đang mang mã tạm.").format(count=whole(now.waiting)))
    return [*said, *map(_closed, now.closed)]


def _closed(book: ClosedBook) -> str:
    """What waits in the Sổ of a unit that was merged, and whose turn it is."""
    fact = _("{count} vụ việc trong Sổ {book} của đơn vị đã sáp nhập đang mang mã tạm").format(
        count=whole(book.waiting), book=book.code
    )
    if book.mine:
        return _("{fact}; máy này cấp số khi đồng bộ.").format(fact=fact)
    if book.pc:
        return _("{fact}; máy {pc} cấp số khi đồng bộ.").format(fact=fact, pc=book.pc)
    return _("{fact}; chưa máy nào cấp số: nhờ Trung tâm giao quyền cấp số của Sổ này.").format(fact=fact)


def void(one: Void) -> str:
    """``Năm 2026: số 03–60, máy … bị thay quyền cấp số, 22/11/2026``."""
    numbers = f"{one.first:02d}" if one.first == one.last else f"{one.first:02d}–{one.last:02d}"
    why = _WHY[one.why].format(pc=one.pc or "?")
    said = _("Năm {year}: số {numbers}; {why}").format(year=one.year, numbers=numbers, why=why)
    if not one.ended_at:
        return said
    return f"{said} ({formats.moment(dt.datetime.fromisoformat(one.ended_at).astimezone(VIETNAM))})"


def _who(now: Standing) -> str:
    if now.mine:
        return _("Máy này cấp mã số vụ việc trong Sổ của đơn vị.")
    if not now.enrolled or now.pc:
        by = _("máy {pc}").format(pc=now.pc) if now.pc else _("máy khác của đơn vị")
        return _("Mã số vụ việc do {by} cấp; trước đó vụ việc mang mã tạm.").format(by=by)
    return _("Chưa máy nào của đơn vị cấp mã số; vụ việc mang mã tạm.")
