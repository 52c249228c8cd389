"""What somebody was on a day: at work or not, by what positions, how long appointed. Pure functions of dated records.

A day named in a record is the first day of what begins, and the last day of what ends: who left on 31 October was
still there on the 31st.
"""

import datetime as dt
from collections.abc import Iterable

import msgspec

from sync.contract.records import Practitioner, StaffMovement, StaffPosition

#: Movements after which somebody no longer works here (đề cương báo cáo năm, mục I.12).
LEAVING = frozenset({"chuyen_cong_tac", "nghi_che_do", "buoc_thoi_viec"})
APPOINTED, SECONDED = "bo_nhiem_moi", "biet_phai"
TRAINEE, UNDER_CONTRACT = "tap_su", "luat_su_hd_trung_tam"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One practitioner as of a day.

    Attributes:
        works: here, seconded to another body or not.
        seconded: lent to another body (biệt phái).
        trainee: in training (tập sự, Luật TGPL Điều 20).
        positions: codes of the positions held.
        years: whole years since the appointment; None without one.
    """

    works: bool
    seconded: bool = False
    trainee: bool = False
    positions: tuple[str, ...] = ()
    years: int | None = None


def standing(
    one: Practitioner, positions: Iterable[StaffPosition], movements: Iterable[StaffMovement], on: dt.date
) -> Standing:
    """What a practitioner was on a day, by their own dates, positions and movements; those of others are passed over.

    Who has no day of appointment began with the movement that says so, else they count from the beginning: nobody is
    left out for want of a date. A lawyer under contract with the centre is here until it runs out. A copy that came
    with a case is of the unit it came from, until a movement says that they were appointed here.
    """
    own = sorted((move for move in movements if move.practitioner == one.id and move.on), key=_in_order)
    if one.copied_from is not None and not any(move.kind == APPOINTED for move in own):
        return Standing(works=False)
    last = _last_day(one)
    works = _within(one.appointed_on or one.trainee_from or _first_appointment(own), last, on)
    seconded = False
    for move in own:
        if move.on is None or move.on > on:
            break
        if move.kind in LEAVING:
            works = works and move.on == on  # that day is the last one
        elif move.kind == APPOINTED:
            works = last is None or on <= last
        elif move.kind == SECONDED:
            seconded = move.until is None or on <= move.until
    if not works:
        return Standing(works=False)
    return Standing(
        works=True,
        seconded=seconded,
        trainee=_is_trainee(one, on),
        positions=tuple(
            held.position for held in in_office(positions, on) if held.practitioner == one.id and held.position
        ),
        years=whole_years(one.appointed_on, on) if one.appointed_on and one.appointed_on <= on else None,
    )


def in_office(positions: Iterable[StaffPosition], on: dt.date) -> list[StaffPosition]:
    """The positions held on a day; one without a first day is not counted, for it says nothing of any day."""
    return [held for held in positions if held.from_on is not None and _within(held.from_on, held.to_on, on)]


def whole_years(since: dt.date, on: dt.date) -> int:
    """Whole years between two days, as the bands of the annual outline count them (dưới 03, đủ 03, 05 năm trở lên)."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _in_order(move: StaffMovement) -> tuple[str, str]:
    return str(move.on), move.id


def _first_appointment(moves: Iterable[StaffMovement]) -> dt.date | None:
    """The day somebody came, if their first movement, of those that say who is here, is an appointment."""
    first = next((move for move in moves if move.kind in LEAVING or move.kind == APPOINTED), None)
    return first.on if first is not None and first.kind == APPOINTED else None


def _last_day(one: Practitioner) -> dt.date | None:
    ends = (one.left_on, one.contract_to if one.kind == UNDER_CONTRACT else None)
    return min((day for day in ends if day is not None), default=None)


def _is_trainee(one: Practitioner, on: dt.date) -> bool:
    if one.trainee_from is not None:
        return _within(one.trainee_from, one.trainee_to, on)
    return one.kind == TRAINEE


def _within(first: dt.date | None, last: dt.date | None, on: dt.date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)
