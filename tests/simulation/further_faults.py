"""More faults to plant, see `tests.simulation.faults`: of papers, of people entered twice, of two versions."""

from typing import Any

import msgspec

from desktop.services.same_person import SamePerson
from desktop.store import door, sameness, shelf_room, showing
from desktop.store.shelf import FileShelf
from desktop.store.tables import TABLES
from sync.contract import merge
from sync.contract.fields import RECORD_TYPES
from sync.server import checks, files, judge, merged_people
from tests.simulation.faults import Plant, fault_of


@fault_of("papers")
def pieces_put_wherever_it_stands(plant: Plant) -> None:
    """A piece that comes twice is added twice, and the whole is not proved."""
    put, proved = files.Files.append, files.Files._finish

    def wrong(
        self: files.Files, caller: Any, upload: str, _offset: int, piece: Any, checksum: str | None = None
    ) -> int:
        with self._database.read() as connection:
            there = self._own(connection, caller, upload).offset
        return put(self, caller, upload, there, piece, checksum)

    def unproved(self: files.Files, upload: str) -> None:
        if not self._blobs.is_settled(upload):
            self._blobs.settle(upload)
        proved(self, upload)

    plant(files.Files, "append", wrong)
    plant(files.Files, "_finish", unproved)


@fault_of("papers")
def begun_counts_as_sent(plant: Plant) -> None:
    """The first piece of a paper is taken for all of it."""
    plant(FileShelf, "moved", lambda self, record, so_far: self._note(record, moved=so_far, held=True))


@fault_of("papers")
def broken_file_not_reported(plant: Plant) -> None:
    """A file that cannot be read is taken for one that was never here."""
    plant(FileShelf, "set_aside", lambda self, record, _code: self._note(record, here=False, address=None))


@fault_of("papers", "moving")
def bytes_stay_behind(plant: Plant) -> None:
    """A case that moves leaves the bytes of its papers to the unit it left."""
    plant(files, "carry", lambda *_what: None)


@fault_of("papers", "scoping")
def closed_papers_stay(plant: Plant) -> None:
    """The papers of a case that nobody here may read any more go on lying here."""
    plant(shelf_room, "leaving", lambda *_what: [])


@fault_of("doubled")
def search_does_not_follow(plant: Plant) -> None:
    """Cases and people are found as before a merge, or as before its undoing."""
    plant(sameness, "touched", lambda _connection, ids: set(ids))


@fault_of("doubled")
def circle_left(plant: Plant) -> None:
    """Two merges of the same two people, each the other way, both stand."""
    plant(merged_people, "break_circle", lambda *_what: None)


@fault_of("doubled")
def parts_rewritten(plant: Plant) -> None:
    """A merge puts the one person into the cases of the other; so it cannot be undone."""
    right = SamePerson._write

    def wrong(self: SamePerson, connection: Any, fields: Any) -> Any:
        part = TABLES["case_person"]
        changes = [
            door.Change(type="case_person", id=row.id, fields={"person": values["merged_into"]})
            for person, values in fields.items()
            if values.get("merged_into")
            for row in connection.execute(part.select().where(part.c.person == person)).all()
        ]
        done = right(self, connection, fields)
        if changes:
            door.save_many(connection, door.by_office(connection, self._session.author(), changes))
        return done

    plant(SamePerson, "_write", wrong)


@fault_of("updating")
def unknown_field_refused_silently(plant: Plant) -> None:
    """A server takes of an entry what it knows, and says that it has taken it."""
    right = checks.fields_allowed

    def wrong(entry: Any) -> Any:
        declared = RECORD_TYPES.get(entry.type)
        taken = right(entry)
        return {name: value for name, value in taken.items() if declared is None or name in declared.fields}

    plant(checks, "fields_allowed", wrong)


@fault_of("updating")
def unknown_field_dropped_on_edit(plant: Plant) -> None:
    """Who edits a record leaves of it what the server knows."""
    right = merge.merge

    def wrong(state: Any, *what: Any, **how: Any) -> Any:
        declared = RECORD_TYPES.get(state.type)
        known = {name: cell for name, cell in state.cells.items() if declared is None or name in declared.fields}
        return right(msgspec.structs.replace(state, cells=known), *what, **how)

    plant(judge, "merge", wrong)


@fault_of("updating")
def update_shows_nothing_new(plant: Plant) -> None:
    """What the program before could not show stays away from the screen."""
    plant(showing, "catch_up", lambda _database: None)


@fault_of("updating")
def deleter_takes_the_unseen_along(plant: Plant) -> None:
    """Who cannot see all of a case deletes it all the same."""
    plant(door, "_seen", lambda known: known.version)
