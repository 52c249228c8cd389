"""What the list of cases is narrowed to: the saved views every office starts with, and the filters above the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from desktop.domain.lifecycle import CaseState
from desktop.store.lists import CaseFilter
from desktop.words import _

_RUNNING = (CaseState.ACCEPTED, CaseState.RUNNING, CaseState.SUSPENDED)
_ENDED = (CaseState.COMPLETED, CaseState.NOT_CONTINUED, CaseState.TERMINATED)


@dataclass(frozen=True, slots=True)
class View:
    """A named filter.

    Attributes:
        key: its name in the program.
        title: on its chip.
        filter: what it lets through.
    """

    key: str
    title: str
    filter: CaseFilter = field(default_factory=CaseFilter)


RUNNING = View("running", _("Đang thực hiện"), CaseFilter(states=_RUNNING))
REQUESTS = View("requests", _("Chưa thụ lý"), CaseFilter(states=(CaseState.RECEIVED,)))
UNSENT = View("unsent", _("Chờ gửi"), CaseFilter(unsent=True))
CONTESTED = View("contested", _("Có hai giá trị khác nhau"), CaseFilter(contested=True))
ENDED = View("ended", _("Đã kết thúc"), CaseFilter(states=_ENDED))
MOVED = View("moved", _("Đã chuyển đi"), CaseFilter(states=(CaseState.MOVED_AWAY,)))
ALL = View("all", _("Tất cả"))

#: In the order of their chips.
VIEWS = (RUNNING, REQUESTS, UNSENT, CONTESTED, ENDED, MOVED, ALL)


def counted(counts: Mapping[str, int], *, unsent: int, contested: int) -> dict[str, int]:
    """View → how many cases it shows.

    Args:
        counts: state → cases.
        unsent, contested: cases with something unsent, with an open conflict.
    """
    by_state = {
        view.key: sum(counts.get(state, 0) for state in view.filter.states) for view in VIEWS if view.filter.states
    }
    return by_state | {UNSENT.key: unsent, CONTESTED.key: contested, ALL.key: sum(counts.values())}


def narrowed(view: View, chosen: CaseFilter) -> CaseFilter:
    """What a view lets through of what the filters above the table let through.

    A state chosen by hand stands in place of the view's; a search looks at everything.
    """
    if chosen.query:
        return chosen
    own = view.filter
    return msgspec.structs.replace(
        chosen, states=chosen.states or own.states, unsent=own.unsent, contested=own.contested
    )
