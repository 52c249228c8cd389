"""A bug is written down without anything of the person, told once, and the program goes on."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qCritical, qWarning
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DomainError
from desktop.qt.crash import CrashReporter

SECRET = "Nguyễn Văn An, 001190000001"


@pytest.fixture
def reporter(tmp_path: Path, qapp: object) -> Iterator[CrashReporter]:
    made = CrashReporter(tmp_path / "crashes")
    made.install()
    yield made
    made.uninstall()


@pytest.fixture
def bug_is_logged(expected_log: Callable[[str], None]) -> None:
    expected_log(r"ERROR desktop\.qt\.crash: bug \d{8}-\d{6}-\d+: \w+")


def written(tmp_path: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "crashes").glob("*.txt"))]


def break_down(person: str) -> None:
    message = f"no such person: {person}"
    raise KeyError(message)


@pytest.mark.usefixtures("bug_is_logged")
def test_a_bug_in_a_slot_is_written_down_told_and_the_program_goes_on(
    reporter: CrashReporter, tmp_path: Path, qtbot: QtBot
) -> None:
    went_on: list[bool] = []
    QTimer.singleShot(0, lambda: break_down(SECRET))
    with qtbot.waitSignal(reporter.crashed) as told:
        pass
    QTimer.singleShot(0, lambda: went_on.append(True))
    qtbot.waitUntil(lambda: went_on == [True])

    [text] = written(tmp_path)
    assert f"number {told.args[0]}" in text
    assert "builtins.KeyError" in text
    assert "break_down" in text


@pytest.mark.usefixtures("bug_is_logged")
def test_nothing_of_a_person_or_a_pc_is_in_the_file(reporter: CrashReporter, tmp_path: Path) -> None:
    try:
        try:
            break_down(SECRET)
        except KeyError as cause:
            raise DomainError("not_in_catalogue", entry=SECRET) from cause
    except DomainError as error:
        reporter.report(error)

    [text] = written(tmp_path)
    assert "Nguyễn" not in text
    assert "001190000001" not in text
    assert str(tmp_path) not in text
    assert "/" not in text.partition("\n\n")[2]
    assert "desktop.domain.errors.DomainError not_in_catalogue" in text
    assert "builtins.KeyError" in text


@pytest.mark.usefixtures("bug_is_logged")
def test_the_same_bug_again_keeps_its_number_and_is_not_told_again(
    reporter: CrashReporter, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    reporter.crashed.connect(told.append)
    numbers = set()
    for _time in range(50):
        try:
            break_down(SECRET)
        except KeyError as error:
            numbers.add(reporter.report(error))

    assert len(numbers) == len(told) == len(written(tmp_path)) == 1


@pytest.mark.usefixtures("bug_is_logged")
def test_a_bug_on_another_thread_is_caught_too(reporter: CrashReporter, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reporter.crashed):
        worker = threading.Thread(target=break_down, args=(SECRET,))
        worker.start()
        worker.join()

    assert len(written(tmp_path)) == 1


@pytest.mark.usefixtures("bug_is_logged")
def test_a_folder_that_cannot_be_written_does_not_make_it_worse(
    tmp_path: Path, qapp: object, expected_log: Callable[[str], None]
) -> None:
    expected_log(r"ERROR desktop\.services\.crash_files: crash file not written: \w+")
    (tmp_path / "file").write_text("in the way")
    reporter = CrashReporter(tmp_path / "file")
    told: list[str] = []
    reporter.crashed.connect(told.append)
    try:
        break_down(SECRET)
    except KeyError as error:
        reporter.report(error)

    assert len(told) == 1


@pytest.mark.usefixtures("reporter")
def test_what_qt_complains_of_is_logged(expected_log: Callable[[str], None]) -> None:
    expected_log("WARNING qt: default: a warning")
    expected_log("ERROR qt: default: something serious")
    qWarning("a warning")
    qCritical("something serious")


@pytest.mark.usefixtures("bug_is_logged")
def test_only_the_newest_files_are_kept(
    reporter: CrashReporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.crash_files._MOST_FILES", 2)
    for error in (ValueError(), KeyError(), TypeError(), IndexError()):
        reporter.report(error)

    assert ["IndexError" in text or "TypeError" in text for text in written(tmp_path)] == [True, True]
