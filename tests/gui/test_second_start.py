"""The program is started twice on one PC: two real processes over one folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories import make_office

#: Runs the program as its users do and says which page it has come to, in the words on it; with ``stay`` it goes on.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from desktop import app
from desktop.__main__ import main
from desktop.ui.sign_in.notice_page import NoticePage
from desktop.ui.sign_in.sign_in_page import SignInPage
from PySide6.QtWidgets import QLabel

stay, home = sys.argv[1] == "stay", sys.argv[2]

class Watched(app.Program):
    def start(self, *, practice=False):
        super().start(practice=practice)
        self.watch = QTimer(self)
        self.watch.timeout.connect(self.look)
        self.watch.start(20)

    def look(self):
        page = self.gate.page
        if isinstance(page, NoticePage | SignInPage) and page.form.isEnabled():
            self.watch.stop()
            print(" | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible()), flush=True)
            if not stay:
                self.gate.close()

app.Program = Watched
sys.exit(main(["--home", home]))
"""
ROOT = Path(__file__).parents[2]

Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program over an office; what still runs at the end is killed."""
    office, session = make_office(tmp_path)
    session.database.close()
    started: list[subprocess.Popen[str]] = []

    def start_one(mode: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PROGRAM, mode, str(office.home)]
        started.append(
            subprocess.Popen(command, cwd=ROOT, env=os.environ | {"LANG": "C.UTF-8"}, stdout=subprocess.PIPE, text=True)
        )
        return started[-1]

    yield start_one
    for program in started:
        program.kill()
        program.communicate()


def first_page(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline()


def test_the_second_start_says_that_the_program_is_open_and_the_first_goes_on(start: Start) -> None:
    first = start("stay")
    assert "Đăng nhập" in first_page(first)

    second = start("leave")

    said = first_page(second)
    assert "Phần mềm đang mở" in said
    assert "Dùng cửa sổ đang mở" in said
    assert second.wait(timeout=60) == 0, "closing its window ends it"
    assert first.poll() is None


def test_after_the_first_was_killed_the_next_start_asks_for_the_password(start: Start) -> None:
    first = start("stay")
    assert "Đăng nhập" in first_page(first)
    first.kill()
    first.wait()

    next_one = start("leave")

    assert "Đăng nhập" in first_page(next_one)
    assert next_one.wait(timeout=60) == 0
