"""The traps every synchronisation of this kind has fallen into: each has a test that carries its number.

`pytest -k trap` runs them all.
"""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
NAME = re.compile(r"^def test_trap_(\d+)_\w", re.MULTILINE)

TRAPS = {
    1: "the answer is lost after the commit",
    2: "an edit during a cycle",
    3: "a second edit after news nobody has seen",
    4: "a poisoned entry, its followers, its mending",
    5: "a child before its parent",
    6: "a page or a batch cut in the middle of related records",
    7: "clocks that are years wrong",
    8: "a file that was restored, cloned, rolled back",
    9: "a captive portal that answers 200 with HTML",
    10: "rights lost with a full queue",
    11: "sign-out, update and reset with unsent work",
    12: "older and newer clients",
    13: "the power cut at any statement",
    14: "green while something is not",
    15: "a form opened before news and saved after",
    16: "an entry made before a move",
    17: "two resolutions",
    18: "a deletion against a new child",
    19: "a server that was restored",
    20: "two users on one PC",
    21: "a stick overtaken by the network, and the reverse",
    22: "the answer with new tokens is lost",
    23: "a crash in one feed of an exchange of two",
    24: "one entry that makes the server fail",
}


def test_every_trap_has_a_test_with_its_number() -> None:
    found = {int(number) for path in TESTS.rglob("test_*.py") for number in NAME.findall(path.read_text())}

    assert sorted(found) == sorted(TRAPS)
