"""Offices and cases for tests: real encrypted homes, invented people, as little as a test needs."""

import atexit
import datetime as dt
import secrets
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from desktop.services import office
from desktop.services.cases import Intake
from desktop.services.office import NewOffice, Office
from desktop.services.session import VIETNAM, Session
from desktop.store.engine import KEY_BYTES, Database
from desktop.store.keys import Cost
from desktop.store.migrations import upgrade

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
    with patch.object(office, "upgrade", _filled_in):
        session, _recovery_key = Office.create(home / "office", new_office(**changes), clock, CHEAP)
    return Office.at(home / "office", clock, CHEAP), session


def _filled_in(database: Database, backup_first: Callable[[], object]) -> bool:
    """Give a new file the form that the migrations give it, page by page: the migrations take ten times as long."""
    with closing(_example()._connect_reader()) as source, closing(database._connect_writer()) as target:
        source.backup(target)
    return not upgrade(database, backup_first)


@cache
def _example() -> Database:
    """A new file after all migrations; made once by each process that tests."""
    folder = TemporaryDirectory(prefix="tgpl-example-")
    database = Database.create(Path(folder.name) / "example.db", secrets.token_bytes(KEY_BYTES))
    upgrade(database, backup_first=lambda: None)
    atexit.register(folder.cleanup)
    atexit.register(database.close)
    return database


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
