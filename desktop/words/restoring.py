"""What people are told once a backup has been restored: what was brought back, and what became of unsent work."""

from desktop.services.backups import Restored
from desktop.services.session import VIETNAM
from desktop.words import _
from desktop.words.formats import moment, whole

_NUMBERS_WAIT = _("Cho đến khi đồng bộ xong, vụ việc mới chỉ có mã tạm để không cấp trùng số.")


def restored_text(restored: Restored) -> str:
    """What was restored, how many unsent changes were carried over, or why none could be; and what that changes."""
    text = _done(restored)
    return f"{text} {_NUMBERS_WAIT}" if restored.carried.enrolled else text


def _done(restored: Restored) -> str:
    """One sentence."""
    preview, carried = restored.preview, restored.carried
    at = moment(preview.made_at.astimezone(VIETNAM))
    done = _("Đã khôi phục bản sao lưu lúc {at} với {cases} vụ việc").format(at=at, cases=whole(preview.cases))
    if carried.unreadable is not None:
        then = _("không đọc được dữ liệu trước đó nên những gì chưa gửi trong đó chỉ còn ở {aside}")
    elif not carried.enrolled:
        then = _("dữ liệu trước đó được giữ ở {aside}")
    elif carried.entries:
        then = _("{count} thay đổi chưa gửi được chuyển sang, phần đã gửi sẽ về lại khi đồng bộ")
    else:
        then = _("không có thay đổi nào chưa gửi phải chuyển sang, phần đã gửi sẽ về lại khi đồng bộ")
    return f"{done}; {then.format(aside=restored.aside, count=whole(carried.entries))}."
