"""Setting up an office on this PC, signing in, and the people who share it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.text import one_line
from desktop.services.session import Clock, OfficeInfo, Session, local_now, write_office
from desktop.store import home as folder
from desktop.store import showing, users
from desktop.store.backup import BEFORE_UPGRADE, DATABASE_NAME, KEYS_NAME, REGULAR, Backup, make_backup, rotate
from desktop.store.engine import Database, Progress
from desktop.store.errors import StoreError, translated
from desktop.store.keys import Cost, KeyFile, folded_login
from desktop.store.location import judge_location
from desktop.store.lock import HomeLock
from desktop.store.migrations import upgrade
from desktop.store.shelf import unsent_files
from desktop.store.users import SignedIn
from desktop.store.vault import Vault
from sync.contract.errors import CodedError
from sync.contract.identity import new_id
from sync.contract.messages import FULL_NAME_LENGTH, LOGIN_LENGTH, UnitInfo

BACKUPS = "backups"

#: Shortest password; length matters more than odd signs.
PASSWORD_LENGTH = 8


class NewOffice(msgspec.Struct, frozen=True, kw_only=True):
    """What the first-start wizard asks."""

    unit_code: str
    unit_name: str
    unit_kind: str
    province: str | None
    login: str
    full_name: str
    password: str
    role: str = "quan_tri"
    numbering: bool = True
    practice: bool = False


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """One more person to sign in on this PC."""

    login: str
    full_name: str
    role: str
    password: str


class Office:
    """An office's folder on this PC: locked until somebody signs in."""

    def __init__(self, home: Path, keys: KeyFile, clock: Clock = local_now) -> None:
        self.home = home
        self.keys = keys
        self._clock = clock

    @classmethod
    def exists(cls, home: Path) -> bool:
        """Whether an office was set up in this folder."""
        return folder.holds_office(home)

    @classmethod
    def at(cls, home: Path, clock: Clock = local_now, cost: Cost | None = None) -> Self:
        """The office in this folder. Raise `StoreError`: ``keys_missing``, ``keys_damaged``, ``newer_keys``."""
        return cls(home, KeyFile.load(home / KEYS_NAME, cost=cost), clock)

    @classmethod
    def create(
        cls, home: Path, new: NewOffice, clock: Clock = local_now, cost: Cost | None = None
    ) -> tuple[Session, str]:
        """Set up an office: folder, keys, encrypted database, first user. Return its session and the recovery key.

        Raises:
            DomainError: ``required``, ``text_too_long``, ``password_short`` with the field.
            StoreError: ``exists``, ``home_in_use``, or why the folder cannot hold an office (``network_share``,
                ``cloud_folder``, …).
        """
        with founding(home, new, clock, cost) as made:
            return made

    def sign_in(self, login: str, password: str) -> Session:
        """Open the office. Raise `StoreError`: ``wrong_password``, ``newer_file``, ``corrupt``, ``missing``, …"""
        return self.open_with(self.keys.unlock_with_password(login, password), login)

    def recover(self, recovery_key: str, login: str, new_password: str) -> Session:
        """Open the office with the printed recovery key and give ``login`` a new password."""
        _check_password(new_password)
        data_key = self.keys.unlock_with_recovery(recovery_key)
        self.keys.set_password(data_key, login, new_password)
        return self.open_with(data_key, login)

    def change_password(self, login: str, old: str, new: str) -> None:
        """Replace a password by its owner. Raise `DomainError` ``password_short``, `StoreError` ``wrong_password``."""
        _check_password(new)
        self.keys.change_password(login, old, new)

    def renew_recovery(self, session: Session, own_password: str) -> str:
        """Make a new recovery key, to print; the sheet with the old one opens nothing any more.

        Raises:
            DomainError: ``not_allowed`` unless an administrator asks.
            StoreError: ``wrong_password``.
        """
        _only_administrator(session)
        return self.keys.renew_recovery(self.keys.unlock_with_password(session.user.login, own_password))

    def open_with(self, data_key: bytes, login: str) -> Session:
        """Open the office with its data key, bringing the file up to this program's form first."""
        database = Database.open(self.home / DATABASE_NAME, data_key)
        try:
            upgrade(database, backup_first=lambda: self.back_up(database, kind=BEFORE_UPGRADE))
            showing.catch_up(database)
        except CodedError:
            database.close()
            raise
        with database.read() as connection:
            user = users.find(connection, login)
        if user is None:
            database.close()
            raise StoreError("unknown_login", login=login)
        return Session(database, user, self._clock)

    def back_up(self, database: Database, *, kind: str = REGULAR, progress: Progress | None = None) -> Backup:
        """Make a proven, encrypted backup beside the database; old ones are thinned out."""
        folder, now = self.home / BACKUPS, self._clock()
        files: list[Path] = []
        if kind == REGULAR:  # a file before its upgrade cannot be asked, and an upgrade touches no files
            with database.read() as connection:
                files = unsent_files(connection, Vault.beside(database))
        backup = make_backup(database, self.keys.path, folder, now, kind=kind, progress=progress, files=files)
        rotate(folder, now)
        return backup

    def add_user(self, session: Session, own_password: str, new: NewUser) -> None:
        """Let one more person sign in on this PC, or again; the administrator confirms with their own password.

        Raises:
            DomainError: as `Office.create`; ``not_allowed`` unless an administrator asks.
            StoreError: ``login_taken``, ``wrong_password``.
        """
        _only_administrator(session)
        _check_person(new.login, new.full_name, new.password)
        data_key = self.keys.unlock_with_password(session.user.login, own_password)
        login = folded_login(new.login)
        user = SignedIn(id=new_id(), login=login, full_name=one_line(new.full_name), role=new.role)
        with session.database.write() as connection:
            # A power cut between the two files leaves one of them behind; adding the person again mends that.
            if users.find(connection, login) is not None and login in self.keys.logins:
                raise StoreError("login_taken", login=login)
            users.add(connection, user)
            let_in = self.keys.set_password if login in self.keys.logins else self.keys.add_user
            let_in(data_key, login, new.password)

    def remove_user(self, session: Session, login: str) -> None:
        """Take a person's way in away; what they wrote stays theirs. Raise `StoreError` ``last_user``."""
        _only_administrator(session)
        with session.database.write() as connection:
            users.disable(connection, login)
            if folded_login(login) in self.keys.logins:
                self.keys.remove_user(login)


@contextmanager
def founding(
    home: Path, new: NewOffice, clock: Clock, cost: Cost | None, device: str | None = None
) -> Iterator[tuple[Session, str]]:
    """Set up an office that is one only when the block ends well: then its key file gets its name, in one step.

    A block that raises leaves nothing behind. One that is killed leaves what the next attempt puts aside.

    Args:
        home: the folder, locked against other programs meanwhile.
        new: see `Office.create`, also for what is raised.
        clock: the PC's clock.
        cost: of a guess at the password.
        device: the id of this installation, if it has one already.
    """
    _check_new(new)
    verdict = judge_location(home)
    if not verdict.allowed:
        raise StoreError(verdict.code or "location_refused", path=str(home), detail=verdict.detail)
    with translated():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with HomeLock(home):
        folder.make_room(home)
        try:
            keys, data_key, recovery = KeyFile.create(
                home / folder.UNFINISHED_KEYS_NAME, new.login, new.password, cost=cost
            )
            database = Database.create(home / DATABASE_NAME, data_key)
            try:
                yield _founded(database, new, clock, device or new_id()), recovery
                keys.settle(home / KEYS_NAME)
            except BaseException:
                database.close()
                raise
        except BaseException:
            folder.take_back(home)
            raise


def _founded(database: Database, new: NewOffice, clock: Clock, device: str) -> Session:
    """Write the office and its first user into the empty database."""
    upgrade(database, backup_first=_nothing_to_lose)
    user = SignedIn(id=new_id(), login=folded_login(new.login), full_name=one_line(new.full_name), role=new.role)
    unit = UnitInfo(
        id=new_id(),
        code=one_line(new.unit_code),
        name=one_line(new.unit_name),
        kind=new.unit_kind,
        province=new.province,
    )
    office = OfficeInfo(unit=unit, device=device, numbering=new.numbering, practice=new.practice)
    with database.write() as connection:
        showing.begin(connection)
        write_office(connection, office)
        users.add(connection, user)
    return Session(database, user, clock)


def people_of(session: Session) -> list[SignedIn]:
    """Everybody who may sign in on this PC."""
    with session.database.read() as connection:
        return users.everybody(connection)


def _nothing_to_lose() -> None:
    """A new file needs no backup before its first revision."""


def _only_administrator(session: Session) -> None:
    if session.user.role != "quan_tri":
        raise DomainError("not_allowed")


def _check_new(new: NewOffice) -> None:
    for name in ("unit_code", "unit_name", "unit_kind"):
        if not one_line(getattr(new, name)):
            raise DomainError("required", field=name)
    _check_person(new.login, new.full_name, new.password)


def _check_person(login: str, full_name: str, password: str) -> None:
    """Take nobody the national system could not keep."""
    for name, text, limit in (
        ("login", folded_login(login), LOGIN_LENGTH),
        ("full_name", one_line(full_name), FULL_NAME_LENGTH),
    ):
        if not text:
            raise DomainError("required", field=name)
        if len(text) > limit:
            raise DomainError("text_too_long", field=name, limit=limit)
    _check_password(password)


def _check_password(password: str) -> None:
    if len(password) < PASSWORD_LENGTH:
        raise DomainError("password_short", field="password", length=PASSWORD_LENGTH)
