"""The real programs as separate processes: `tgpl` on several PCs, and `tgpl-server`."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import requests

from desktop.store.backup import KEYS_NAME
from desktop.store.keys import KeyFile
from tests.factories import CHEAP

PASSWORD = "mật khẩu dài của tôi"


def _environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TGPL_")}
    return kept | {"TGPL_PASSWORD": PASSWORD, "LANG": "C.UTF-8", "PYTHONDEVMODE": "0"} | more


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Pc:
    """One PC: its own home, its own processes."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str, expect: int = 0) -> dict[str, Any]:
        """Run ``tgpl --json …`` and return its one object; fail unless it ends with ``expect``."""
        command = [sys.executable, "-m", "desktop.cli", "--home", str(self.home), "--json", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=_environment(), timeout=120, check=False)
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def set_up(self, unit: str, name: str, kind: str, login: str, full_name: str) -> None:
        """Set up an office that has never seen a network."""
        self.run(
            *("init", "--unit-code", unit, "--unit-name", name, "--kind", kind, "--province", "08"),
            *("--user", login, "--full-name", full_name),
        )
        self.make_sign_in_quick(login)

    def make_sign_in_quick(self, login: str) -> None:
        """Give the password, made at the real cost, one at which dozens of programs start soon."""
        keys = KeyFile.load(self.home / KEYS_NAME, cost=CHEAP)
        keys.change_password(login, PASSWORD, PASSWORD)

    def add_case(self, full_name: str, content: str, accepted_at: str) -> str:
        """Take in a case from a file; return its id."""
        file = self.home.parent / f"{self.home.name}-case.json"
        case = {
            "person": {"full_name": full_name, "birth_date": "1984-03-05"},
            "part": {"categories": ["ho_ngheo"]},
            "case": {
                "form": "tham_gia_to_tung",
                "representation": "bao_chua",
                "law_field": "hinh_su",
                "content": content,
                "accepted_at": accepted_at,
            },
        }
        file.write_text(json.dumps(case), encoding="utf-8")
        case_id: str = self.run("case", "add", "--file", str(file))["id"]
        return case_id

    def edit(self, case_id: str, **fields: str) -> None:
        """Change fields of a case."""
        self.run("case", "edit", case_id, *(f"{name}={value}" for name, value in fields.items()))

    def shown(self, case_id: str) -> dict[str, Any]:
        """The case as this PC shows it."""
        case: dict[str, Any] = self.run("case", "show", case_id)["case"]
        return case


class Server:
    """`tgpl-server` on one database."""

    def __init__(self, database: str, port: int, folder: Path, log: int = subprocess.DEVNULL, **more: str) -> None:
        """Prepare; its key lies in ``folder``, its log goes to ``log``, ``more`` are variables of its environment."""
        more["TGPL_SERVER_KEY_FILE"] = str(folder / "server.key")
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._log = log
        self._environment = _environment(TGPL_SERVER_DATABASE=database, **more)
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """Run one administrator's command; return what it prints."""
        command = [sys.executable, "-m", "sync.server", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, timeout=60, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def enrol_code(self, unit: str) -> str:
        """A fresh code for a PC of this unit."""
        found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", self.run("enrol-code", unit))
        assert found
        return found.group()

    def start(self, *options: str) -> None:
        """Serve until `stop` or `kill`."""
        command = [sys.executable, "-m", "sync.server", "serve", "--port", str(self._port), *options]
        self._process = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL, stderr=self._log)
        for _ in range(200):
            try:
                if requests.get(f"{self.url}/health", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self) -> str:
        """Ask it to end, and wait until it has; return its log if that goes into a pipe."""
        assert self._process
        self._process.terminate()
        _, log = self._process.communicate(timeout=30)
        self._process = None
        return (log or b"").decode()

    def kill(self) -> None:
        """Pull its plug."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        """Start serving."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self.kill()
