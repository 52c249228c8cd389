"""Synchronising by USB stick: writing what waits, taking in what comes back, carrying it for others (SYNC §7).

A stick goes from a PC to any PC with a line, which hands it on unread, or to the centre's server itself; what that
answers goes back the same way. Written is not sent: until the answer is here the status says "trên USB".
"""

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import msgspec

from desktop.domain.errors import DomainError
from desktop.services import membership
from desktop.services.cases import Cases
from desktop.services.leaving import Leaving
from desktop.services.people import People
from desktop.services.sealing import Joining, Purpose, Sealing
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import incarnation, registers, replica, seals, settings, shut_out
from desktop.store.errors import translated
from desktop.store.files import free_bytes, must_have_room, writing_durably
from desktop.store.replica import Receipt, Replica, Way
from desktop.store.stick_shelf import StickShelf
from desktop.store.vault import Vault
from sync.bundle import file, keys
from sync.bundle.file import BundleWriter
from sync.client import bundle, bundle_papers, chains, positions, queue
from sync.client.engine import Progress, ignore
from sync.client.line import LineSettings, checked
from sync.client.ports import Transport
from sync.contract.bundle import (
    ANSWERED,
    FORMAT,
    PAPERS_BYTES,
    SUFFIX,
    Compared,
    Header,
    Invitation,
    PapersResponse,
    Piece,
)
from sync.contract.errors import BundleError
from sync.contract.messages import (
    EnrolResponse,
    ExchangeResponse,
    IncarnationResponse,
    UsersResponse,
)

_LAST = "last_bundle"
#: Room that must be free besides a third of what is written: texts pack at least so well.
_SPARE_BYTES = 1 << 20


class Found(msgspec.Struct, frozen=True):
    """A file on a stick."""

    path: Path
    purpose: Purpose


class Written(msgspec.Struct, frozen=True):
    """A file that was written, and its slip."""

    path: Path
    receipt: Receipt


class PapersWaiting(msgspec.Struct, frozen=True):
    """Papers a stick could take along: how many, and their bytes."""

    files: int = 0
    bytes: int = 0


class Bundles:
    """The use cases of the stick."""

    def __init__(self, session: Session, synchronise: Synchronise | None = None) -> None:
        """Work for this session; ``synchronise`` knows how the server is reached."""
        self._session = session
        self._synchronise = synchronise or Synchronise(session)
        self._replica = Replica(session.database, session.clock)
        self._sealing = Sealing(session)

    def accept_invitation(self, path: Path, code: str) -> None:
        """Prepare this PC to join without a line: the next file it writes asks for it.

        One that has joined before does so under a new id: it was replaced or given up, which it need not have heard.

        Args:
            path: the file the centre made together with the code.
            code: told apart from the file, which proves by it that the file is the centre's.

        Raises:
            DomainError: ``practice_cannot_enrol``.
            BundleError: ``invitation_unknown``, ``bundle_too_new``, ``invitation_wrong_code``.
            Invalid: the address in it is none to be used.
            StoreError: the file cannot be read.
        """
        if self._session.office.practice:
            raise DomainError("practice_cannot_enrol")
        with translated():
            content = path.read_bytes()
        try:
            invitation = msgspec.json.decode(content, type=Invitation)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BundleError("invitation_unknown") from None
        if invitation.format > FORMAT:
            raise BundleError("bundle_too_new")
        if keys.proof_of(code, invitation.server, invitation.key) != invitation.proof:
            raise BundleError("invitation_wrong_code", field="code")
        line = checked(LineSettings(server=invitation.server))
        joining = Joining(code=code.strip(), server=line.server, key=invitation.key)
        with self._session.database.write() as connection:
            settings.put(connection, seals.JOINING, msgspec.to_builtins(joining))
            if self._session.office.enrolled and incarnation.pending(connection) is None:
                incarnation.begin(connection)

    @property
    def joining(self) -> bool:
        """Whether this PC was invited and has no answer yet."""
        return self._sealing.joining is not None

    @property
    def needs_invitation(self) -> bool:
        """Whether the way on is an invitation: this PC never joined, or is known to have been refused.

        One that follows an invitation already has to bring its file there first.
        """
        with self._session.database.read() as connection:
            refused = shut_out.reason(connection)
        return not self.joining and (refused is not None or not self._session.office.enrolled)

    def papers_waiting(self) -> PapersWaiting:
        """The papers the national system does not have yet."""
        waiting = self._shelf().to_carry()
        return PapersWaiting(len(waiting), sum(file.size for file in waiting))

    def export(self, folder: Path, papers: int | None = None) -> Written:
        """Write everything the national system has not answered into one sealed file.

        It asks for the news, too, so it is worth carrying with nothing to send. What was written before and has no
        answer is in it again: the newest file is always enough.

        Args:
            folder: on the stick.
            papers: bytes of papers it may take along, and the answer may bring; None: as much as there is room for.

        Raises:
            DomainError: ``not_enrolled`` unless this PC has joined or was invited.
            BundleError: ``bundles_off``: the national system takes no files.
            NeedsUser: ``enrolment_needed``: it cannot know this PC any more.
            StoreError: ``disk_full``, ``read_only``, ``missing``, … of the stick; nothing is left there.
        """
        header, own, first = self._sealing.opening()
        with self._session.database.read() as connection:
            size = queue.pending_bytes(connection)
        must_have_room(folder, size // 3 + _SPARE_BYTES)
        room = min(free_bytes(folder) - size // 3 - _SPARE_BYTES, PAPERS_BYTES if papers is None else papers)
        shelf = self._shelf()
        now = self._session.clock()
        path = folder / self._name(now)
        with writing_durably(path) as target:
            writer = BundleWriter(target, own, header)
            written = bundle.pack(self._replica, writer, first)
            carried = bundle_papers.pack(shelf, writer, bundle_papers.fitting(shelf.to_carry(), room))
            bundle_papers.ask(shelf, writer, room=room)
            writer.finish()
        with translated(), path.open("rb") as source:
            digest, size = file.fingerprint(source)
        self._replica.mark_exported(written, now.isoformat(timespec="seconds"))
        with self._session.database.write() as connection:
            said = {"hash": digest, "stood": chains.standing(connection), "refused": shut_out.reason(connection)}
            settings.put(connection, _LAST, said)
        return self._written(path, Way.TO_STICK, digest, size, sent=len(written), papers=carried)

    def look(self, path: Path) -> Found:
        """Say what a file is to this PC. Raise `BundleError` for one that is none, `StoreError`."""
        with translated(), path.open("rb") as source:
            header = file.header_of(source)
        return Found(path, self._sealing.purpose(header))

    def take_in(self, path: Path, progress: Callable[[Progress], None] = ignore) -> Written:
        """Take in answers and news, page by page as a cycle does; a file that came twice changes nothing.

        Raises:
            BundleError: ``bundle_own``, ``bundle_to_carry``, ``bundle_for_other_pc``, ``bundle_not_from_server``,
                ``bundle_outdated``, ``bundle_earlier_id``, or what is wrong with the file: nothing of it was taken in.
            ProtocolViolation: an answer breaks the protocol; the pages before it were taken in whole.
            StoreError: the file cannot be read.
        """
        with translated(), path.open("rb") as source:
            header = file.header_of(source)
            own = self._sealing.opens(header)
            file.check(source, own)
            digest, size = file.fingerprint(source)
            self._must_be_of_today(header, source, own)
            so_far = bundle.TakenIn()
            with bundle_papers.Arriving(self._shelf()) as papers:
                for response in bundle.responses(source, own):
                    self._apply(header, response, so_far, papers, progress)
        self._settle(header, so_far)
        self._session.look_again()
        changed = Cases(self._session).number_waiting()
        totals = self._replica.totals()
        if not (totals.behind or so_far.forked):
            changed |= Leaving(self._session).go()
        progress(Progress(so_far.answered, so_far.records, 0, changed))
        People(self._session).finish_renaming()
        complete = so_far.at if so_far.at and totals.exchanged else None
        at = dt.datetime.fromisoformat(complete).astimezone(VIETNAM).isoformat(timespec="seconds") if complete else None
        return self._written(
            path,
            Way.FROM_STICK,
            digest,
            size,
            sent=so_far.answered,
            taken=so_far.records,
            papers=papers.fetched,
            complete_at=at,
        )

    def carry(self, path: Path) -> Written:
        """Bring a file to the national system over this PC's line, and write the answer beside it, for its PC.

        Raises:
            DomainError: ``not_enrolled``.
            BundleError: ``bundle_for_other_pc`` for what is an answer already.
            SyncError: no line, or what the national system says of the file.
            StoreError: the stick cannot be read or written.
        """
        if not self._session.office.enrolled:
            raise DomainError("not_enrolled")
        target = path.with_name(path.name.removesuffix(SUFFIX) + ANSWERED + SUFFIX)
        with translated(), path.open("rb") as source:
            if self._sealing.purpose(file.header_of(source)) not in (Purpose.TO_CARRY, Purpose.OWN):
                raise BundleError("bundle_for_other_pc")
            digest, size = file.fingerprint(source)
            must_have_room(target.parent, _SPARE_BYTES)
            with closing(self._transport()) as transport, writing_durably(target) as answer:
                transport.carry(source, answer)
        return self._written(target, Way.CARRIED, digest, size)

    def slips(self, limit: int = 50) -> list[Receipt]:
        """The slips of what was written and taken in, newest first."""
        with self._session.database.read() as connection:
            return replica.receipts(connection, limit, carried=True)

    def _must_be_of_today(self, header: Header, source: BinaryIO, own: keys.SealKey) -> None:
        """Refuse what was said to this PC before it or the server was restored; it is asked anew, and nothing lost.

        Raises:
            BundleError: ``bundle_earlier_id``, ``bundle_outdated``.
        """
        with self._session.database.read() as connection:
            left, device = settings.get(connection, "epochs_left", []), incarnation.device(connection)
            epoch, heads = settings.get(connection, "epoch"), positions.heads(connection)
        spoken_to = header.recipient
        for response in bundle.responses(source, own):
            if isinstance(response, IncarnationResponse):
                spoken_to = response.device
            if isinstance(response, ExchangeResponse):
                # Every epoch goes on above all that was ever given: one that this PC never heard of may lie before.
                before = any(head < heads.get(feed, head) for feed, head in response.feeds.items())
                if response.epoch in left or (response.epoch != epoch and before):
                    raise BundleError("bundle_outdated")
                break
        if spoken_to != device:
            raise BundleError("bundle_earlier_id")

    def _apply(
        self,
        header: Header,
        response: msgspec.Struct,
        so_far: bundle.TakenIn,
        papers: bundle_papers.Arriving,
        progress: Callable[[Progress], None],
    ) -> None:
        match response:
            case EnrolResponse():
                self._join(header, response)
            case IncarnationResponse():
                self._go_on(header, response)
            case UsersResponse():
                self._replica.map_users(response.accounts)
            case ExchangeResponse():
                progress(bundle.take_step(self._replica, response, so_far))
            case Compared():
                progress(bundle.mend(self._replica, response, so_far))
            case PapersResponse():
                papers.learn(response)
            case Piece():
                papers.take(response)
                progress(Progress(so_far.answered, so_far.records, 0, frozenset({("attachment", response.record)})))

    def _join(self, header: Header, response: EnrolResponse) -> None:
        """This PC has joined, unless it was told so before or asked under another id."""
        joining = self._sealing.joining
        with self._session.database.read() as connection:
            device = incarnation.device(connection)
        if joining is None or header.recipient != device:
            return
        line = checked(LineSettings(server=joining.server))
        with closing(self._synchronise.connect(line, header.recipient)) as transport:
            transport.keep(response.tokens)  # should there ever be a line
        membership.become_member(self._session, line, response)

    def _go_on(self, header: Header, response: IncarnationResponse) -> None:
        """The new id is known, unless this PC heard of it before or has become yet another one since."""
        with self._session.database.read() as connection:
            pending, device = incarnation.pending(connection), incarnation.device(connection)
        if pending is None or (pending.of, device) != (header.recipient, response.device):
            return
        with closing(self._transport()) as transport:
            transport.keep(response.tokens)
        membership.go_on(self._session, response)

    def _settle(self, header: Header, so_far: bundle.TakenIn) -> None:
        """What an answer that was long on its way does not mean as one over a line would.

        This PC goes on under a new id if the server says so of what stands here still, not of an overtaken stick. A
        new epoch has not heard of the numbers this PC holds. And this PC is let in again only if the file that was
        answered was written after it was refused.
        """
        with self._session.database.write() as connection:
            if so_far.epoch_began:
                registers.forget_told(connection)
            last = settings.get(connection, _LAST, {})
            newest = last.get("hash") == header.answers
            if newest and last.get("refused"):
                shut_out.lift(connection)
            if so_far.forked and newest and last.get("stood") == chains.standing(connection):
                incarnation.fork(connection)

    def _shelf(self) -> StickShelf:
        return StickShelf(self._session.database, Vault.beside(self._session.database), self._session.clock)

    def _transport(self) -> Transport:
        with self._session.database.read() as connection:
            line, device = settings.get(connection, "line"), incarnation.device(connection)
        return self._synchronise.connect(msgspec.convert(line, LineSettings), device)

    def _name(self, now: dt.datetime) -> str:
        """A name that tells whoever carries it whose file it is, and no more."""
        office = self._session.office
        unit = "".join(letter for letter in office.unit.code if letter.isalnum() or letter in "-_") or "PC"
        return f"TGPL-{unit}-{office.device[-4:]}-{now:%Y%m%d-%H%M%S}{SUFFIX}"

    def _written(
        self,
        path: Path,
        way: Way,
        digest: str,
        size: int,
        *,
        sent: int = 0,
        taken: int = 0,
        papers: int = 0,
        complete_at: str | None = None,
    ) -> Written:
        receipt = self._replica.leave_slip(
            way, digest, sent=sent, taken=taken, papers=papers, size=size, complete_at=complete_at
        )
        return Written(path, receipt)
