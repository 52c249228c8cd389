"""Practice data: how long it takes to invent a big office, case by case through the write door."""

from tests.benchmarks.ground import Ground
from tests.benchmarks.rows import Aim, Row, row

_AIM = 60.0 / 100_000  # seconds a case: 100,000 cases in under a minute


def invent(ground: Ground) -> Row:
    """The first office that this run makes from nothing, the biggest there is."""
    cases = ground.sizes.listed
    ground.office(cases)
    return row(
        f"inventing {cases} cases of practice data, each through the write door",
        "s",
        Aim(below=_AIM * cases),
        ground.seconds_a_case[0] * cases,
    )
