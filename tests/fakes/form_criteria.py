"""Success by criterion worked out by hand: plain Python over the open export, from DOMAIN §5.3 and the form's notes."""

from collections import Counter
from collections.abc import Collection, Iterator

from tests.fakes.exported import Record, Records, Stay, of
from tests.fakes.form_bulletin import LITIGATION, succeeded

_LETTERS = {"hs": 19, "ds": 7, "hc": 4}  # 30 criteria of QĐ 1179: hình sự, dân sự, hành chính
_COLUMNS = {"bao_chua": 2, "bao_ve": 3}


def worked_out(records: Records, units: Collection[str], first: str, last: str) -> Counter[tuple[str, int]]:
    """Row and column → how many cases; what is nought is left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for case in records["case"].values():
        successful_on = succeeded(records, case, Stay(records, case, units)) or ""
        if case["form"] == LITIGATION and first <= successful_on <= last:
            columns = [1, *([_COLUMNS[case["representation"]]] if case["representation"] in _COLUMNS else [])]
            cells.update((row, column) for row in ("", *_rows(_main(records, case))) for column in columns)
    return cells


def _main(records: Records, case: Record) -> str | None:
    """The main criterion of the first month in which a verdict of success named one, of one month the first by code."""
    positive = [each for each in of(records, "success_verdict", case) if each["verdict"] == "thanh_cong"]
    named = [(each["on"][:7], each["main_criterion"]) for each in positive if each["on"] and each["main_criterion"]]
    return min(named)[1] if named else None


def _rows(criterion: str | None) -> Iterator[str]:
    if criterion is None:
        yield "III"
    elif criterion == "cv427":
        yield "I"
    else:
        letters, number = criterion.split("_tc")
        assert 1 <= int(number) <= _LETTERS[letters]
        yield from ("II", f"{letters.upper()}{number}")
