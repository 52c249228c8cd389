"""What people are told when this PC may hold a unit's data no more."""

from collections.abc import Sequence

from desktop.services.leaving import LostUnit
from desktop.words import _
from desktop.words.formats import whole


def lost(units: Sequence[LostUnit]) -> str:
    """Whose data wait here for what is unsent of them; empty if nobody's."""
    return _("Máy này không còn phụ trách {units}.").format(units=_named(units)) if units else ""


def to_keep(units: Sequence[LostUnit]) -> str:
    """What is still unsent, and what to do with it."""
    count = sum(unit.unsent for unit in units)
    return _("Còn {count} mục chưa gửi được. Lưu ra tệp rồi giao cho đơn vị đó; dữ liệu trên máy sẽ được gỡ.").format(
        count=whole(count)
    )


def left(names: Sequence[str]) -> str:
    """Whose data were taken out of this PC; empty if nobody's."""
    text = _("Đã gỡ dữ liệu của {units}, vì máy này không còn phụ trách.")
    return text.format(units=", ".join(names)) if names else ""


def _named(units: Sequence[LostUnit]) -> str:
    return ", ".join(unit.name or _("một đơn vị") for unit in units)
