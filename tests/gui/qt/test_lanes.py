"""Work beside the window: one job after the other, values back on the window's thread, and a clean end."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.qt.lanes import Lane, Lanes, Progress, Step
from sync.contract.errors import CodedError, Offline


@pytest.fixture
def lane(qapp: QApplication) -> Iterator[Lane]:
    made = Lane("test", qapp)
    yield made
    assert made.stop()
    made.deleteLater()


class Heard:
    """What a job's callbacks were given, and on which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[CodedError] = []
        self.steps: list[Step] = []
        self.ended = 0
        self.threads: set[QThread] = set()

    def on_done(self, value: object) -> None:
        self.done.append(value)
        self.threads.add(QThread.currentThread())

    def on_failed(self, error: CodedError) -> None:
        self.failed.append(error)
        self.threads.add(QThread.currentThread())

    def on_progress(self, step: Step) -> None:
        self.steps.append(step)
        self.threads.add(QThread.currentThread())

    def on_end(self) -> None:
        self.ended += 1

    def run(self, lane: Lane, work: Callable[[Progress], object], owner: QObject | None = None) -> "Heard":
        self.job = lane.run(work, self.on_done, self.on_failed, self.on_progress, self.on_end, owner=owner)
        return self


def test_work_is_done_elsewhere_and_its_value_comes_back_here(lane: Lane, qtbot: QtBot) -> None:
    here = QThread.currentThread()
    heard = Heard().run(lane, lambda _progress: (2**40, {"a": 1}, QThread.currentThread() is here))
    qtbot.waitUntil(lambda: heard.ended == 1)

    assert heard.done == [(2**40, {"a": 1}, False)]
    assert heard.threads == {here}
    assert not lane.busy


def test_an_expected_error_goes_to_whoever_asked(lane: Lane, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise Offline("no_line")

    heard = Heard().run(lane, work)
    qtbot.waitUntil(lambda: heard.ended == 1)

    assert [error.code for error in heard.failed] == ["no_line"]
    assert heard.done == []


def test_a_bug_goes_to_the_crash_hook_and_the_lane_works_on(
    lane: Lane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _traceback: bugs.append(error))
    broken = Heard().run(lane, lambda _progress: 1 // 0)
    sound = Heard().run(lane, lambda _progress: "still here")
    qtbot.waitUntil(lambda: sound.ended == 1)

    assert [type(error) for error in bugs] == [ZeroDivisionError]
    assert bugs[0].__traceback__ is not None
    assert (broken.ended, broken.done, broken.failed) == (1, [], [])
    assert sound.done == ["still here"]


def test_jobs_are_done_one_after_the_other(lane: Lane, qtbot: QtBot) -> None:
    order: list[int] = []

    def job(number: int) -> Callable[[Progress], None]:
        return lambda _progress: order.append(number)

    heard = [Heard().run(lane, job(number)) for number in range(20)]
    qtbot.waitUntil(lambda: heard[-1].ended == 1)

    assert order == list(range(20))


def test_progress_is_told_and_the_last_step_always(lane: Lane, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        for done in range(1, 5001):
            progress.report(done, 5000, "đọc")

    heard = Heard().run(lane, work)
    qtbot.waitUntil(lambda: heard.ended == 1)

    assert heard.steps[-1] == Step(5000, 5000, "đọc")
    assert len(heard.steps) < 500  # what comes too fast for the eye is not passed on


def test_a_cancelled_job_ends_at_its_next_step_and_hands_nothing_over(lane: Lane, qtbot: QtBot) -> None:
    started = threading.Event()
    last: list[int] = []

    def work(progress: Progress) -> str:
        for done in range(10_000):
            last[:] = [done]
            started.set()
            progress.report(done)
            threading.Event().wait(0.001)
        return "finished"

    heard = Heard().run(lane, work)
    assert started.wait(2)
    heard.job.cancel()
    qtbot.waitUntil(lambda: heard.ended == 1)

    assert heard.done == []
    assert heard.failed == []
    assert last[0] < 9_999


def test_a_job_cancelled_before_its_turn_is_never_begun(lane: Lane, qtbot: QtBot) -> None:
    gate = threading.Event()
    begun: list[bool] = []
    first = Heard().run(lane, lambda _progress: gate.wait(2))
    second = Heard().run(lane, lambda _progress: begun.append(True))
    second.job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: second.ended == 1)

    assert first.ended == 1
    assert begun == []


def test_nobody_is_called_once_the_page_that_asked_is_gone(lane: Lane, qtbot: QtBot) -> None:
    gate = threading.Event()
    page = QObject()
    asked = Heard().run(lane, lambda _progress: gate.wait(2), owner=page)
    after = Heard().run(lane, lambda _progress: None)
    import shiboken6

    shiboken6.delete(page)
    gate.set()
    qtbot.waitUntil(lambda: after.ended == 1)

    assert (asked.done, asked.ended) == ([], 0)


def test_a_slow_line_does_not_hold_up_a_search(qapp: QApplication, qtbot: QtBot) -> None:
    lanes = Lanes(qapp)
    gate = threading.Event()
    sync = Heard().run(lanes.network, lambda _progress: gate.wait(5))
    search = Heard().run(lanes.local, lambda _progress: "found")
    qtbot.waitUntil(lambda: search.ended == 1)

    assert sync.ended == 0
    gate.set()
    assert lanes.stop()


def test_what_lies_in_a_circle_is_collected_on_the_windows_thread_only(qapp: QApplication, qtbot: QtBot) -> None:
    """A lane that destroyed a widget would wait for a window that waits for it."""
    collected_on: list[threading.Thread] = []

    class Circle:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            collected_on.append(threading.current_thread())

    def make(_progress: Progress) -> int:
        return len([Circle() for _each in range(5000)])

    lanes = Lanes(qapp)
    made = Heard().run(lanes.local, make)
    qtbot.waitUntil(lambda: made.done == [5000] and len(collected_on) == 5000)

    assert set(collected_on) == {threading.main_thread()}
    assert lanes.stop()


def test_stopping_cancels_what_is_under_way_and_calls_nobody(qapp: QApplication, qtbot: QtBot) -> None:
    lane = Lane("stopped", qapp)
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.check()
            threading.Event().wait(0.001)

    heard = Heard().run(lane, work)
    assert started.wait(2)

    assert lane.stop()
    qtbot.wait(20)
    assert (heard.done, heard.failed, heard.ended) == ([], [], 0)


def test_a_job_that_does_not_end_is_told_of_and_never_killed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    expected_log(r"WARNING desktop\.qt\.lanes: lane deaf did not stop")
    monkeypatch.setattr("desktop.qt.lanes._STOPS_WITHIN", 50)
    lane = Lane("deaf", qapp)
    gate = threading.Event()
    started = threading.Event()

    def deaf(_progress: Progress) -> None:
        started.set()
        gate.wait(5)

    lane.run(deaf)
    assert started.wait(2)

    assert not lane.stop()
    gate.set()
    assert lane.stop()


class Held:
    """Something a job was made of, which remembers on which thread it was given up."""

    def __init__(self, given_up: list[QThread]) -> None:
        self._given_up = given_up

    def __del__(self) -> None:
        self._given_up.append(QThread.currentThread())


def test_what_jobs_were_made_of_is_given_up_on_the_windows_thread(lane: Lane, qtbot: QtBot) -> None:
    """At once, not when cycles are collected; a widget that a lane destroyed would end the program."""
    given_up: list[QThread] = []
    jobs = 100
    for _number in range(jobs):
        lane.run(partial(lambda _held, _progress: None, Held(given_up)))
    qtbot.waitUntil(lambda: len(given_up) == jobs)
    assert set(given_up) == {QThread.currentThread()}
