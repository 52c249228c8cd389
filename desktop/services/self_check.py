"""The program tries itself on this PC: every part is there, a case goes in and is found again, nothing reads the file.

Used by whoever installs it, and by the build on the frozen program, where a missing library or data file shows only
when it is needed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.exchange.paper.model import Paper, PaperColumn, PaperRow
from desktop.services.cases import Cases, Intake
from desktop.services.office import NewOffice, Office
from desktop.services.session import Session
from desktop.store.backup import DATABASE_NAME
from desktop.store.keys import Cost
from desktop.store.lists import CaseFilter
from desktop.words import self_check as words
from sync.contract.version import PROGRAM_VERSION

#: What is imported only when it is needed, and so may be missing without anybody noticing.
_PARTS = (
    *(
        "alembic",
        "argon2",
        "cryptography",
        "docx",
        "keyring",
        "openpyxl",
        "reportlab",
        "requests",
        "sqlcipher3",
        "zstandard",
    ),
    *("desktop.exchange.practice", "desktop.services.synchronise", "desktop.store.migrations", "sync.client.http"),
)
_NAME = "Nguyễn Văn Đức"
_QUICK = Cost(memory_kib=8, passes=1, lanes=1)
_PATIENCE = 120  # seconds; the window of a slow PC's first start

Probe = Callable[[], str]
"""One part of the check: says what it saw, raises what is wrong."""


class CheckError(Exception):
    """A part works differently from what it must; its text is for whoever installs the program."""


class Check(msgspec.Struct, frozen=True):
    """What one part of the check found."""

    name: str
    ok: bool
    seconds: float
    detail: str


class Report(msgspec.Struct, frozen=True):
    """The whole check."""

    ok: bool
    program: str
    checks: tuple[Check, ...]


def run(probes: Mapping[str, Probe]) -> Report:
    """Try every part; a broken one does not keep the next from being tried."""
    checks = tuple(_tried(name, probe) for name, probe in probes.items())
    return Report(all(check.ok for check in checks), PROGRAM_VERSION, checks)


def parts_are_there() -> str:
    """Import what is otherwise imported late."""
    for name in _PARTS:
        import_module(name)
    return words.PARTS.format(count=len(_PARTS))


def resources_are_readable() -> str:
    """Read every shipped file, and every catalogue by its rules."""
    shipped = [path.read_bytes() for path in _every_file(files("resources"))]
    entries = sum(len(catalogue(name).entries) for name in CATALOGUES)
    return words.RESOURCES.format(files=len(shipped), entries=entries, catalogues=len(CATALOGUES))


def file_is_encrypted() -> str:
    """Make a file by every migration; what is typed into it cannot be read without the key."""
    with _office() as (session, home):
        _take_in(session)
        content = b"".join(path.read_bytes() for path in home.glob(f"{DATABASE_NAME}*"))
        if _NAME.encode() in content or b"SQLite format" in content:
            raise CheckError(words.READABLE)
        session.database.check()
    return words.BYTES.format(count=len(content))


def case_is_found() -> str:
    """Take in one case and find it by the name typed without accents."""
    with _office() as (session, _home):
        case_id = _take_in(session)
        cases = Cases(session)
        rows = cases.rows(cases.numbers(CaseFilter(query="nguyen van duc")))
        if [row.id for row in rows] != [case_id]:
            raise CheckError(words.NOT_FOUND)
    return rows[0].code


def paper_is_written() -> str:
    """Make a PDF in the program's own letters."""
    from desktop.exchange.paper.pdf import pdf_of  # noqa: PLC0415 - reportlab, when a file is wanted

    column, row = PaperColumn((_NAME,), 10), PaperRow((_NAME,))
    content = pdf_of(Paper(name="TT", bands=(), columns=[column], rows=[row]))
    if not content.startswith(b"%PDF"):
        raise CheckError(words.NO_PDF)
    return words.BYTES.format(count=len(content))


def window_opens() -> str:
    """Start the window's program beside this one and let it paint its main window off-screen."""
    with TemporaryDirectory(prefix="tgpl-") as folder:
        picture = Path(folder) / "main.png"
        command = [*_window_command(), "--home", str(Path(folder) / "home"), "--screenshot", str(picture)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(  # noqa: S603 - our own program
            command, env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
        if done.returncode or not picture.exists():
            complaint = done.stderr.decode(errors="replace").strip()[-500:]
            raise CheckError(words.NO_PICTURE.format(code=done.returncode, complaint=complaint))
        return words.BYTES.format(count=picture.stat().st_size)


#: Everything but the window; ``tgpl-desktop --self-check`` adds its own.
WITHOUT_WINDOW: Mapping[str, Probe] = {
    "parts": parts_are_there,
    "resources": resources_are_readable,
    "store": file_is_encrypted,
    "case": case_is_found,
    "paper": paper_is_written,
}


def _tried(name: str, probe: Probe) -> Check:
    start = time.perf_counter()
    try:
        detail, ok = probe(), True
    except CheckError as error:
        detail, ok = str(error), False
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the check looks for
        detail, ok = words.BROKEN.format(kind=type(error).__name__, text=error), False
    return Check(name, ok, round(time.perf_counter() - start, 3), detail)


def _every_file(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _every_file(path)
        else:
            yield path


@contextmanager
def _office() -> Iterator[tuple[Session, Path]]:
    """A new office in a folder of its own, gone afterwards."""
    with TemporaryDirectory(prefix="tgpl-") as folder:
        new = NewOffice(
            unit_code="TT",
            unit_name="TT",
            unit_kind="trung_tam",
            province=None,
            login="check",
            full_name="check",
            password="self-check",  # noqa: S106 - of a folder that is gone in a second
            practice=True,
        )
        session, _recovery_key = Office.create(Path(folder) / "home", new, cost=_QUICK)
        with closing(session.database):
            yield session, Path(folder) / "home"


def _take_in(session: Session) -> str:
    case = {"form": "tu_van_phap_luat", "law_field": "dat_dai", "content": "…"}
    return Cases(session).take_in(Intake(person={"full_name": _NAME}, case=case))


def _window_command() -> list[str]:
    """How the window is started from here: the executable beside this one, or the module of a checkout."""
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name(f"tgpl-desktop{own.suffix}"))]
    return [sys.executable, "-m", "desktop"]
