"""What travels in a bundle: the exchange in one file, carried by hand (SYNC §7, decisions/0012).

A file is a `Header` anyone may read, and then sealed frames; inside is one zstd stream of `Item`, each behind its
length. To the server go the requests a PC would have sent over a line, back come the answers it would have got.
"""

from enum import StrEnum

import msgspec

from sync.contract.messages import CompareResponse
from sync.contract.version import PROTOCOL_VERSION

#: Where whoever carries a bundle brings it, by POST; the answer is a bundle, too.
PATH = "/v1/bundle"
#: Head of an empty request to `PATH` that names the upload (`sync.contract.files`) which brought the bundle in pieces:
#: the answer is then fetched from there in pieces, too. ``bundle`` in ``Upload-Metadata`` is the bundle's SHA-256.
UPLOAD_HEADER = "Upload"
#: Newest form of the file that this program writes and reads. Raised when an older program could not read it.
FORMAT = 1
#: What a file begins with.
MAGIC = b"TGPL-USB"
#: How the names of such files end.
SUFFIX = ".tgpl-usb"
#: What stands before the suffix in the name of an answer.
ANSWERED = "-tra-loi"
INVITATION_SUFFIX = ".tgpl-moi"
#: Bytes of a piece of a paper.
PIECE_BYTES = 256 * 1024
#: Largest file in bytes: first load of a unit with some hundred thousand cases, or a stack of papers.
LARGEST = 512 * 1024 * 1024
#: Bytes of papers in one file at most; more go with the next one.
PAPERS_BYTES = 400 * 1024 * 1024
#: Stands for the server where a PC has its id.
SERVER = "server"


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sealed a file for whom; nothing personal, and no name of an office.

    Attributes:
        format: form of what follows.
        reads: newest form the sender can read, for the answer.
        protocol: version of the messages inside.
        sender, recipient: id of a PC, or `SERVER`.
        sender_key, recipient_key: their public keys (X25519, hex).
        ephemeral: public key made for this one file (X25519, hex).
        answers: SHA-256 of the file this one answers, hex.
    """

    format: int
    sender: str
    recipient: str
    sender_key: str
    recipient_key: str
    ephemeral: str
    answers: str | None = None
    reads: int = FORMAT
    protocol: int = PROTOCOL_VERSION


class Kind(StrEnum):
    """Which message an item is: a request on the way there, its response on the way back."""

    ENROL = "enrol"
    INCARNATION = "incarnation"
    USERS = "users"
    EXCHANGE = "exchange"
    PAPERS = "papers"
    PIECE = "piece"  # of a paper; the same both ways
    COMPARE = "compare"  # a feed that the PC found to differ


class Item(msgspec.Struct, frozen=True):
    """One message. A kind that is not known was added by a later version and is passed over."""

    kind: str
    body: msgspec.Raw


class PapersRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a PC asks about the bytes of papers: behind all text and the pieces it sends itself.

    Attributes:
        asked: attachments of which it does not know whether the server has the bytes.
        wanted: those whose bytes are to come with the answer, the first before the others.
        room: how many bytes of them at most; a paper that does not fit is left out whole.
    """

    asked: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    room: int = 0


class PapersResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What the server says of them.

    Attributes:
        looked: attachments that it was asked about, was sent, or just told of.
        held: those of them whose bytes it has.
        refused: those whose bytes it does not take → code, see `sync.contract.errors`.
    """

    looked: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    refused: dict[str, str] = {}


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed holds of what the PC found to differ (`CompareRequest` with its buckets): all three steps at once.

    ``found`` says it of the feed's head, where the PC stands once it has taken in the news of the same file; buckets
    that do not fit are left out, and asked for again with the next file.
    """

    feed: str
    found: CompareResponse


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a paper. Those of one paper come one after the other, from its beginning to its end."""

    record: str
    size: int  # of the whole paper
    start: int
    data: bytes


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """A small file with which a PC that has no line joins: whom to seal the first bundle for.

    Attributes:
        server: address of the server, should there ever be a line.
        key: the server's public key, hex.
        proof: that whoever made this file knew the enrolment code, which is told apart from it.
    """

    server: str
    key: str
    proof: str
    format: int = FORMAT
