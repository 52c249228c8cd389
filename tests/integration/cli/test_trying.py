"""The demo and the self-check: what somebody runs who has just installed the program."""

import os
import sys

import pytest

from desktop.__main__ import main as window
from desktop.cli import main
from desktop.cli.trying import SEARCH
from tests.factories import CHEAP, NOW
from tests.integration.cli.terminal import Terminal


def test_the_demo_does_the_main_job_and_says_so(terminal: Terminal) -> None:
    said = terminal.read("demo", "--cases", "20")
    assert "20 vụ việc" in said
    assert f"“{SEARCH}”" in said
    assert "Họ và tên: Nguyễn Văn Đức" in said
    assert "đã hòa giải ở xã" in said
    assert str(terminal.home) in said


def test_the_demo_leaves_an_office_that_opens_with_the_password_it_names(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = terminal.run("demo", "--cases", "20", "--seed", "3")
    monkeypatch.setenv("TGPL_PASSWORD", made["password"])
    assert terminal.run("case", "list")["total"] == 21
    assert terminal.run("status")["practice"]


def test_the_demo_never_touches_an_office_that_is_there(office: Terminal) -> None:
    assert office.run("demo", "--cases", "1", code=1)["error"]["code"] == "exists"
    assert office.run("case", "list")["total"] == 0


def test_the_self_check_tries_every_part_the_window_too(terminal: Terminal) -> None:
    report = terminal.run("self-check")
    assert report["ok"]
    assert [check["name"] for check in report["checks"]] == ["parts", "resources", "store", "case", "paper", "window"]
    assert not terminal.home.exists()


def test_help_and_mistakes_are_in_vietnamese(terminal: Terminal) -> None:
    assert terminal.misuse() == "Còn thiếu: LỆNH."
    assert terminal.misuse("an", "com") == "Không có lệnh 'an'."
    assert terminal.misuse("case", "show") == "Còn thiếu: id."
    assert terminal.misuse("case", "list", "--limit", "nhiều") == "Giá trị 'nhiều' không dùng được cho --limit."
    assert terminal.misuse("case", "list", "--limit") == "Cần một giá trị sau --limit."
    assert terminal.misuse("status", "--nhanh") == "Không hiểu: --nhanh."


def test_the_help_of_the_window_is_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        window(["--help"])
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: tgpl-desktop")
    assert not any(english in said for english in ("usage", "options", "show this"))
    with pytest.raises(SystemExit) as ended:
        window(["--nhanh"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("Không hiểu: --nhanh.\n")


def test_a_defect_shows_its_kind_and_no_trace(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("Nguyễn Văn Đức")

    monkeypatch.setattr("desktop.services.cases.Cases.rows", broken)
    said = office.read("case", "list", code=1)
    assert "ZeroDivisionError" in said
    assert "Nguyễn Văn Đức" not in said  # a message may hold what somebody typed
    [file] = (office.home / "crashes").iterdir()
    written = file.read_text(encoding="utf-8")
    assert f"Số lỗi: {file.stem.removeprefix('crash-')}." in said
    assert "builtins.ZeroDivisionError" in written
    assert "desktop.cli.cases:" in written
    assert "Nguyễn Văn Đức" not in written
    assert str(office.home) not in written
    monkeypatch.setenv("TGPL_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        office.read("case", "list")


def test_what_nobody_reads_any_more_ends_quietly(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with ``tgpl … | head``, which closes the pipe once it has its lines."""
    ear, mouth = os.pipe()
    os.close(ear)
    with os.fdopen(mouth, "w", encoding="utf-8") as out, monkeypatch.context() as piped:
        piped.setattr(sys, "stdout", out)
        assert main(["--home", str(office.home), "report", "list"], clock=lambda: NOW, cost=CHEAP) == 0
