"""The national system refuses one of the people of a PC: the work of the others goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import users
from desktop.store.tokens import DeviceTokens
from desktop.store.users import SignedIn
from sync.client.http import HttpTransport
from sync.client.wire import Wire
from sync.contract.errors import ProtocolViolation
from sync.contract.identity import new_id
from sync.contract.messages import UsersRequest, UsersResponse
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer


class StrictTransport(HttpTransport):
    """A way to a server that takes all the people of one message or none, as an older one did."""

    def send_users(self, request: UsersRequest) -> UsersResponse:
        if any(len(user.login) > 60 for user in request.users):
            raise ProtocolViolation("request_malformed")
        return super().send_users(request)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def add_as_an_older_program(session: Session, login: str) -> None:
    """An earlier version let any login through."""
    with session.database.write() as connection:
        users.add(connection, SignedIn(id=new_id(), login=login, full_name="Lan", role="van_thu_tiep_nhan"))


@pytest.mark.parametrize("kind", [HttpTransport, StrictTransport], ids=["server of today", "server of all or nothing"])
def test_a_person_the_system_does_not_take_does_not_stop_the_synchronisation(
    server: RunningServer, session: Session, kind: type[HttpTransport]
) -> None:
    service = Synchronise(session, lambda line, own: kind(Wire(line.server), own, DeviceTokens(session.database, own)))
    service.enrol(server.base_url, server.enrol_code("CN1"))
    Cases(session).take_in(sample_intake())
    add_as_an_older_program(session, "x" * 61)
    add_as_an_older_program(session, "lan")

    assert service.cycle().complete

    with session.database.read() as connection:
        assert [person.login for person in users.without_account(connection)] == ["x" * 61]
    assert service.status().green


def test_an_office_with_such_a_person_can_still_join(server: RunningServer, session: Session) -> None:
    add_as_an_older_program(session, "x" * 61)
    service = Synchronise(session)
    service.enrol(server.base_url, server.enrol_code("CN1"))
    Cases(session).take_in(sample_intake())
    service.cycle()
    assert service.status().green
