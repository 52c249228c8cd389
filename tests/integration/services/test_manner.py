"""How an office wants its PC to synchronise: what it may choose, what is kept, at which hours nothing goes."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from desktop.services.manner import Manner, keep_manner, manner_of, with_changes
from desktop.services.session import VIETNAM
from sync.contract.errors import Invalid
from tests.factories import make_office


def at(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-22T{time}").replace(tzinfo=VIETNAM)


def test_what_was_chosen_is_kept_in_the_office(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    assert manner_of(session) == Manner()
    chosen = with_changes(manner_of(session), text_only=True, limit=256, quiet_from="07:30", quiet_until="11:30")
    keep_manner(session, chosen)
    assert manner_of(session) == chosen
    assert chosen.bytes_per_second == 32_000
    session.database.close()


@pytest.mark.parametrize(
    ("manner", "quiet", "free"),
    [
        (Manner(quiet_from="07:30", quiet_until="11:30"), ["07:30", "11:29:59"], ["07:29", "11:30", "23:00"]),
        (Manner(quiet_from="22:00", quiet_until="05:00"), ["22:00", "00:10", "04:59"], ["05:00", "12:00", "21:59"]),
        (Manner(), [], ["00:00", "12:00"]),
    ],
)
def test_quiet_hours_may_go_over_midnight(manner: Manner, quiet: list[str], free: list[str]) -> None:
    assert all(manner.is_quiet(at(time)) for time in quiet)
    assert not any(manner.is_quiet(at(time)) for time in free)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"quiet_from": "7h", "quiet_until": "11:00"}, "time_invalid", "quiet_from"),
        ({"quiet_from": "07:00"}, "quiet_hours_incomplete", "quiet_until"),
        ({"quiet_until": "07:00"}, "quiet_hours_incomplete", "quiet_from"),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "quiet_hours_incomplete", "quiet_until"),
        ({"limit": 15}, "limit_invalid", "limit"),
        ({"limit": 10**9}, "limit_invalid", "limit"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Invalid, match=code) as caught:
        with_changes(Manner(), **changes)
    assert caught.value.field == field
