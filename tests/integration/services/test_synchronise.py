"""Synchronising as a person at a PC sees it, over HTTP with a server on loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from desktop.services.cases import Cases, Edit
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.words.sync import reason
from sync.client.journal import EntryState
from sync.contract.identity import new_id
from sync.contract.messages import PIECE_BYTES
from tests.factories import make_office, sample_intake
from tests.integration.client.scripted import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


@pytest.fixture
def joined(session: Session, server: ScriptedServer) -> Synchronise:
    """A PC the server knows."""
    synchronise = Synchronise(session)
    synchronise.enrol(server.url, "code")
    return synchronise


@pytest.fixture
def unpackable() -> Callable[[], str]:
    """Texts as long as a field takes, that no packing makes much smaller."""
    chance = Random(7)
    return lambda: "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(4000))


def pieces(server: ScriptedServer) -> list[int]:
    """Packed size of every step in bytes."""
    return [int(headers["content-length"]) for path, headers, _ in server.calls if path == "/v1/exchange"]


def test_long_texts_travel_in_pieces_that_a_bad_line_can_carry(
    joined: Synchronise, session: Session, server: ScriptedServer, unpackable: Callable[[], str]
) -> None:
    cases = Cases(session)
    case_id = cases.take_in(sample_intake())
    for _ in range(40):
        cases.add("event", {"case": case_id, "on": "2026-11-20", "content": unpackable()})
    assert joined.cycle().complete
    assert max(pieces(server)) <= PIECE_BYTES
    assert list(server.taken.values()) == [1] * 43


def test_a_change_that_fits_in_no_piece_is_set_aside_in_words_and_holds_nothing_up(
    joined: Synchronise, session: Session, server: ScriptedServer, unpackable: Callable[[], str]
) -> None:
    cases = Cases(session)
    case_id = cases.take_in(sample_intake())
    too_much = [
        Edit(type="event", id=new_id(), fields={"case": case_id, "on": "2026-11-20", "content": unpackable()}, new=True)
        for _ in range(12)
    ]
    cases.edit_together(too_much)
    cases.edit("case", case_id, {"note": "Đã gọi điện"})
    joined.cycle()
    assert len(server.taken) == 4
    queue = joined.queue()
    assert [item.state for item in queue] == [EntryState.REJECTED] * 12
    assert {words.text for item in queue if (words := reason(item))} == {"Một thay đổi lớn quá mức cho phép."}
