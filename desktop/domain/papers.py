"""Which files may be papers of a case: how large, of what type, under what name."""

from collections.abc import Mapping
from pathlib import PurePath

from desktop.domain.errors import DomainError
from desktop.domain.text import one_line
from sync.contract.files import MAX_BYTES

#: Ending → media type. What a PC would run when it is opened is not among them.
MEDIA_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".heic": "image/heic",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
}

#: With what programs begin, on Windows, Linux and macOS; and scripts.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!")
#: So many bytes tell.
TELLING_BYTES = 4

_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 200
_NOT_IN_A_NAME = '\\/:*?"<>|'


def check_paper(name: str, size: int) -> str:
    """The media type of a file that may become a paper.

    Raises:
        DomainError: ``file_type_refused``, ``file_empty``, ``file_too_large``; field ``name``.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise DomainError("file_type_refused", field="name", name=name, ending=ending or "?")
    if not size:
        raise DomainError("file_empty", field="name", name=name)
    if size > MAX_BYTES:
        raise DomainError("file_too_large", field="name", name=name, limit=MAX_BYTES // _MEGABYTE)
    return MEDIA_TYPES[ending]


def check_content(name: str, begins: bytes) -> None:
    """Refuse what a PC would run, whatever its name says. Raise `DomainError` ``file_is_program``; field ``name``."""
    if begins.startswith(_PROGRAMS):
        raise DomainError("file_is_program", field="name", name=name)


def title_from(name: str) -> str:
    """What a paper is called until somebody says better: its file's name without the ending."""
    return one_line(PurePath(name).stem.replace("_", " ")) or name


def safe_name(name: str | None, title: str | None) -> str:
    """A name under which a paper may be written anywhere; one that came from elsewhere is not trusted.

    An ending that papers do not have is replaced: opening it would run it.
    """
    ending = PurePath(name or "").suffix.lower()
    stem = title or PurePath(name or "").stem
    kept = " ".join("".join(" " if c in _NOT_IN_A_NAME or ord(c) < 32 else c for c in stem).split()).strip(". ")
    return f"{kept[:_LONGEST_NAME] or 'giay-to'}{ending if ending in MEDIA_TYPES else '.bin'}"
