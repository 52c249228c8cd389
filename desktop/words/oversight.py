"""What people who answer for other PCs are told of these: pure functions from what is known to Vietnamese."""

import datetime as dt
from collections.abc import Callable

from desktop.domain.dates import format_date
from desktop.services.oversight import PcRow
from desktop.services.session import VIETNAM
from desktop.words import _, formats
from desktop.words.formats import whole
from sync.contract.oversight import DeviceStatus, StatusResponse

NEVER_KNOWN = _("Chưa có số liệu. Khi có kết nối, nhấn Lấy số liệu mới; lần sau không có kết nối vẫn xem được.")
NO_PC = _("Chưa có máy")
_NEVER = _("Chưa lần nào")


def known(told: StatusResponse) -> str:
    """Of when the table is."""
    return _("Số liệu lúc {moment}.").format(moment=moment(told.at))


def summary(told: StatusResponse, silent: int) -> str:
    """Of when the table is, and how many units are silent."""
    said = _("{count} đơn vị im lặng lâu, xếp trước.").format(count=whole(silent)) if silent else ""
    return f"{known(told)} {said}".rstrip()


def moment(at: str | None) -> str:
    """``16:02 ngày 19/11/2026`` of a moment of the national system or of a PC; what no clock shows is never."""
    local = _local(at)
    return formats.moment(local) if local else _NEVER


def _local(at: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(at).astimezone(VIETNAM) if at else None
    except ValueError:
        return None


def silence(row: PcRow) -> str:
    """How long nobody has heard of the unit, where that is too long."""
    if row.silence is None:
        return ""
    if row.silence == dt.timedelta.max:
        return _("Chưa từng liên lạc")
    return _("Im lặng {days} ngày").format(days=whole(row.silence.days))


def waiting(row: PcRow) -> str:
    """What waits on the PC, and since when."""
    return _waiting(row, moment)


def waiting_since_day(row: PcRow) -> str:
    """The same with the day alone, for a column."""
    return _waiting(row, lambda at: format_date(local) if (local := _local(at)) else _NEVER)


def _waiting(row: PcRow, say: Callable[[str], str]) -> str:
    if row.pc is None or not row.pc.waiting:
        return "0" if row.pc else ""
    count = whole(row.pc.waiting)
    if row.pc.waiting_since is None:
        return count
    return _("{count}, từ {moment}").format(count=count, moment=say(row.pc.waiting_since))


def notes(pc: DeviceStatus) -> list[str]:
    """What a person should know of a PC."""
    said = (
        (pc.revoked, _("đã khóa")),
        (pc.token_reused, _("mã truy cập cũ bị dùng lại")),
        (pc.refused, _("bị từ chối {count} mục").format(count=whole(pc.refused))),
        (pc.held, _("tạm giữ {count} mục").format(count=whole(pc.held))),
        (pc.missing, _("thiếu {count} mục").format(count=whole(pc.missing))),
        (pc.chain_breaks, _("chuỗi gửi lệch {count} lần").format(count=whole(pc.chain_breaks))),
        (pc.restored, _("đã khôi phục dữ liệu {count} lần").format(count=whole(pc.restored))),
        (pc.doubted, _("{count} mục máy khác đã xóa còn chờ trả lời").format(count=whole(pc.doubted))),
        (pc.copy_of, _("bản sao của máy khác")),
    )
    return [text for holds, text in said if holds]


def line(row: PcRow) -> str:
    """One PC as a line."""
    unit = f"{row.unit.code} {row.unit.name}"
    quiet, conflicts = silence(row), row.unit.open_conflicts
    said = [
        f"{quiet[:1].lower()}{quiet[1:]}",
        _("{count} chỗ có hai giá trị").format(count=whole(conflicts)) if conflicts else "",
        *(() if row.pc is None else notes(row.pc)),
    ]
    if row.pc is None:
        return "; ".join(filter(None, (f"{unit} – {NO_PC}", *said)))
    head = _("{unit} – {pc}; đồng bộ đủ: {complete}; chờ gửi: {waiting}; phiên bản: {program}").format(
        unit=unit,
        pc=row.pc.name,
        complete=moment(row.pc.last_complete),
        waiting=waiting(row),
        program=row.pc.program or "–",
    )
    return "; ".join(filter(None, (head, *said)))
