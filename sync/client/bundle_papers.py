"""The bytes of papers in a bundle, behind all text, in pieces: memory does not grow with them (SYNC §7).

A stick may bring what the line has begun, and the other way round: whole bytes are proved by the hash their record
names, and what is here already is passed over.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Protocol, Self

from sync.bundle.file import BundleWriter
from sync.client.files import FileBroken, Outgoing, Shelf, Writing
from sync.contract.bundle import PIECE_BYTES, Kind, PapersRequest, PapersResponse, Piece
from sync.contract.files import ASKED_AT_ONCE

#: What the server says of a paper whose record it does not have, or not yet: no fault of its bytes.
_NOT_YET = frozenset({"file_unknown", "disk_full"})


class CarriedShelf(Shelf, Protocol):
    """A shelf from which a stick takes, too."""

    def to_carry(self) -> Sequence[Outgoing]:
        """Every file that the server does not have and whose record it knows, or is told of in the same bundle."""

    def to_bring(self) -> Sequence[str]:
        """Every file somebody wants here, whether or not the server is known to have it."""

    def expects(self, record: str, size: int) -> bool:
        """Whether a file of this size is missing here."""


def fitting(waiting: Iterable[Outgoing], room: int) -> list[Outgoing]:
    """Those that go into so many bytes, first come first; one that does not fit keeps no smaller one away."""
    chosen = []
    for file in waiting:
        if file.size <= room:
            chosen.append(file)
            room -= file.size
    return chosen


def pack(shelf: CarriedShelf, writer: BundleWriter, chosen: Iterable[Outgoing]) -> int:
    """Write these papers; return how many. One that is broken here is set aside and holds up no other."""
    written = 0
    for file in chosen:
        try:
            with shelf.reading(file.record) as here:
                for start in range(0, file.size, PIECE_BYTES):
                    data = here.read(start, min(PIECE_BYTES, file.size - start))
                    writer.add(Kind.PIECE, Piece(file.record, file.size, start, data))
            written += 1
        except FileBroken as error:
            shelf.set_aside(file.record, error.code)
    return written


def ask(shelf: CarriedShelf, writer: BundleWriter, *, room: int) -> None:
    """Ask which papers the server has, and for those that are wanted here; ``room``: for so many bytes."""
    asked, wanted = tuple(shelf.unknown(ASKED_AT_ONCE)), tuple(shelf.to_bring())
    writer.add(Kind.PAPERS, PapersRequest(asked=asked, wanted=wanted, room=room))


class Arriving:
    """The papers of an answer on their way in. Use as a context manager.

    Attributes:
        fetched: how many are here now that were not.
    """

    def __init__(self, shelf: CarriedShelf) -> None:
        self.fetched = 0
        self._shelf = shelf
        self._open = ExitStack()
        self._place: tuple[str, Writing] | None = None

    def __enter__(self) -> Self:
        """Wait for the first piece."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave what came of a paper where the next bundle, or the line, goes on with it."""
        self._close()

    def learn(self, said: PapersResponse) -> None:
        """Keep what the server says of papers."""
        self._shelf.learn(said.looked, said.held)
        for record in said.held:
            self._shelf.sent(record)
        for record, code in said.refused.items():
            if code not in _NOT_YET:
                self._shelf.set_aside(record, code)

    def take(self, piece: Piece) -> None:
        """Take in the next piece."""
        if piece.start == 0:
            self._close()
            if self._shelf.expects(piece.record, piece.size):
                self._place = piece.record, self._open.enter_context(self._shelf.writing(piece.record))
        record, place = self._place or ("", None)
        if place is None or record != piece.record or piece.start > place.have:
            return
        place.write(piece.data[place.have - piece.start :])
        if place.have == piece.size:
            self._end(record, place)

    def _end(self, record: str, place: Writing) -> None:
        if place.finish():
            self._shelf.fetched(record)
            self.fetched += 1
        else:
            self._shelf.set_aside(record, "file_damaged")
        self._close()

    def _close(self) -> None:
        self._open.close()
        self._place = None
