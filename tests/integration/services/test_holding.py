"""A change that a person holds back stays here, whatever builds on it waits, and the rest goes its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import hold, release
from desktop.store.lists import CaseFilter
from desktop.words.errors import words_for
from desktop.words.sync import status_sentence
from sync.client.tables import EntryState
from sync.contract.errors import CodedError, Invalid
from sync.server.database import Database
from tests.factories import NOW, make_office, sample_intake, sign_in
from tests.fakes.proxy import ANSWER_LOST, FaultProxy
from tests.fakes.server import RunningServer


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    with RunningServer(server_database) as running:
        running.add_unit("CN1")
        yield running


@pytest.fixture
def mine(tmp_path: Path, server: RunningServer) -> Iterator[Session]:
    _office, session = make_office(tmp_path / "mine")
    Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
    yield session
    session.database.close()


@pytest.fixture
def theirs(tmp_path: Path, server: RunningServer) -> Iterator[Session]:
    _office, session = make_office(tmp_path / "theirs", login="duc", full_name="Lê Minh Đức", numbering=False)
    Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
    yield session
    session.database.close()


def keys_of(session: Session, record: str, *names: str) -> list[str]:
    """The unsent entries of one record that change these fields, or any."""
    found = [item for item in Synchronise(session).queue() if item.record == record]
    return [item.key for item in found if not names or set(names) <= set(item.names)]


def states(session: Session) -> dict[str, int]:
    counted: dict[str, int] = {}
    for item in Synchronise(session).queue():
        counted[item.state] = counted.get(item.state, 0) + 1
    return counted


def seen(session: Session) -> list[str]:
    """The cases of the office, as a colleague sees them."""
    Synchronise(session).cycle()
    cases = Cases(session)
    return sorted(row.people for row in cases.rows(cases.numbers(CaseFilter())) if row)


def test_a_held_case_stays_here_as_a_whole_and_the_next_one_goes(mine: Session, theirs: Session) -> None:
    held = Cases(mine).take_in(sample_intake("Lò Thị Pâng"))
    hold(mine, keys_of(mine, held))
    Cases(mine).take_in(sample_intake("Giàng A Páo"))
    assert states(mine) == {"held": 3, "pending": 3}
    assert not Synchronise(mine).cycle().complete
    assert seen(theirs) == ["Giàng A Páo"]
    assert states(mine) == {"held": 3, "waits": 1}  # its number, given meanwhile


def test_it_is_never_green_while_something_is_held(mine: Session) -> None:
    held = Cases(mine).take_in(sample_intake())
    hold(mine, keys_of(mine, held))
    Synchronise(mine).cycle()
    status = Synchronise(mine).status()
    assert not status.green
    assert "3 thay đổi giữ lại." in status_sentence(status, NOW)


def test_what_is_typed_upon_it_waits_whenever_it_was_typed(mine: Session, theirs: Session) -> None:
    cases = Cases(mine)
    held = cases.take_in(sample_intake("Lò Thị Pâng"))
    cases.edit("case", held, {"note": "trước khi giữ"})
    hold(mine, keys_of(mine, held, "content"))
    cases.edit("case", held, {"note": "sau khi giữ"})
    cases.add("event", {"case": held, "on": "2026-11-20", "content": "Gặp lần đầu"})
    assert states(mine) == {"held": 3, "waits": 3}
    waiting = next(item for item in Synchronise(mine).queue() if item.state is EntryState.WAITS)
    assert words_for(CodedError(waiting.error or "")).text == "Thay đổi này dựa trên một thay đổi đang được giữ lại."
    Synchronise(mine).cycle()
    assert seen(theirs) == []

    release(mine, keys_of(mine, held, "content"))
    assert Synchronise(mine).cycle().complete
    assert Synchronise(mine).status().green
    assert seen(theirs) == ["Lò Thị Pâng"]
    page = Cases(theirs).page(held)
    assert page.case.note == "sau khi giữ"
    assert [event.content for event in page.events] == ["Gặp lần đầu"]


def test_of_a_case_that_is_known_only_the_held_field_and_what_replaces_it_wait(mine: Session, theirs: Session) -> None:
    cases = Cases(mine)
    known = cases.take_in(sample_intake())
    Synchronise(mine).cycle()
    cases.edit("case", known, {"note": "một"})
    hold(mine, keys_of(mine, known))
    cases.edit("case", known, {"content": "Tranh chấp lối đi"})
    cases.edit("case", known, {"note": "hai"})
    Synchronise(mine).cycle()
    Synchronise(theirs).cycle()
    there = Cases(theirs).page(known).case
    assert (there.content, there.note) == ("Tranh chấp lối đi", None)
    assert states(mine) == {"held": 1, "waits": 1}
    release(mine, keys_of(mine, known))
    assert Synchronise(mine).cycle().complete
    Synchronise(theirs).cycle()
    assert Cases(theirs).page(known).case.note == "hai"


def test_what_builds_on_two_held_changes_waits_for_both(mine: Session) -> None:
    cases = Cases(mine)
    known = cases.take_in(sample_intake())
    Synchronise(mine).cycle()
    for fields in ({"note": "một"}, {"content": "hai"}):
        cases.edit("case", known, fields)
        hold(mine, [keys_of(mine, known, *fields)[-1]])
    cases.edit("case", known, {"note": "ba", "content": "bốn"})
    assert states(mine) == {"held": 2, "waits": 1}
    for left in ({"held": 1, "pending": 1, "waits": 1}, {"pending": 3}):
        held = [item.key for item in Synchronise(mine).queue() if item.state is EntryState.HELD]
        release(mine, held[:1])
        assert states(mine) == left


def test_it_is_still_held_after_the_program_was_closed(mine: Session, tmp_path: Path) -> None:
    held = Cases(mine).take_in(sample_intake())
    hold(mine, keys_of(mine, held))
    mine.database.close()
    again = sign_in(tmp_path / "mine")
    Synchronise(again).cycle()
    assert states(again)["held"] == 3
    again.database.close()


def test_what_was_sent_cannot_be_held_any_more_even_if_no_answer_came(
    mine: Session, server: RunningServer, tmp_path: Path
) -> None:
    with FaultProxy(int(server.base_url.rpartition(":")[2])) as line:
        _office, session = make_office(tmp_path / "bad line", login="an", numbering=False)
        Synchronise(session).enrol(line.url, server.enrol_code("CN1"))
        case = Cases(session).take_in(sample_intake())
        line.each(lambda _number: ANSWER_LOST)
        with pytest.raises(CodedError):
            Synchronise(session).cycle()
        assert states(session) == {"pending": 3}
        with pytest.raises(Invalid, match="already_sent"):
            hold(session, keys_of(session, case))
        assert states(session) == {"pending": 3}
        session.database.close()
