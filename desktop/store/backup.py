"""Encrypted backups: made while people work, proved by opening, thinned out over time, restored with a way back.

A backup is one folder, named by its moment in UTC, with a copy of the database and of the key file. It opens on any
PC with a password or the recovery key of the day it was made. A folder under its final name is whole: it was opened
and read through before it got the name.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from desktop.store.engine import Database, Progress
from desktop.store.errors import StoreError, translated
from desktop.store.files import clear_copy, copy_durably, sync_folder, write_durably
from desktop.store.keys import KeyFile

DATABASE_NAME = "office.db"
KEYS_NAME = "office.keys"
#: Folder beside them with the files of attachments, see `desktop.store.vault`.
FILES = "files"
#: Folder of a home with what had to make room there; nothing of it is ever deleted.
ASIDE = "replaced"

REGULAR = "regular"
BEFORE_UPGRADE = "before-upgrade"

KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 4, 12
KEEP_UPGRADES = 3

_NAME = re.compile(r"(\d{8}T\d{6}Z)-(regular|before-upgrade)")
_PART = re.compile(rf"\.{_NAME.pattern}\.part")
_MOMENT = "%Y%m%dT%H%M%SZ"

#: A half-made or half-deleted backup this far from now belongs to no program that is still at work on it.
_ABANDONED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup. ``made_at`` is in UTC, to the second."""

    folder: Path
    made_at: datetime
    kind: str

    @property
    def database(self) -> Path:
        """The encrypted copy of the database."""
        return self.folder / DATABASE_NAME

    @property
    def keys(self) -> Path:
        """The key file as it was then: its passwords are those of that day."""
        return self.folder / KEYS_NAME

    @property
    def files(self) -> list[Path]:
        """Files of the vault that were on this PC alone."""
        return sorted((self.folder / FILES).glob("*/*"))

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        with translated():
            return sum(path.stat().st_size for path in (self.database, self.keys, *self.files))


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person sees before restoring."""

    made_at: datetime
    size: int
    logins: list[str]
    cases: int


def make_backup(
    database: Database,
    keys: Path,
    folder: Path,
    now: datetime,
    *,
    kind: str = REGULAR,
    progress: Progress | None = None,
    files: Sequence[Path] = (),
) -> Backup:
    """Copy the open database and its key file into ``folder`` and prove the copy by opening and reading it through.

    ``files`` are files of the vault that exist on this PC alone; they are in the backup too.
    Raise `StoreError` (``disk_full``, ``corrupt``, ``wrong_key`` …); nothing unfinished is left under a backup's name.
    """
    made_at = now.astimezone(UTC).replace(microsecond=0)
    name = f"{made_at:{_MOMENT}}-{kind}"
    target, part = folder / name, folder / f".{name}.part"
    if target.exists():
        raise StoreError("exists", path=str(target))
    with translated():
        folder.mkdir(parents=True, exist_ok=True)
        _clear_away(folder, made_at)
        shutil.rmtree(part, ignore_errors=True)  # what an earlier attempt in the same second left
        part.mkdir(mode=0o700)
        try:
            database.copy_to(part / DATABASE_NAME, progress)
            write_durably(part / KEYS_NAME, keys.read_bytes())
            _prove(database, part)
            for file in files:
                _take_along(file, part / FILES / file.parent.name)
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(folder)
    return Backup(target, made_at, kind)


def _take_along(file: Path, folder: Path) -> None:
    """Have a file that never changes there too, without its room where the disk can do that; one that is gone is not.

    Raise `StoreError` ``disk_full`` …
    """
    if file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            (folder / file.name).hardlink_to(file)
        except OSError:  # a file system without links
            copy_durably(file, folder / file.name)


def _clear_away(folder: Path, now: datetime) -> None:
    """Remove what a program that was killed left of a backup, before the disk is full of it."""
    for left in folder.iterdir():
        named = _PART.fullmatch(left.name)
        if named and abs(now - _moment(named[1])) > _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)  # next time, if something holds it


def _prove(database: Database, copy: Path) -> None:
    if KeyFile.load(copy / KEYS_NAME).key_id != database.key_id:
        raise StoreError("wrong_key", path=str(copy / KEYS_NAME))
    with closing(database.sibling(copy / DATABASE_NAME)) as opened:
        opened.check()


def list_backups(folder: Path) -> list[Backup]:
    """Return the finished backups in ``folder``, newest first."""
    with translated():
        described = map(_described, folder.iterdir()) if folder.exists() else ()
        return sorted(filter(None, described), key=lambda backup: backup.made_at, reverse=True)


def rotate(folder: Path, now: datetime) -> list[Backup]:
    """Delete the backups that are no longer needed (`to_delete`) and return them. ``now`` carries the local zone."""
    backups = list_backups(folder)
    regular = {backup.made_at.astimezone(now.tzinfo): backup for backup in backups if backup.kind == REGULAR}
    upgrades = [backup for backup in backups if backup.kind == BEFORE_UPGRADE]
    gone = [regular[made] for made in to_delete(regular, now.date())] + upgrades[KEEP_UPGRADES:]
    for backup in gone:
        discard(backup)
    return gone


@translated()
def discard(backup: Backup) -> None:
    """Delete a backup. Raise `StoreError`."""
    going = backup.folder.with_name(f".{backup.folder.name}.part")
    backup.folder.rename(going)  # a half-deleted backup must not look like one
    shutil.rmtree(going)


def to_delete(made: Iterable[datetime], today: date) -> set[datetime]:
    """Return the moments whose backups may go.

    Kept is the newest backup of each of the last 7 days, 4 weeks and 12 months that have one; days without a backup do
    not count, so a PC that was off for a month still has seven days. Backups dated after ``today`` come from a wrong
    clock: they are kept and count for nothing.
    """
    past = sorted((moment for moment in made if moment.date() <= today), reverse=True)
    kept: set[datetime] = set()
    for limit, period in ((KEEP_DAYS, _day), (KEEP_WEEKS, _week), (KEEP_MONTHS, _month)):
        newest: dict[tuple[int, ...], datetime] = {}
        for moment in past:
            newest.setdefault(period(moment), moment)
        kept.update(list(newest.values())[:limit])
    return set(past) - kept


def preview(backup: Backup, data_key: bytes, count_cases: Callable[[Connection], int]) -> Preview:
    """Open a backup with the key its own key file gave and tell what is in it. Raise `StoreError`."""
    with closing(Database.open(backup.database, data_key)) as database, database.read() as connection:
        cases = count_cases(connection)
    return Preview(backup.made_at, backup.size, KeyFile.load(backup.keys).logins, cases)


def untouched(_copy: Database, _replaced: Path) -> None:
    """Leave the copy of a backup as it is."""


def restore(
    backup: Backup, data_key: bytes, home: Path, now: datetime, prepare: Callable[[Database, Path], object] = untouched
) -> Path:
    """Put the backup in place of the database and key file in ``home``; return the folder with what was replaced.

    The database must be closed and the home locked by the caller. The backup is first copied and read through beside
    the old files, and handed to ``prepare`` together with the path of the database it will replace; then the old ones
    are set aside, and only then replaced. What was there is never deleted: after a power cut in between, restoring
    again starts from a home that has lost nothing.
    Raise `StoreError` (``wrong_key``, ``corrupt``, ``disk_full`` …); until the very last step the home is unchanged.
    """
    places = {backup.database: home / DATABASE_NAME, backup.keys: home / KEYS_NAME}
    staged = {place: place.with_name(f".{place.name}.restored") for place in places.values()}
    aside = home / ASIDE / f"{now.astimezone(UTC):{_MOMENT}}"
    with translated():
        try:
            for source, place in places.items():
                clear_copy(staged[place])  # what a power cut left
                copy_durably(source, staged[place])
            KeyFile.load(staged[home / KEYS_NAME]).prove(data_key)
            with closing(Database.open(staged[home / DATABASE_NAME], data_key)) as copy:
                copy.check()
                prepare(copy, home / DATABASE_NAME)
            _set_aside(home, aside)
            for file in backup.files:  # named by what is in them: one that is there is the same
                place = home / FILES / file.parent.name
                if not (place / file.name).exists():
                    _take_along(file, place)
            for place, new in staged.items():
                new.replace(place)
        except BaseException:
            for new in staged.values():
                clear_copy(new)
            raise
        sync_folder(home)
    return aside


def _set_aside(home: Path, aside: Path) -> None:
    """Keep the files of the home in ``aside`` too, and take the log away: it must not be replayed into another file."""
    aside.mkdir(parents=True)
    logs = [home / f"{DATABASE_NAME}-wal", home / f"{DATABASE_NAME}-shm"]
    for old in (home / DATABASE_NAME, home / KEYS_NAME, *logs):
        if old.exists():
            try:
                (aside / old.name).hardlink_to(old)
            except OSError:  # a file system without links
                shutil.copy2(old, aside / old.name)
    sync_folder(aside)
    for log in logs:
        log.unlink(missing_ok=True)


def _described(folder: Path) -> Backup | None:
    """Return the backup a folder holds, or None when its name is not one of ours."""
    name = _NAME.fullmatch(folder.name)
    return name and Backup(folder, _moment(name[1]), name[2])


def _moment(written: str) -> datetime:
    return datetime.strptime(written, _MOMENT).replace(tzinfo=UTC)


def _day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def _week(moment: datetime) -> tuple[int, ...]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month
