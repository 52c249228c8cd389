"""Starting: from the process to the first painted rows, and the memory of that window, against an empty table."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from desktop.services import this_pc
from desktop.store.keys import Cost, KeyFile
from tests.benchmarks import keyring_of_environment as keyring
from tests.benchmarks.ground import LOGIN, PASSWORD, Ground, Stopwatch, data_key
from tests.benchmarks.rows import Aim, Row, median, row

_MB = 1e6
_ENDS_WITHIN = 120.0  # seconds


class Shown(msgspec.Struct, frozen=True):
    """One start: seconds until it was painted, and bytes in memory a moment later."""

    seconds: float
    resident: int


def start(ground: Ground) -> list[Row]:
    """The program and the bare window by turns, so that both meet the same machine."""
    cases = ground.sizes.listed
    home = ground.copy(ground.office(cases), "starting")
    this_pc.keep(home, this_pc.ThisPc(opens_for=LOGIN, last_login=LOGIN, scheme="light"))
    # An installed program has been compiled, whatever the environment of the tests says.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ground.folder / "bytecode")}
    secret = {keyring.VARIABLE: data_key(home).hex(), "PYTHON_KEYRING_BACKEND": keyring.NAME}
    programs, windows = [], []
    for _ in range(ground.sizes.starts + 1):
        windows.append(_shown("tests.benchmarks.bare_window", **compiled))
        programs.append(_shown("tests.benchmarks.program", str(home), **compiled, **secret))
    del windows[0], programs[0]  # they compiled, and brought the files from the disk
    return [
        row(
            f"process start to the first painted rows, {cases} cases on file, key unlocked: median",
            "s",
            Aim(times=1.6),
            median([shown.seconds for shown in programs]),
            median([shown.seconds for shown in windows]),
            floor_is="process start to the first paint of an empty QTableView: median",
            shortest_s=min(shown.seconds for shown in programs),
            floor_shortest_s=min(shown.seconds for shown in windows),
            argon2id_s=_argon2id(ground),
        ),
        row(
            "memory of that window: median",
            "MB",
            Aim(above=80),
            median([shown.resident for shown in programs]) / _MB,
            median([shown.resident for shown in windows]) / _MB,
            floor_is="memory of the bare window: median",
        ),
    ]


def _shown(module: str, *arguments: str, **environment: str) -> Shown:
    command = [sys.executable, "-m", module, *arguments]
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", **environment}
    began = time.monotonic()
    done = subprocess.run(command, env=variables, capture_output=True, timeout=_ENDS_WITHIN, check=False)
    if done.returncode or not done.stdout:
        raise RuntimeError(done.stderr.decode())
    told = json.loads(done.stdout.splitlines()[0])
    return Shown(told["painted_at"] - began, told["resident_bytes"])


def _argon2id(ground: Ground) -> float:
    """Seconds from a password to the key, at the cost every office has."""
    path: Path = ground.fresh("keys.json")
    keys, _key, _recovery = KeyFile.create(path, LOGIN, PASSWORD, cost=Cost())
    unlocked = Stopwatch()
    with unlocked:
        keys.unlock_with_password(LOGIN, PASSWORD)
    return unlocked.times[0] / 1000
