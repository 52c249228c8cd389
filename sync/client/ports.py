"""What the engine needs of the world, as protocols; real ones live in `desktop.store` and `sync.client.http`."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, Protocol

import msgspec

from sync.client.files import FileTransport
from sync.client.queue import Batch
from sync.contract.calls import A, Call, Q
from sync.contract.messages import (
    Chain,
    CompareRequest,
    CompareResponse,
    EnrolRequest,
    EnrolResponse,
    ExchangeRequest,
    ExchangeResponse,
    IncarnationRequest,
    IncarnationResponse,
    LocalUser,
    Tokens,
    UsersRequest,
    UsersResponse,
)
from sync.contract.records.numbering import Held

Changed = frozenset[tuple[str, str]]
"""Type and id of records that may show something else."""


class Here(msgspec.Struct, frozen=True):
    """This PC's id, where it stands in a feed, and the buckets of its digest there."""

    device: str
    seq: int
    buckets: bytes


class Standing(msgspec.Struct, frozen=True):
    """What a PC tells at the start of a step: where it stands in each feed, and what it wants to send."""

    device: str
    cursors: dict[str, int]
    marks: dict[str, str]
    batch: Batch | None
    chain: Chain | None
    left: int  # entries that go next, besides the batch
    waiting: int  # everything unanswered besides the batch; for the supervisor's view
    waiting_since: str | None = None  # local time of the oldest unanswered entry, if anything waits
    doubted: int = 0  # records deleted by others that go on showing; for the supervisor's view
    epoch: str | None = None  # the server's, as this PC knows it
    numbers: tuple[Held, ...] = ()  # how far this PC has come in the Sổ, see `ExchangeRequest`
    directory: int = 0  # up to where it knows the list of units


class Taken(msgspec.Struct, frozen=True):
    """What one step changed here."""

    changed: frozenset[tuple[str, str]]
    records: int  # records of news taken in
    epoch_began: bool = False  # the server was restored: what it may have lost goes once more
    forked: bool = False  # the server knows this file to be rolled back or copied: this PC has a new id now


class Totals(msgspec.Struct, frozen=True):
    """What the journal and the cursors say between two steps."""

    pending: int
    waits: int
    rejected: int
    conflicts: int  # open conflicts in which an edit made on this PC waits
    oldest_at: str | None
    behind: bool
    again: int = 0  # answered once, and to be answered again by a server that was restored
    on_stick: int = 0  # of the unanswered ones, written on a USB stick: that is not sent
    on_stick_since: str | None = None
    held: int = 0  # held back by a person
    differing: int = 0  # feeds of which this PC holds something else than the server, at the same position

    @property
    def exchanged(self) -> bool:
        """Whether everything made here is answered for good, and everything made elsewhere has arrived."""
        left = self.pending or self.held or self.waits or self.rejected or self.again
        return not (left or self.behind or self.differing)


class Comparing(Protocol):
    """This PC's side of a comparison with the server (SYNC §6). Each method is one transaction."""

    def to_repair(self) -> list[str]:
        """Feeds that differ from the server's, about which nothing was done yet."""

    def here(self, feed: str) -> Here:
        """Where this PC stands in a feed, and the buckets of its digest."""

    def members(self, feed: str, buckets: Collection[int]) -> dict[str, str]:
        """Record id → hash of what is in these buckets."""

    def mend(self, feed: str, response: CompareResponse) -> Changed:
        """Take in whole records."""

    def miss(self, unknown: Collection[str], behind: Collection[str]) -> Changed:
        """The server does not have some records, and of others less than is here."""

    def compared(self, feed: str, theirs: str) -> tuple[bool, Changed]:
        """Everything was done that can be; note whether the totals are equal now, and end a rebuild of the feed.

        ``theirs`` is empty where the server tells no total; then nothing is known of it.
        """


class Store(Protocol):
    """The local database, as far as the engine may touch it. Each method is one transaction."""

    @property
    def comparing(self) -> Comparing:
        """Its side of a comparison."""

    def begin_cycle(self) -> None:
        """Let entries that wait for the server's side (a disabled account, say) try again, once a cycle."""

    def stand(self, limit_bytes: int, limit_entries: int) -> Standing:
        """Choose the next batch and number it for its first journey."""

    def stand_ahead(
        self, standing: Standing, response: ExchangeResponse, limit_bytes: int, limit_entries: int
    ) -> Standing | None:
        """What `stand` would say once the answer to a step is taken in, before it is.

        None where that answer may change more than was asked for, or leaves nothing to exchange but the last step,
        which is to say only what is written down. What is said here too early does no harm: news that do not join the
        cursor are left out, and entries that are sent again get the answer they got.
        """

    def standing(self) -> Standing:
        """Where this PC stands, with nothing to send."""

    def departures(self, limit_bytes: int, limit_entries: int) -> Iterator[Standing]:
        """What `stand` would choose one after the other if each were answered at once; for a bundle."""

    def mark_exported(self, keys: Sequence[str], at: str) -> None:
        """Note that these entries lie on a stick."""

    def answered(self, keys: Sequence[str]) -> Batch | None:
        """The batch that these keys are the answers to, for `take_in` of what did not come over a line."""

    def take_in(self, batch: Batch | None, response: ExchangeResponse) -> Taken:
        """Apply answers, news, cursors, authors and scope in one transaction.

        Raises:
            ProtocolViolation: the response does not fit the request.
        """

    def set_aside(self, keys: Sequence[str], code: str) -> None:
        """Quarantine the entries of an intent the server cannot take, with the reason; what builds on them is held."""

    def totals(self) -> Totals:
        """Count what waits."""

    def finish_cycle(self, sent: int, taken: int, *, complete: bool) -> None:
        """Leave a receipt of a cycle that moved something, and remember the time of a complete one."""

    def new_users(self) -> tuple[LocalUser, ...]:
        """People with a sign-in here whom the server does not know yet."""

    def map_users(self, accounts: dict[str, str]) -> None:
        """Remember the accounts the server gave them."""


class Transport(Protocol):
    """One way to the server. Errors are `Offline`, `StepFailed`, `NeedsUser` or `ProtocolViolation`."""

    @property
    def clock_off(self) -> dt.timedelta | None:
        """How far this PC's clock is ahead of the server's, if by so much that a person should know."""

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Join with a code."""

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        """One step."""

    def batch_bytes(self, usual: int) -> int:
        """How much raw JSON of entries fills a piece, going by how the last batch packed; ``usual`` until one has."""

    def begin_incarnation(self, request: IncarnationRequest) -> IncarnationResponse:
        """Go on under a new id; the tokens of the answer are for another transport to `keep`."""

    def keep(self, tokens: Tokens) -> None:
        """Go on with this pair; it is kept before this returns."""

    def forget(self) -> None:
        """Forget the tokens: another id has taken the place of this one."""

    def compare(self, request: CompareRequest) -> CompareResponse:
        """Ask where this PC and the server differ. Raise `ProtocolViolation` if the server cannot tell."""

    def ask(self, call: Call[Q, A], request: Q) -> A:
        """Ask for what changes nothing: `calls.STATUS`, `calls.NATIONAL`.

        Raise `NeedsUser` ``not_overseeing``, ``no_right`` where it is not for who asks.
        """

    def send_users(self, request: UsersRequest) -> UsersResponse:
        """Tell of people added on this PC."""

    def files(self) -> FileTransport:
        """The way of files, over the same connection."""

    def carry(self, source: BinaryIO, target: BinaryIO) -> None:
        """Bring a sealed file, of whatever PC, and write down what is answered to it."""

    def close(self) -> None:
        """Give the connection back."""


class TokenStore(Protocol):
    """Where the device's tokens live between two runs."""

    def load(self) -> Tokens | None:
        """The last pair, or None before enrolment."""

    def keep(self, tokens: Tokens) -> None:
        """Keep a new pair before it is first used."""

    def forget(self) -> None:
        """Keep none any more."""

    def note_refusal(self, code: str) -> None:
        """The server refuses this PC as such: ``code`` is one of `sync.contract.errors.NEEDS_NEW_CODE`."""
