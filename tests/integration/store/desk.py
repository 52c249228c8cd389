"""A desk for tests of the write door: one open office, what is saved at it, and what a server would answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from desktop.services.cases import Cases
from desktop.store import deletions, door, lists, records
from desktop.store.door import Author, Change, Changed, Seen
from desktop.store.lists import CaseFilter, CaseRow
from sync.client import acknowledged, journal
from sync.client.journal import Kept
from sync.client.tables import cursors, entries
from sync.contract.canonical import writes_in
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import new_id
from sync.contract.messages import Answer, FeedNews, NewsRecord, Outcome, Stamped
from tests.factories import make_office

AT = "2026-11-25T16:02:00+07:00"
COLLEAGUE = "somebody-at-the-centre"


class Desk:
    """What a test does and sees; the server is played by the test."""

    def __init__(self, folder: Path) -> None:
        self.office, self.session = make_office(folder)
        self.database = self.session.database
        self.feed = self.session.office.unit.id
        self.cases = Cases(self.session)

    def save(self, *changes: Change, author: Author | None = None) -> list[Kept]:
        """Save one intent; the entries it made."""
        before = len(self.entries())
        with self.database.write() as connection:
            door.save(connection, author or self.session.author(), changes)
        return self.entries()[before:]

    def edit(
        self, record_id: str, *, record_type: str = "case", seen: Mapping[str, Seen] | None = None, **fields: Any
    ) -> Kept:
        """Save one record's touched fields; the entry it made."""
        (kept,) = self.save(Change(type=record_type, id=record_id, fields=fields, seen=seen or {}))
        return kept

    def colleague(self, name: str) -> Author:
        """Somebody else who works at this PC."""
        return msgspec.structs.replace(self.session.author(), id=name)

    def known_case(self, **fields: Wire) -> str:
        """A case of the office that the server sent, every field with stamp 1."""
        case_id = new_id()
        values = {"form": "tu_van_phap_luat", "content": "Tranh chấp đất", **fields}
        self.hear("case", case_id, 1, {name: (value, 1) for name, value in values.items()})
        return case_id

    def hear(
        self,
        record_type: str,
        record_id: str,
        version: int,
        fields: Mapping[str, tuple[Wire, int]],
        *,
        since: int | None = None,
        to: int | None = None,
        author: str = COLLEAGUE,
    ) -> Changed:
        """Take in news of one record: field → value and stamp. They join the cursor unless the test says otherwise."""
        cursor = self.cursor()
        to = cursor + 1 if to is None else to
        cells = {name: Stamped(value, stamp, author, AT) for name, (value, stamp) in fields.items()}
        record = NewsRecord(type=record_type, id=record_id, version=version, writes=writes_in(cells))
        since = cursor if since is None else since
        return self.take(news=[FeedNews(feed=self.feed, since=since, to=to, head=to, records=(record,))])

    def take(self, *answers: Answer, news: list[FeedNews] | None = None) -> Changed:
        """Take in one answer of the server."""
        with self.database.write() as connection:
            changed = door.apply(connection, answers, news or [], AT).changed
            return changed | deletions.judge(connection, AT)

    def accept(self, *entries: Kept, version: int = 1) -> None:
        """The server applies these entries; each record is then at ``version``."""
        self.take(*[Answer(key=kept.key, outcome=Outcome.APPLIED, version=version) for kept in entries])

    def reject(self, kept: Kept, code: str = "value_not_allowed", field: str | None = None) -> None:
        """The server rejects this entry, and with it the rest of its intent."""
        with self.database.read() as connection:
            intent = journal.group(connection, kept.entry.device, kept.entry.group)
        others = [Answer(key=k.key, outcome=Outcome.REJECTED, code="group") for k in intent if k.key != kept.key]
        self.take(Answer(key=kept.key, outcome=Outcome.REJECTED, code=code, field=field), *others)

    def hold(self, kept: Kept, blocker: Kept) -> None:
        """The server lets this entry wait for a rejected one."""
        self.take(Answer(key=kept.key, outcome=Outcome.WAITS, code="builds_on_rejected", waits_for=blocker.key))

    def hold_for_server(self, kept: Kept, code: str) -> None:
        """The server lets this entry wait for something on its own side."""
        self.take(Answer(key=kept.key, outcome=Outcome.WAITS, code=code))

    def discard(self, kept: Kept) -> Changed:
        """Give up a rejected entry."""
        with self.database.write() as connection:
            return door.discard(connection, self.session.author(), kept.key)

    def entries(self) -> list[Kept]:
        """The whole journal, oldest first."""
        with self.database.read() as connection:
            keys = list(connection.scalars(select(entries.c.key).order_by(entries.c.number)))
            return journal.by_keys(connection, keys)

    def again(self, kept: Kept) -> Kept:
        """The same entry as it stands now."""
        with self.database.read() as connection:
            (now,) = journal.by_keys(connection, [kept.key])
        return now

    def shown(self, record_id: str, record_type: str = "case") -> dict[str, Wire]:
        """The values a record shows; empty if there is none."""
        declared = RECORD_TYPES[record_type]
        with self.database.read() as connection:
            record = records.one(connection, declared.struct, record_id)
        return declared.values_of(record) if record else {}

    def seen(self, record_id: str, record_type: str = "case") -> dict[str, Seen]:
        """What a form that opens now keeps."""
        with self.database.read() as connection:
            return door.tokens(connection, record_type, record_id)

    def listed(self, query: str = "") -> list[CaseRow]:
        """The list of cases."""
        with self.database.read() as connection:
            return lists.case_rows(connection, lists.case_numbers(connection, CaseFilter(query=query)))

    def cursor(self) -> int:
        """How far this PC has heard the office's feed."""
        with self.database.read() as connection:
            return connection.scalar(select(cursors.c.seq).where(cursors.c.feed == self.feed)) or 0

    def acknowledged(self, record_id: str) -> acknowledged.Acknowledged | None:
        """What the server has acknowledged of a record."""
        with self.database.read() as connection:
            return acknowledged.read(connection, [record_id]).get(record_id)
