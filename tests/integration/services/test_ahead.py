"""The next request is on its way while the answer to the one before it is written down: faster, and nothing else."""

import threading
from typing import Any, ClassVar

import pytest

from desktop.store.replica import Replica
from sync.client import engine
from sync.client.http import HttpTransport
from sync.contract.messages import ExchangeRequest, ExchangeResponse
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, case_named, note_of, shown

NAMES = ("Vàng A Sử", "Hờ A Dê", "Lý Thị Mỷ", "Giàng Thị Dợ")


class Watched(HttpTransport):
    """Says which entries were sent, and how many requests have been answered."""

    sent: ClassVar[list[tuple[bytes, ...]]] = []
    answered: ClassVar = threading.Semaphore(0)

    def exchange(self, request: ExchangeRequest) -> ExchangeResponse:
        self.sent.append(tuple(map(bytes, request.entries)))
        response = super().exchange(request)
        self.answered.release()
        return response


@pytest.fixture
def busy(branch: Pc, monkeypatch: pytest.MonkeyPatch) -> Pc:
    """A PC with four cases to send, one intent a request."""
    monkeypatch.setattr(engine, "BATCH_ENTRIES", 1)
    monkeypatch.setattr(Watched, "sent", [])
    monkeypatch.setattr(Watched, "answered", threading.Semaphore(0))
    branch.kind = Watched
    for name in NAMES:
        branch.take_in(name)
    return branch


def test_a_request_is_answered_before_the_answer_to_the_one_before_it_is_written_down(
    busy: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in = Replica.take_in
    waited: list[bool] = []

    def late(replica: Replica, batch: Any, response: ExchangeResponse) -> Any:
        if batch and len(waited) < len(NAMES) - 1:
            assert Watched.answered.acquire(timeout=20)  # its own
            waited.append(Watched.answered.acquire(timeout=20))  # that of the next one
            Watched.answered.release()
        return take_in(replica, batch, response)

    monkeypatch.setattr(Replica, "take_in", late)
    assert busy.service.cycle().complete
    assert waited == [True] * (len(NAMES) - 1)
    sent = [entry for request in Watched.sent for entry in request]
    assert len(sent) == len(set(sent))  # nothing was sent twice


def test_a_pc_that_dies_while_the_next_request_is_on_its_way_sends_both_again_and_neither_counts_twice(
    busy: Pc, national: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Replica, "take_in", lambda *_arguments: pytest.fail("the power went off"))
        with pytest.raises(pytest.fail.Exception, match="power"):
            busy.service.cycle()
    assert all(Watched.answered.acquire(timeout=20) for _ in range(2))
    assert len(Watched.sent) == 2
    busy.sync()
    assert set(busy.cases()) == {"Lò Thị Pâng", *NAMES}
    assert [(pc.chain_breaks, pc.missing, pc.waiting) for pc in shown(national)] == [(0, 0, 0)]


def test_what_is_changed_meanwhile_follows_in_the_same_cycle(busy: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    case, take_in = case_named(busy, NAMES[0]), Replica.take_in
    edits = iter(["trong khi gửi", "lần nữa"])

    def edited(replica: Replica, batch: Any, response: ExchangeResponse) -> Any:
        if text := next(edits, None):
            busy.note(case, text)
        return take_in(replica, batch, response)

    monkeypatch.setattr(Replica, "take_in", edited)
    busy.sync()
    assert note_of(busy, NAMES[0]) == "lần nữa"
    assert busy.service.status().green
