"""The engine: one cycle of the synchronisation, by steps that each count on their own.

A cycle repeats the exchange until both sides are empty. Every step is one request and one local transaction, so
whatever breaks, whenever it breaks, the next cycle goes on where this one stopped (SYNC §3).
"""

import logging
from collections.abc import Callable
from itertools import count

import msgspec

from sync.client.files import FileProgress
from sync.client.ports import Changed, Standing, Store, Taken, Totals, Transport
from sync.client.repair import Repaired, repair
from sync.contract.errors import ProtocolViolation, StepFailed, SyncError
from sync.contract.messages import NOT_FINAL, ExchangeRequest, LocalUser, UsersRequest
from sync.contract.version import PROGRAM_VERSION

log = logging.getLogger(__name__)

#: Raw JSON of one batch in bytes. Invented cases pack to 53 KB, a piece may have 64; smaller batches pack worse.
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
        waiting_since=standing.waiting_since,
        numbers=standing.numbers,
        directory=standing.directory,
    )


class Engine:
    """Runs cycles between one local store and one transport."""

    def __init__(self, store: Store, transport: Transport) -> None:
        self._store = store
        self._transport = transport

    def cycle(self, progress: Callable[[Progress], None] = ignore, stopped: Callable[[], bool] = never) -> Cycle:
        """Exchange until both sides are empty, or until somebody asks to stop between two steps.

        Raises:
            Offline: no usable line; everything done so far counts.
            NeedsUser: a person must act first.
            ProtocolViolation: the server broke the protocol.
        """
        self._introduce_users()
        self._store.begin_cycle()
        sent = taken = 0
        entries_limit = BATCH_ENTRIES
        tried: set[str] = set()
        ended = forked = False
        while not (ended or forked or stopped()):
            standing = self._store.stand(BATCH_BYTES, entries_limit)
            if standing.batch:
                going = len(standing.batch.keys)
                progress(Progress(sent, taken, standing.left, frozenset(), going))
            step = self._step(standing)
            if isinstance(step, StepFailed):
                entries_limit = self._narrow(standing, step.code)
                continue
            entries_limit = min(2 * entries_limit, BATCH_ENTRIES)  # what follows is likely to be of the same kind
            keys = set(standing.batch.keys) if standing.batch else set()
            sent += step.settled
            taken += step.taken.records
            progress(Progress(sent, taken, standing.left, step.taken.changed))
            # The last step moves nothing: it tells the server that everything has arrived here. A batch of which
            # every entry was tried before and none was settled moves nothing either, or it would go round for ever.
            ended = not (keys - tried or step.settled or step.taken.records or step.taken.epoch_began)
            tried |= keys
            if step.taken.epoch_began:
                self._introduce_users()
            forked = step.taken.forked
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

    def _step(self, standing: Standing) -> "_Step | StepFailed":
        """One request and one transaction; or why the batch cannot be taken: twice, unless it will not get smaller."""
        batch = standing.batch
        request = request_of(standing)
        for attempt in count(1):
            try:
                response = self._transport.exchange(request)
                break
            except StepFailed as error:
                log.info("step failed: %s, attempt %d, %d entries", error.code, attempt, len(request.entries))
                if batch is None:
                    raise
                if attempt == PATIENCE or error.code == "too_large":
                    return error
        taken = self._store.take_in(batch, response)
        settled = sum(answer.outcome not in NOT_FINAL for answer in response.answers)
        return _Step(taken, settled)

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

        return [repair(store, self._transport, feed, watch=watch) for feed in store.to_repair()]

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


class _Step(msgspec.Struct, frozen=True):
    taken: Taken
    settled: int  # entries with a final answer
