"""An office PC that may be restored, rolled back or copied, for tests that tell what its people do."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.services import intents
from desktop.services.backups import Backups, Restored
from desktop.services.bundles import Bundles
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import incarnation, records
from desktop.store.backup import DATABASE_NAME, Backup
from desktop.store.lists import CaseFilter
from desktop.store.tokens import DeviceTokens
from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.oversight import DeviceStatus
from sync.contract.records import NumberBlock
from sync.server import status
from tests.factories import CHEAP, LOGIN, NOW, PASSWORD, make_office, sample_intake
from tests.fakes.pages import decrypted
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered


class Clock:
    """Moves on by a second whenever somebody looks."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


class Pc:
    """An office PC: its folder, who sits before it, and what they do."""

    def __init__(self, home: Path, session: Session) -> None:
        self.home, self.clock, self.session = home, session.clock, session
        self.kind: type[HttpTransport] = HttpTransport

    @property
    def office(self) -> Office:
        return Office.at(self.home, self.clock, CHEAP)

    @property
    def service(self) -> Synchronise:
        database = self.session.database
        return Synchronise(
            self.session, lambda line, device: self.kind(Wire(line.server), device, DeviceTokens(database, device))
        )

    @property
    def device(self) -> str:
        with self.session.database.read() as connection:
            return incarnation.device(connection)

    def take_in(self, name: str) -> str:
        return Cases(self.session).take_in(sample_intake(name))

    def take_in_what_is_refused(self, name: str) -> str:
        """An older program lets through what the server refuses."""
        with pytest.MonkeyPatch.context() as older:
            older.setattr(intents, "check", lambda *_values, **_named: None)
            return Cases(self.session).take_in(sample_intake(name, law_field="kinh_doanh_thuong_mai"))

    def note(self, case: str, text: str) -> None:
        Cases(self.session).edit("case", case, {"note": text})

    def join(self, server: RunningServer, unit: str) -> None:
        self.service.enrol(server.base_url, server.enrol_code(unit))

    def sync(self) -> None:
        assert self.service.cycle().complete

    def cases(self) -> dict[str, str]:
        """Who is helped → the code of their case."""
        cases = Cases(self.session)
        return {row.people: row.code for row in cases.rows(cases.numbers(CaseFilter()))}

    def back_up(self) -> Backup:
        return Backups(self.office).now(self.session)

    def close(self) -> None:
        self.session.database.close()

    def open(self) -> None:
        self.session = self.office.sign_in(self.session.user.login, PASSWORD)

    def holds(self, *words: str) -> list[str]:
        """Those of the words that stand anywhere in the file, free pages included; the program is started anew."""
        self.close()
        pages = decrypted(
            self.home / DATABASE_NAME, self.office.keys.unlock_with_password(self.session.user.login, PASSWORD)
        )
        self.open()
        return [word for word in words if word.encode() in pages]

    def restore(self, made: Backup) -> Restored:
        self.close()
        restored = Backups(self.office).restore(made, LOGIN, PASSWORD, self.clock())
        self.open()
        return restored


@contextmanager
def office_pc(folder: Path, **office: Any) -> Iterator[Pc]:
    """A PC that knows no server yet, in a folder of its own; ``office`` are fields of `NewOffice`."""
    _office, session = make_office(folder, clock=Clock(), **office)
    pc = Pc(folder / "office", session)
    yield pc
    pc.close()


def round_trip(pc: Pc, server: RunningServer, stick: Path, papers: int | None = None) -> None:
    """Write a stick, have it answered at the centre, take the answer in."""
    Bundles(pc.session).take_in(answered(server, Bundles(pc.session).export(stick, papers).path))


def shown(server: RunningServer) -> list[DeviceStatus]:
    """The PCs of the branch as the supervisor sees them."""
    with server.database.read() as connection:
        (unit,) = status.status(connection)
    return list(unit.devices)


def case_named(pc: Pc, name: str) -> str:
    cases = Cases(pc.session)
    return next(row.id for row in cases.rows(cases.numbers(CaseFilter())) if row.people == name)


def blocks(pc: Pc) -> list[NumberBlock]:
    """The blocks of numbers this PC knows of."""
    with pc.session.database.read() as connection:
        return records.every(connection, NumberBlock)


def note_of(pc: Pc, name: str) -> str | None:
    return Cases(pc.session).page(case_named(pc, name)).case.note
