"""A bundle as the client writes and reads it: the steps of a cycle, with the stick in the line's place (SYNC §7).

Out go the requests the engine would have sent, each with its batch in first-sent bytes; in come the answers, through
the same `Store` as those that came over a line. Either way may overtake the other.
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from sync.bundle import file
from sync.bundle.file import BundleWriter, body_of
from sync.bundle.keys import SealKey
from sync.client.engine import BATCH_BYTES, BATCH_ENTRIES, Progress, request_of
from sync.client.ports import Store
from sync.client.repair import repair
from sync.contract.bundle import FORMAT, SERVER, Compared, Header, Kind, PapersResponse, Piece
from sync.contract.messages import (
    CompareRequest,
    CompareResponse,
    EnrolRequest,
    EnrolResponse,
    ExchangeResponse,
    IncarnationRequest,
    IncarnationResponse,
    UsersRequest,
    UsersResponse,
)

#: What the server has to be told before anything else.
First = EnrolRequest | IncarnationRequest | None

_RESPONSES: dict[str, type[msgspec.Struct]] = {
    Kind.ENROL: EnrolResponse,
    Kind.INCARNATION: IncarnationResponse,
    Kind.USERS: UsersResponse,
    Kind.EXCHANGE: ExchangeResponse,
    Kind.COMPARE: Compared,
    Kind.PAPERS: PapersResponse,
    Kind.PIECE: Piece,
}


class TakenIn(msgspec.Struct):
    """What came out of one, so far.

    Attributes:
        answered: entries that have an answer now.
        records: records of news that were new here.
        forked: the server says that this PC's file was rolled back or copied.
        epoch_began: the server was restored since this PC heard of it.
        at: server's time of the last answer.
    """

    answered: int = 0
    records: int = 0
    forked: bool = False
    epoch_began: bool = False
    at: str = ""


def header_for(server_key: str, device: str) -> Header:
    """The header of a bundle from this id of the PC; the sealing fills in the rest."""
    return Header(format=FORMAT, sender=device, recipient=SERVER, sender_key="", recipient_key=server_key, ephemeral="")


def pack(store: Store, writer: BundleWriter, first: First) -> list[str]:
    """Write everything the server has not answered, and where this PC stands; return the keys of the entries.

    Args:
        store: the local database.
        writer: the file, left to be finished.
        first: what the server has to be told before anything else.
    """
    keys: list[str] = []
    if first is not None:
        writer.add(Kind.ENROL if isinstance(first, EnrolRequest) else Kind.INCARNATION, first)
    if not isinstance(first, EnrolRequest) and (people := store.new_users()):
        writer.add(Kind.USERS, UsersRequest(users=people))
    store.begin_cycle()
    for standing in store.departures(BATCH_BYTES, BATCH_ENTRIES):
        writer.add(Kind.EXCHANGE, request_of(standing))
        keys.extend(standing.batch.keys if standing.batch else ())
    writer.add(Kind.EXCHANGE, request_of(store.standing()))
    for feed in store.comparing.to_repair():
        here = store.comparing.here(feed)
        writer.add(
            Kind.COMPARE, CompareRequest(device=here.device, feed=feed, seq=here.seq, buckets=here.buckets.hex())
        )
    return keys


def responses(source: BinaryIO, own: SealKey) -> Iterator[msgspec.Struct]:
    """The responses in a bundle that `file.check` found sound; what a later version added is passed over."""
    for item in file.items(source, own):
        if (kind := _RESPONSES.get(item.kind)) is not None:
            yield body_of(item, kind)


def take_step(store: Store, response: ExchangeResponse, so_far: TakenIn) -> Progress:
    """Apply one answer as a whole, as the engine does; whether it forked is for the caller to judge."""
    keys = tuple(answer.key for answer in response.answers)
    calm = msgspec.structs.replace(response, forked=False)
    taken = store.take_in(store.answered(keys), calm)
    so_far.answered += len(keys)
    so_far.records += taken.records
    so_far.forked |= response.forked
    so_far.epoch_began |= taken.epoch_began
    so_far.at = response.time
    return Progress(so_far.answered, so_far.records, 0, taken.changed)


def mend(store: Store, told: Compared, so_far: TakenIn) -> Progress:
    """Mend a feed that was found to differ, by all that the server says of it; nothing if this PC stands elsewhere."""
    found = told.found
    records = {record.id: record for record in found.records}

    def ask(request: CompareRequest) -> CompareResponse:
        if request.buckets:
            return msgspec.structs.replace(found, members={}, records=())
        listed = {str(number): found.members[str(number)] for number in request.members if str(number) in found.members}
        wanted = tuple(records[one] for one in request.records if one in records)
        return msgspec.structs.replace(found, members=listed, records=wanted)

    mended = repair(store.comparing, ask, told.feed)
    so_far.records += mended.fetched
    return Progress(so_far.answered, so_far.records, 0, mended.changed)
