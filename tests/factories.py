"""Offices and cases for tests: real encrypted homes, invented people, as little as a test needs."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.services.cases import Intake
from desktop.services.office import NewOffice, Office
from desktop.services.session import VIETNAM, Session
from desktop.store.keys import Cost

#: A guess at a password costs next to nothing here.
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
LOGIN, PASSWORD = "hoa", "mật khẩu thử"

#: The present moment of a test that does not say another.
NOW = dt.datetime(2026, 11, 25, 16, 2, tzinfo=VIETNAM)


def new_office(**changes: Any) -> NewOffice:
    """Branch 1, filled in; ``changes`` are other fields."""
    values = {
        "unit_code": "CN1",
        "unit_name": "Chi nhánh số 1",
        "unit_kind": "chi_nhanh",
        "province": "11",
        "login": LOGIN,
        "full_name": "Vũ Thị Hòa",
        "password": PASSWORD,
    }
    return NewOffice(**values | changes)


def make_office(
    home: Path, *, clock: Callable[[], dt.datetime] = lambda: NOW, **changes: Any
) -> tuple[Office, Session]:
    """Set up an office in a folder and sign its first person in; ``changes`` are fields of `NewOffice`."""
    session, _recovery_key = Office.create(home / "office", new_office(**changes), clock, CHEAP)
    return Office.at(home / "office", clock, CHEAP), session


def sign_in(home: Path, clock: Callable[[], dt.datetime] = lambda: NOW) -> Session:
    """Open the office of `make_office` again, as after a restart."""
    return Office.at(home / "office", clock, CHEAP).sign_in(LOGIN, PASSWORD)


def sample_intake(name: str = "Lò Thị Pâng", *, accept: bool = True, **case: Any) -> Intake:
    """A request for legal aid; ``case`` are further fields of the case."""
    values = {"form": "tu_van_phap_luat", "content": "Tranh chấp đất đai với hộ liền kề", "law_field": "dat_dai"}
    return Intake(
        person={"full_name": name, "birth_year": 1987, "gender": "nu"},
        part={"categories": ["ho_ngheo"], "primary_category": "ho_ngheo"},
        case=values | case,
        accept=accept,
    )
