"""The monthly bulletin of a unit worked out by hand: plain Python over the open export, from DOMAIN §9.1 and §5.3."""

from collections import Counter
from collections.abc import Collection, Iterator

from tests.fakes.exported import Record, Records, Stay, of

_SPLIT = {"bao_chua": "1", "bao_ve": "2"}
LITIGATION = "tham_gia_to_tung"


def worked_out(records: Records, units: Collection[str], first: str, last: str) -> Counter[tuple[str, int]]:
    """Row and column → how many cases of litigation; what is nought is left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for case in records["case"].values():
        if case["form"] == LITIGATION:
            rows = ["", *([_SPLIT[case["representation"]]] if case["representation"] in _SPLIT else [])]
            cells.update((row, column) for row in rows for column in _columns(records, case, units, first, last))
    return cells


def _columns(records: Records, case: Record, units: Collection[str], first: str, last: str) -> Iterator[int]:
    stay = Stay(records, case, units)
    if stay.began and not stay.moved_in and first <= stay.began <= last:
        yield 1
    if stay.ended and first <= stay.ended <= last:
        yield 2
    if first <= (succeeded(records, case, stay) or "") <= last:
        yield 3


def succeeded(records: Records, case: Record, stay: Stay) -> str | None:
    """The day from which a case counts as successful: of the first verdict that says so, if the case has ended here.

    Once, however many bodies say so, and even if another says it was not (DOMAIN §5.3).
    """
    if not stay.ended:
        return None
    verdicts = of(records, "success_verdict", case)
    return min((each["on"] for each in verdicts if each["verdict"] == "thanh_cong" and each["on"]), default=None)
