"""A disk that fills up while somebody saves, and one that has become read-only: real file systems, mounted small."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
#: In a mount namespace of its own: a file system of a few megabytes that nobody else sees.
IN_SMALL_DISK = ["unshare", "--map-root-user", "--mount", "sh", "-ec"]
MOUNT = 'mount -t tmpfs -o size=6m none "$1" && exec "$2" -c "$3" "$1"'

FILL_UP = """
import json, sys
from pathlib import Path
from desktop.services.cases import Cases
from desktop.store.errors import StoreError
from desktop.store.lists import CaseFilter
from tests.factories import make_office, sample_intake, sign_in

disk = Path(sys.argv[1])
_office, session = make_office(disk)
cases, saved, error = Cases(session), [], None
ballast = disk / "somebody's film"
ballast.write_bytes(bytes(3_000_000))
while error is None:
    try:
        saved.append(cases.take_in(sample_intake(note="x" * 2000)))
    except StoreError as full:
        error = full.code

def listed():
    return [row.id for row in cases.rows(cases.numbers(CaseFilter()))]

at_full = listed()
ballast.unlink()
saved.append(cases.take_in(sample_intake()))
session.database.check()
session.database.close()
session = sign_in(disk)
cases = Cases(session)
print(json.dumps({"error": error, "saved": saved, "at_full": at_full, "at_end": listed()}))
session.database.close()
"""
READ_ONLY = """
import json, subprocess, sys
from pathlib import Path
from desktop.store.errors import StoreError
from tests.factories import make_office, sign_in

disk = Path(sys.argv[1])
_office, session = make_office(disk)
session.database.close()
before = (disk / "office" / "office.db").read_bytes()
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
try:
    sign_in(disk)
except StoreError as error:
    code = error.code
print(json.dumps({"error": code, "untouched": (disk / "office" / "office.db").read_bytes() == before}))
"""


def may_mount() -> bool:
    """Whether this system lets the tests mount something of their own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*IN_SMALL_DISK, "true"], capture_output=True).returncode == 0


needs_mount = pytest.mark.skipif(not may_mount(), reason="this system lets nobody mount a small disk")


def run_on_small_disk(folder: Path, script: str) -> dict[str, object]:
    done = subprocess.run(
        [*IN_SMALL_DISK, MOUNT, "sh", str(folder), sys.executable, script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@needs_mount
def test_a_full_disk_is_named_keeps_what_was_saved_and_takes_cases_again_once_there_is_room(tmp_path: Path) -> None:
    answer = run_on_small_disk(tmp_path, FILL_UP)
    saved, at_full, at_end = answer["saved"], answer["at_full"], answer["at_end"]
    assert answer["error"] == "disk_full"
    assert isinstance(saved, list)
    assert isinstance(at_full, list)
    assert isinstance(at_end, list)
    assert len(saved) > 5
    assert set(at_full) == set(saved[:-1])  # nothing of the save that failed
    assert set(at_end) == set(saved)


@needs_mount
def test_a_disk_that_became_read_only_is_named_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    assert run_on_small_disk(tmp_path, READ_ONLY) == {"error": "read_only", "untouched": True}
