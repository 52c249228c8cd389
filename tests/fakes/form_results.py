"""The results of a province worked out by hand (S3): litigation handled, new, ended and successful by field."""

from collections import Counter
from collections.abc import Collection, Iterator

from tests.fakes.exported import Record, Records, Stay, rows
from tests.fakes.form_bulletin import LITIGATION, succeeded


def worked_out(records: Records, units: Collection[str], first: str, last: str) -> Counter[tuple[str, int]]:
    """Row and column → how many cases of litigation; what is nought is left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for case in records["case"].values():
        if case["form"] == LITIGATION:
            marks = [row for row in rows(case) if row in ("", "1", "2", "3", "4")]
            cells.update((row, column) for row in marks for column in _columns(records, case, units, first, last))
    return cells


def _columns(records: Records, case: Record, units: Collection[str], first: str, last: str) -> Iterator[int]:
    stay = Stay(records, case, units)
    if stay.began and stay.began < first and (stay.closed is None or stay.closed >= first):
        yield from (1, 2)
    if stay.began and not stay.moved_in and first <= stay.began <= last:
        yield from (1, 3)
    if stay.ended and first <= stay.ended <= last:
        yield 4
    if first <= (succeeded(records, case, stay) or "") <= last:
        yield 5
