"""An office PC as the server sees it: a credential, entries, cursors and a replica. It speaks HTTP and nothing else."""

from collections.abc import Iterable
from typing import Any, Protocol

import msgspec
import requests
import zstandard

from sync.contract.answers import with_keys
from sync.contract.canonical import document, line
from sync.contract.entry import Entry, chain, decode, encode, key_of
from sync.contract.identity import new_id
from sync.contract.messages import (
    Answer,
    AuthorInfo,
    Chain,
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    LocalUser,
    NewsRecord,
    Outcome,
    Refusal,
    Stamped,
    Tokens,
)
from tests.fakes.server import RunningServer

AT = "2026-11-22T08:00:00+07:00"


class RefusedError(Exception):
    """The server answered with a code instead of a message."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Answering(Protocol):
    """A server, or several processes of it."""

    @property
    def base_url(self) -> str:
        """Where the next request goes."""
        ...


class Pc:
    """One PC with its people. Ids are its own: the unit's and the people's are made here, as by an offline office."""

    def __init__(self, server: Answering, *users: str, role: str = "van_thu_tiep_nhan") -> None:
        self.server = server
        self.device = new_id()
        self.unit = new_id()
        self.users = {login: new_id() for login in users or ("hoa",)}
        self.role = role
        self.accounts: dict[str, str] = {}
        self.feed = ""
        self.cursors: dict[str, int] = {}
        self.records: dict[tuple[str, str], dict[str, Stamped]] = {}
        self.versions: dict[tuple[str, str], int] = {}
        self.withheld: dict[tuple[str, str], tuple[str, ...]] = {}
        self.marks: dict[str, str] = {}
        self.feed_of: dict[tuple[str, str], str] = {}
        self.authors: dict[str, AuthorInfo] = {}
        self.pages = 0
        self.heads: dict[str, int] = {}
        self._tokens: Tokens | None = None
        self._counter = 0
        self._sent: dict[str, list[str]] = {}
        self._raws: dict[str, bytes] = {}
        self._line = requests.Session()

    def enrol(self, code: str, **extra: Any) -> EnrolResponse:
        people = tuple(
            LocalUser(id=user_id, login=login, full_name=login.title(), role=self.role)
            for login, user_id in self.users.items()
        )
        request = EnrolRequest(
            code=code, device=self.device, device_name="Máy một cửa", users=people, unit=self.unit, **extra
        )
        answer = msgspec.json.decode(self.post("/v1/enrol", msgspec.json.encode(request)), type=EnrolResponse)
        self.feed, self.tokens, self.accounts = answer.unit.id, answer.tokens, answer.accounts
        return answer

    @property
    def tokens(self) -> Tokens:
        assert self._tokens
        return self._tokens

    @tokens.setter
    def tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def post(self, path: str, body: bytes, **headers: str) -> bytes:
        """Send packed, take what comes; raise `RefusedError` for anything but 200."""
        known = {"content-encoding": "zstd", "accept-encoding": "zstd"}
        if self._tokens:
            known["authorization"] = f"Bearer {self._tokens.access}"
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        if known["content-encoding"] == "zstd":
            body = zstandard.compress(body)
        answer = self._line.post(self.server.base_url + path, data=body, headers=known, timeout=60)
        content = answer.content
        if answer.headers.get("content-encoding") == "zstd":
            content = zstandard.decompress(content, max_output_size=64 << 20)
        if answer.status_code != 200:
            raise RefusedError(answer.status_code, msgspec.json.decode(content, type=Refusal).code)
        return content

    def edit(self, kind: str, record_id: str, fields: dict[str, Any], *, by: str = "", **rest: Any) -> bytes:
        """The bytes of an entry made on this PC; bases are the stamps on its screen unless said otherwise."""
        self._counter += 1
        seen = self.records.get((kind, record_id), {})
        entry: dict[str, Any] = {
            "author": self.users.get(by, by) or next(iter(self.users.values())),
            "unit": self.unit,
            "at": AT,
            "device": self.device,
            "counter": self._counter,
            "group": self._counter,
            "base": {name: seen[name].stamp for name in fields if name in seen},
        }
        return encode(Entry(type=kind, id=record_id, fields=fields, **(entry | rest)))

    def send(self, *entries: bytes, feed: str | None = None, **rest: Any) -> ExchangeResponse:
        """One step; nothing is taken into the replica."""
        target = feed or self.unit
        sent = self._sent.setdefault(target, [])
        sent += [key for key in map(key_of, entries) if key not in sent]
        self._raws |= {key_of(raw): raw for raw in entries}
        request = ExchangeRequest(
            device=rest.pop("device", self.device),
            cursors=rest.pop("cursors", self.cursors),
            marks=rest.pop("marks", self.marks),
            feed=target,
            entries=tuple(msgspec.Raw(raw) for raw in entries),
            chain=rest.pop("chain", Chain(len(sent), chain("", sent))),
            program="0.1.0",
            **rest,
        )
        answered = msgspec.json.decode(self.post("/v1/exchange", msgspec.json.encode(request)), type=ExchangeResponse)
        return with_keys(answered, request)

    def push(self, *entries: bytes, feed: str | None = None) -> list[Answer]:
        """Send entries and take in everything new, page by page."""
        response = self.send(*entries, feed=feed)
        self.take_in(response)
        while self._lacks(response):
            response_to_next = self.send()
            assert response_to_next.news or response_to_next.regarded, "the server says there is more and sends nothing"
            self.take_in(response_to_next)
            known = {"feeds": response_to_next.feeds, "regarded": response_to_next.regarded}
            response = msgspec.structs.replace(response, **known)
        return list(response.answers)

    def _lacks(self, response: ExchangeResponse) -> bool:
        behind = any(self.cursors.get(unit, 0) < head for unit, head in response.feeds.items())
        return behind or any(page.more for page in response.regarded)

    def pull(self) -> None:
        """Take in everything new."""
        self.push()

    def take_in(self, response: ExchangeResponse) -> None:
        """Apply news as the protocol says: only if it joins on, and never an older stamp over a newer one."""
        self.heads = response.feeds
        self.authors |= response.authors
        for page in response.news:
            cursor = self.cursors.get(page.feed, 0)
            assert page.since <= cursor < page.to
            self.pages += 1
            for gone in page.departures:
                name = (gone.type, gone.id)
                if self.feed_of.get(name) == page.feed and self.versions[name] <= gone.version:
                    del self.records[name], self.versions[name], self.feed_of[name]
            self._take_in(page.feed, page.records)
            for answer in response.answers if page.own else ():
                self._take_own(answer, page.feed)
            self.cursors[page.feed] = page.to
        for anew in response.regarded:
            self._take_in(anew.feed, anew.records)
            self.marks[anew.feed] = anew.mark

    def _take_in(self, feed: str, records: Iterable[NewsRecord]) -> None:
        for record in records:
            name = (record.type, record.id)
            held = self.records.setdefault(name, {})
            for field, stamped in record.fields.items():
                if field not in held or held[field].stamp < stamped.stamp:
                    held[field] = stamped
            for field in record.withheld:
                held.pop(field, None)
            self.withheld[name] = record.withheld
            self.versions[name] = max(record.version, self.versions.get(name, 0))
            self.feed_of[name] = feed

    def _take_own(self, answer: Answer, feed: str) -> None:
        """What was written here, with the server's stamps: the news leave it out."""
        if answer.outcome not in (Outcome.APPLIED, Outcome.AGREED):
            return
        entry = decode(self._raws[answer.key])
        if not entry.fields:
            return
        name = (entry.type, entry.id)
        held = self.records.setdefault(name, {})
        for field, value in entry.fields.items():
            stamp = answer.stamps.get(field, answer.version)
            if field not in held or held[field].stamp < stamp:
                held[field] = Stamped(value, stamp, self.accounts.get(entry.author, entry.author), entry.at)
        self.versions[name] = max(answer.version, self.versions.get(name, 0))
        self.feed_of[name] = feed

    def value(self, kind: str, record_id: str, field: str) -> Any:
        """What this PC's replica holds."""
        stamped = self.records.get((kind, record_id), {}).get(field)
        return stamped.value if stamped else None

    def conflicts(self, *, still_open: bool = True) -> list[dict[str, Any]]:
        """The conflicts on this PC, as plain values."""
        found = [
            {"id": record_id} | {field: stamped.value for field, stamped in fields.items()}
            for (kind, record_id), fields in self.records.items()
            if kind == "conflict"
        ]
        return [each for each in found if not still_open or each.get("resolved_by") is None]

    def seen(self, case: str) -> dict[str, int]:
        """The versions on this PC of a case and everything that hangs on it."""
        return {
            record_id: self.versions[(kind, record_id)]
            for (kind, record_id), fields in self.records.items()
            if record_id == case or ("case" in fields and fields["case"].value == case)
        }

    def export(self, feed: str) -> dict[str, bytes]:
        """This replica's export of a feed, by file name."""
        lines: dict[str, list[tuple[str, bytes]]] = {}
        for (kind, record_id), fields in self.records.items():
            if self.feed_of[(kind, record_id)] == feed:
                text = line(record_id, self.versions[(kind, record_id)], fields)
                lines.setdefault(f"{kind}.ndjson", []).append((record_id, text))
        return {name: document(each) for name, each in lines.items()}


def joined(server: RunningServer, unit: str = "CN1", *users: str, role: str = "van_thu_tiep_nhan") -> Pc:
    """A PC that has joined a unit and seen what there is."""
    pc = Pc(server, *users, role=role)
    pc.enrol(server.enrol_code(unit))
    pc.pull()
    return pc
