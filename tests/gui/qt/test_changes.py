"""Everything on the screen hears of a change once, however it came about."""

import threading

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.qt.changes import ChangeNotifier


def test_a_burst_of_changes_is_told_in_a_few_pieces_and_completely(qtbot: QtBot) -> None:
    notifier = ChangeNotifier()
    heard: list[frozenset[tuple[str, str]]] = []
    notifier.changed.connect(heard.append)
    for number in range(5000):
        notifier.tell([("case", str(number))])
    qtbot.waitUntil(lambda: sum(map(len, heard)) == 5000)

    assert len(heard) < 10
    assert frozenset().union(*heard) == {("case", str(number)) for number in range(5000)}


def test_a_change_from_another_thread_is_heard_on_the_windows(qtbot: QtBot) -> None:
    notifier = ChangeNotifier()
    threads: list[QThread] = []

    class Page:
        def hear(self, _changed: object) -> None:
            threads.append(QThread.currentThread())

    page = Page()
    notifier.changed.connect(page.hear)
    worker = threading.Thread(target=notifier.tell, args=([("person", "1")],))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads))

    assert threads == [QThread.currentThread()]


def test_no_news_is_not_told(qtbot: QtBot) -> None:
    notifier = ChangeNotifier()
    heard: list[object] = []
    notifier.changed.connect(heard.append)
    notifier.tell([])
    qtbot.wait(120)

    assert heard == []
