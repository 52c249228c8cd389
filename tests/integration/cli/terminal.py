"""A terminal: runs `tgpl` in this process on a home of its own, with the real store and a cheap password hash."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from tests.factories import CHEAP, NOW

PASSWORD = "mật khẩu thử"


class Terminal:
    """What is typed and what comes back.

    Attributes:
        home: the folder every command works in.
        now: the PC's clock.
        code: exit code of the last command.
    """

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.now = NOW
        self.code = 0
        self._capsys = capsys

    def run(self, *words: str, code: int = 0) -> dict[str, Any]:
        """The one object a command prints with ``--json``; it must end with this code."""
        printed, complaint = self._typed("--json", *words)
        assert complaint == ""
        assert self.code == code, printed
        answer: dict[str, Any] = json.loads(printed)
        return answer

    def read(self, *words: str, code: int = 0) -> str:
        """The sentences a command prints for people."""
        printed, complaint = self._typed(*words)
        assert self.code == code, printed + complaint
        return printed + complaint

    def misuse(self, *words: str) -> str:
        """What is said last about a command that is written wrongly."""
        return self.read(*words, code=2).splitlines()[-1]

    def elsewhere(self, name: str) -> "Terminal":
        """Another PC."""
        return Terminal(self.home.with_name(name), self._capsys)

    def init(self, code: str = "CN1") -> dict[str, Any]:
        """Set an office up."""
        office = ("--unit-code", code, "--unit-name", f"Chi nhánh {code}", "--kind", "chi_nhanh", "--province", "08")
        return self.run("init", *office, "--user", "hoa", "--full-name", "Đặng Thị Hoà")

    def add(self, **changes: dict[str, Any]) -> dict[str, Any]:
        """Fill the template in and take the case in; ``changes`` are fields of ``person``, ``part`` and ``case``."""
        return self.run("case", "add", "--file", str(self.filled(**changes)))

    def filled(self, **changes: dict[str, Any]) -> Path:
        """The template, filled in."""
        content = self.run("case", "template")
        for part, values in changes.items():
            content[part] |= values
        file = self.home.with_name("case.json")
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return file

    def _typed(self, *words: str) -> tuple[str, str]:
        self._capsys.readouterr()
        self.code = main(["--home", str(self.home), *words], clock=self._clock, cost=CHEAP)
        return self._capsys.readouterr()

    def _clock(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now
