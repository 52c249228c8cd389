"""States of a case as people can tell them: word, icon and colour. Pure functions of values."""

import datetime as dt
from collections.abc import Sequence

from desktop.domain import restriction
from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.lifecycle import CLOSED, CaseState
from desktop.domain.restriction import UNREAD, initials
from desktop.qt.table_model import Mark
from desktop.services.session import VIETNAM
from desktop.ui.tokens import Role
from desktop.words import _, formats

__all__ = [
    "UNREAD_WORDS",
    "due_mark",
    "due_what",
    "due_words",
    "initials",
    "joined",
    "people_shown",
    "state_mark",
    "state_words",
    "sync_mark",
]

#: Stand for a value of a restricted case that nobody enrolled on this PC may read.
UNREAD_WORDS = _("(không được xem)")

_SOON = dt.timedelta(days=2)

_STATE_ICONS = {
    CaseState.RECEIVED: "hourglass",
    CaseState.ACCEPTED: "file-text",
    CaseState.RUNNING: "briefcase",
    CaseState.SUSPENDED: "circle-pause",
    CaseState.COMPLETED: "square-check",
    CaseState.MOVED_AWAY: "arrow-right",
}

#: Deadline rule (`desktop.domain.deadlines`) → what is due.
_DUE_WORDS = {
    "phien_toa": _("Phiên tòa"),
    "dl_tu_van": _("Hạn trả lời tư vấn"),
    "dl_cu_nguoi": _("Hạn cử người thực hiện"),
    "dl_cu_nguoi_bat_giu": _("Hạn cử người thực hiện (người bị bắt, tạm giữ, tạm giam)"),
}


def people_shown(people: str, *, restricted: bool, performers: str, reader: str) -> str:
    """Who is helped, as `desktop.domain.restriction.people_shown` lets this reader see them, in words."""
    seen = restriction.people_shown(people, restricted=restricted, performers=performers, reader=reader)
    return seen.replace(UNREAD, UNREAD_WORDS)


def state_mark(state: str) -> Mark:
    """Where a case stands; never green, because green means acknowledged by the national system."""
    known = CaseState(state)
    role = Role.WAIT if known in (CaseState.RECEIVED, CaseState.SUSPENDED) else Role.INK
    role = Role.MUTED if known in CLOSED else role
    return Mark(catalogue("case_state").label(state), _STATE_ICONS.get(known, "x"), role.value)


def state_words(state: str, on: dt.date) -> str:
    """The short wording of a state, for a narrow column."""
    entry = catalogue("case_state").find(state, on)
    return entry.brief if entry else state


def sync_mark(*, unsent: int, contested: int, rejected: bool) -> Mark:
    """How far a case has come on its way to the national system; the worst thing that can be said of it."""
    if contested:
        return Mark(_("Cần chọn"), "diff", Role.DIFFER.value)
    if rejected:
        return Mark(_("Chưa được nhận"), "circle-alert", Role.BAD.value)
    if unsent:
        return Mark(_("Chờ gửi"), "cloud-upload", Role.WAIT.value)
    return Mark(_("Đã gửi"), "cloud-check", Role.OK.value)


def due_mark(due_at: str | None, now: dt.datetime) -> Mark | str:
    """When something is due: the day, or in words when it is near or past."""
    if due_at is None:
        return ""
    at = dt.datetime.fromisoformat(due_at).astimezone(VIETNAM)
    days = (at.date() - now.date()).days
    if at < now:
        late = _("trễ {days} ngày").format(days=-days) if days else _("trễ hôm nay")
        return Mark(late, "circle-alert", Role.BAD.value)
    if at - now <= _SOON:
        soon = (_("hôm nay"), _("ngày mai"), _("ngày kia"))[days]
        return Mark(soon, "clock", Role.WAIT.value)
    return format_date(at)


def due_words(rule: str, due_at: str) -> str:
    """What is due and when, in a sentence: ``Hạn cử người thực hiện: 23:59 ngày 25/11/2026``."""
    at = dt.datetime.fromisoformat(due_at).astimezone(VIETNAM)
    return f"{due_what(rule)}: {formats.moment(at)}"


def due_what(rule: str) -> str:
    """What is due, by the name of its rule."""
    return _DUE_WORDS.get(rule, rule)


def joined(parts: Sequence[str]) -> str:
    """The parts that say something, with a middle dot between them."""
    return " · ".join(part for part in parts if part)
