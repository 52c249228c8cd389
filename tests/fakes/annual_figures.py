"""The computable figures of the annual report worked out by hand: DOMAIN §9.2, §5.2–§5.4, §6.1–§6.4, and S2.

Each figure is what stands in it from left to right: numbers, "hơn" before those that are only known to be more, whole
per cents; of a table, what each row begins with → its numbers.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from tests.fakes import form_25
from tests.fakes.annual_staff import Staff
from tests.fakes.exported import Record, Records, Stay, of, of_office
from tests.fakes.form_bulletin import LITIGATION, succeeded
from tests.fakes.form_bulletin import worked_out as bulletin

_SCORES = (
    *("lawful", "informing", "timely", "fitting", "evidence", "law_applied", "proceedings", "documented"),
    "satisfaction",
)
_MOVEMENTS = {
    "appointed": "bo_nhiem_moi",
    "transferred": "chuyen_cong_tac",
    "retired": "nghi_che_do",
    "seconded": "biet_phai",
    "dismissed": "buoc_thoi_viec",
    "other_movements": "khac",
}
_POSITIONS = {"directors": "giam_doc", "acting_directors": "pho_giam_doc_phu_trach", "deputies": "pho_giam_doc"}
_PROGRAMMES = ("mtqg_giam_ngheo", "mtqg_dtts", "mtqg_nong_thon_moi")


class Year:
    """The report of a year, from 1 November of the year before to 31 October."""

    def __init__(self, records: Records, units: Collection[str], branches: int, year: int) -> None:
        self.records, self.units, self.branches, self.year = records, units, branches, year
        self.first, self.last = f"{year - 1}-11-01", f"{year}-10-31"
        self.staff = Staff(records, self.first, self.last)
        self.cases = [case for case in records["case"].values() if Stay(records, case, units).began]

    def figures(self) -> dict[str, Any]:
        """Name of a figure → what stands in it; those of nothing are left out."""
        found: dict[str, Any] = {
            "departments": [len({one["department"] for one in self.staff.at_work if one["department"]}), self.branches],
            "practitioners": dict(Counter(one["kind"] for one in self.staff.at_work if one["kind"])),
            "outreach": self._activities("ngoai_tru_so", "attendance", "advised"),
            "products": self._activities("an_pham", "copies", "distributed"),
            "form_25_compared": self._compared(),
            "seniority": self._seniority(),
            "successful": self._successful(),
            "duty_at_court": [self._accepted("truc_toa_an"), self._contacts("tai_tru_so")],
            "duty_by_telephone": [self._accepted("truc_dien_thoai"), self._contacts("qua_dien_thoai")],
            "online_hearings": [self._online_hearings()],
            "referred": [self._accepted("ubnd_xa"), self._accepted("phong_tu_phap")],
            "branches": [self.branches],
            "trainees": [sum(map(self.staff.is_trainee, self.staff.at_work))],
            "organisations": dict(Counter(each["kind"] for each in self._taking_part() if each["kind"])),
            "commune_standards": self._communes(),
            "budget": self._money("purpose", None),
            "budget_for_cases": self._money("purpose", ("nghiep_vu", "chi_vu_viec")),
            "online_budget": self._money("purpose", ("phien_toa_truc_tuyen",)),
            "programme_budget": self._money("programme", _PROGRAMMES),
            **self._quality(),
            **{name: [self.staff.held(code)] for name, code in _POSITIONS.items()},
            **{name: [self.staff.moved(kind)] for name, kind in _MOVEMENTS.items()},
        }
        return {name: told for name, told in found.items() if told}

    def _in_year(self, record_type: str, day: str = "on") -> list[Record]:
        found = of_office(self.records, record_type)
        return [each for each in found if self.first <= (each[day] or "")[:10] <= self.last]

    def _of_year(self, record_type: str) -> list[Record]:
        return [each for each in of_office(self.records, record_type) if each["year"] == self.year]

    def _seniority(self) -> list[list[Any]]:
        """Officers and their ended litigation, < 3, 3 to < 5, ≥ 5 years at the end; and of unknown appointment."""
        shares: dict[str, Fraction] = {}
        for case in self.cases:
            ended = Stay(self.records, case, self.units).ended
            if case["form"] == LITIGATION and self.first <= (ended or "") <= self.last:
                for assignment, share in form_25.credited(self.records, case, "at_end"):
                    by = assignment["practitioner"] or ""
                    whose = self.staff.copies.get(by, by)
                    shares[whose] = shares.get(whose, Fraction()) + share
        bands: list[list[Any]] = [[0, Fraction()] for _ in range(4)]
        for one in self.staff.at_work:
            if one["kind"] == "tgvpl":
                band = bands[_band(one["appointed_on"], self.last)]
                band[0] += 1
                band[1] += shares.get(one["id"], Fraction())
        return bands if bands[3][0] else bands[:3]

    # Cases (S2 I.3 to I.8).

    def _compared(self) -> list[list[Any]]:
        """Every column of form 25 against the year before."""
        now = form_25.worked_out(self.records, self.units, self.first, self.last)
        before = form_25.worked_out(self.records, self.units, f"{self.year - 2}-11-01", f"{self.year - 1}-10-31")
        rows = []
        for column in range(1, 14):
            one, other = now.get(("", column), Fraction()), before.get(("", column), Fraction())
            change = "–" if not other else f"{'-' if one < other else ''}{_whole(100 * abs(one - other) / other)}%"
            rows.append([other, one, one - other, change])
        return rows

    def _successful(self) -> list[int]:
        cells = bulletin(self.records, self.units, self.first, self.last)
        return [cells["", 3], cells["1", 3], cells["2", 3]]

    def _accepted(self, channel: str) -> int:
        stays = [Stay(self.records, case, self.units) for case in self.cases if case["channel"] == channel]
        return sum(not stay.moved_in and self.first <= (stay.began or "") <= self.last for stay in stays)

    def _contacts(self, mode: str) -> int:
        return sum(each["mode"] == mode for each in self._in_year("duty_contact", "at"))

    def _online_hearings(self) -> int:
        ours = {case["id"] for case in self.cases}
        found = [each["case"] for each in self._in_year("hearing", "at") if each["mode"] == "truc_tuyen"]
        return len(ours & set(found))

    def _quality(self) -> dict[str, Any]:
        """Appraisals and verdicts by body; a rating needs all scores, but for a breach, which always fails."""
        told: dict[str, Any] = {}
        for name, body in (("appraised", "to_chuc"), ("evaluated", "so_tu_phap")):
            found = [each for case in self.cases for each in self._found(case, "appraisal") if each["body"] == body]
            told[name] = [len({each["case"] for each in found})] if found else []
            newest = sorted(found, key=lambda each: (each["on"], each["id"]))
            rated = {each["case"]: rating for each in newest if (rating := _rating(each))}
            told[f"{name}_by_rating"] = dict(Counter(rated.values()))
        judged = [case for case in self.cases if case["form"] == LITIGATION]
        performed = int(form_25.worked_out(self.records, self.units, self.first, self.last).get(("II.2", 1), 0))
        number = sum(bool(self._found(case, "success_verdict")) for case in judged)
        told["judged"] = [number] if number else []
        for name, body in (("judged_by_centre", "to_chuc"), ("judged_by_department", "so_tu_phap")):
            verdicts = [
                (case, each) for case in judged for each in self._found(case, "success_verdict") if each["body"] == body
            ]
            of_all = len({case["id"] for case, _verdict in verdicts})
            good = {
                case["id"]
                for case, verdict in verdicts
                if verdict["verdict"] == "thanh_cong" and succeeded(self.records, case, self._stay(case))
            }
            ratios = [_ratio(len(good), of_all), of_all, _ratio(len(good), performed), performed]
            told[name] = [len(good), *ratios] if verdicts else []
        return told

    def _stay(self, case: Record) -> Stay:
        return Stay(self.records, case, self.units)

    def _found(self, case: Record, record_type: str) -> list[Record]:
        return [each for each in of(self.records, record_type, case) if self.first <= (each["on"] or "") <= self.last]

    # What an office keeps of itself (S2 I.2, I.7, I.8, I.10, I.13).

    def _activities(self, kind: str, *names: str) -> list[Any]:
        found = [each for each in self._in_year("activity") if each["kind"] == kind]
        return [len(found), *(_sum(found, name) for name in names)] if found else []

    def _taking_part(self) -> Iterable[Record]:
        """Organisations whose newest contract or certificate is in force on the last day (DOMAIN §6.1)."""
        for one in of_office(self.records, "organisation"):
            events = [
                each
                for each in of_office(self.records, "organisation_event")
                if each["organisation"] == one["id"] and each["on"] and each["on"] <= self.last
            ]
            state = False
            for each in sorted(events, key=lambda each: (each["on"], each["id"])):
                if each["kind"] in ("ky_hop_dong", "gia_han_hop_dong", "cap_giay", "cap_lai_giay"):
                    state = self.last <= (each["valid_to"] or "9999")
                elif each["kind"] in ("cham_dut_hop_dong", "thu_hoi_giay") and each["on"] < self.last:
                    state = False
            if state:
                yield one

    def _communes(self) -> list[int]:
        found = self._of_year("commune_year")
        return [sum(each["legal_access"] for each in found), len(found)] if found else []

    def _money(self, name: str, codes: Collection[str] | None) -> Mapping[str, list[int]]:
        """Approved, carried in, spent."""
        sums: dict[str, list[int]] = {}
        for line in self._of_year("budget_line"):
            if line[name] and (codes is None or line[name] in codes):
                row = sums.setdefault(line[name], [0, 0, 0])
                for place, column in enumerate(("approved", "carried_in", "spent")):
                    row[place] += line[column] or 0
        return sums


def _band(appointed: str | None, on: str) -> int:
    """0, 1, 2 for less than three, less than five, more years; 3 for a day that is unknown or still to come."""
    if appointed is None or appointed > on:
        return 3
    years = int(on[:4]) - int(appointed[:4]) - (on[5:] < appointed[5:])
    return 0 if years < 3 else 1 if years < 5 else 2


def _rating(appraisal: Record) -> str | None:
    if appraisal["breach"]:
        return "khong_dat"
    scores = [appraisal[name] for name in _SCORES]
    if None in scores:
        return None
    points = sum(scores)
    return "tot" if points >= 90 else "kha" if points >= 70 else "dat" if points >= 50 else "khong_dat"


def _sum(found: Iterable[Record], name: str) -> int | str:
    """The sum; "hơn" it, if any part of it is only known to be more."""
    written = [each for each in found if each[name] is not None]
    number = sum(each[name] for each in written)
    return f"hơn {number}" if any(each.get(f"{name}_at_least") for each in written) else number


def _ratio(part: int, whole: int) -> str:
    return f"{_whole(Fraction(100 * part, whole))}%" if whole else "–"


def _whole(number: Fraction) -> int:
    """To a whole number, halves upwards, as the Ministry rounds (DOMAIN §9.3)."""
    return int(number + Fraction(1, 2))
