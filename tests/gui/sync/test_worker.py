"""The synchronisation in the background: by itself, at a person's wish, and with everything that can go wrong."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.manner import manner_of
from desktop.services.synchronise import Synchronise
from desktop.ui.sync.pace import Pace
from desktop.ui.sync.rest import Rest
from desktop.ui.sync.worker import SyncWorker
from sync.client.engine import Cycle, Progress
from sync.contract.errors import NeedsUser
from sync.contract.version import PROTOCOL_HEADER
from tests.fakes.proxy import FINE, Fault, FaultProxy, portal, said
from tests.gui.sync.desk import SOON, Colleague, Desk


def test_what_was_saved_is_sent_by_itself(enrolled: Desk, colleague: Colleague, qtbot: QtBot) -> None:
    case_id = enrolled.add_case()
    enrolled.worker.start()
    qtbot.waitUntil(lambda: Synchronise(enrolled.session).status().green)
    colleague.sync()
    assert colleague.value(case_id, "content") == "Tranh chấp đất đai với hộ liền kề"


def test_a_colleagues_edit_arrives_by_itself_and_open_pages_are_told(
    enrolled: Desk, colleague: Colleague, qtbot: QtBot
) -> None:
    case_id = enrolled.add_case()
    enrolled.worker.start()
    qtbot.waitUntil(lambda: Synchronise(enrolled.session).status().green)
    colleague.sync()
    colleague.edit(case_id, note="Đã hẹn người được trợ giúp")
    shown = [""]
    enrolled.context.changes.changed.connect(lambda _changed: shown.append(enrolled.value(case_id, "note")))
    colleague.sync()
    qtbot.waitUntil(lambda: shown[-1] == "Đã hẹn người được trợ giúp")


def test_an_office_that_has_not_joined_never_runs(desk: Desk, qtbot: QtBot) -> None:
    desk.worker.start()
    desk.worker.sync_now()
    qtbot.wait(60)
    assert not desk.worker.activity.running
    assert not desk.worker.may_run


def test_without_a_line_it_tries_again_and_says_so_calmly(enrolled: Desk, line: FaultProxy, qtbot: QtBot) -> None:
    enrolled.add_case()
    with line.down():
        enrolled.worker.start()
        qtbot.waitUntil(lambda: enrolled.worker.activity.trouble is not None)
        enrolled.status.refresh()
        qtbot.waitUntil(lambda: "Không có kết nối." in enrolled.status.sentence())
        assert "3 thay đổi chờ gửi" in enrolled.status.sentence()
        assert not enrolled.worker.activity.halted
    qtbot.waitUntil(lambda: Synchronise(enrolled.session).status().green)
    qtbot.waitUntil(lambda: enrolled.worker.activity.trouble is None)


def test_a_captive_portal_is_named_and_forgotten_once_it_lets_through(
    enrolled: Desk, line: FaultProxy, qtbot: QtBot
) -> None:
    line.each(lambda _number: portal())
    enrolled.worker.start()
    enrolled.status.start()
    qtbot.waitUntil(lambda: "Mạng này đòi đăng nhập trên trình duyệt trước." in enrolled.status.sentence())
    line.each(lambda _number: FINE)
    qtbot.waitUntil(lambda: "Đã gửi hết." in enrolled.status.sentence())


def test_a_proxy_that_wants_a_password_is_named(enrolled: Desk, line: FaultProxy, qtbot: QtBot) -> None:
    line.each(lambda _number: said("407 Proxy Authentication Required"))
    enrolled.worker.start()
    enrolled.status.start()
    qtbot.waitUntil(lambda: "Máy chủ trung gian đòi mật khẩu." in enrolled.status.sentence())


def test_nonsense_from_the_other_side_halts_it_until_a_person_wants_it_again(
    enrolled: Desk, line: FaultProxy, qtbot: QtBot, expected_log: Callable[[str], None]
) -> None:
    expected_log(r"desktop\.ui\.sync\.worker: halted: bad_answer")
    nonsense = said("200 OK", "{}", **{"Content-Type": "application/json", PROTOCOL_HEADER: "1"})
    line.each(lambda _number: nonsense)
    enrolled.worker.start()
    qtbot.waitUntil(lambda: enrolled.worker.activity.halted)
    asked = line.counts.requests
    qtbot.wait(400)  # two intervals
    assert line.counts.requests == asked
    line.each(lambda _number: FINE)
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: Synchronise(enrolled.session).status().green)
    assert not enrolled.worker.activity.halted


def test_stopping_ends_after_the_step_and_what_was_sent_counts(enrolled: Desk, line: FaultProxy, qtbot: QtBot) -> None:
    enrolled.add_case()
    line.each(lambda _number: Fault(delay=0.3))
    before = line.counts.requests
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: line.counts.requests == before + 1)
    enrolled.worker.stop()
    assert enrolled.worker.activity.stopping
    qtbot.waitUntil(lambda: not enrolled.worker.activity.running)
    status = Synchronise(enrolled.session).status()
    assert (status.totals.pending, status.last_complete) == (0, None)
    assert line.counts.requests == before + 1


class ScriptedSynchronise(Synchronise):
    """Answers as it is told; what it does not hold is left to the real one."""

    def __init__(self, desk: Desk, *outcomes: Exception | None) -> None:
        super().__init__(desk.session)
        self.outcomes = list(outcomes)
        self.threads: list[str] = []
        self.ran = 0

    def cycle(self, progress: Callable[[Progress], None], stopped: Callable[[], bool]) -> Cycle:  # type: ignore[override]
        self.ran += 1
        self.threads.append(threading.current_thread().name)
        if self.outcomes and (outcome := self.outcomes.pop(0)):
            raise outcome
        return Cycle(0, 0, self.status().totals, complete=True)


def scripted(desk: Desk, *outcomes: Exception | None, interval: float = 0.1) -> tuple[SyncWorker, ScriptedSynchronise]:
    service = ScriptedSynchronise(desk, *outcomes)
    worker = SyncWorker(
        desk.session,
        desk.lanes.network,
        desk.context.changes,
        rest=Rest(desk.session, desk.lanes.local),
        pace=Pace(interval, policy=SOON),
        synchronise=service,
        looks_every=10,
    )
    return worker, service


def test_a_defect_goes_to_the_crash_handler_and_the_next_cycle_runs(
    enrolled: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: caught.append(kind))
    worker, service = scripted(enrolled, ZeroDivisionError())
    worker.start()
    qtbot.waitUntil(lambda: service.ran >= 2)
    worker.shut_down()
    assert caught == [ZeroDivisionError]
    assert worker.activity.trouble is None


def test_the_windows_thread_never_does_the_work(enrolled: Desk, qtbot: QtBot) -> None:
    worker, service = scripted(enrolled)
    worker.start()
    qtbot.waitUntil(lambda: service.ran >= 1)
    worker.shut_down()
    assert threading.current_thread().name not in service.threads


def test_coming_to_another_network_tries_at_once(enrolled: Desk, qtbot: QtBot) -> None:
    addresses = ["10.0.0.5"]
    service = ScriptedSynchronise(enrolled, NeedsUser("captive_portal"))
    worker = SyncWorker(
        enrolled.session,
        enrolled.lanes.network,
        enrolled.context.changes,
        rest=Rest(enrolled.session, enrolled.lanes.local),
        pace=Pace(3600),
        synchronise=service,
        looks_every=10,
        route=lambda _server: addresses[-1],
    )
    worker.start()
    qtbot.waitUntil(lambda: worker.activity.trouble is not None)
    qtbot.wait(60)
    assert service.ran == 1
    addresses.append("192.168.1.7")
    qtbot.waitUntil(lambda: service.ran == 2)
    worker.shut_down()


def test_closing_the_program_waits_for_no_further_step(tmp_path: Path, enrolled: Desk, qtbot: QtBot) -> None:
    worker, service = scripted(enrolled, interval=0.02)
    worker.start()
    qtbot.waitUntil(lambda: service.ran >= 1)
    worker.shut_down()
    assert enrolled.lanes.stop()
    ran = service.ran
    qtbot.wait(80)
    assert service.ran == ran


def test_what_is_paused_stays_so_until_somebody_resumes(enrolled: Desk, qtbot: QtBot) -> None:
    enrolled.worker.pause()
    qtbot.waitUntil(lambda: manner_of(enrolled.session).paused)
    worker, service = scripted(enrolled)  # the program was started again
    worker.start()
    qtbot.wait(150)
    assert service.ran == 0
    assert worker.activity.paused
    worker.resume()
    qtbot.waitUntil(lambda: service.ran >= 2)
    worker.shut_down()


def test_at_quiet_hours_nothing_goes_by_itself_but_what_a_person_asks_for(enrolled: Desk, qtbot: QtBot) -> None:
    now = enrolled.session.clock()
    until = f"{now + dt.timedelta(hours=1):%H:%M}"
    worker, service = scripted(enrolled)
    worker.choose(quiet_from=f"{now:%H:%M}", quiet_until=until)
    worker.start()
    qtbot.wait(150)
    assert (service.ran, worker.activity.quiet_until) == (0, until)
    worker.sync_now()
    qtbot.waitUntil(lambda: service.ran == 1)
    qtbot.wait(150)
    assert service.ran == 1
    worker.choose(quiet_from=None, quiet_until=None)
    qtbot.waitUntil(lambda: service.ran >= 2)
    worker.shut_down()


def test_a_limit_counts_at_once_for_what_is_under_way(enrolled: Desk, qtbot: QtBot) -> None:
    worker, service = scripted(enrolled)
    worker.choose(limit=64)
    assert service.pace.bytes_per_second == 8_000
    qtbot.waitUntil(lambda: manner_of(enrolled.session).limit == 64)
