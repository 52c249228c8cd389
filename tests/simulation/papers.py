"""Papers hang on cases: files that are sent after all text, in pieces, and fetched where somebody wants them (SYNC §7).

Some vanish from a PC's disk, or break there. The second half is the oracle's: what lies on the server's disk and on the
PCs' is compared with what was added, bit for bit.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from desktop.domain.errors import DomainError
from desktop.services.attachments import Paper, Whereabouts
from desktop.store.tables import attachment_files
from desktop.store.vault import Vault
from sync.client.files import FileBroken
from sync.contract.errors import Invalid
from sync.server import tables
from tests.simulation.book import Book
from tests.simulation.found import Found
from tests.simulation.log import Log
from tests.simulation.pc import Pc
from tests.simulation.scopes import Sees, unread

if TYPE_CHECKING:
    from tests.simulation.world import World

#: Bytes of a file; a piece of an encrypted one, of a bundle and of an upload is between 256 and 4,096 (`conditions`).
_SIZES = (1, 700, 1024, 1025, 3000, 9000)
#: What is to be said of a paper whose bytes the server has.
_ARRIVED = frozenset({Whereabouts.SENT, Whereabouts.NOT_FETCHED, Whereabouts.TO_FETCH, Whereabouts.FETCHING})
#: What may not last: something is under way.
_UNDER_WAY = frozenset({Whereabouts.WAITS, Whereabouts.SENDING, Whereabouts.TO_FETCH, Whereabouts.FETCHING})


class Added(NamedTuple):
    """A paper as it was taken in: at which PC, and the hash of its bytes."""

    pc: str
    sha256: str


class Papers:
    """What people do with files, and what becomes of files by themselves."""

    def __init__(self, chance: Random, book: Book, log: Log, folder: Path) -> None:
        self.added: dict[str, Added] = {}  # by the id of the record
        self.contents: dict[str, bytes] = {}  # by their hash
        self.destroyed: set[Added] = set()  # what was broken, or removed, on which PC
        self.of: defaultdict[str, set[str]] = defaultdict(set)  # PC → what was added there, or before it was copied
        self._chance, self._book, self._log, self._folder = chance, book, log, folder
        folder.mkdir()

    def add(self, pc: Pc) -> None:
        """Somebody scans a paper, now and then one that was scanned before, here or elsewhere."""
        page = self._book.some_page(pc)
        if page is None:
            return
        again = self.contents and self._chance.random() < 0.25
        content = self._chance.choice(list(self.contents.values())) if again else self._scanned()
        scan = self._folder / "Giấy tờ.pdf"
        scan.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        self.contents[sha256] = content
        title = self._log.text()
        made = self._book.saved(pc, lambda: pc.papers.add(page.case.id, scan, {"title": title}))
        for each in made:
            self._log.case_of[each.record] = page.case.id
            self.added[each.record] = Added(pc.name, sha256)
            self.of[pc.name].add(each.record)
        self._book.note(pc, made, {})

    def look_after(self, pc: Pc) -> None:
        """Somebody opens a paper, wants it, keeps it here, lets it go, or tries again with one that was set aside."""
        papers = list(_shown(pc))
        if not papers:
            return
        paper = self._chance.choice(papers)
        record = paper.record.id
        if paper.where is Whereabouts.BROKEN:
            self._book.saved(pc, lambda: pc.papers.retry(record))
        elif paper.here and self._chance.random() < 0.7:
            self._book.saved(pc, lambda: self._open(pc, record))
        elif self._chance.random() < 0.5:
            self._book.saved(pc, lambda: pc.papers.want(record))
        else:
            self._book.saved(pc, lambda: pc.papers.pin(record, kept=not paper.pinned))

    def harm(self, pc: Pc) -> None:
        """A file goes from a PC's disk, or can no longer be read there."""
        with pc.session.database.read() as connection:
            rows = connection.execute(select(attachment_files).order_by(attachment_files.c.id)).all()
        places = {row.id: Vault.beside(pc.session.database).path(row.kept_under, row.sha256) for row in rows}
        there = [row for row in rows if places[row.id].exists()]
        if not there:
            return
        row = self._chance.choice(there)
        self.destroyed.add(Added(pc.name, row.sha256))
        broken = bytearray(places[row.id].read_bytes())
        places[row.id].unlink()  # a backup holds the same file by another name, and keeps it
        broken[self._chance.randrange(len(broken))] ^= 1
        match self._chance.choice(["gone", "short", "other"]):
            case "short":
                places[row.id].write_bytes(broken[: len(broken) // 2])
            case "other":
                places[row.id].write_bytes(broken)

    def copied(self, pc: Pc, copy: Pc) -> None:
        """What was broken on a PC is broken on its copy; what was added there so far lies on both."""
        self.of[copy.name] = set(self.of[pc.name])
        self.destroyed |= {Added(copy.name, each.sha256) for each in self.destroyed if each.pc == pc.name}

    def _scanned(self) -> bytes:
        return self._chance.randbytes(self._chance.choice(_SIZES))

    def _open(self, pc: Pc, record: str) -> None:
        target, error = self._folder / "Mở ra.pdf", None
        try:
            pc.papers.save_as(record, target)
        except FileBroken as broken:
            error = broken.code
        sha256 = pc.papers.one(record).record.sha256 or ""
        if error:
            assert Added(pc.name, sha256) in self.destroyed, f"{pc.name}: {record} is {error} by itself"
        else:
            read = hashlib.sha256(target.read_bytes()).hexdigest()
            assert read == sha256, f"{pc.name} shows other bytes for {record}"


class Stored:
    """What lies on the server: hashes of the bytes that each unit has."""

    def __init__(self, world: "World") -> None:
        with world.server.read() as connection:
            rows = connection.execute(select(tables.blob.c.feed, tables.blob.c.sha256, tables.blob.c.key)).all()
        self._keys = {(row.feed, row.sha256): row.key for row in rows}
        self._files = {path.name: path for path in world.files.glob("blobs/*/*")}

    def has(self, found: Found, record: str) -> bool:
        """Whether the bytes of a paper are there, and are these very ones."""
        held = found.records.get(record)
        if held is None:
            return False
        path = self._files.get(self._keys.get((held.feed, held.values.get("sha256")), ""))
        return path is not None and hashlib.sha256(path.read_bytes()).hexdigest() == held.values["sha256"]


def glance(world: "World", pc: Pc, found: Found) -> None:
    """What is said of papers on a PC, at any moment of a server that forgets nothing."""
    stored = Stored(world)
    _nothing_false_is_said(world, pc, found, stored)


def judge(world: "World", found: Found, may: dict[str, Sees]) -> None:
    """Everything that can be said of papers when all is quiet."""
    assert world.papers is not None
    stored = Stored(world)
    for record, added in world.papers.added.items():
        held = found.records.get(record)
        if held is not None:
            assert held.values.get("sha256") == added.sha256, f"{record} names other bytes than were added"
    for pc in world.pcs:
        _nothing_false_is_said(world, pc, found, stored)
        _nothing_is_under_way(pc, found, stored, may[pc.name])
        _what_is_here_can_be_read(world.papers, pc, unread(world, pc, found))
        _no_bytes_too_many(world.papers, pc, found, stored, may[pc.name])
    _every_paper_arrived(world, found, stored)


def _nothing_false_is_said(world: "World", pc: Pc, found: Found, stored: Stored) -> None:
    """'Sent' is said only of what the server has; and all green not while it lacks what was added here."""
    papers = list(_shown(pc))
    for paper in papers:
        said = paper.where not in _ARRIVED or stored.has(found, paper.record.id)
        assert said or _is_new_to(pc, found, paper), (
            f"{pc.name} says {paper.where} of {paper.record.id}: it is not there"
        )
    assert world.papers is not None
    own = world.papers.of[pc.name]
    unsent = [
        paper.record.id
        for paper in papers
        if paper.record.id in own and not paper.record.deleted and not stored.has(found, paper.record.id)
    ]
    assert not (unsent and pc.synchronise.status().green), f"{pc.name} says 'all sent' without the bytes of {unsent}"


def _is_new_to(pc: Pc, found: Found, paper: Paper) -> bool:
    """Whether the record has moved on the server and this PC has not heard of it: the bytes are known where it was."""
    held = found.records.get(paper.record.id)
    return held is None or held.feed != found.unit(paper.record.unit)


def _nothing_is_under_way(pc: Pc, found: Found, stored: Stored, may: Sees) -> None:
    """What was to be sent or fetched has been, unless its record was not taken, or may not be read here."""
    for paper in _shown(pc):
        waits = paper.record.id not in found.records or "sha256" in may.withheld.get(paper.record.id, ())
        assert waits or paper.where not in _UNDER_WAY, f"{pc.name}: {paper.record.id} is for ever {paper.where}"
        if paper.where is Whereabouts.ELSEWHERE and not waits:
            assert not stored.has(found, paper.record.id), f"{pc.name} never heard that {paper.record.id} came"


def _what_is_here_can_be_read(papers: Papers, pc: Pc, hidden: Mapping[str, Collection[str]]) -> None:
    """What a PC calls its own it shows, bit for bit, to who may see it, unless something happened to its disk."""
    for paper in _shown(pc):
        if paper.here and paper.where is not Whereabouts.BROKEN:
            try:
                papers._open(pc, paper.record.id)
            except DomainError:
                continue
            except Invalid as refused:
                lawful = refused.code == "not_entitled" and "title" in hidden.get(paper.record.id, ())
            else:
                lawful = True
            assert lawful, f"{pc.name} keeps {paper.record.id} from its reader"


def _no_bytes_too_many(papers: Papers, pc: Pc, found: Found, stored: Stored, may: Sees) -> None:
    """The files of a PC are those of papers it may read; what was added here may lie here alone, or be set aside."""
    vault = Vault.beside(pc.session.database)
    lie_here = {path.name.removesuffix(".part"): path for path in vault.folder.rglob("*") if path.is_file()}
    allowed = {
        (found.unit(held.feed), held.values.get("sha256"))
        for record, held in found.records.items()
        if held.type == "attachment" and held.feed in may.feeds | may.leaving
        if "sha256" not in may.withheld.get(record, ())
    }
    aside = {paper.record.id for paper in _shown(pc) if paper.trouble}
    own = {
        added.sha256
        for record, added in papers.added.items()
        if record in papers.of[pc.name] and (record in aside or not stored.has(found, record))
    }
    for unit in _ids_of_units(found):
        for sha256 in papers.contents:
            if vault.path(unit, sha256).name in lie_here:
                fits = (found.unit(unit), sha256) in allowed or sha256 in own
                assert fits, f"{pc.name} holds the bytes {sha256} of {unit}, which are none of its papers"


def _every_paper_arrived(world: "World", found: Found, stored: Stored) -> None:
    """Its bytes are on the server, or where they were added somebody is told what is wrong with them."""
    assert world.papers is not None
    for record, (name, sha256) in world.papers.added.items():
        held = found.records.get(record)
        if held is None or held.values.get("deleted") or stored.has(found, record):
            continue
        assert Added(name, sha256) in world.papers.destroyed, f"the bytes of {record}, added at {name}, never came"
        pc = next(each for each in world.pcs if each.name == name)
        for paper in _shown(pc):
            told = paper.record.id != record or paper.where is Whereabouts.BROKEN
            assert told, f"nobody at {name} is told what is wrong with {record}: {paper.where}"


def _shown(pc: Pc) -> Iterator[Paper]:
    """Every paper in the list of a case."""
    for case_id in pc.case_ids():
        yield from pc.papers.of_case(case_id)


def _ids_of_units(found: Found) -> Iterable[str]:
    return [*found.units.values(), *found.aliases]
