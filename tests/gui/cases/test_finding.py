"""Finding for the list: people are answered at once, news are gathered, and what will be seen is brought along."""

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.qt.lanes import Lanes
from desktop.qt.table_model import PAGE
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.store.lists import CaseFilter
from desktop.ui.cases.finding import Finding, Found, Wanted
from tests.factories import sample_intake

EVERYTHING = Wanted(CaseFilter(), pages=(0,))


class Seen:
    """What a finding brought, and when."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.found: list[Found] = []
        self.at: list[float] = []
        self.counts: list[dict[str, int]] = []
        finding.found.connect(self._take)
        finding.counted.connect(self.counts.append)

    def _take(self, found: Found) -> None:
        self.found.append(found)
        self.at.append(time.monotonic())


@pytest.fixture
def seen(office: tuple[Office, Session], qapp: object) -> Iterator[Seen]:
    owner = QObject()
    lanes = Lanes(owner)
    yield Seen(Finding(office[1], lanes.local, lambda: EVERYTHING, owner))
    lanes.stop()


@pytest.fixture
def take_in(office: tuple[Office, Session]) -> Callable[[str], str]:
    return lambda name: Cases(office[1]).take_in(sample_intake(name))


def test_what_is_on_the_screen_comes_with_the_list(seen: Seen, take_in: Callable[[str], str], qtbot: QtBot) -> None:
    take_in("Lò Thị Pâng")
    seen.finding.look()
    qtbot.waitUntil(lambda: len(seen.counts) == 1)
    found = seen.found[0]
    assert [row.people for row in found.pages[0] if row] == ["Lò Thị Pâng"]
    assert len(found.numbers) == 1 < PAGE
    assert seen.counts[0]["all"] == 1


def test_news_are_gathered_and_no_look_follows_another_within_a_second(
    seen: Seen, take_in: Callable[[str], str], qtbot: QtBot
) -> None:
    seen.finding.look()
    qtbot.waitUntil(lambda: len(seen.found) == 1)
    for name in ("Lò Thị Pâng", "Giàng A Páo", "Nguyễn Văn Đức"):
        take_in(name)
        seen.finding.hear()
        qtbot.wait(60)
    qtbot.waitUntil(lambda: len(seen.found) == 2)
    qtbot.wait(200)
    assert [len(found.numbers) for found in seen.found] == [0, 3]
    assert seen.at[1] - seen.at[0] > 0.5


def test_who_asks_does_not_wait_for_the_news(seen: Seen, take_in: Callable[[str], str], qtbot: QtBot) -> None:
    seen.finding.look()
    qtbot.waitUntil(lambda: len(seen.found) == 1)
    take_in("Lò Thị Pâng")
    seen.finding.hear()
    seen.finding.look()
    seen.finding.look()
    qtbot.waitUntil(lambda: len(seen.found) == 3, timeout=900)
    qtbot.wait(1100)
    assert [len(found.numbers) for found in seen.found] == [0, 1, 1]
