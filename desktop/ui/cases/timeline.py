"""The history of a case in the words people read. No widgets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.qt.table_model import Mark
from desktop.services.history import Line
from desktop.ui.tokens import Role
from desktop.ui.values import moment, shown
from desktop.words import _
from sync.client.tables import EntryState
from sync.contract.fields import RECORD_TYPES, Wire

#: Fields that say nothing to a reader: the case itself, and the version its diện follow from.
_SILENT = frozenset({"case", "category_version", "register_number", "register_year", "primary_category"})

_MARKS = {
    EntryState.PENDING: Mark(_("Chờ gửi"), "cloud-upload", Role.WAIT.value),
    EntryState.WAITS: Mark(_("Chờ gửi"), "hourglass", Role.WAIT.value),
    EntryState.REJECTED: Mark(_("Chưa được nhận"), "circle-alert", Role.BAD.value),
    EntryState.CONFLICT: Mark(_("Cần chọn"), "diff", Role.DIFFER.value),
    EntryState.APPLIED: Mark(_("Đã gửi"), "cloud-check", Role.OK.value),
    EntryState.SUPERSEDED: Mark(_("Đã sửa lại"), "pencil", Role.MUTED.value),
    EntryState.DISCARDED: Mark(_("Đã bỏ"), "x", Role.MUTED.value),
}
_FROM_ELSEWHERE = Mark(_("Từ nơi khác"), "download", Role.MUTED.value)


class FieldChange(NamedTuple):
    """One field's change; ``old`` is empty where there was nothing before."""

    title: str
    old: str
    new: str


class Moment(NamedTuple):
    """One change as the timeline shows it."""

    when: str
    who: str
    what: str
    mark: Mark
    changes: tuple[FieldChange, ...]


def moments(lines: Sequence[Line], *, on: dt.date, names: Mapping[str, str]) -> list[Moment]:
    """The changes in words, in the order given; those that say nothing to a reader are left out.

    Args:
        lines: of `desktop.services.history`.
        on: the day the case is about.
        names: id → name of the people, practitioners and cases the values refer to.
    """
    told = (_moment(line, on, names) for line in lines if line.type in RECORD_TYPES)
    return [moment for moment in told if moment.changes]


def _moment(line: Line, on: dt.date, names: Mapping[str, str]) -> Moment:
    fields = RECORD_TYPES[line.type].fields
    told = {name: line.fields[name] for name in fields if name in line.fields and name not in _SILENT}

    def words(name: str, value: Wire) -> str:
        return "" if value is False else shown(fields[name], value, on=on, names=names)

    return Moment(
        when=moment(dt.datetime.fromisoformat(line.at)),
        who=line.author or _("người không rõ tên"),
        what=RECORD_TYPES[line.type].title,
        mark=_MARKS[line.state] if line.state else _FROM_ELSEWHERE,
        changes=tuple(
            FieldChange(fields[name].title, "" if _blank(old) else words(name, old), words(name, new) or _("Không"))
            for name, (old, new) in told.items()
            if not (_blank(old) and _blank(new))
        ),
    )


def _blank(value: Wire) -> bool:
    return value is None or value in ("", [])
