"""Sick disks and busy files by their stable code; defects of the program as themselves."""

import errno
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import exc

from desktop.store.errors import StoreError, code_of, translated


def sqlite_error(code: int) -> sqlcipher.Error:
    error = sqlcipher.OperationalError("as SQLite words it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("sqlite_code", "code"),
    [
        (sqlcipher.SQLITE_BUSY, "busy"),
        (sqlcipher.SQLITE_BUSY | 2 << 8, "busy"),  # SQLITE_BUSY_SNAPSHOT
        (sqlcipher.SQLITE_FULL, "disk_full"),
        (sqlcipher.SQLITE_READONLY | 4 << 8, "read_only"),  # SQLITE_READONLY_DBMOVED
        (sqlcipher.SQLITE_CORRUPT, "corrupt"),
        (sqlcipher.SQLITE_NOTADB, "not_a_database"),
        (sqlcipher.SQLITE_IOERR | 4 << 8, "io_error"),  # SQLITE_IOERR_FSYNC
        (sqlcipher.SQLITE_CANTOPEN, "cannot_open"),
        (sqlcipher.SQLITE_ERROR, None),  # a wrong statement
        (sqlcipher.SQLITE_CONSTRAINT | 8 << 8, None),  # SQLITE_CONSTRAINT_UNIQUE
    ],
)
def test_sqlite_results_have_stable_codes(sqlite_code: int, code: str | None) -> None:
    raw = sqlite_error(sqlite_code)
    assert code_of(raw) == code
    assert code_of(exc.OperationalError("SELECT 1", None, raw)) == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.ENOENT, "missing"),
        (errno.EIO, "io_error"),
    ],
)
def test_system_errors_have_stable_codes(number: int, code: str) -> None:
    assert code_of(OSError(number, "as the system words it")) == code


def test_a_file_another_windows_program_holds_is_busy_not_forbidden() -> None:
    error = OSError(errno.EACCES, "sharing violation")
    error.winerror = 32  # type: ignore[attr-defined]
    assert code_of(error) == "busy"


def test_a_full_disk_is_known_when_the_driver_leaves_the_code_out() -> None:
    assert code_of(sqlcipher.OperationalError("database or disk is full")) == "disk_full"


def test_waiting_in_vain_for_a_connection_is_busy() -> None:
    assert code_of(exc.TimeoutError()) == "busy"


def test_the_cause_is_kept_for_the_log_and_no_path_is_in_the_text(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught, translated():
        (tmp_path / "gone").read_bytes()
    assert str(caught.value) == caught.value.code == "missing"
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_defect_of_the_program_passes_as_itself() -> None:
    with pytest.raises(exc.IntegrityError), translated():
        raise exc.IntegrityError("INSERT", None, sqlite_error(sqlcipher.SQLITE_CONSTRAINT))
    with pytest.raises(KeyError), translated():
        raise KeyError
