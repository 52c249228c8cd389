"""Papers of a case: taken in, opened, saved elsewhere, kept here or fetched when somebody wants them."""

import datetime as dt
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from desktop.domain.errors import DomainError
from desktop.domain.papers import TELLING_BYTES, check_content, check_paper, safe_name, title_from
from desktop.services.cases import Cases
from desktop.services.intents import Edit, changes_of
from desktop.services.session import Session
from desktop.store import door, papers, reading, records, saving
from desktop.store.door import Changed
from desktop.store.errors import translated
from desktop.store.files import create
from desktop.store.opened import OpenedCopies
from desktop.store.papers import Known
from desktop.store.sealed import PIECE
from desktop.store.vault import Vault
from sync.client.files import FileBroken
from sync.contract.errors import Invalid
from sync.contract.fields import Wire
from sync.contract.identity import new_id
from sync.contract.records import Attachment, Case

#: Told of the bytes that were moved so far, and of how many there are.
Tell = Callable[[int, int], object]


class Whereabouts(StrEnum):
    """Where the bytes of a paper are, from the point of view of this PC."""

    KEPT = "kept"  # here, in an office that is in no national system
    WAITS = "waits"
    SENDING = "sending"
    SENT = "sent"
    NOT_FETCHED = "not_fetched"
    TO_FETCH = "to_fetch"
    FETCHING = "fetching"
    ELSEWHERE = "elsewhere"
    BROKEN = "broken"


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One paper as it is shown.

    Attributes:
        record: what is written about it.
        where: see `Whereabouts`.
        percent: how much was moved while it is sent or fetched.
        here: whether it can be opened now.
        pinned: whether it stays on this PC.
        trouble: why it was set aside, a code.
    """

    record: Attachment
    where: Whereabouts
    percent: int = 0
    here: bool = False
    pinned: bool = False
    trouble: str | None = None


class Attachments:
    """The use cases of papers.

    Attributes:
        copies: what was opened for other programs to show.
    """

    def __init__(self, session: Session) -> None:
        self.copies = OpenedCopies(session.database.path.parent)
        self._session = session
        self._vault = Vault.beside(session.database)

    def clear_away(self) -> None:
        """Remove what was opened, and what a program that was killed left half taken in or half saved."""
        self.copies.clear()
        saving.clear_away(self._session.database)
        self._vault.clear_away()

    def of_case(self, case_id: str) -> list[Paper]:
        """The papers of a case, by the day they bear, then as they were added."""
        with self._session.database.read() as connection:
            found = records.of_cases(connection, Attachment, [case_id])[case_id]
            ids = [record.id for record in found]
            rows = papers.rows(connection, ids)
            withheld = reading.withheld(connection, self._session.reader, ids)
        readable = (reading.blank(record, withheld.get(record.id, ())) for record in found)
        shown = [self._paper(record, rows.get(record.id)) for record in readable]
        return sorted(shown, key=lambda paper: (paper.record.dated_on or dt.date.max, paper.record.id))

    def one(self, record_id: str) -> Paper:
        """One paper. Raise `DomainError` ``no_such_record``."""
        with self._session.database.read() as connection:
            record = records.one(connection, Attachment, record_id)
            rows = papers.rows(connection, [record_id])
        if record is None:
            raise DomainError("no_such_record", record=record_id)
        return self._paper(record, rows.get(record_id))

    def add(
        self, case_id: str, source: Path, fields: Mapping[str, Wire] | None = None, tell: Tell | None = None
    ) -> str:
        """Take a file in: its bytes encrypted beside the database, its record by the door. Return the record's id.

        Args:
            case_id: the case.
            source: the file; it stays where it is.
            fields: ``title``, ``kind``, ``dated_on``; the title follows from the file's name if it is not given.
            tell: see `Tell`; what it raises ends the work, and nothing is left of it.

        Raises:
            DomainError: ``file_type_refused``, ``file_empty``, ``file_too_large``, ``file_is_program``,
                ``no_such_record`` …
            StoreError: ``missing``, ``disk_full`` …
        """
        with translated():
            size = source.stat().st_size
            media_type = check_paper(source.name, size)
        with self._session.database.read() as connection:
            case = records.one(connection, Case, case_id)
        if case is None:
            raise DomainError("no_such_record", record=case_id)
        with translated(), source.open("rb") as file:
            check_content(source.name, file.read(TELLING_BYTES))
            file.seek(0)
            kept = self._vault.put(case.unit, file, tell and (lambda done: tell(done, size)))
        values: dict[str, Wire] = {
            "title": title_from(source.name),
            **{name: value for name, value in (fields or {}).items() if value},
            "case": case_id,
            "name": source.name,
            "media_type": media_type,
            "size": kept.size,
            "sha256": kept.sha256,
            "pc": platform.node() or "PC",
        }
        edit = Edit(type="attachment", id=new_id(), fields=values, new=True)
        try:
            with self._session.database.write() as connection:
                changes = changes_of(connection, self._session, [edit])
                door.save_many(connection, door.by_office(connection, self._session.author(), changes))
                papers.put_here(connection, edit.id, case.unit, kept, self._now())
        except BaseException:
            self._forget_unnamed(case.unit, kept.sha256)
            raise
        return edit.id

    def open(self, record_id: str) -> Path:
        """A readable copy for another program, see `desktop.store.opened`; `copies.clear` removes it.

        Raises:
            DomainError: ``no_such_record``, ``file_not_here``.
            Invalid: ``not_entitled``: this person may not read what a restricted case says.
            FileBroken: ``file_damaged``, ``file_vanished``; the paper is marked.
        """
        paper = self.one(record_id)
        target = self.copies.place(safe_name(paper.record.name, paper.record.title))
        self.save_as(record_id, target)
        with translated():
            target.chmod(0o400)  # what is written into a copy would be lost with it
        return target

    def save_as(self, record_id: str, target: Path, tell: Tell | None = None) -> None:
        """Write a readable copy where a person wants it: all of it, or nothing. Raise as `open`, and `StoreError`."""
        with self._session.database.read() as connection:
            # What a paper says is as sensitive as its title.
            if "title" in reading.withheld(connection, self._session.reader, [record_id]).get(record_id, ()):
                raise Invalid("not_entitled", field="title")
        self.hand_over(record_id, target, tell)

    def hand_over(self, record_id: str, target: Path, tell: Tell | None = None) -> None:
        """Write a copy for the office to which the paper belongs, whoever does it. Raise as `save_as`."""
        paper = self.one(record_id)
        if not paper.here:
            raise DomainError("file_not_here", pc=paper.record.pc or "?")
        try:
            with saving.copying_to(self._session.database, target) as new:
                self._write(record_id, new, tell)
        except FileBroken as error:
            self._note(record_id, **self._lost(record_id, error))
            raise
        self._note(record_id, used_at=self._now())

    def remove(self, record_id: str) -> Changed:
        """Put a paper in the bin. Raise `DomainError`."""
        return Cases(self._session).edit("attachment", record_id, {"deleted": True})

    def want(self, record_id: str) -> Changed:
        """Fetch it with the next synchronisation."""
        return self._note(record_id, wanted=True, trouble=None, failures=0)

    def pin(self, record_id: str, *, kept: bool) -> Changed:
        """Keep it on this PC, or let it go when room is needed."""
        return self._note(record_id, pinned=kept)

    def retry(self, record_id: str) -> Changed:
        """Try again with a paper that was set aside."""
        here = self._is_sound(record_id)
        return self._note(record_id, trouble=None, failures=0, address=None, asked_at=None, here=here)

    def _now(self) -> str:
        return self._session.clock().isoformat()

    def _note(self, record_id: str, **changes: Any) -> Changed:
        """Note something about the bytes of a paper; one nothing was known of is known from now on."""
        with self._session.database.write() as connection:
            record = records.one(connection, Attachment, record_id)
            if record is None:
                raise DomainError("no_such_record", record=record_id)
            papers.note(connection, record, self._now(), **changes)
        return frozenset({("attachment", record_id)})

    def _write(self, record_id: str, new: Path, tell: Tell | None) -> None:
        with self._session.database.read() as connection:
            row = papers.rows(connection, [record_id])[record_id]
        with (
            self._vault.reading(row.kept_under, row.sha256) as sealed,
            create(new) as out,
        ):
            for start in range(0, sealed.size, PIECE):
                out.write(sealed.read(start, PIECE))
                if tell is not None:
                    tell(min(start + PIECE, sealed.size), sealed.size)

    def _lost(self, record_id: str, error: FileBroken) -> dict[str, Any]:
        """What is to be noted of a file that cannot be read: one the server has can be fetched again."""
        with self._session.database.read() as connection:
            held = papers.rows(connection, [record_id])[record_id].held
        return {"here": False, "moved": 0} if held else {"trouble": error.code}

    def _is_sound(self, record_id: str) -> bool:
        """Whether its bytes are here and can be read."""
        with self._session.database.read() as connection:
            row = papers.rows(connection, [record_id]).get(record_id)
        if row is None:
            return False
        with suppress(FileBroken), self._vault.reading(row.kept_under, row.sha256) as sealed:
            for start in range(0, sealed.size, PIECE):
                sealed.read(start, PIECE)
            return True
        return False

    def _forget_unnamed(self, unit: str, sha256: str) -> None:
        with self._session.database.read() as connection:
            named = papers.names_bytes(connection, unit, sha256)
        if not named:
            self._vault.drop(unit, sha256)

    def _paper(self, record: Attachment, row: Known | None) -> Paper:
        if row is None:
            return Paper(record=record, where=Whereabouts.ELSEWHERE)
        return Paper(
            record=record,
            where=_where(row, enrolled=self._session.office.enrolled),
            percent=row.moved * 100 // max(row.size, 1),
            here=row.here,
            pinned=row.pinned,
            trouble=row.trouble,
        )


def _where(known: Known, *, enrolled: bool) -> Whereabouts:
    if known.trouble:
        return Whereabouts.BROKEN
    if not known.here:
        return _where_away(known)
    if known.held:
        return Whereabouts.SENT
    if not enrolled:
        return Whereabouts.KEPT
    return Whereabouts.SENDING if known.address else Whereabouts.WAITS


def _where_away(known: Known) -> Whereabouts:
    if not known.held:
        return Whereabouts.ELSEWHERE
    if not (known.wanted or known.pinned):
        return Whereabouts.NOT_FETCHED
    return Whereabouts.FETCHING if known.moved else Whereabouts.TO_FETCH
