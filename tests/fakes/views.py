"""The bars of a year, rankings and workload worked out by hand: plain Python over the open export, DOMAIN §5.3, §6.5.

People are told by who they are, whichever record of them an assignment names.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from tests.fakes.exported import Record, Records, Stay, of, rows
from tests.fakes.form_25 import credited
from tests.fakes.form_26 import Offices, days_of, performing
from tests.fakes.form_bulletin import LITIGATION, succeeded

_FIELDS = {"1": "criminal", "2": "civil", "3": "administrative", "4": "other_field"}
_GIVEN, _OPEN, _ENDED, _LITIGATION = 1, 2, 3, 4


def bars(
    records: Records, units: Collection[str], first: str, last: str, measure: str
) -> Counter[tuple[str, str | None]]:
    """Cut and key → how many cases were accepted, ended or successful."""
    found: Counter[tuple[str, str | None]] = Counter()
    for case in records["case"].values():
        day = _day(records, case, Stay(records, case, units), measure)
        if first <= (day or "") <= last:
            field = next((_FIELDS[mark] for mark in rows(case) if mark in _FIELDS), "")
            found.update((("month", day and day[:7]), ("field", field), ("unit", case["unit"])))
    return found


def _day(records: Records, case: Record, stay: Stay, measure: str) -> str | None:
    """The day a case counts by."""
    if measure == "accepted":
        return None if stay.moved_in else stay.began
    if measure == "ended":
        return stay.ended
    return succeeded(records, case, stay) if case["form"] == LITIGATION else None


def ranks(
    records: Records, units: Collection[str], first: str, last: str, credit: str
) -> Mapping[tuple[str, str], tuple[Fraction, Fraction]]:
    """``people`` or ``units`` and whose → how many cases ended, and how many of these are successful by now."""
    found: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
    for case in records["case"].values():
        stay = Stay(records, case, units)
        if not stay.ended or not first <= stay.ended <= last:
            continue
        won = case["form"] == LITIGATION and succeeded(records, case, stay) is not None
        parts = [("units", case["unit"], Fraction(1))]
        parts += [("people", _who(records, each), share) for each, share in credited(records, case, credit)]
        for whom, key, share in parts:
            if key:
                ended, successful = found.get((whom, key), (Fraction(), Fraction()))
                found[whom, key] = (ended + share, successful + share * won)
    return found


def with_people(records: Records, units: Collection[str], first: str, last: str) -> Counter[str]:
    """Who performs a case now, or did when it ended → how many were with the units on some day; '' for nobody."""
    found: Counter[str] = Counter()
    for case in records["case"].values():
        stay = Stay(records, case, units)
        if stay.began is None or case["moved_to"]:
            continue
        happened = [stay.began, *([stay.closed] if stay.closed else [])]  # an end before the acceptance is a mistake
        if min(happened) <= last and (stay.closed is None or max(happened) >= first):
            assigned = of(records, "assignment", case)
            still = [each for each in assigned if not each["to_on"] or _until_end(each["to_on"], case)]
            found.update({_who(records, each) for each in still} or {""})
    return found


def _until_end(day: str, case: Record) -> bool:
    return bool(case["ended_on"] and day >= case["ended_on"])


def workload(
    records: Records, units: Collection[str], first: str, last: str, credit: str
) -> Mapping[tuple[str, int], Fraction]:
    """Whose ('' for nobody) and number of the column → given, open, ended, ended litigation."""
    found: dict[tuple[str, int], Fraction] = {}
    for case in records["case"].values():
        stay = Stay(records, case, units)
        lines = [*_whole(records, case, stay, first, last)]
        if stay.ended and first <= stay.ended <= last:
            lines += _shares(records, case, credit)
        for who, column, share in lines:
            found[who, column] = found.get((who, column), Fraction()) + share
    return found


def _whole(records: Records, case: Record, stay: Stay, first: str, last: str) -> Iterator[tuple[str, int, Fraction]]:
    """What a case counts for somebody once, however often they were appointed to it: that they got it, and have it."""
    if stay.began is None:
        return
    once = set()
    is_open = stay.began <= last and (stay.closed is None or stay.closed > last)
    for each in of(records, "assignment", case):
        since = each["from_on"] or case["accepted_at"][:10]
        if first <= since <= last:
            once.add((_who(records, each), _GIVEN))
        if is_open and since <= last and (each["to_on"] is None or each["to_on"] > last):
            once.add((_who(records, each), _OPEN))
    yield from ((who, column, Fraction(1)) for who, column in once)


def _shares(records: Records, case: Record, credit: str) -> Iterator[tuple[str, int, Fraction]]:
    """What an ended case counts."""
    for each, share in credited(records, case, credit):
        yield _who(records, each), _ENDED, share
        if case["form"] == LITIGATION:
            yield _who(records, each), _LITIGATION, share


def performers(records: Records, offices: Offices, first: str, last: str) -> set[str]:
    """Who performs legal aid with the units on any day."""
    days = days_of(first, last)
    return {_is(records, one) for one in performing(records, offices, days)}


def _who(records: Records, assignment: Record) -> str:
    """Whoever is appointed; a practitioner of whom nothing else is known by their id."""
    one = records["practitioner"].get(assignment["practitioner"] or "")
    return _is(records, one) if one else assignment["practitioner"] or ""


def _is(records: Records, one: Record) -> str:
    """Whoever came with a case is who they were before, until they are appointed here."""
    origin = records["practitioner"].get(one["copied_from"] or "")
    moves = records.told.get(("staff_movement", one["id"]), ())
    is_visiting = not any(each["kind"] == "bo_nhiem_moi" for each in moves)
    return str(origin["id"] if origin and not origin["deleted"] and is_visiting else one["id"])
