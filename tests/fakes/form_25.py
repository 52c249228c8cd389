"""Form 25 worked out by hand: plain Python over the open export, written from DOMAIN §4.3 and §6.5."""

from collections.abc import Collection, Iterator
from fractions import Fraction

from tests.fakes.exported import Record, Records, Stay, of, rows

#: Kind of practitioner → the column of its total.
_TOTALS = {"tgvpl": 5, "luat_su_hd_trung_tam": 6, "luat_su_to_chuc": 6, "tu_van_vien": 10, "cong_tac_vien": 13}
#: Total and assigner → the column of both.
_ASSIGNED = {
    (6, "trung_tam"): 7,
    (6, "to_chuc_ky_hop_dong"): 8,
    (6, "to_chuc_dang_ky"): 9,
    (10, "to_chuc_ky_hop_dong"): 11,
    (10, "to_chuc_dang_ky"): 12,
}


def worked_out(
    records: Records, units: Collection[str], first: str, last: str, credit: str = "at_end"
) -> dict[tuple[str, int | str], Fraction]:
    """Row and column, or name of a figure beside them → how many, exactly; what is nought is left out."""
    cells: dict[tuple[str, int | str], Fraction] = {}
    for case in records["case"].values():
        stay = Stay(records, case, units)
        counts = [(name, Fraction(1)) for name in _marks(stay, first, last)]
        if stay.ended and first <= stay.ended <= last:
            counts += _of_the_end(records, case, credit)
        for column, amount in counts:
            for row in rows(case):
                cells[row, column] = cells.get((row, column), Fraction()) + amount
    return cells


def _marks(stay: Stay, first: str, last: str) -> Iterator[int | str]:
    """What a case counts once by its days alone."""
    if stay.began is None:
        return
    if stay.began < first and (stay.closed is None or stay.closed >= first):
        yield from (1, 2)
    if first <= stay.began <= last:
        yield from ["moved_in"] if stay.moved_in else [1, 3]
    if stay.left and first <= stay.left <= last:
        yield "moved_out"
    if stay.began <= last and (stay.closed is None or stay.closed > last):
        yield "carried_on"


def _of_the_end(records: Records, case: Record, credit: str) -> Iterator[tuple[int | str, Fraction]]:
    """What a case counts because it ended in the period."""
    yield 4, Fraction(1)
    if any(part["role"] in ("nguoi_duoc_tgpl", None) for part in of(records, "case_person", case)):
        yield "with_people", Fraction(1)
    if not of(records, "assignment", case):
        yield "nobody_appointed", Fraction(1)
    for assignment, share in credited(records, case, credit):
        yield from ((column, share) for column in _columns(records, assignment))


def credited(records: Records, case: Record, credit: str) -> list[tuple[Record, Fraction]]:
    """Who is credited with an ended case, and with how much of it."""
    everybody = of(records, "assignment", case)
    if credit == "equally":
        return [(each, Fraction(1, len(everybody))) for each in everybody]
    at_end = [each for each in everybody if each["to_on"] is None or each["to_on"] >= case["ended_on"]]
    if not at_end:
        last = max((each["to_on"] for each in everybody), default=None)
        at_end = [each for each in everybody if each["to_on"] == last]
    return [(each, Fraction(each["share"])) for each in at_end]


def _columns(records: Records, assignment: Record) -> list[int]:
    practitioner = records["practitioner"].get(assignment["practitioner"] or "", {})
    kind = assignment["capacity"] or practitioner.get("kind")
    total = _TOTALS.get(kind or "")
    if total is None:
        return []
    whose = assignment["assigned_by"] or ("trung_tam" if kind == "luat_su_hd_trung_tam" else None)
    both = _ASSIGNED.get((total, whose or ""))
    return [total] + ([both] if both else [])
