"""Asking before a refused change is given up: which values would show again."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from desktop.services.unsent import Returning
from desktop.ui.values import shown
from desktop.ui.widgets.dialogs import Dialog, ask
from desktop.words import _
from sync.contract.fields import RECORD_TYPES

_MOST_LINES = 8


def confirm_giving_up(
    parent: QWidget, shown_again: Sequence[Returning], today: dt.date, do: Callable[[], object]
) -> Dialog:
    """Say plainly what giving up the change brings back; `do` is called if the person wants that.

    Args:
        parent: the page that asks.
        shown_again: what would show again.
        today: the day catalogue entries are worded for.
        do: gives the change up.
    """
    lines = list(consequences(shown_again, today))
    if len(lines) > _MOST_LINES:
        more = _("… và {count} mục khác").format(count=len(lines) - _MOST_LINES)
        lines = [*lines[:_MOST_LINES], more]
    return ask(parent, _("Bỏ thay đổi này?"), "\n".join(lines), _("Bỏ thay đổi này"), do, dangerous=True)


def consequences(shown_again: Sequence[Returning], today: dt.date) -> Iterator[str]:
    """One sentence a field, or one for a record that would be gone."""
    for record in shown_again:
        declared = RECORD_TYPES[record.type]
        if record.gone:
            yield _("“{title}” vừa nhập sẽ không còn trên máy này.").format(title=declared.title)
            continue
        for name, (typed, again) in record.fields.items():
            if name in declared.fields and typed != again:
                field = declared.fields[name]
                yield _("{title}: sẽ hiện lại “{again}” thay cho “{typed}”.").format(
                    title=field.title,
                    again=shown(field, again, on=today, names={}),
                    typed=shown(field, typed, on=today, names={}),
                )
