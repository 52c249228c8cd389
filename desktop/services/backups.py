"""Backups of one office: made by hand, on closing and daily; looked into; restored with a way back."""

import datetime as dt
from pathlib import Path

import msgspec

from desktop.services.office import BACKUPS, Office
from desktop.services.session import Session
from desktop.store import backup as store
from desktop.store import lists, settings
from desktop.store.backup import Backup, Preview
from desktop.store.carrying import CarriedOver, carry_over
from desktop.store.engine import Database, Progress
from desktop.store.keys import KeyFile
from desktop.store.migrations import upgrade
from sync.client import journal

#: The setting with the state the newest backup holds; written before the copy is made, so that the copy has it too.
_SAVED_STATE = "backed_up"


class Restored(msgspec.Struct, frozen=True):
    """A finished restore: what is there now, and the folder with what was there before."""

    preview: Preview
    aside: Path
    carried: CarriedOver


class Backups:
    """The backups beside one office's database. Practice offices have them too: one must be able to practise it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._office.home / BACKUPS

    def now(self, session: Session, progress: Progress | None = None) -> Backup:
        """Make one and prove it by opening it; old ones are thinned out. Raise `StoreError`."""
        with session.database.write() as connection:
            settings.put(connection, _SAVED_STATE, journal.extent(connection))
        return self._office.back_up(session.database, progress=progress)

    def on_close(self, session: Session) -> Backup | None:
        """Make one if anything was saved or came in since the last. Raise `StoreError`."""
        return self.now(session) if self._changed(session) else None

    def daily(self, session: Session) -> Backup | None:
        """Make one if today has none yet and anything changed: for a window that is never closed."""
        today = session.clock().date()
        newest = next(iter(self.every()), None)
        if newest is not None and newest.made_at.astimezone(session.clock().tzinfo).date() == today:
            return None
        return self.on_close(session)

    def every(self) -> list[Backup]:
        """The finished ones, newest first."""
        return store.list_backups(self.folder)

    def preview(self, backup: Backup, login: str, password: str) -> Preview:
        """Look into one with a password of the day it was made. Raise `StoreError` ``wrong_password``, ``corrupt``…"""
        return store.preview(backup, self._key(backup, login, password), lists.count_cases)

    def restore(self, backup: Backup, login: str, password: str, now: dt.datetime) -> Restored:
        """Put a backup in the place of the database; nothing of what was there is deleted, nothing unsent is lost.

        The database must be closed and the home locked by the caller; see `desktop.store.backup.restore` and
        `desktop.store.carrying.carry_over`.
        """
        key = self._key(backup, login, password)
        seen = store.preview(backup, key, lists.count_cases)
        carried: list[CarriedOver] = []

        def prepare(copy: Database, replaced: Path) -> None:
            upgrade(copy, backup_first=lambda: None)  # the backup itself stays as it is
            carried.append(carry_over(copy, replaced))

        aside = store.restore(backup, key, self._office.home, now, prepare)
        return Restored(seen, aside, carried[0])

    def _key(self, backup: Backup, login: str, password: str) -> bytes:
        return KeyFile.load(backup.keys).unlock_with_password(login, password)

    def _changed(self, session: Session) -> bool:
        with session.database.read() as connection:
            return bool(settings.get(connection, _SAVED_STATE) != journal.extent(connection))
