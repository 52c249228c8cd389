"""Whether an organisation takes part in legal aid on a day, by its contracts and certificates (Luật TGPL Điều 12)."""

import datetime as dt
from collections.abc import Iterable

from desktop.domain.periods import Period
from sync.contract.records import Organisation, OrganisationEvent

BEGINS = frozenset({"ky_hop_dong", "gia_han_hop_dong", "cap_giay", "cap_lai_giay"})
ENDS = frozenset({"cham_dut_hop_dong", "thu_hoi_giay"})


def takes_part(one: Organisation, events: Iterable[OrganisationEvent], on: dt.date) -> bool:
    """Whether the newest of its events up to the day lets it take part, and has not run out.

    The day of an end is the last one. A change of a certificate says nothing of whether it is in force.
    """
    until_then = sorted(
        (event for event in events if event.organisation == one.id and event.on is not None and event.on <= on),
        key=lambda event: (event.on, event.id),
    )
    part = False
    for event in until_then:
        if event.kind in BEGINS:
            part = event.valid_to is None or on <= event.valid_to
        elif event.kind in ENDS:
            part = part and event.on == on
    return part


def took_part(one: Organisation, events: Iterable[OrganisationEvent], between: Period) -> bool:
    """Whether it took part on some day of a period: then it reports for it (TT 03/2019/TT-BTP)."""
    own = [event for event in events if event.organisation == one.id and event.on is not None]
    days = [between.first, *(event.on for event in own if event.on and between.first < event.on <= between.last)]
    return any(takes_part(one, own, day) for day in days)
