"""What a PC does when it may hold a unit's data no more, or read less of a restricted case than before (SYNC §4)."""

import shutil
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path

from desktop.domain.errors import DomainError
from desktop.services.attachments import Attachments
from desktop.services.backups import Backups
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.store import backup, index, leaving, settings, shelf_room, shredding
from desktop.store.door import Changed
from desktop.store.errors import StoreError, translated
from desktop.store.files import write_durably
from desktop.store.leaving import LostUnit, Unsent
from desktop.store.vault import Vault
from sync.client.files import FileBroken

__all__ = ["Leaving", "LostUnit"]

#: Names of units whose data were taken out, until somebody has read that.
_TOLD = "units_left"
NOTHING = Unsent()


class Leaving:
    """The use cases of losing scope."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lost(self) -> list[LostUnit]:
        """The units whose data wait here for what is unsent of them."""
        with self._session.database.read() as connection:
            return leaving.lost_units(connection)

    def left(self) -> list[str]:
        """Names of the units whose data were taken out, and of which nobody has taken note yet."""
        with self._session.database.read() as connection:
            names: list[str] = settings.get(connection, _TOLD, [])
            return names

    def take_note(self) -> None:
        """Somebody has read of the units that were taken out."""
        with self._session.database.write() as connection:
            settings.drop(connection, _TOLD)

    def go(self) -> Changed:
        """Take out the lost units of which nothing is unsent, and what lay in the file of anything taken out before.

        To be called when everything that the server has for this PC is here: a unit may have become part of another,
        whose records then lie in that one's feed. Returns what is gone.
        """
        own = self._session.office.unit.id
        gone: Changed = frozenset()
        for unit in self.lost():
            if not unit.unsent and unit.feed != own:
                gone |= self._remove(unit)
        self._shred()
        return gone

    def keep_unsent(self, feeds: Collection[str], file: Path) -> Changed:
        """Write what is unsent of lost units to a file the office keeps, then take the units out.

        The file holds personal data in plain words; where it lies is up to whoever asks for it.

        Raises:
            DomainError: ``not_lost`` if one of them is not, or not any more.
            StoreError: the file cannot be written; then nothing is taken out.
        """
        units = [unit for unit in self.lost() if unit.feed in feeds]
        if len(units) < len(feeds):
            raise DomainError("not_lost")
        with self._session.database.read() as connection:
            kept = {unit.feed: leaving.unsent(connection, unit.feed) for unit in units}
        write_durably(file, b"".join(line + b"\n" for each in kept.values() for line in each.lines))
        self._keep_papers([paper for each in kept.values() for paper in each.papers], file)
        gone: Changed = frozenset()
        for unit in units:
            gone |= self._remove(unit, kept[unit.feed])
        self._shred()
        return gone

    def _keep_papers(self, papers: Collection[str], file: Path) -> None:
        """Put unsent files of papers beside the file, named after their records, which the file describes."""
        attachments = Attachments(self._session)
        for paper in papers:
            with suppress(FileBroken):  # nobody can read it any more; the file tells what it was
                attachments.hand_over(paper, file.with_name(f"{file.stem} {paper}"))

    def _remove(self, unit: LostUnit, kept: Unsent = NOTHING) -> Changed:
        """Take a unit out unless it is back, or something else of it is unsent than was kept; that is asked again."""
        with self._session.database.write() as connection:
            lost = {each.feed for each in leaving.lost_units(connection)}
            if unit.feed not in lost or leaving.unsent(connection, unit.feed) != kept:
                return frozenset()
            told = [*settings.get(connection, _TOLD, []), unit.name]
            settings.put(connection, _TOLD, told)
            return leaving.remove(connection, Vault.beside(self._session.database), unit.feed)

    def _shred(self) -> None:
        """Make the file anew, then one backup of it; the older ones still hold what this PC may not."""
        database = self._session.database
        with database.read() as connection:
            if not shredding.due(connection):
                return
        with database.write() as connection:
            shelf_room.drop_bytes(connection, Vault.beside(database), leaving.unread_files(connection))
            index.make_anew(connection)
        database.shred()
        office = Office.at(database.path.parent, self._session.clock)
        fresh = Backups(office).now(self._session)
        for older in Backups(office).every():
            if older.folder != fresh.folder:
                backup.discard(older)
        self._discard_replaced(database.path.parent)
        with database.write() as connection:
            shredding.done(connection)

    def _discard_replaced(self, home: Path) -> None:
        """Let go of files that a restore put aside: their unsent work was carried over, if they could be read."""
        aside = home / backup.ASIDE
        for folder in aside.iterdir() if aside.exists() else ():
            try:
                with closing(self._session.database.sibling(folder / backup.DATABASE_NAME)):
                    pass
            except StoreError:
                continue  # nobody here can read it either
            with translated():
                shutil.rmtree(folder)
