"""What travels in one step of the exchange, and in enrolment (SYNC §3, §4).

Bodies are JSON, compressed with zstd (or gzip for plain clients). New members may be added in later versions; a
reader ignores the ones it does not know, and none is ever renamed or given a new meaning.
"""

from enum import StrEnum

import msgspec

from sync.contract.fields import Wire
from sync.contract.records.numbering import Held
from sync.contract.version import PROTOCOL_VERSION

#: Largest compressed body of one step in bytes: what gets through a 64 kbit/s line in about eight seconds.
PIECE_BYTES = 64 * 1024
#: Longest login and full name of a person, in characters. Who is longer gets no account.
LOGIN_LENGTH = 60
FULL_NAME_LENGTH = 200
#: Most records of one round of news (see `ExchangeResponse`): so many the client takes in within one transaction.
NEWS_RECORDS = 200


class Outcome(StrEnum):
    """What the server did with an entry."""

    APPLIED = "applied"
    AGREED = "agreed"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    WAITS = "waits"
    FORWARDED = "forwarded"


#: Outcomes after which the same key may be sent again and judged anew.
NOT_FINAL = frozenset({Outcome.REJECTED, Outcome.WAITS})


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The server's answer to one entry; stored by key, so that sending again is harmless.

    Attributes:
        key: of the entry; left out where answers stand in the order of the entries (`sync.contract.answers`).
        version: of the record after the entry; the stamp of every applied field.
        stamps: stamps of the fields that were not written because both sides already agreed.
        contested: fields whose incoming value waits for a person.
        conflicts: ids of the conflict records that hold them.
        code, field: why it was rejected or what it waits for, and where.
        waits_for: key of the rejected entry this one builds on.
        unit: where it was forwarded to.
    """

    key: str = ""
    outcome: Outcome
    version: int = 0
    stamps: dict[str, int] = {}
    contested: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    code: str | None = None
    field: str | None = None
    waits_for: str | None = None
    unit: str | None = None


class Stamped(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A field's value with its stamp, author and local time of the edit."""

    value: Wire
    stamp: int
    author: str
    at: str


class Write(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Fields of one record that were written together: their stamp, author and local time are said once."""

    stamp: int
    author: str
    at: str
    values: dict[str, Wire]


class NewsRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The fields of one record that changed since the cursor.

    ``withheld`` are all the fields of the record that nobody enrolled on this PC may read (SYNC §4): whatever the PC
    has of them goes, and none can be changed here. Once they may be read the record comes whole.
    """

    type: str
    id: str
    version: int
    writes: tuple[Write, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Stamped]:
        """Each field by its name."""
        return {
            name: Stamped(value, write.stamp, write.author, write.at)
            for write in self.writes
            for name, value in write.values.items()
        }


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """A record that has left the feed for another unit's; dropped if it still belongs to this feed at this version.

    ``version`` is its last one here.
    """

    type: str
    id: str
    version: int
    unit: str


class FeedNews(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """News of one feed from a cursor to a cursor; applied only if ``since`` ≤ cursor < ``to``.

    ``head`` is the feed's last position; there is more to fetch while ``to`` < ``head``. With ``own``, these positions
    hold besides the records what the entries answered beside them wrote, and nothing else of those: the sender has it
    already, with the stamps and versions of the answers and the accounts of its people (decisions/0016). Departures
    come before records: what has left may have come back.
    """

    feed: str
    since: int
    to: int
    head: int
    records: tuple[NewsRecord, ...]
    own: bool = False
    departures: tuple[Departure, ...] = ()


class Regarded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Records of restricted cases as this PC may read them now that its people or their rights are others (SYNC §4).

    Attributes:
        feed: theirs.
        mark: to be kept with the feed's cursor, and shown with every request; its meaning is the server's own.
        records: whole, up to the cursor that was shown.
        more: whether there are more of them.
    """

    feed: str
    mark: str
    records: tuple[NewsRecord, ...] = ()
    more: bool = False


class Chain(msgspec.Struct, frozen=True):
    """Head of a device's chain for one feed: how many entries it has sent first, and their hash (SYNC §3)."""

    sent: int
    head: str


class ExchangeRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a device: where it stands in each of its feeds, and entries of one feed, oldest first.

    ``epoch`` is the server's as this PC knows it. ``former`` names the entries that are offered again, because the
    server may have lost them: key → version of the record that the server once applied it as. ``upon`` has a digit
    for each of ``entries``, 1 for those that change a record made before them: where a server that was restored does
    not know it they wait for whoever made it, whose entry may belong to a feed that the case has left since.

    ``numbers`` is told by the PC that numbers its unit's Sổ where few numbers are left to it, and once in every epoch
    of the server; the next block comes with the news (`sync.contract.records.numbering`).
    """

    device: str
    cursors: dict[str, int]
    marks: dict[str, str] = {}  # feed → the last `Regarded.mark`
    feed: str | None = None
    entries: tuple[msgspec.Raw, ...] = ()
    chain: Chain | None = None
    epoch: str | None = None
    former: dict[str, int] = {}
    upon: str = ""
    protocol: int = PROTOCOL_VERSION
    program: str = ""
    waiting: int = 0  # entries still unanswered after this step; for the supervisor's view
    waiting_since: str | None = None  # local time at which the oldest unanswered one was made, ISO 8601
    doubted: int = 0  # records deleted by others that go on showing until a person there has decided; for that view too
    numbers: tuple[Held, ...] = ()
    directory: int | None = None  # up to where this PC knows the list of units; None: it keeps none


class AuthorInfo(msgspec.Struct, frozen=True, array_like=True):
    """Whom an author id stands for."""

    name: str
    unit: str


class UnitInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An office as the server knows it; ``merged_into`` names the one that has taken its place."""

    id: str
    code: str
    name: str
    kind: str
    province: str | None = None
    parent: str | None = None
    merged_into: str | None = None


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """The units of the country that a PC has not heard of, or that have changed, and up to where it knows them now.

    Names, codes and kinds only: to whom a case may be moved, and where an office went that was merged.
    """

    at: int
    units: tuple[UnitInfo, ...]


class ExchangeResponse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The server's side of one step.

    ``feeds`` are the feeds this device may see, with their heads; a feed that is missing was lost.
    ``news`` come in rounds, a page of each feed in each; a feed that is named again begins the next one.
    ``epoch`` changes when the server was restored from a backup, or failed over and may have lost what came last.
    ``backed_up`` says per feed up to which position nothing can be lost any more; what was answered while the feed's
    head was beyond it has to be kept, for it may have to be offered again. ``survived``, only to a PC that knows an
    earlier epoch, is that position since then: what was answered beyond it is to be offered again.
    ``digest`` is that of each feed at its head (`sync.contract.digest`); who stands there holds the same, or repairs.
    ``forked`` says that this PC's file goes back behind what was sent under its id before, because it was rolled back
    or copied: it has to go on under a new one (`IncarnationRequest`).
    """

    epoch: str
    time: str
    feeds: dict[str, int]
    answers: tuple[Answer, ...] = ()
    news: tuple[FeedNews, ...] = ()
    regarded: tuple[Regarded, ...] = ()
    authors: dict[str, AuthorInfo] = {}
    digest: dict[str, str] = {}
    backed_up: dict[str, int] = {}
    survived: dict[str, int] = {}
    forked: bool = False
    directory: Directory | None = None
    protocol: int = PROTOCOL_VERSION


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One record of a bucket: its hash is that of `sync.contract.digest`, in hex."""

    id: str
    version: int
    hash: str


class CompareRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where two ends differ in a feed at the same position, step by step: buckets, their members, records (SYNC §6).

    Attributes:
        device: who asks.
        feed, seq: which feed, and where this PC stands in it; nothing is compared at another position.
        buckets: all of this PC's, in hex, to be told which differ.
        members: numbers of the buckets to list.
        records: ids of the records to send whole; `NEWS_RECORDS` at most.
        recount: work the server's digest out anew first.
    """

    device: str
    feed: str
    seq: int
    buckets: str = ""
    members: tuple[int, ...] = ()
    records: tuple[str, ...] = ()
    recount: bool = False
    protocol: int = PROTOCOL_VERSION


class CompareResponse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was asked for, if ``seq``, the feed's head, is where the PC stands; of another position nothing.

    Attributes:
        seq: the head.
        digest: the total there, of the feed as the PC may see it.
        differing: numbers of the buckets that differ.
        members: bucket → its records; of the buckets asked for as many as fit, at least one.
        records, authors: as in the news, every field of each.
        corrected: records that the server had counted wrongly and now counts right.
    """

    seq: int
    digest: str = ""
    differing: tuple[int, ...] = ()
    members: dict[str, tuple[Member, ...]] = {}
    records: tuple[NewsRecord, ...] = ()
    authors: dict[str, AuthorInfo] = {}
    corrected: int = 0
    protocol: int = PROTOCOL_VERSION


class LocalUser(msgspec.Struct, frozen=True, kw_only=True):
    """A person with a sign-in on this PC."""

    id: str
    login: str
    full_name: str
    role: str


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A PC joins with a code its centre handed out.

    ``unit`` and ``users`` carry the ids an office gave itself offline; the server keeps them as aliases, so that
    entries made before are not rewritten. ``continues`` is the id under which a restored file was known before, where
    no token of that id is left; it ends as with `IncarnationRequest`. ``unit_code`` is that of the unit set up here: a
    code of another one is refused before it is used; left out where the PC becomes whatever unit the code is of, which
    its people have said. ``bundle_key`` opens what is sealed to this PC.
    ``numbering`` says that the office has numbered its Sổ by itself, ``numbers`` how far. ``first_unit`` is the id the
    office gave itself before it ever joined, ``first_joined`` that of the unit it became then, which may have been
    merged since: where it joins again, entries of that time still bear the one and belong to the other.
    """

    code: str
    device: str
    device_name: str
    users: tuple[LocalUser, ...]
    unit: str | None = None
    numbering: bool = False
    numbers: tuple[Held, ...] = ()
    continues: str | None = None
    unit_code: str | None = None
    bundle_key: str | None = None
    first_unit: str | None = None
    first_joined: str | None = None
    protocol: int = PROTOCOL_VERSION


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """A short-lived access token (seconds) and the refresh token that brings the next pair."""

    access: str
    expires_in: int
    refresh: str


class EnrolResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What a PC needs to take part. ``accounts`` maps local user ids to the server's accounts.

    ``unit`` is the one the PC has said it is, even if another has taken its place: then the PC hears with its next
    exchange what it has become. ``bundle_key`` is the server's public key, for what travels on a USB stick; None if it
    takes no bundles.
    """

    unit: UnitInfo
    accounts: dict[str, str]
    numbering: bool
    tokens: Tokens
    epoch: str
    bundle_key: str | None = None


class IncarnationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A PC goes on under a new id, shown with an access token of its present one (SYNC §6).

    May be repeated with the same id until the new tokens are first used: the answer can be lost.

    Attributes:
        device: the new id.
        device_name: what the PC is called; tells a file that was rolled back on its PC from one copied to another.
        restored: the file was restored from a backup, so nothing goes on under the present id.
        bundle_key: opens what is sealed to the new id.
    """

    device: str
    device_name: str
    restored: bool = False
    bundle_key: str | None = None
    protocol: int = PROTOCOL_VERSION


class IncarnationResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The first tokens of the new id, and whether the right to number the Sổ goes with it; ``device`` is that id."""

    tokens: Tokens
    numbering: bool
    device: str = ""


class RefreshRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the next pair of tokens; the old refresh token stays good until the new one is first used."""

    device: str
    refresh: str


class UsersRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Sign-ins added on this PC since it was enrolled."""

    users: tuple[LocalUser, ...]


class UsersResponse(msgspec.Struct, frozen=True, kw_only=True):
    """Local user id → account, for those the server took."""

    accounts: dict[str, str]


class HeldRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Of which of these attachments are the bytes there? Ids of records, `files.ASKED_AT_ONCE` at most."""

    records: tuple[str, ...]


class HeldResponse(msgspec.Struct, frozen=True, kw_only=True):
    """Those whose reference and bytes are both there; foreign and unknown ones are simply not among them."""

    held: tuple[str, ...]


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Body of every answer that is not 200: a stable code, never a sentence; ``unit`` is the one it is about."""

    code: str
    unit: UnitInfo | None = None
    protocol: int = PROTOCOL_VERSION
