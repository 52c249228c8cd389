"""Backups as an office uses them: by hand, on closing, once a day; restored with a way back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.store.errors import StoreError
from desktop.store.lists import CaseFilter
from tests.factories import CHEAP, LOGIN, NOW, PASSWORD, make_office, sample_intake, sign_in
from tests.integration.services.branch_pc import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Iterator[tuple[Office, Session]]:
    office, session = make_office(tmp_path, clock=clock)
    yield office, session
    session.database.close()


def count(session: Session) -> int:
    return len(Cases(session).numbers(CaseFilter()))


def test_a_backup_on_closing_is_made_only_if_something_changed(opened: tuple[Office, Session]) -> None:
    office, session = opened
    backups = Backups(office)
    Cases(session).take_in(sample_intake())
    first = backups.on_close(session)
    assert first is not None
    assert backups.on_close(session) is None
    Cases(session).take_in(sample_intake())
    second = backups.on_close(session)
    assert second is not None
    assert backups.every() == [second]  # of one day the newest is kept
    assert first != second


def test_looking_around_is_no_change(opened: tuple[Office, Session], clock: Clock) -> None:
    office, session = opened
    Backups(office).now(session)
    count(session)
    session.database.close()
    again = sign_in(office.home.parent, clock)
    assert Backups(office).on_close(again) is None
    again.database.close()


def test_a_window_that_is_never_closed_is_backed_up_once_a_day(opened: tuple[Office, Session], clock: Clock) -> None:
    office, session = opened
    backups = Backups(office)
    Cases(session).take_in(sample_intake())
    assert backups.daily(session) is not None
    Cases(session).take_in(sample_intake())
    assert backups.daily(session) is None
    clock.now += dt.timedelta(days=1)
    assert backups.daily(session) is not None
    clock.now += dt.timedelta(days=1)
    assert backups.daily(session) is None  # nothing changed since


def test_days_weeks_and_months_are_kept_and_the_rest_goes(opened: tuple[Office, Session], clock: Clock) -> None:
    office, session = opened
    backups = Backups(office)
    for _ in range(12):
        backups.now(session)
        clock.now += dt.timedelta(days=1)
    days = [backup.made_at.astimezone(NOW.tzinfo).date() for backup in backups.every()]
    assert len(days) == len(set(days))
    assert len(days) < 12
    assert days[:7] == [(clock.now - dt.timedelta(days=n + 1)).date() for n in range(7)]


def test_a_restore_brings_the_backup_back_and_keeps_what_was_there(
    opened: tuple[Office, Session], clock: Clock
) -> None:
    office, session = opened
    Cases(session).take_in(sample_intake("Lò Thị Mai"))
    made = Backups(office).now(session)
    Cases(session).take_in(sample_intake("Vàng A Sử"))
    session.database.close()
    restored = Backups(office).restore(made, LOGIN, PASSWORD, clock())
    assert (restored.preview.cases, restored.preview.logins) == (1, [LOGIN])
    again = sign_in(office.home.parent, clock)
    assert count(again) == 1
    again.database.close()
    before = Office.at(office.home, clock, CHEAP)
    for name in ("office.db", "office.keys"):
        (restored.aside / name).replace(office.home / name)
    way_back = before.sign_in(LOGIN, PASSWORD)
    assert count(way_back) == 2
    way_back.database.close()


def test_a_backup_opens_with_the_password_of_its_day(opened: tuple[Office, Session]) -> None:
    office, session = opened
    made = Backups(office).now(session)
    office.change_password(LOGIN, PASSWORD, "mật khẩu mới hơn")
    assert Backups(office).preview(made, LOGIN, PASSWORD).cases == 0
    with pytest.raises(StoreError, match="wrong_password"):
        Backups(office).preview(made, LOGIN, "mật khẩu mới hơn")


def test_practice_data_is_backed_up_too(tmp_path: Path) -> None:
    office, session = make_office(tmp_path, practice=True)
    made = Backups(office).now(session)
    assert Backups(office).preview(made, LOGIN, PASSWORD).cases == 0
    session.database.close()
