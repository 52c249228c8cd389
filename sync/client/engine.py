"""The engine: one cycle of the synchronisation, by steps that each count on their own.

A cycle repeats the exchange until both sides are empty. Every step is one request and one local transaction, so
whatever breaks, whenever it breaks, the next cycle goes on where this one stopped (SYNC §3).

While an answer that holds no surprise is written down here, the next request is on its way already: the server works
while this PC does. Requests follow one another all the same, each sent only once the one before it was answered.
"""

import logging
from collections.abc import Callable
from itertools import count
from threading import Thread

import msgspec

from sync.client.files import FileProgress
from sync.client.ports import Changed, Standing, Store, Totals, Transport
from sync.client.repair import Repaired, repair
from sync.contract.errors import ProtocolViolation, StepFailed, SyncError
from sync.contract.messages import NOT_FINAL, ExchangeRequest, ExchangeResponse, LocalUser, UsersRequest
from sync.contract.version import PROGRAM_VERSION

log = logging.getLogger(__name__)

#: Raw JSON of a first batch in bytes. Invented cases pack to 53 KB, a piece may have 64; smaller batches pack worse.
BATCH_BYTES = 600 * 1024
BATCH_ENTRIES = 2000
#: Failures of the same step after which its batch is halved.
PATIENCE = 2


class Progress(msgspec.Struct, frozen=True):
    """How far a cycle has come; ``going`` are the entries on their way now, before a step, 0 after it.

    ``file`` is said once the texts are through and files are on their way.
    """

    sent: int
    taken: int
    left: int
    changed: frozenset[tuple[str, str]]
    going: int = 0
    file: FileProgress | None = None


class Cycle(msgspec.Struct, frozen=True):
    """What a cycle did and where it left things; ``complete`` if nothing was left to send, to answer or to fetch.

    ``through`` if nothing moves any more, whatever waits for a person. ``forked`` ends it early: this PC goes on under
    a new id, which the server has to be told first.
    """

    sent: int
    taken: int
    totals: Totals
    complete: bool
    forked: bool = False
    through: bool = False


def ignore(_progress: Progress) -> None:
    """Take no notice of progress."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def request_of(standing: Standing) -> ExchangeRequest:
    """What a PC that stands there sends."""
    batch = standing.batch
    return ExchangeRequest(
        device=standing.device,
        cursors=standing.cursors,
        marks=standing.marks,
        feed=batch.feed if batch else None,
        entries=tuple(msgspec.Raw(raw) for raw in batch.raws) if batch else (),
        chain=standing.chain,
        program=PROGRAM_VERSION,
        waiting=standing.waiting,
        epoch=standing.epoch,
        former=dict(batch.former) if batch else {},
        upon=batch.upon if batch else "",
        waiting_since=standing.waiting_since,
        doubted=standing.doubted,
        numbers=standing.numbers,
        directory=standing.directory,
    )


class Ahead(Thread):
    """A step whose request is on its way while the answer to the one before it is taken in."""

    def __init__(self, standing: Standing, ask: Callable[[Standing], ExchangeResponse | StepFailed]) -> None:
        """Send it."""
        super().__init__(name="exchange", daemon=True)  # a program that ends waits for no line
        self.standing = standing
        self._ask = ask
        self._answer: ExchangeResponse | StepFailed | Exception | None = None
        self.start()

    def run(self) -> None:
        """Keep what comes of it."""
        try:
            self._answer = self._ask(self.standing)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._answer = error

    @property
    def is_under_way(self) -> bool:
        """Whether nothing has come of it yet."""
        return self._answer is None

    def response(self) -> ExchangeResponse | StepFailed:
        """What came of it, as soon as it is there; raise as `Engine.cycle`."""
        self.join()
        if isinstance(self._answer, ExchangeResponse | StepFailed):
            return self._answer
        raise self._answer or RuntimeError("a thread that ended without a word")


class Engine:
    """Runs cycles between one local store and one transport."""

    def __init__(self, store: Store, transport: Transport) -> None:
        self._store = store
        self._transport = transport
        self._ahead: Ahead | None = None

    def cycle(self, progress: Callable[[Progress], None] = ignore, stopped: Callable[[], bool] = never) -> Cycle:
        """Exchange until both sides are empty, or until somebody asks to stop between two steps.

        Raises:
            Offline: no usable line; everything done so far counts.
            NeedsUser: a person must act first.
            ProtocolViolation: the server broke the protocol.
        """
        try:
            return self._cycle(progress, stopped)
        except Exception:
            if self._ahead:
                self._ahead.join()  # no two requests of a PC may overtake each other
                self._ahead = None
            raise

    def _cycle(self, progress: Callable[[Progress], None], stopped: Callable[[], bool]) -> Cycle:
        self._introduce_users()
        self._store.begin_cycle()
        sent = taken = 0
        entries_limit = BATCH_ENTRIES
        tried: set[str] = set()
        ended = forked = False
        while not (ended or forked) and (self._ahead or not stopped()):
            ahead = self._ahead
            standing = ahead.standing if ahead else self._store.stand(self._batch_bytes(), entries_limit)
            if standing.batch:
                going = len(standing.batch.keys)
                progress(Progress(sent, taken, standing.left, frozenset(), going))
            response = ahead.response() if ahead else self._ask(standing)
            self._ahead = None
            if isinstance(response, StepFailed):
                entries_limit = self._narrow(standing, response.code)
                continue
            entries_limit = min(2 * entries_limit, BATCH_ENTRIES)  # what follows is likely to be of the same kind
            self._ahead = None if stopped() else self._go_ahead(standing, response, entries_limit)
            step = self._store.take_in(standing.batch, response)
            keys = set(standing.batch.keys) if standing.batch else set()
            settled = sum(answer.outcome not in NOT_FINAL for answer in response.answers)
            sent += settled
            taken += step.records
            progress(Progress(sent, taken, standing.left, step.changed))
            # The last step moves nothing: it tells the server that everything has arrived here. A batch of which
            # every entry was tried before and none was settled moves nothing either, or it would go round for ever.
            ended = not (self._ahead or keys - tried or settled or step.records or step.epoch_began)
            tried |= keys
            if step.epoch_began:
                self._introduce_users()
            forked = step.forked
            if ended and not forked:
                repaired = self._repair(sent, taken, progress, stopped)
                taken += sum(each.fetched for each in repaired)
                if changed := frozenset[tuple[str, str]]().union(*(each.changed for each in repaired)):
                    progress(Progress(sent, taken, 0, changed))
                # What the server lacks is offered again; what it had is looked at like all news, in one more step.
                ended = not any(each.ahead or each.fetched for each in repaired)
        return self._finish(sent, taken, ended=ended and not forked, forked=forked)

    def _introduce_users(self) -> None:
        """Tell the server of people added here. Whom it refuses only has their own entries wait."""
        people = self._store.new_users()
        if people and not self._introduced(*people):
            for person in people:
                self._introduced(person)

    def _introduced(self, *people: LocalUser) -> bool:
        try:
            answer = self._transport.send_users(UsersRequest(users=people))
        except ProtocolViolation as error:
            log.info("%d people were refused: %s", len(people), error.code)
            return False
        self._store.map_users(answer.accounts)
        return True

    def _go_ahead(self, standing: Standing, response: ExchangeResponse, entries_limit: int) -> Ahead | None:
        """Send what comes after a response before that is taken in, where nothing in it stands against that."""
        after = self._store.stand_ahead(standing, response, self._batch_bytes(), entries_limit)
        return Ahead(after, self._ask) if after else None

    def _batch_bytes(self) -> int:
        return self._transport.batch_bytes(BATCH_BYTES)

    def _ask(self, standing: Standing) -> ExchangeResponse | StepFailed:
        """One request; or why the batch cannot be taken: twice, unless it will not get smaller."""
        batch = standing.batch
        request = request_of(standing)
        for attempt in count(1):
            try:
                return self._transport.exchange(request)
            except StepFailed as error:
                log.info("step failed: %s, attempt %d, %d entries", error.code, attempt, len(request.entries))
                if batch is None:
                    raise
                if attempt == PATIENCE or error.code == "too_large":
                    return error
        raise AssertionError  # `count` never ends

    def _repair(
        self, sent: int, taken: int, progress: Callable[[Progress], None], stopped: Callable[[], bool]
    ) -> list[Repaired]:
        """Mend the feeds in which both ends hold something else at the same position."""
        store = self._store.comparing

        def watch(fetched: int, changed: Changed) -> bool:
            nonlocal taken
            taken += fetched
            progress(Progress(sent, taken, 0, changed))
            return not stopped()

        return [repair(store, self._transport.compare, feed, watch=watch) for feed in store.to_repair()]

    def _narrow(self, standing: Standing, code: str) -> int:
        """Halve the batch; a single intent that fails alone is set aside. Return the new limit of entries."""
        batch = standing.batch
        if batch is None:
            raise SyncError("step_without_batch")
        if len(set(batch.groups)) > 1:
            return max(1, len(batch.keys) // 2)
        # Only a server that answers at all can be said to choke on this very intent: without this, an outage behind
        # a gateway would set one innocent entry after another aside.
        self._transport.exchange(
            ExchangeRequest(
                device=standing.device, cursors=standing.cursors, marks=standing.marks, epoch=standing.epoch
            )
        )
        self._store.set_aside(batch.keys, code)
        return BATCH_ENTRIES

    def _finish(self, sent: int, taken: int, *, ended: bool, forked: bool) -> Cycle:
        totals = self._store.totals()
        complete = ended and totals.exchanged
        self._store.finish_cycle(sent, taken, complete=complete)
        return Cycle(sent, taken, totals, complete, forked, through=ended)
