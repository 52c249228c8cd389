"""The errors of the local store, and the one place where SQLite's, SQLAlchemy's and the system's become ours.

Everything in `desktop.store` that touches a file or a connection does it inside ``with translated():``.
What can happen to a healthy program on a sick PC (disk full, file in use, damaged sector) comes out as a
`StoreError` with a stable code; what only a defect of the program can cause (a wrong statement, a broken
constraint) passes untouched.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import exc

from sync.contract.errors import CodedError

_BY_SQLITE_CODE = {
    sqlcipher.SQLITE_BUSY: "busy",
    sqlcipher.SQLITE_LOCKED: "busy",
    sqlcipher.SQLITE_FULL: "disk_full",
    sqlcipher.SQLITE_READONLY: "read_only",
    sqlcipher.SQLITE_PERM: "read_only",
    sqlcipher.SQLITE_CORRUPT: "corrupt",
    sqlcipher.SQLITE_NOTADB: "not_a_database",
    sqlcipher.SQLITE_IOERR: "io_error",
    sqlcipher.SQLITE_CANTOPEN: "cannot_open",
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended result codes keep the primary one in their low byte."""

_BY_SQLITE_TEXT = {
    "database is locked": "busy",
    "database or disk is full": "disk_full",
    "attempt to write a readonly database": "read_only",
    "database disk image is malformed": "corrupt",
    "disk I/O error": "io_error",
}
"""The driver's backup leaves the result code out; SQLite's fixed texts stand in for it."""

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "missing",
    errno.EBUSY: "busy",
}
_WINDOWS_IN_USE = {32, 33}
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: Python shows both as 'permission denied'."""


class StoreError(CodedError):
    """The local store cannot do what was asked, through no fault of what was typed.

    Codes raised here: ``busy``, ``disk_full``, ``read_only``, ``corrupt``, ``not_a_database``, ``io_error``,
    ``cannot_open``, ``missing``. The module that owns it names each other code: ``wrong_key`` and
    ``exists`` in `engine`, ``wrong_password`` and its kin in `keys`, ``newer_keys`` among them, ``newer_file`` in
    `migrations`, ``home_in_use`` in `lock`.
    """


@contextmanager
def translated() -> Iterator[None]:
    """Turn database and file errors of the block into `StoreError`; usable as a decorator too."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlcipher.Error, OSError) as error:
        code = code_of(error)
        if code is None:
            raise
        raise StoreError(code) from error


def code_of(error: Exception) -> str | None:
    """Return the code for an error of the database or the file system; None when it is a defect of ours."""
    if isinstance(error, OSError):
        in_use = getattr(error, "winerror", None) in _WINDOWS_IN_USE
        return "busy" if in_use else _BY_ERRNO.get(error.errno or 0, "io_error")
    if isinstance(error, exc.TimeoutError):
        return "busy"
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return _BY_SQLITE_TEXT.get(str(cause)) if code is None else _BY_SQLITE_CODE.get(code & _PRIMARY_CODE)
