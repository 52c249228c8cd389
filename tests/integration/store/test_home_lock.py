"""Two programs started on one home folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store.errors import StoreError
from desktop.store.lock import HomeLock

HOLD = """
import sys
from pathlib import Path
from desktop.store.lock import HomeLock
with HomeLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold_in_another_program(home: Path) -> subprocess.Popen[str]:
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "held\n"
    return program


def test_a_second_program_is_told_that_the_home_is_in_use(tmp_path: Path) -> None:
    with hold_in_another_program(tmp_path) as program:
        with pytest.raises(StoreError, match="home_in_use"):
            HomeLock(tmp_path).acquire()
        program.communicate()
    with HomeLock(tmp_path) as lock:
        assert lock.held


def test_a_killed_program_leaves_no_lock_behind(tmp_path: Path) -> None:
    with hold_in_another_program(tmp_path) as program:
        program.kill()
        program.communicate()
    with HomeLock(tmp_path) as lock:
        assert lock.held


def test_a_released_home_can_be_taken_again(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path)
    lock.acquire()
    with pytest.raises(StoreError, match="home_in_use"):
        HomeLock(tmp_path).acquire()
    lock.release()
    lock.release()
    assert not lock.held
    with HomeLock(tmp_path):
        pass


def test_two_homes_do_not_disturb_each_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with HomeLock(tmp_path / "a"), HomeLock(tmp_path / "b") as other:
        assert other.held


def test_a_home_that_is_gone_is_named_as_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        HomeLock(tmp_path / "gone").acquire()
