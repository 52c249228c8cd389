"""The ways into one office folder, without a widget: each may take seconds and belongs on a lane.

The store, and with it SQLAlchemy, is first imported here, by the first job: the window is on the screen by then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.services import this_pc
from desktop.words import _

if TYPE_CHECKING:
    from desktop.services.backups import Backups, Restored
    from desktop.services.joining import Newcomer
    from desktop.services.office import NewOffice, Office
    from desktop.services.session import Session
    from desktop.store.backup import Backup, Preview
    from desktop.store.keys import Cost
    from desktop.store.lock import HomeLock

#: Anybody may open invented data, so this hides nothing.
PRACTICE_LOGIN, PRACTICE_PASSWORD = "tap", "dữ liệu tập"
_PRACTICE_CASES = 300
_PRACTICE_SEED = 2026

#: Reasons for which a backup is the way on.
RESTORABLE = frozenset({"corrupt", "missing", "keys_missing", "keys_damaged", "wrong_key", "not_a_database"})

#: Reasons for which another folder is.
WRONG_PLACE = frozenset({"network_share", "cloud_folder", "cannot_open", "read_only"})


@dataclass(frozen=True, slots=True)
class Opened:
    """An open office and whoever signed in."""

    office: "Office"
    session: "Session"


@dataclass(frozen=True, slots=True)
class Found:
    """What is in the folder before anybody signs in.

    Attributes:
        logins: who may sign in; empty when no office was set up yet.
        opened: the office, if this PC opens it without a password.
        keyring: why the keyring could not be asked although it should, a code.
        doubt: of an empty folder: what could not be told about it, a code.
    """

    logins: tuple[str, ...]
    opened: Opened | None = None
    keyring: str | None = None
    doubt: str | None = None


class Entry:
    """One office folder, locked against other programs from the moment something is found or made in it."""

    def __init__(self, home: Path, cost: "Cost | None" = None, usual: Path | None = None) -> None:
        """Name the folder.

        Args:
            home: the office's folder; need not exist.
            cost: of a guess at a password set from now on; tests take a cheap one.
            usual: where the program looks for the office first, if that is another folder.
        """
        self.home = home
        self._usual = usual or home
        self._cost = cost
        self._office: Office | None = None
        self._lock: HomeLock | None = None

    def find(self) -> Found:
        """Look what is here, and open it if that needs no password.

        Raises:
            StoreError: ``home_in_use``; ``keys_missing``, ``keys_damaged``, ``newer_keys``; ``cannot_open`` if the
                folder somebody chose is not there: its disk may not be plugged in; of an empty folder, why no office
                may be set up in it (``network_share``, ``cloud_folder``), before anybody has typed anything.
        """
        from desktop.services.office import Office  # noqa: PLC0415 - see the module's docstring
        from desktop.store.home import is_free  # noqa: PLC0415

        if is_free(self.home):
            if self.home != self._usual and not self.home.exists():
                from desktop.store.errors import StoreError  # noqa: PLC0415

                raise StoreError("cannot_open", path=str(self.home))
            return Found((), doubt=_doubt_about(self.home))
        self._take_lock()
        self._office = Office.at(self.home, cost=self._cost)
        opened, keyring = self._reopened(self._office)
        return Found(tuple(self._office.keys.logins), opened, keyring)

    def sign_in(self, login: str, password: str) -> Opened:
        """Open the office. Raise `StoreError`, see `Office.sign_in`."""
        return self._entered(self.office.sign_in(login, password))

    def recover(self, recovery_key: str, login: str, new_password: str) -> Opened:
        """Open the office with its printed key. Raise `DomainError`, `StoreError`, see `Office.recover`."""
        return self._entered(self.office.recover(recovery_key, login, new_password))

    def create(self, new: "NewOffice") -> tuple[Opened, str]:
        """Set up an office here; also returns its recovery key. Raise as `Office.create`."""
        from desktop.services.office import Office  # noqa: PLC0415 - see the module's docstring

        return self._founded(*Office.create(self.home, new, cost=self._cost))

    def join(self, newcomer: "Newcomer") -> tuple[Opened, str]:
        """Join an office of the national system; also returns this PC's recovery key. Raise as `joining.join`."""
        from desktop.services.joining import join  # noqa: PLC0415 - see the module's docstring

        return self._founded(*join(self.home, newcomer, cost=self._cost))

    def practise(self, progress: Callable[[int, int], None] | None = None, cases: int = _PRACTICE_CASES) -> Opened:
        """Open the practice data of this folder, inventing ``cases`` first if there are none. Raise `StoreError`."""
        from desktop.services.office import NewOffice, Office  # noqa: PLC0415 - see the module's docstring
        from desktop.services.practice import generate  # noqa: PLC0415
        from desktop.store.keys import Cost  # noqa: PLC0415

        if Office.exists(self.home):
            self._take_lock()
            self._office = Office.at(self.home, cost=self._cost)
            return self.sign_in(PRACTICE_LOGIN, PRACTICE_PASSWORD)
        new = NewOffice(
            unit_code="TT",
            unit_name=_("Trung tâm để tập"),
            unit_kind="trung_tam",
            province="08",
            login=PRACTICE_LOGIN,
            full_name=_("Người tập"),
            password=PRACTICE_PASSWORD,
            practice=True,
        )
        nothing_to_guard = Cost(memory_kib=8, passes=1, lanes=1)
        opened, _recovery_key = self._founded(*Office.create(self.home, new, cost=nothing_to_guard))
        generate(opened.session, cases, _PRACTICE_SEED, progress)
        return opened

    def backups(self) -> "list[Backup]":
        """The finished backups of this folder, newest first; known even when everything else is lost."""
        from desktop.services.office import BACKUPS  # noqa: PLC0415 - see the module's docstring
        from desktop.store.backup import list_backups  # noqa: PLC0415

        return list_backups(self.home / BACKUPS)

    def preview(self, backup: "Backup", login: str, password: str) -> "Preview":
        """Look into a backup with a password of the day it was made. Raise `StoreError`, see `Backups.preview`."""
        return self._backups(backup).preview(backup, login, password)

    def restore(self, backup: "Backup", login: str, password: str) -> "tuple[Opened, Restored]":
        """Put a backup in the place of what is here, and open it. Raise `StoreError`, see `Backups.restore`."""
        from desktop.services.office import Office  # noqa: PLC0415 - see the module's docstring
        from desktop.services.session import local_now  # noqa: PLC0415

        self._take_lock()
        restored = self._backups(backup).restore(backup, login, password, local_now())
        self._office = Office.at(self.home, cost=self._cost)
        return self.sign_in(login, password), restored

    def elsewhere(self, chosen: Path) -> "Entry":
        """Another folder for the office, where the next start looks for it too.

        Raise `StoreError` if it may not lie there (``network_share``, ``cloud_folder``) or the disk takes nothing.
        """
        from desktop.store.errors import translated  # noqa: PLC0415 - see the module's docstring
        from desktop.store.home import place_in  # noqa: PLC0415

        home = chosen if chosen in (self.home, self._usual) else place_in(chosen)
        _doubt_about(home)
        with translated():
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        this_pc.keep_office_in(home, self._usual)
        return Entry(home, self._cost, self._usual)

    def leave(self) -> None:
        """Let other programs have the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def office(self) -> "Office":
        """The office that was found or made here."""
        if self._office is None:
            raise RuntimeError("nothing was found here yet")
        return self._office

    def _backups(self, backup: "Backup") -> "Backups":
        """The use cases of backups, over the key file of one: the folder's own may be what was lost."""
        from desktop.services.backups import Backups  # noqa: PLC0415 - see the module's docstring
        from desktop.services.office import Office  # noqa: PLC0415
        from desktop.store.keys import KeyFile  # noqa: PLC0415

        return Backups(Office(self.home, KeyFile.load(backup.keys)))

    def _reopened(self, office: "Office") -> tuple[Opened | None, str | None]:
        """The office opened without a password; or why the keyring, which should open it, cannot."""
        if not this_pc.load(self.home).opens_for:
            return None, None
        from desktop.services.remembering import reopen  # noqa: PLC0415 - brings keyring and D-Bus
        from desktop.store.errors import StoreError  # noqa: PLC0415
        from desktop.store.secrets import KeyringSecrets  # noqa: PLC0415

        try:
            session = reopen(office, KeyringSecrets(office.keys.key_id))
        except StoreError as error:
            if error.code in ("no_keyring", "keyring_locked", "keyring_unsafe", "keyring_failed"):
                return None, error.code
            raise
        return (Opened(office, session) if session else None), None

    def _founded(self, session: "Session", recovery_key: str) -> tuple[Opened, str]:
        from desktop.services.office import Office  # noqa: PLC0415 - see the module's docstring

        self._take_lock()
        self._office = Office.at(self.home, cost=self._cost)
        return self._entered(session), recovery_key

    def _entered(self, session: "Session") -> Opened:
        known = this_pc.load(self.home)
        this_pc.keep(self.home, msgspec.structs.replace(known, last_login=session.user.login))
        return Opened(self.office, session)

    def _take_lock(self) -> None:
        from desktop.store.lock import HomeLock  # noqa: PLC0415 - see the module's docstring

        if self._lock is None:
            lock = HomeLock(self.home)
            lock.acquire()
            self._lock = lock


def _doubt_about(home: Path) -> str | None:
    """What could not be told about a folder for an office, a code. Raise `StoreError` if none may be set up in it."""
    from desktop.store.errors import StoreError  # noqa: PLC0415 - see the module's docstring
    from desktop.store.location import judge_location  # noqa: PLC0415

    verdict = judge_location(home)
    if not verdict.allowed:
        raise StoreError(verdict.code, path=str(home), detail=verdict.detail)
    return verdict.code if verdict.warning else None
