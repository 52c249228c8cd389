"""An office that began by itself shows a code of the wrong unit: it is asked, and nothing happens meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter
from desktop.store.tokens import DeviceTokens
from desktop.words.errors import words_for
from sync.server import tables
from sync.server.database import Database
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer


@pytest.fixture
def server_database(each_database: Database) -> Database:
    """On both databases: which unit a PC is the server decides under its locks."""
    return each_database


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The office of branch 1, with a case."""
    _office, session = make_office(tmp_path)
    Cases(session).take_in(sample_intake())
    yield session
    session.database.close()


def refused(session: Session, server: RunningServer, code: str) -> DomainError:
    with pytest.raises(DomainError, match="other_unit") as error:
        Synchronise(session).enrol(server.base_url, code)
    return error.value


def test_a_code_of_another_unit_is_named_and_changes_nothing(session: Session, server: RunningServer) -> None:
    before = session.office
    error = refused(session, server, server.enrol_code("CN2"))
    said = words_for(error).text
    assert "Chi nhánh số 2 (CN2)" in said
    assert "Chi nhánh số 1 (CN1)" in said
    assert session.office == before
    with server.database.read() as connection:
        assert connection.execute(select(tables.account)).all() == [], "the other unit hears nothing of our people"
        assert set(connection.scalars(select(tables.unit.c.numbering_device))) == {None}
        assert connection.execute(select(tables.device)).all() == [], "no PC that is none"
    assert DeviceTokens(session.database, before.device).load() is None


def test_a_code_typed_on_the_wrong_pc_still_lets_its_own_unit_in(
    session: Session, server: RunningServer, tmp_path: Path
) -> None:
    code = server.enrol_code("CN2")
    refused(session, server, code)
    _office, right = make_office(tmp_path / "right", unit_code="CN2", unit_name="Chi nhánh số 2")
    Cases(right).take_in(sample_intake())
    Synchronise(right).enrol(server.base_url, code)
    assert Synchronise(right).cycle().complete
    right.database.close()


def test_an_office_whose_unit_was_merged_before_it_joined_follows_by_itself(
    session: Session, server: RunningServer
) -> None:
    numbers = Cases(session).numbers(CaseFilter())
    before = [row.code for row in Cases(session).rows(numbers)]
    code = server.enrol_code("CN1")
    server.merge("CN1", "CN2")
    service = Synchronise(session)
    service.enrol(server.base_url, code)
    assert service.cycle().complete
    assert session.office.unit.name == "Chi nhánh số 2"
    assert [row.code for row in Cases(session).rows(numbers)] == before, "its numbers stand in the book of that time"
    Cases(session).take_in(sample_intake())
    assert service.cycle().complete
    assert service.status().green


def test_after_a_wrong_code_the_right_one_works(session: Session, server: RunningServer) -> None:
    refused(session, server, server.enrol_code("CN2"))
    service = Synchronise(session)

    service.enrol(server.base_url, server.enrol_code("CN1"))

    assert session.office.unit.code == "CN1"
    assert session.office.numbering
    assert service.cycle().complete
    assert service.status().green


def test_whoever_means_it_becomes_the_other_unit_with_the_same_code(session: Session, server: RunningServer) -> None:
    code = server.enrol_code("CN2")
    refused(session, server, code)
    service = Synchronise(session)

    service.enrol(server.base_url, code, take_over=True)

    assert session.office.unit.name == "Chi nhánh số 2"
    service.cycle()
    assert service.status().green


def test_a_pc_that_gets_back_in_never_becomes_another_unit(session: Session, server: RunningServer) -> None:
    service = Synchronise(session)
    service.enrol(server.base_url, server.enrol_code("CN1"))
    unit = session.office.unit
    with server.database.write() as connection:  # a server that was set up anew knows nothing of this PC
        for table in (tables.token, tables.device_account, tables.unit_alias):
            connection.execute(table.delete())
        connection.execute(tables.unit.update().values(numbering_device=None))
        connection.execute(tables.device.delete())

    with pytest.raises(DomainError, match="other_unit"):
        service.enrol_again(server.enrol_code("CN2"))
    assert session.office.unit == unit
