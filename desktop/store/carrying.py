"""What a restored file takes over from the one it replaces, so that nothing unsent is lost (SYNC §6).

The backup says what the office holds; what the PC is in the national system, and what the server has not answered, the
replaced file knows better. Entries go over as they are, bytes, base and predecessor; only their number in this journal
is another. What the server has answered comes back from there, as news.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, exc, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store import door, incarnation, seals, settings, tokens
from desktop.store.engine import Database
from desktop.store.errors import StoreError
from desktop.store.files import clear_copy
from desktop.store.migrations import current_revision, revisions, upgrade
from desktop.store.tables import attachment_files, drafts, upsert
from desktop.store.tables import users as user_table
from sync.client import journal, queue
from sync.client.tables import UNANSWERED, EntryState, again, entries, unanswered
from sync.contract.entry import decode

#: What the server has comes back as news; not what it may have lost since, and was to be offered again.
_KEPT_HERE_ALONE = or_(entries.c.state != EntryState.APPLIED, again)
_OPEN_OR_GIVEN_UP = (*UNANSWERED, EntryState.SUPERSEDED, EntryState.DISCARDED)

#: Reasons for which the replaced file cannot be read. Any other trouble ends the restore.
_UNREADABLE = frozenset(
    {"wrong_key", "not_a_database", "corrupt", "newer_file", "io_error", "cannot_open", "read_only"}
)


class CarriedOver(msgspec.Struct, frozen=True):
    """What became of the replaced file's unsent work.

    Attributes:
        entries: unsent changes that were taken over; those that the backup has too are not among them.
        unreadable: why the replaced file could not be read, a code; what was unsent in it is still only there.
        enrolled: whether the national system knows this PC, so that the rest comes back from there.
    """

    entries: int = 0
    unreadable: str | None = None
    enrolled: bool = False


class _Left(msgspec.Struct, frozen=True):
    """What the replaced file has that the backup may not have."""

    last_number: int
    entries: list[dict[str, Any]]
    users: list[dict[str, Any]]
    drafts: list[dict[str, Any]]
    files: list[dict[str, Any]]


def carry_over(restored: Database, replaced: Path) -> CarriedOver:
    """Take over from the file that is about to be replaced, and go on under a new id.

    An office that is in no national system is put back as it was: there what came after the backup is what the
    person wants to be rid of.

    Args:
        restored: the copy of the backup, open and of this program's form.
        replaced: the file in whose place it will be put; may be missing.

    Raises:
        StoreError: of the restored file, as ``disk_full``.
    """
    try:
        if replaced.exists():
            with _of_this_form(restored, replaced) as before:
                return _from(restored, before)
    except exc.OperationalError:  # of a newer program, and what is needed of it has another form there
        return _alone(restored, "newer_file")
    except StoreError as error:
        if error.code not in _UNREADABLE:
            raise
        return _alone(restored, error.code)
    return _alone(restored, None)


@contextmanager
def _of_this_form(restored: Database, replaced: Path) -> Iterator[Connection]:
    """The replaced file, to be read as one of this program's form; it is left as it is.

    One of an older program, which was never opened since, is brought up to date in a copy. One of a newer program is
    read as far as it can be: what is needed of it is older than any change there may be, as a rule.
    """
    with closing(restored.sibling(replaced)) as opened:
        with opened.read() as before:
            current = current_revision(before)
        if current in {None, revisions()[-1]} or current not in revisions():
            with opened.read() as before:
                yield before
            return
        copy = replaced.with_name(f".{replaced.name}.older")
        clear_copy(copy)  # what a power cut left
        try:
            opened.copy_to(copy)
            with closing(restored.sibling(copy)) as upgraded:
                upgrade(upgraded, backup_first=lambda: None)
                with upgraded.read() as before:
                    yield before
        finally:
            clear_copy(copy)


def _alone(restored: Database, reason: str | None) -> CarriedOver:
    """There is nothing to take over from; the PC goes on as what the backup says it is."""
    with restored.write() as connection:
        incarnation.begin(connection, restored=True)
        return CarriedOver(unreadable=reason, enrolled=_is_enrolled(connection))


def _from(restored: Database, before: Connection) -> CarriedOver:
    if not _is_enrolled(before):
        return _alone(restored, None)
    left = _left_in(before)
    with restored.write() as connection:
        _become_member(connection, before)
        waiting = incarnation.pending(before)
        known = waiting.of if waiting else incarnation.device(before)
        tokens.take_over(connection, before, known)
        seals.take_over(connection, before)
        _add_users(connection, left.users)
        if left.drafts:
            connection.execute(insert(drafts).on_conflict_do_nothing(), left.drafts)
        if left.files:  # the bytes themselves lie beside the database and stay there
            connection.execute(upsert(attachment_files), left.files)
        carried = _add_entries(connection, left)
        incarnation.begin(connection, of=known, restored=True)
    return CarriedOver(carried, enrolled=True)


def _is_enrolled(connection: Connection) -> bool:
    return settings.get(connection, "line") is not None


def _left_in(before: Connection) -> _Left:
    kept = select(entries).where(_KEPT_HERE_ALONE).order_by(entries.c.number)
    return _Left(
        journal.next_number(before) - 1,
        _rows(before, kept),
        _rows(before, select(user_table)),
        _rows(before, select(drafts)),
        _rows(before, select(attachment_files)),
    )


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _become_member(connection: Connection, before: Connection) -> None:
    """The office, its server and the way there as the newer file has them; the backup may be older than the joining."""
    was, now = settings.get(connection, "office"), settings.get(before, "office")
    door.adopt(connection, was["unit"]["id"], now["unit"]["id"])
    for name in ("office", "line"):
        settings.put(connection, name, settings.get(before, name))


def _add_users(connection: Connection, users: list[dict[str, Any]]) -> None:
    """Whose sign-in is younger than the backup stays the author of what they wrote, but has no way in any more."""
    table = user_table
    for user in users:
        connection.execute(insert(table).values({**user, "disabled": True}).on_conflict_do_nothing())
        known = update(table).where(table.c.id == user["id"], table.c.account.is_(None))
        connection.execute(known.values(account=user["account"]))


def _add_entries(connection: Connection, left: _Left) -> int:
    """Put the entries that are missing behind what there is; return how many of them wait for an answer."""
    present = {kept.key for kept in journal.by_keys(connection, [row["key"] for row in left.entries])}
    shift = max(journal.next_number(connection) - 1, left.last_number)
    touched: set[str] = set()
    added = 0
    for row in left.entries:
        if row["key"] in present:
            touched |= _tell_its_fate(connection, row)
            continue
        number = row["number"] + shift
        place = _place(connection, row) if row["place"] != row["number"] else None
        moved = {"number": number, "place": place or row["place"] + shift}
        connection.execute(entries.insert().values({**row, **moved}))
        touched.add(row["id"])
        added += row["state"] in UNANSWERED
    queue.wake(connection)
    door.show_again(connection, touched)
    return added


def _tell_its_fate(connection: Connection, row: dict[str, Any]) -> set[str]:
    """Let an entry that both files have stand where it came to stand after the backup; return its record.

    It may have been refused, mended, given up or sent again. One with an answer for good stays as it is: its value
    shows here until the server gives the same answer again.
    """
    if row["state"] not in _OPEN_OR_GIVEN_UP:
        return set()
    fate = {name: row[name] for name in ("state", "code", "field", "waits_for", "version", "answered_at")}
    same = entries.c.key == row["key"]
    connection.execute(update(entries).where(same, unanswered).values(fate))
    return {row["id"]}


def _place(connection: Connection, row: dict[str, Any]) -> int | None:
    """Where what mends or gives up another goes: in that one's stead, if that one is here."""
    entry = decode(row["raw"])
    answered = entry.supersedes or entry.discards
    return connection.scalar(select(entries.c.place).where(entries.c.key == answered))
