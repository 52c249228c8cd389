"""The PC is turned off at the wall while somebody saves, again and again: what was confirmed is there afterwards."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from desktop.services.cases import Cases
from desktop.store.lists import CaseFilter
from tests.factories import make_office, sign_in

#: Saves cases for ever and says each id once the save has returned, which is when the window says "Đã lưu".
CLERK = """
import sys
from pathlib import Path
from desktop.services.cases import Cases
from tests.factories import sample_intake, sign_in
cases = Cases(sign_in(Path(sys.argv[1])))
print("at work", flush=True)
while True:
    print(cases.take_in(sample_intake()), flush=True)
"""
SAVES = 200
#: Seconds after which the power fails, from the first save on: in the middle of one, somewhere else every time.
LONGEST_WORK = 1.2
ROOT = Path(__file__).parents[3]


def work_until_the_power_fails(folder: Path, seconds: float) -> list[str]:
    """Let a clerk save in a process of its own, kill it, and return the ids it confirmed."""
    with subprocess.Popen(
        [sys.executable, "-c", CLERK, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as clerk:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "at work\n"
        time.sleep(seconds)
        clerk.kill()
        said = clerk.stdout.read()
    return said.split("\n")[:-1]  # what comes after the last line end was cut off with the power


def test_trap_13_no_confirmed_save_is_lost_when_the_power_fails_again_and_again(tmp_path: Path) -> None:
    chance = Random(2026)
    _office, session = make_office(tmp_path)
    session.database.close()
    confirmed: list[str] = []
    power_cuts = 0
    while len(confirmed) < SAVES or power_cuts < 5:
        confirmed += work_until_the_power_fails(tmp_path, chance.uniform(0.02, LONGEST_WORK))
        power_cuts += 1

    session = sign_in(tmp_path)
    cases = Cases(session)
    listed = {row.id: row for row in cases.rows(cases.numbers(CaseFilter()))}
    assert set(confirmed) <= set(listed)
    assert len(listed) - len(confirmed) <= power_cuts  # at most the save that was under way each time
    numbers = sorted(cases.page(case_id).case.register_number or 0 for case_id in listed)
    assert numbers == list(range(1, len(listed) + 1))
    assert {row.unsent for row in listed.values()} == {3}  # person, case and part of each, or nothing of it
    session.database.check()
    session.database.close()
