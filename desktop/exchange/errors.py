"""What can go wrong with a file somebody else wants: Excel has it open, the stick is full, the folder is gone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.contract.errors import CodedError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_WINDOWS_IN_USE = {32, 33}
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: Python shows both as 'permission denied'."""


class SheetError(CodedError):
    """A workbook or another file for people could not be written, or read back; what stood under its name is untouched.

    Codes: ``sheet_in_use``, ``sheet_no_room``, ``sheet_not_allowed``, ``sheet_no_folder``, ``sheet_failed``,
    ``sheet_unknown_kind`` (with the ``endings`` there are); of one that came back ``sheet_missing``,
    ``sheet_unreadable``, ``sheet_not_ours``, ``sheet_newer``, ``sheet_tampered``; the value ``file`` is its name.
    """


@contextmanager
def sheet_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors of the block into `SheetError`."""
    try:
        yield
    except OSError as error:
        raise _as_sheet_error(error, path.name) from error


def _as_sheet_error(error: OSError, file: str) -> SheetError:
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE or error.errno == errno.EBUSY:
        return SheetError("sheet_in_use", file=file)
    if error.errno in _NO_ROOM:
        return SheetError("sheet_no_room", file=file)
    if error.errno in _NOT_ALLOWED:
        return SheetError("sheet_not_allowed", file=file)
    if error.errno in _GONE:
        return SheetError("sheet_no_folder", file=file)
    return SheetError("sheet_failed", file=file)
