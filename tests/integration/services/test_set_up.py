"""Setting up an office on a PC that may be turned off at the wall at any moment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.office import Office
from desktop.store.errors import StoreError
from desktop.store.home import UNFINISHED_KEYS_NAME, is_free
from desktop.store.lock import HomeLock
from tests.factories import CHEAP, make_office, new_office, sign_in

#: Sets an office up again and again, each time in a process that kills itself somewhere else on the way: at the n-th
#: call of a function of ours. Prints, for every folder, whether the set-up had come to its end.
POWER_CUTS = """
import json, os, signal, sys
from pathlib import Path
from desktop.store.home import holds_office
from tests.factories import make_office

judging = ("location.py", "cloud_folders.py")  # how long that takes depends on the PC

def set_up(folder, fatal_call):
    calls = 0
    def count(frame, event, _argument):
        nonlocal calls
        file = frame.f_code.co_filename
        ours = event == "call" and f"{os.sep}desktop{os.sep}" in file and not file.endswith(judging)
        calls += ours
        if ours and calls == fatal_call:
            os.kill(os.getpid(), signal.SIGKILL)
    folder.mkdir()
    sys.setprofile(count)
    _office, session = make_office(folder)
    sys.setprofile(None)
    session.database.close()
    return calls

root, cuts = Path(sys.argv[1]), int(sys.argv[2])
set_up(root / "first", 0)  # what is only done once in a process is not counted
needed = set_up(root / "whole", 0)
ended = {}
for cut in range(cuts):
    folder = root / f"cut {cut}"
    child = os.fork()
    if not child:
        set_up(folder, 1 + cut * needed // cuts)
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    ended[folder.name] = holds_office(folder / "office")
print(json.dumps(ended))
"""
CUTS = 40
ROOT = Path(__file__).parents[3]


def cut_the_power(folder: Path) -> dict[str, bool]:
    """Folders in which a set-up was killed; whether an office was there by then."""
    command = [sys.executable, "-c", POWER_CUTS, str(folder), str(CUTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    ended: dict[str, bool] = json.loads(done.stdout)
    return ended


def databases(home: Path) -> list[bytes]:
    """What the database files in the home and below begin with, in order."""
    return sorted(path.read_bytes()[:16] for path in home.rglob("office.db"))


def test_after_a_power_cut_while_setting_up_i_simply_start_again(tmp_path: Path) -> None:
    ended = cut_the_power(tmp_path)
    unfinished = [name for name, whole in ended.items() if not whole]
    assert len([name for name in unfinished if databases(tmp_path / name)]) > CUTS / 3, "databases without keys"
    assert len(unfinished) < CUTS, "the last cut comes when the office is there"
    for name in ended.keys() - set(unfinished):
        sign_in(tmp_path / name).database.close()
    for name in unfinished:
        before = databases(tmp_path / name)
        assert is_free(tmp_path / name / "office"), f"{name}: the wizard would not start"
        _office, session = make_office(tmp_path / name)
        session.database.close()
        sign_in(tmp_path / name).database.close()
        after = databases(tmp_path / name)
        assert [kept for kept in before if kept not in after] == [], "nothing is deleted"
        assert len(after) == len(before) + 1


def test_an_office_that_lost_its_key_file_is_not_taken_for_an_unfinished_one(tmp_path: Path) -> None:
    office, session = make_office(tmp_path)
    session.database.close()
    office.keys.path.unlink()
    before = databases(office.home)

    assert not is_free(office.home)
    with pytest.raises(StoreError, match="exists"):
        make_office(tmp_path)
    assert databases(office.home) == before


def test_two_wizards_do_not_set_up_the_same_folder_at_once(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    with HomeLock(tmp_path / "office"), pytest.raises(StoreError, match="home_in_use"):
        make_office(tmp_path)
    make_office(tmp_path)[1].database.close()


def test_a_disk_that_fills_up_while_setting_up_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise StoreError("disk_full")

    monkeypatch.setattr("desktop.services.office.upgrade", full)
    with pytest.raises(StoreError, match="disk_full"):
        Office.create(tmp_path / "office", new_office(), cost=CHEAP)
    monkeypatch.undo()

    assert [path.name for path in (tmp_path / "office").glob("office.*")] == []
    make_office(tmp_path)[1].database.close()


def test_the_keys_of_a_whole_office_lie_under_their_own_name_alone(tmp_path: Path) -> None:
    Office.create(tmp_path, new_office(), cost=CHEAP)[0].database.close()
    assert not (tmp_path / UNFINISHED_KEYS_NAME).exists()
