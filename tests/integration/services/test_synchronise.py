"""Synchronising as a person at a PC sees it, over HTTP with a server on loopback."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from desktop.services.cases import Cases, Edit
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import retry
from desktop.store.tokens import DeviceTokens
from desktop.words.sync import SENT, reason, status_sentence
from sync.client.http import HttpTransport
from sync.client.line import LineSettings
from sync.client.tables import EntryState
from sync.client.wire import Wire
from sync.contract.identity import new_id
from sync.contract.messages import PIECE_BYTES, Outcome
from tests.factories import NOW, make_office, sample_intake
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


def test_a_refused_change_is_no_complete_synchronisation_and_never_green(
    joined: Synchronise, session: Session, server: ScriptedServer
) -> None:
    Cases(session).take_in(sample_intake())
    for outcome in (Outcome.REJECTED, Outcome.WAITS):
        server.outcome = outcome
        assert not joined.cycle().complete
        assert joined.status().last_complete is None
        assert SENT not in status_sentence(joined.status(), NOW)
        if outcome is Outcome.REJECTED:
            retry(session, [joined.queue()[0].key])  # with the rest of its intent
    server.outcome = Outcome.APPLIED
    assert joined.cycle().complete
    assert joined.status().green
    assert SENT in status_sentence(joined.status(), NOW)


def test_a_clock_that_is_wrong_is_said_in_words_until_it_is_right(session: Session, server: ScriptedServer) -> None:
    wrong = dt.timedelta(minutes=-50, seconds=-30)

    def connect(line: LineSettings, device: str) -> HttpTransport:
        tokens = DeviceTokens(session.database, device)
        now = dt.datetime.now(dt.UTC) + wrong
        return HttpTransport(Wire(line.server, now=lambda: now), device, tokens)

    joined = Synchronise(session, connect)
    joined.enrol(server.url, "code")
    joined.cycle()
    assert "Đồng hồ máy này chậm 50 phút, cần chỉnh lại." in status_sentence(joined.status(), NOW)
    wrong = dt.timedelta(days=400)
    joined.cycle()
    assert "Đồng hồ máy này nhanh 400 ngày, cần chỉnh lại." in status_sentence(joined.status(), NOW)
    wrong = dt.timedelta(minutes=4)
    joined.cycle()
    assert "Đồng hồ" not in status_sentence(joined.status(), NOW)
