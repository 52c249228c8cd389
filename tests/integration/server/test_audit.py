"""Whatever the administrator does leaves a line: who, what, to what; no names and no values."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sync.contract.identity import new_id
from sync.server import tables
from sync.server.cli import _parser, main
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

#: Commands that only show; and that which acts for the PC that sealed a bundle, in whose name it is written down.
READING = {"status", "audit", "numbering show", "serve", "bundle"}


def commands() -> set[str]:
    """Every command of the parser, as it is typed."""
    found = set()
    for word, parser in _parser()._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr]
        inner = parser._subparsers
        found |= {f"{word} {each}" for each in inner._group_actions[0].choices} if inner else {word}
    return found


@pytest.fixture
def type_in(server: RunningServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    monkeypatch.setenv("TGPL_SERVER_KEY_FILE", str(tmp_path / "server.key"))
    monkeypatch.setenv("TGPL_NEW_PASSWORD", "một câu dài để đăng nhập")
    url = server.database.engine.url.render_as_string(hide_password=False)

    def type_in(words: str) -> None:
        assert main(["--database", url, "--files", str(server.files), *words.split()]) == 0, words

    return type_in


def test_every_command_that_changes_or_takes_anything_is_in_the_audit(
    server: RunningServer,
    hoa: Pc,
    type_in: Callable[[str], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pc = joined(server, "CN1", "lan")
    typed = {
        "init": "",
        "unit add": "CN9 --name X --kind chi_nhanh --parent TT",
        "unit move": "CN2 --parent STP",
        "unit merge": "CN2 CN1 --yes",
        "account add": "duc --unit CN1 --role quan_tri --full-name Đức",
        "account set": "duc --unit CN1 --disable",
        "account password": "duc --unit CN1",
        "enrol-code": "CN1",
        "numbering take-over": f"CN1 {pc.device}",
        "device revoke": hoa.device,
        "files collect": "",
        "backup": f"--file {tmp_path / 'backup'}",
        "backed-up": "--until 2026-01-01T00:00:00Z",
        "export": f"CN1 --out {tmp_path / 'export'}",
        "national": f"--file {tmp_path / 'national'}",
        "restored": "",
    }
    for command in sorted(commands() - READING):
        assert command in typed, f"'{command}' is new: say here how it is typed, and see that it is in the audit"
        before = _lines(server)
        type_in(f"{command} {typed[command]}")
        assert _lines(server) > before, command
        assert "{" not in capsys.readouterr().out, command  # a sentence with its blanks left open


def test_the_administrator_reads_who_did_what(
    server: RunningServer, hoa: Pc, type_in: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Lường Thị Ính"
    server.add_account("ai", "CN1", role="quan_tri", full_name=name)
    hoa.push(hoa.edit("person", new_id(), {"full_name": name}))
    server.revoke(hoa.device)
    capsys.readouterr()
    type_in("audit --json")
    acts = json.loads(capsys.readouterr().out)["acts"]
    assert (acts[-1]["actor"], acts[-1]["action"], acts[-1]["subject"]) == ("server", "device_revoked", hoa.device)
    assert any(act["actor"] == hoa.device and act["action"] == "device_enrolled" for act in acts)
    type_in("audit")
    told = capsys.readouterr().out
    assert f"device_revoked\t{hoa.device}" in told
    assert name not in told
    type_in("audit --last-days 0")
    assert capsys.readouterr().out.strip() == ""


def _lines(server: RunningServer) -> int:
    with server.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.audit)) or 0
