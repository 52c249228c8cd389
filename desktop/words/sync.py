"""What people are told of the synchronisation: pure functions from what is known to Vietnamese sentences.

The window and the command line say the same. Offline is a state and said calmly; `SENT` is said only when nothing at
all is left to do (SYNC §3, trap 14), and only what has waited for more than a day is coloured.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from desktop.services.synchronise import Status
from desktop.services.unsent import QueueItem
from desktop.store.replica import Receipt, Way
from desktop.words import _, deletions, formats, scope
from desktop.words.bundle import line as slip_line
from desktop.words.errors import Words, words_for
from desktop.words.formats import size, whole
from sync.client.files import FileProgress
from sync.client.tables import EntryState
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES, RecordType

#: Said of green alone.
SENT = _("Đã gửi hết.")
PRACTICE = _("Dữ liệu tập: không bao giờ được gửi đi.")
NOT_JOINED = _("Máy này chưa kết nối với Hệ thống quản lý TGPL.")

#: What has waited for longer is worth a second look.
PATIENCE = dt.timedelta(hours=24)

_FIELDS_NAMED = 3  # of an entry with more fields the rest is counted


class Tone(StrEnum):
    """How a sentence is coloured; the names are those of `desktop.ui.tokens.Role`."""

    NEUTRAL = "ink"
    WAIT = "wait"
    OK = "ok"


class Part(NamedTuple):
    """One piece of the status; `short` says the same where there is little room, empty where `text` is short enough."""

    text: str
    tone: Tone = Tone.NEUTRAL
    short: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """What the synchronisation is doing in this program; the command line, which is not doing any, has the default.

    Attributes:
        running: a cycle is under way.
        asked: a person wants to see it run; one that starts by itself is quiet until it moves something.
        stopping: a person asked it to stop; it does after the step under way.
        sent, taken, left: entries and records of this cycle, and entries still to go.
        going: entries on their way at this moment.
        fetching: records a second that came in during this cycle; None while that cannot be said.
        paused: nothing goes by itself until somebody resumes.
        quiet_until: while nothing goes by itself because of the hour: when that ends, ``HH:MM``.
        trouble: why the last cycle did not succeed; kept until one does.
        file: how far the file is that is sent or fetched, once the texts are through.
        halted: no cycle starts by itself any more, because the other side broke the protocol.
    """

    running: bool = False
    asked: bool = False
    stopping: bool = False
    sent: int = 0
    taken: int = 0
    left: int = 0
    going: int = 0
    fetching: float | None = None
    paused: bool = False
    quiet_until: str | None = None
    file: FileProgress | None = None
    trouble: CodedError | None = None
    halted: bool = False


def status_sentence(status: Status, now: dt.datetime, activity: Activity | None = None) -> str:
    """The whole status as one text."""
    return " ".join(part.text for part in status_parts(status, now, activity))


def status_parts(
    status: Status, now: dt.datetime, activity: Activity | None = None, *, beside_banners: bool = False
) -> tuple[Part, ...]:
    """The status in pieces, each with its tone: the line, what waits and since when, the last complete cycle.

    Args:
        status: what the journal and the cursors say.
        now: for the age of what waits.
        activity: what the worker is doing, where there is one.
        beside_banners: leave out what banners on the same page say.
    """
    if status.practice:
        return (Part(PRACTICE),)
    if not status.enrolled:
        return (Part(NOT_JOINED), *_kept(status), *_on_stick(status))
    activity = activity or Activity()
    if activity.trouble and activity.trouble.code == status.shut_out:
        activity = replace(activity, trouble=None)  # said below, and with what to do
    line = _line(activity)
    in_banners = () if beside_banners else (*_deletions(status), *_scope(status), *_told(status))
    told = (
        *(() if beside_banners else _shut_out(status)),
        *_rebuilding(status),
        *_waiting(status, now),
        *_on_stick(status),
        *_files(status),
        *_to_choose(status),
        *in_banners,
        _last_complete(status),
        *_clock(status),
    )
    return (*((Part(line),) if line else ()), *told)


def progress_sentence(activity: Activity) -> str:
    """How far the cycle under way is; empty for one that started by itself and has moved nothing so far."""
    if activity.stopping:
        return _("Đang dừng…")
    if not activity.running:
        return ""
    if activity.file is not None:
        rest = activity.file.left
        return _("Đang chuyển tệp giấy tờ: còn {count} tệp, {size}.").format(
            count=whole(rest.files), size=size(rest.bytes)
        )
    if not (activity.sent or activity.taken):
        if activity.going:
            return _("Đang gửi {going} thay đổi…").format(going=whole(activity.going))
        return _("Đang đồng bộ…") if activity.asked else ""
    left = _(", còn {left}").format(left=whole(activity.left)) if activity.left else ""
    going = _(", đang gửi {going}").format(going=whole(activity.going)) if activity.going else ""
    return _("Đang đồng bộ: đã gửi {sent}{left}, đã nhận {taken}.").format(
        sent=whole(activity.sent), left=going + left, taken=whole(activity.taken)
    )


def moment(at: str) -> str:
    """``16:02 ngày 19/11/2026`` of a local time as the journal keeps it."""
    return formats.moment(dt.datetime.fromisoformat(at))


def age(since: dt.timedelta) -> str:
    """``3 ngày``, ``5 giờ``, ``20 phút``; whole units, never rounded up."""
    minutes = int(since.total_seconds()) // 60
    if minutes >= 24 * 60:
        return _("{count} ngày").format(count=whole(minutes // (24 * 60)))
    if minutes >= 60:
        return _("{count} giờ").format(count=minutes // 60)
    return _("{count} phút").format(count=minutes)


def clock_sentence(ahead: dt.timedelta) -> str:
    """By how much this PC's clock is off."""
    fast = ahead > dt.timedelta()
    text = _("Đồng hồ máy này nhanh {by}, cần chỉnh lại.") if fast else _("Đồng hồ máy này chậm {by}, cần chỉnh lại.")
    return text.format(by=age(abs(ahead)))


def subject(item: QueueItem) -> str:
    """Of which kind the record of an unsent entry is, and which fields it changes: at most three by title."""
    return _subject(item, _FIELDS_NAMED)


def whole_subject(item: QueueItem) -> str:
    """As `subject`, with every field."""
    return _subject(item, len(item.names))


def state(item: QueueItem) -> str:
    """Where an unsent entry stands, in two or three words."""
    on_stick = item.state is EntryState.PENDING and item.exported_at is not None
    return _("Trên USB") if on_stick else _STATES[item.state]


def reason(item: QueueItem) -> Words | None:
    """Why an entry was refused or what it waits for, None while nothing was said about it."""
    return words_for(CodedError(item.error, field=item.error_field)) if item.error else None


def attempts(item: QueueItem) -> str:
    """How often an entry was sent so far, and since when it lies on a stick."""
    sent = _("Đã gửi {tries} lần.").format(tries=whole(item.tries)) if item.tries else _("Chưa gửi lần nào.")
    if item.exported_at is None:
        return sent
    return f"{sent} {_('Trên USB từ {moment}.').format(moment=moment(item.exported_at))}"


def receipt(kept: Receipt) -> str:
    """One receipt as a line."""
    if kept.way is not Way.LINE:
        return slip_line(kept)
    text = _("Biên nhận số {number}: {at}, gửi {sent}, nhận {taken}. Mã {code}.") if kept.complete else _INCOMPLETE
    return text.format(
        number=whole(kept.number),
        at=moment(kept.at),
        sent=whole(kept.sent),
        taken=whole(kept.taken),
        code=kept.hash[:12],
    )


def receipt_outcome(kept: Receipt) -> str:
    """What became of the cycle or of the file on a stick, in two or three words."""
    if kept.way is not Way.LINE:
        return _("Qua USB")
    return _("Đồng bộ đầy đủ") if kept.complete else _("Chưa đầy đủ")


_INCOMPLETE = _("Biên nhận số {number}: {at}, gửi {sent}, nhận {taken} (chưa xong). Mã {code}.")
_STATES = {
    EntryState.PENDING: _("Chờ gửi"),
    EntryState.HELD: _("Giữ lại"),
    EntryState.WAITS: _("Đang chờ"),
    EntryState.REJECTED: _("Chưa được nhận"),
}


def _line(activity: Activity) -> str:
    """Nothing is said of a line that works, nor of a cycle that has only asked whether there is something new."""
    if said := progress_sentence(activity):
        return said
    if activity.paused:
        return _("Đang tạm dừng đồng bộ.")
    if activity.quiet_until:
        return _("Giờ không đồng bộ, đến {time}.").format(time=activity.quiet_until)
    return f"{words_for(activity.trouble).title}." if activity.trouble else ""


def _waiting(status: Status, now: dt.datetime) -> tuple[Part, ...]:
    totals = status.totals
    counted = (
        (totals.pending + totals.waits, _("{count} thay đổi chờ gửi"), _("{count} chờ gửi")),
        (totals.held, _("{count} thay đổi giữ lại"), _("{count} giữ lại")),
        (totals.rejected, _("{count} thay đổi chưa được nhận"), _("{count} chưa được nhận")),
    )
    said = [(whole(count), text, short) for count, text, short in counted if count]
    clauses = ", ".join(text.format(count=count) for count, text, _short in said)
    shorter = ", ".join(short.format(count=count) for count, _text, short in said)
    if not clauses:
        behind = (Part(_("Còn thay đổi của nơi khác chưa nhận về.")),) if totals.behind else ()
        again = _again(totals.again) if totals.again else ()
        differs = (Part(_DIFFERS, Tone.WAIT, short=_("Chưa khớp với Hệ thống.")),) if totals.differing else ()
        differs = () if status.rebuilding else differs
        return (Part(SENT, Tone.OK),) if status.green else (*again, *behind, *differs)
    since = now - dt.datetime.fromisoformat(totals.oldest_at) if totals.oldest_at else dt.timedelta()
    if since < dt.timedelta(hours=1):
        return (Part(f"{clauses}.", short=f"{shorter}."),)
    oldest = _("lâu nhất đã {age}.").format(age=age(since))
    return (Part(f"{clauses},", short=f"{shorter},"), Part(oldest, Tone.WAIT if since > PATIENCE else Tone.NEUTRAL))


#: Where the server found out by itself that this PC's file had been put back or copied.
GONE_BACK = _(
    "Dữ liệu trên máy này đã trở về một bản cũ hoặc được sao từ máy khác; "
    "máy đã nối tiếp như một máy mới, không thay đổi nào bị mất."
)
REBUILT = _("Đã tải lại toàn bộ dữ liệu từ Hệ thống quản lý TGPL; không thay đổi nào bị mất.")
_DIFFERS = _("Dữ liệu trên máy này chưa khớp với Hệ thống quản lý TGPL.")


def _again(count: int) -> tuple[Part, ...]:
    """What the server has forgotten and is given back: nobody's edit is lost by it (SYNC §6)."""
    text = _("Hệ thống quản lý TGPL vừa được phục hồi: {count} thay đổi được gửi lại.")
    return (Part(text.format(count=whole(count)), short=_("{count} gửi lại.").format(count=whole(count))),)


def _files(status: Status) -> tuple[Part, ...]:
    """Files of papers that are not through; of those that are broken a person has to hear."""
    files = status.files
    said = []
    if files.to_send:
        text, short = _("{count} tệp giấy tờ chờ gửi ({size})."), _("{count} tệp chờ gửi.")
        said.append((files.to_send, text, short))
    if files.to_fetch:
        said.append((files.to_fetch, _("{count} tệp giấy tờ chờ tải về."), _("{count} tệp chờ tải về.")))
    if files.aside:
        said.append((files.aside, _("{count} tệp giấy tờ hỏng, cần xem lại."), _("{count} tệp hỏng.")))
    amount = size(files.bytes_to_send)
    return tuple(
        Part(text.format(count=whole(count), size=amount), short=short.format(count=whole(count)))
        for count, text, short in said
    )


def _on_stick(status: Status) -> tuple[Part, ...]:
    """Written is not sent: it is said until the answer is here (SYNC §7)."""
    totals = status.totals
    if not totals.on_stick or totals.on_stick_since is None:
        return ()
    text, short = _("{count} thay đổi trên USB từ {moment}."), _("{count} trên USB.")
    count = whole(totals.on_stick)
    return (Part(text.format(count=count, moment=moment(totals.on_stick_since)), short=short.format(count=count)),)


def _scope(status: Status) -> tuple[Part, ...]:
    """Which unit's data this PC may hold no more, or held."""
    said = scope.lost(status.lost) or scope.left(status.left)
    return (Part(said, Tone.WAIT if status.lost else Tone.NEUTRAL),) if said else ()


def _shut_out(status: Status) -> tuple[Part, ...]:
    """That the national system has refused this PC, why, and what to do; also to who starts the program later."""
    if status.shut_out is None:
        return ()
    said = words_for(CodedError(status.shut_out))
    return (Part(f"{said.title}. {said.text} {said.advice}", Tone.WAIT, short=f"{said.title}."),)


def _deletions(status: Status) -> tuple[Part, ...]:
    """Unusually many deletions, of which nothing was done so far."""
    return tuple(Part(deletions.title(each), Tone.WAIT, short=deletions.short()) for each in status.deletions)


def _to_choose(status: Status) -> tuple[Part, ...]:
    """Where two values wait for somebody here; what only others may read waits for them, on another PC."""
    here = status.conflicts_open
    said = (
        (here, _("{count} chỗ có hai giá trị, cần chọn."), _("{count} chỗ cần chọn.")),
        (
            status.totals.conflicts - here,
            _("{count} thay đổi chờ người được xem vụ việc chọn ở máy khác."),
            _("{count} chờ máy khác chọn."),
        ),
    )
    return tuple(
        Part(text.format(count=whole(count)), short=short.format(count=whole(count)))
        for count, text, short in said
        if count > 0
    )


def _rebuilding(status: Status) -> tuple[Part, ...]:
    return (Part(_("Đang tải lại toàn bộ dữ liệu."), short=_("Đang tải lại.")),) if status.rebuilding else ()


def _told(status: Status) -> tuple[Part, ...]:
    """What became of this PC's file: it was rolled back, copied or fetched anew (SYNC §6)."""
    gone_back = (Part(GONE_BACK, short=_("Đã nối tiếp từ bản cũ.")),) if status.gone_back else ()
    return (*gone_back, *((Part(REBUILT, short=_("Đã tải lại xong.")),) if status.rebuilt else ()))


def _last_complete(status: Status) -> Part:
    if status.last_complete is None:
        return Part(_("Chưa đồng bộ đầy đủ lần nào."))
    at = moment(status.last_complete)
    text, short = _("Đồng bộ đầy đủ lần gần nhất: {moment}."), _("Đồng bộ đầy đủ: {moment}.")
    return Part(text.format(moment=at), short=short.format(moment=at))


def _clock(status: Status) -> tuple[Part, ...]:
    """A clock that is off hurts the moments people save, not the exchange: a warning, never a refusal (SYNC §5)."""
    return () if status.clock_off is None else (Part(clock_sentence(status.clock_off), Tone.WAIT),)


def _kept(status: Status) -> tuple[Part, ...]:
    count = status.totals.pending
    return (Part(_("{count} thay đổi được giữ trên máy.").format(count=whole(count))),) if count else ()


def _subject(item: QueueItem, named: int) -> str:
    declared = RECORD_TYPES.get(item.type)
    title = declared.title if declared else item.type
    if not item.names:
        return _("{title}: bỏ một thay đổi").format(title=title)
    titles = _titles(declared, item.names)
    fields = ", ".join(titles[:named])
    if len(titles) > named:
        fields = _("{fields} và {count} mục khác").format(fields=fields, count=len(titles) - named)
    return f"{title}: {fields}"


def _titles(declared: RecordType | None, names: Collection[str]) -> list[str]:
    """Titles in the order of the declaration; fields of a later version by their names."""
    known = declared.fields if declared else {}
    return [field.title for name, field in known.items() if name in names] + [n for n in names if n not in known]
