"""An office that began by itself shows a code of the wrong unit: it is asked, and nothing happens meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.domain.errors import DomainError
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.words.errors import words_for
from sync.server import tables
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer


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
