"""``make bench`` goes through with next to no data, and says of every row what was measured against what."""

import os
import subprocess
import sys

import msgspec
import pytest

from tests.benchmarks.__main__ import MEASUREMENTS
from tests.benchmarks.rows import Row

_ENDS_WITHIN = 600  # seconds
#: It starts ten processes and does nothing with them that the others do not.
_LEFT_OUT = {"memory"}


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    measured_on: str
    machine: str
    rows: list[Row]


@pytest.mark.long
def test_one_command_measures_everything_the_readme_tells_of() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--tiny", *(MEASUREMENTS.keys() - _LEFT_OUT)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=_ENDS_WITHIN,
        check=True,
    )
    answer = msgspec.json.decode(done.stdout, type=_Answer)
    whats = " / ".join(row.what for row in answer.rows)
    for named in (
        "inventing",
        "save",
        "keystroke",
        "first push",
        "first pull",
        "first load",
        "bytes on the wire",
        "reset",
        "block",
        "start",
        "paper",
        "on line",
        "idle PC",
    ):
        assert named in whats, whats
    for row in answer.rows:
        assert row.figure > 0, row
        assert row.aim, row
        assert (row.floor is None) == (row.ratio is None) == (row.floor_is is None), row
