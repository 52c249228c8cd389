"""Joining the national system, one cycle of synchronisation, and what to tell people about it."""

import datetime as dt
from collections.abc import Callable
from contextlib import closing

import msgspec

from desktop.domain.errors import DomainError
from desktop.services import membership
from desktop.services.cases import Cases
from desktop.services.deletions import Deletions, Question
from desktop.services.file_turn import carry_files
from desktop.services.leaving import Leaving, LostUnit
from desktop.services.line import proxy_login_of
from desktop.services.manner import manner_of
from desktop.services.people import People
from desktop.services.session import Session
from desktop.services.unsent import QueueItem, unsent
from desktop.store import door, incarnation, rebuilding, replica, settings, shelf, shut_out
from desktop.store.comparing import Comparing
from desktop.store.door import Changed
from desktop.store.shelf import FileCounts
from sync.client import journal, positions, queue
from sync.client.engine import Cycle, Engine, Progress, ignore, never
from sync.client.files import FileProgress
from sync.client.line import LineSettings, checked
from sync.client.meter import Meter
from sync.client.pace import Pace
from sync.client.ports import Totals, Transport
from sync.client.tables import EntryState
from sync.contract.errors import NeedsUser
from sync.contract.messages import UnitInfo

#: What the server says to an id under which nobody goes on.
_GIVEN_UP = frozenset({"device_ended", "device_revoked"})
#: How the server is reached under an id of this PC.
Connect = Callable[[LineSettings, str], Transport]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What has reached the national system and what has not.

    ``green`` only if everything was answered and nothing is rejected, waiting, in conflict or still to fetch, files
    included, and the national system knows this PC.
    ``unsent_bytes`` is the size of what goes next before it is packed, ``unfetched`` about how many changes of others
    are still to come, as far as this PC has heard.
    ``lost`` are units whose data still lie here though this PC may hold them no more, ``left`` the names of those whose
    data were taken out, until somebody takes note.
    ``gone_back``: the national system found this PC's file to be rolled back or copied, until somebody takes note.
    ``rebuilding``: everything is being fetched anew; ``rebuilt``: it was, until somebody takes note.
    ``deletions`` are questions about unusually many deletions; nothing of them is carried out or sent so far.
    ``shut_out`` is why the national system has refused this PC itself, until it lets it in again; a code.
    ``clock_off`` is how far this PC's clock was ahead of the server's, where that is worth a warning.
    """

    enrolled: bool
    practice: bool
    totals: Totals
    conflicts_open: int
    last_complete: str | None
    unsent_bytes: int = 0
    unfetched: int = 0
    clock_off: dt.timedelta | None = None
    files: FileCounts = FileCounts()
    lost: tuple[LostUnit, ...] = ()
    left: tuple[str, ...] = ()
    gone_back: bool = False
    rebuilding: bool = False
    rebuilt: bool = False
    deletions: tuple[Question, ...] = ()
    shut_out: str | None = None

    @property
    def green(self) -> bool:
        """Whether nothing at all is left to do."""
        done = self.totals.exchanged and not self.totals.conflicts and self.files.through
        done = done and not (self.lost or self.deletions or self.rebuilding or self.shut_out)
        return self.enrolled and done and self.last_complete is not None

    @property
    def needs_person(self) -> bool:
        """Whether a person has to act: choose, mend, agree to unusually many deletions, or ask for a new code."""
        return bool(self.totals.rejected or self.conflicts_open or self.deletions or self.shut_out)


class Synchronise:
    """The use cases of synchronisation.

    Attributes:
        pace: how fast bodies go; whatever else this PC exchanges shares it.
        meter: how good the line was of late.
    """

    def __init__(self, session: Session, connect: Connect | None = None) -> None:
        """Work for this session; ``connect`` is how the server is reached, HTTP unless a test says otherwise."""
        self.pace = Pace()
        self.meter = Meter()
        self._session = session
        self.connect = connect or self._over_http

    def enrol(
        self,
        server: str,
        code: str,
        *,
        proxy: str | None = None,
        proxy_user: str | None = None,
        proxy_password: str | None = None,
        ca_file: str | None = None,
        take_over: bool = False,
    ) -> None:
        """Make this PC known to the national system with a code its centre handed out.

        Args:
            server: its address; ``proxy``, ``proxy_user`` and ``ca_file`` as in `LineSettings`.
            code: used up by the first PC that shows it; the same PC may show it again.
            proxy_password: shown to a proxy that asks; keep it with `line.keep_proxy_password` once one has joined.
            take_over: let this office become the unit of the code, even if another one was set up here.

        Raises:
            DomainError: ``practice_cannot_enrol``, ``already_enrolled``; ``other_unit``: the code is of another unit
                than the one set up here, where nothing has changed; ask, then try again with ``take_over``.
            Invalid: what is wrong with the address, proxy or authority file.
            SyncError: no line, or the code was refused.
        """
        office = self._session.office
        if office.practice:
            raise DomainError("practice_cannot_enrol")
        if office.enrolled:
            raise DomainError("already_enrolled")
        line = checked(LineSettings(server=server, proxy=proxy, proxy_user=proxy_user, ca_file=ca_file))
        self._session.proxy_password = proxy_password or self._session.proxy_password
        try:
            self._join(line, code, take_over=take_over)
        except NeedsUser as error:
            # Under a new id this PC is a new one.
            with self._session.database.write() as connection:
                if error.code == "device_enrolled_elsewhere":  # became a unit, lost the answer, and is another one now
                    incarnation.begin(connection)
                elif error.code in _GIVEN_UP:  # the file is from before it joined, and another went on with it
                    incarnation.fork(connection)
                else:
                    raise
            self._join(line, code, take_over=take_over)

    def enrol_again(self, code: str) -> None:
        """Get a PC back in whose access has ended, with a new code of the same unit; the queue stays as it is.

        Raises:
            DomainError: ``not_enrolled``, ``other_unit``.
            SyncError: no line, or the code was refused.
        """
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        try:
            self._join(self._line(), code, take_over=False)
        except NeedsUser as error:
            # A backup of this PC was restored on another one, or it was given up for lost, and is found again.
            with self._session.database.write() as connection:
                pending = incarnation.pending(connection)
                refusals = {"device_enrolled_elsewhere"} if pending else _GIVEN_UP
                if error.code not in refusals:
                    raise
                incarnation.begin(connection)
            self._join(self._line(), code, take_over=False)

    @property
    def nothing_recorded(self) -> bool:
        """Whether the office is still empty, so that it does not matter which unit it becomes."""
        with self._session.database.read() as connection:
            return journal.next_number(connection) == 1

    def _join(self, line: LineSettings, code: str, *, take_over: bool) -> None:
        request = membership.enrol_request(self._session, code, take_over=take_over)
        with closing(self.connect(line, request.device)) as transport:
            try:
                answer = transport.enrol(request)
            except NeedsUser as error:
                if error.code != "other_unit":
                    raise
                raise _other_unit(error, self._session.office.unit) from None
        membership.become_member(self._session, line, answer)

    def cycle(self, progress: Callable[[Progress], None] = ignore, stopped: Callable[[], bool] = never) -> Cycle:
        """Exchange until both sides are empty; the numbering PC then numbers what came in, and sends that too.

        The bytes of attachments follow when no text moves any more, and make way for it whenever there is some. What
        was refused or is held back does not keep them here.

        Raises:
            DomainError: ``not_enrolled``.
            SyncError: see `sync.client.engine.Engine.cycle`.
        """
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        manner = manner_of(self._session)
        self.pace.bytes_per_second = manner.bytes_per_second
        cycle = self._texts(progress, stopped)
        while cycle.through and not (manner.text_only or stopped() or self._files(cycle, progress, stopped)):
            after = self._texts(progress, stopped)
            cycle = msgspec.structs.replace(after, sent=cycle.sent + after.sent, taken=cycle.taken + after.taken)
        return cycle

    def _files(self, cycle: Cycle, progress: Callable[[Progress], None], stopped: Callable[[], bool]) -> bool:
        """One turn of the files; return whether nothing is left of them."""

        def tell(file: FileProgress) -> None:
            changed = frozenset({("attachment", file.record)})
            progress(Progress(cycle.sent, cycle.taken, 0, changed, file=file))

        def connect() -> Transport:
            return self.connect(self._line(), self._known_id())

        return carry_files(self._session, connect, tell, stopped, stuck=cycle.totals.pending)

    def _texts(self, progress: Callable[[Progress], None], stopped: Callable[[], bool]) -> Cycle:
        cycle = self._exchange(progress, stopped)
        if cycle.forked and not stopped():
            after = self._exchange(progress, stopped)
            cycle = msgspec.structs.replace(after, sent=cycle.sent + after.sent, taken=cycle.taken + after.taken)
        if not (cycle.totals.behind or cycle.forked) and (gone := Leaving(self._session).go()):
            progress(Progress(cycle.sent, cycle.taken, 0, gone))
        People(self._session).finish_renaming()
        return cycle

    def _exchange(self, progress: Callable[[Progress], None], stopped: Callable[[], bool]) -> Cycle:
        with closing(self.connect(self._line(), self._known_id())) as transport:
            engine = Engine(self._replica(), transport)
            cycle = engine.cycle(progress, stopped)
            self._session.look_again()
            while not stopped() and (numbered := Cases(self._session).number_waiting()):  # block by block
                progress(Progress(cycle.sent, cycle.taken, len(numbered), numbered))
                after = engine.cycle(progress, stopped)
                cycle = msgspec.structs.replace(after, sent=cycle.sent + after.sent, taken=cycle.taken + after.taken)
            self._compare_clocks(transport.clock_off)
        return cycle

    def over_the_line(self) -> tuple[Transport, Comparing]:
        """The way to the server, to be closed, and this PC's side of a comparison. Raise `SyncError`."""
        return self.connect(self._line(), self._known_id()), Comparing(self._session.database)

    def _known_id(self) -> str:
        """This PC's id; the server is told of it first if it has not heard of it, as often as its answer is lost.

        A copy that was made meanwhile may go on under that very id by now; then this one takes another.
        """
        with self._session.database.read() as connection:
            pending, device = incarnation.pending(connection), incarnation.device(connection)
        if pending is None:
            return device
        try:
            self._introduce(pending, device)
        except NeedsUser as refusal:
            if refusal.code != "device_enrolled_elsewhere":
                raise
            with self._session.database.write() as connection:
                incarnation.fork(connection)
                device = incarnation.device(connection)
            self._introduce(pending, device)
        return device

    def _introduce(self, pending: incarnation.Pending, device: str) -> None:
        """Tell the server under which id this PC goes on."""
        request = membership.incarnation_request(self._session, pending)
        line = self._line()
        with closing(self.connect(line, pending.of)) as before, closing(self.connect(line, device)) as now:
            answer = before.begin_incarnation(request)
            now.keep(answer.tokens)
            membership.go_on(self._session, answer)
            before.forget()

    def _compare_clocks(self, ahead: dt.timedelta | None) -> None:
        """Keep what a person is to be told of the clock, which is asked about more often than there is a line."""
        now = int(ahead.total_seconds()) if ahead else 0
        with self._session.database.read() as connection:
            before = settings.get(connection, "clock_off_seconds", 0)
        if now != before:
            with self._session.database.write() as connection:
                settings.put(connection, "clock_off_seconds", now)

    def status(self) -> Status:
        """What has been sent and what has not."""
        leaving = Leaving(self._session)
        lost, left = tuple(leaving.lost()), tuple(leaving.left())
        doubted = tuple(Deletions(self._session).waiting())
        with self._session.database.read() as connection:
            seconds = settings.get(connection, "clock_off_seconds", 0)
            return Status(
                enrolled=self._session.office.enrolled,
                practice=self._session.office.practice,
                totals=replica.totals(connection),
                conflicts_open=len(replica.open_conflicts(connection)),
                last_complete=settings.get(connection, "last_complete_sync"),
                unsent_bytes=queue.pending_bytes(connection),
                unfetched=positions.unfetched(connection),
                files=shelf.counts(connection),
                clock_off=dt.timedelta(seconds=seconds) if seconds else None,
                lost=lost,
                left=left,
                gone_back=incarnation.has_forked(connection),
                rebuilding=bool(rebuilding.under_way(connection)),
                rebuilt=rebuilding.is_told(connection),
                deletions=doubted,
                shut_out=shut_out.reason(connection),
            )

    def queue(self, limit: int = 1000) -> list[QueueItem]:
        """What is unsent, refused entries first, then the oldest."""
        return unsent(self._session, limit)

    def refused_cases(self) -> frozenset[str]:
        """The cases of which the national system refused something."""
        with self._session.database.read() as connection:
            if not queue.has_rejected(connection):
                return frozenset()
        return frozenset(item.case_id for item in self.queue() if item.state is EntryState.REJECTED and item.case_id)

    def discard(self, key: str) -> Changed:
        """Give up a rejected entry and its intent; acknowledged values show again. Raise `Invalid` ``not_rejected``."""
        with self._session.database.write() as connection:
            return door.discard(connection, self._session.author(), key)

    def _over_http(self, line: LineSettings, device: str) -> Transport:
        # Loading requests takes a quarter of a second, which a window that only opens its list need not wait for.
        from desktop.store.tokens import DeviceTokens  # noqa: PLC0415
        from sync.client.http import HttpTransport  # noqa: PLC0415
        from sync.client.wire import Wire  # noqa: PLC0415

        tokens = DeviceTokens(self._session.database, device)
        wire = Wire(
            line.server,
            proxy=line.proxy,
            proxy_login=proxy_login_of(self._session, line),
            ca_file=line.ca_file,
            pace=self.pace,
            meter=self.meter,
        )
        return HttpTransport(wire, device, tokens)

    def _replica(self) -> replica.Replica:
        return replica.Replica(self._session.database, self._session.clock)

    def _line(self) -> LineSettings:
        with self._session.database.read() as connection:
            return msgspec.convert(settings.get(connection, "line"), LineSettings)


def _other_unit(refusal: NeedsUser, own: UnitInfo) -> DomainError:
    """Whose code it is, and whose this PC."""
    unit, unit_code = refusal.values.get("unit"), refusal.values.get("unit_code")
    return DomainError("other_unit", unit=unit, unit_code=unit_code, own_unit=own.name, own_unit_code=own.code)


def take_note(session: Session) -> None:
    """Somebody has read that this PC's file had gone back, everything was fetched anew, or units were taken out."""
    with session.database.write() as connection:
        incarnation.note_read(connection)
        rebuilding.note_read(connection)
    Leaving(session).take_note()
