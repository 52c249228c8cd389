"""Papers in a bundle: taken in and given out as over a line, piece by piece in constant memory (SYNC §7).

A paper's bytes are its own affair: what is wrong with one is said of it, and holds up no text and no other paper.
"""

from collections.abc import Iterable, Iterator

from sync.contract.bundle import PIECE_BYTES, PapersRequest, PapersResponse, Piece
from sync.contract.files import ASKED_AT_ONCE
from sync.contract.messages import HeldRequest
from sync.server.files import Files, Upload
from sync.server.refusals import Refused
from sync.server.scope import Device


class BundledPapers:
    """The papers of one bundle."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._told: dict[str, None] = {}
        self._refused: dict[str, str] = {}
        self._under_way: tuple[str, Upload] | None = None

    def tell_of(self, records: Iterable[str]) -> None:
        """Say of these attachments, too, whether their bytes are here."""
        self._told |= dict.fromkeys(records)

    def take_in(self, sender: Device, piece: Piece) -> None:
        """Take in the next piece; what an earlier bundle or the line has brought already is passed over."""
        self.tell_of([piece.record])
        if piece.record in self._refused:
            return
        try:
            self._append(sender, piece)
        except Refused as refused:
            self._refused[piece.record] = refused.code

    def answers(self, sender: Device, request: PapersRequest) -> Iterator[PapersResponse | Piece]:
        """Which papers are here, and then the bytes of those that were asked for, as far as there is room."""
        self.tell_of(request.asked)
        looked = list(self._told)
        for start in range(0, len(looked), ASKED_AT_ONCE):
            some = tuple(looked[start : start + ASKED_AT_ONCE])
            held = self._files.held(sender, HeldRequest(records=some)).held
            refused = {each: self._refused[each] for each in some if each in self._refused and each not in held}
            yield PapersResponse(looked=some, held=held, refused=refused)
        room = request.room
        for record in request.wanted:
            for piece in self._pieces(sender, record, room):
                room -= len(piece.data)
                yield piece

    def _append(self, sender: Device, piece: Piece) -> None:
        if piece.start == 0:
            self._under_way = piece.record, self._files.begin(sender, piece.record, piece.size)
        record, upload = self._under_way or ("", None)
        if upload is None or record != piece.record:
            raise Refused(409, "offset_differs")
        if upload.offset == upload.size:
            return
        with self._files.spool() as spooled:
            spooled.write(piece.data)
            end = self._files.append(sender, upload.id, piece.start, spooled)
        self._under_way = record, Upload(upload.id, end, upload.size)

    def _pieces(self, sender: Device, record: str, room: int) -> Iterator[Piece]:
        """A paper from its beginning to its end; none of one that is not here or does not fit."""
        try:
            part = self._files.open(sender, record, lambda size: (0, size if size <= room else 0))
        except Refused:
            return  # whether it is here was said before
        start = 0
        for data in _cut(part.pieces):
            yield Piece(record, part.size, start, data)
            start += len(data)


def _cut(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces as large as a bundle has them."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PIECE_BYTES:
            yield bytes(waiting[:PIECE_BYTES])
            del waiting[:PIECE_BYTES]
    if waiting:
        yield bytes(waiting)
