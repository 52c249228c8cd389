"""What an invented office keeps of itself: its staff, organisations, activities, plans, budget and years."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, NamedTuple

import msgspec

from desktop.exchange.practice.chances import Chances, read_material
from desktop.exchange.practice.names import random_name

_SESSIONS, _CONTACTS, _QUESTIONS = 12, 20, 40  # a year
_KINH = "01"
_LAWYER, _AID_OFFICER = "luat_su_hd_trung_tam", "tgvpl"


class _Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: str
    sub_kind: str
    begins: str
    ends: str


class _Offices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    courts: list[str]
    partners: list[str]
    topics: list[str]
    places: list[str]
    groups: list[str]
    asked: list[str]
    outlets: dict[str, str]
    campaigns: dict[str, str]
    departments: list[str]
    organisations: list[_Organisation]
    plans: dict[str, str]
    budget: dict[str, int]


@cache
def _material() -> _Offices:
    return read_material("offices", _Offices)


class Span(NamedTuple):
    """The years that end today."""

    today: dt.date
    years: int

    @property
    def calendar(self) -> range:
        """Their numbers, as the calendar has them."""
        return range(self.today.year - self.years + 1, self.today.year + 1)


class OfficeRecord(NamedTuple):
    """An invented record: its type, its id, its fields."""

    type: str
    id: str
    values: Mapping[str, Any]


def staff_values(rng: Random, kind: str, began: dt.date) -> dict[str, Any]:
    """What is known of somebody who gave legal aid already when the first case came in."""
    appointed = began - dt.timedelta(days=30 + int(rng.random() * 365 * 9))
    values: dict[str, Any] = {"appointed_on": appointed, "card_number": f"{1 + int(rng.random() * 900):03}/TP/TGPL"}
    if kind == _AID_OFFICER:
        values |= {
            "grade": Chances({"hang_3": 6, "hang_2": 4}).pick(rng),
            "department": Chances.equal(_material().departments).pick(rng),
        }
    if kind == _LAWYER:
        values["contract_number"] = f"{1 + int(rng.random() * 90):02}/HĐ-TGPL"
    return values


def office_records(
    rng: Random, span: Span, staff: Sequence[str], communes: Sequence[str], new_id: Callable[[], str]
) -> Iterator[OfficeRecord]:
    """The records of the last years, in an order in which what is referred to comes first.

    Args:
        rng: where chance comes from.
        span: of what is told.
        staff: ids of the practitioners; the first directs.
        communes: codes of some communes that the office serves.
        new_id: makes the next id.
    """
    makers = (
        _positions(span.today, staff),
        _organisations(rng, span, new_id),
        _contacts(rng, span, staff),
        _activities(rng, span, communes),
        _papers(rng, span),
        _years(rng, span, communes),
        _advice(rng, span, staff, communes),
    )
    for maker in makers:
        for one in maker:
            yield one if isinstance(one, OfficeRecord) else OfficeRecord(one[0], new_id(), one[1])


_Made = OfficeRecord | tuple[str, dict[str, Any]]


def _positions(today: dt.date, staff: Sequence[str]) -> Iterator[_Made]:
    """A director and a deputy who was in charge before."""
    changed = dt.date(today.year - 1, 4, 1)
    director, deputy = staff[0], staff[1 % len(staff)]
    held = (
        (deputy, "pho_giam_doc_phu_trach", dt.date(today.year - 3, 7, 1), changed - dt.timedelta(days=1)),
        (deputy, "pho_giam_doc", changed, None),
        (director, "giam_doc", changed, None),
    )
    for who, position, first, last in held:
        yield "staff_position", {"practitioner": who, "position": position, "from_on": first, "to_on": last}
    lent = {"practitioner": staff[-1], "kind": "biet_phai", "on": dt.date(today.year - 1, 9, 1)}
    yield "staff_movement", {**lent, "until": dt.date(today.year - 1, 12, 31), "elsewhere": "Sở Tư pháp"}


def _organisations(rng: Random, span: Span, new_id: Callable[[], str]) -> Iterator[_Made]:
    for number, each in enumerate(_material().organisations, start=1):
        made = OfficeRecord("organisation", new_id(), {"name": each.name, "kind": each.kind, "sub_kind": each.sub_kind})
        yield made
        event = {"organisation": made.id, "number": f"{number:02}/TGPL"}
        signed = dt.date(span.today.year - span.years, 1 + int(rng.random() * 12), 5)
        yield "organisation_event", {**event, "kind": each.begins, "on": signed}
        if each.ends:
            yield "organisation_event", {**event, "kind": each.ends, "on": dt.date(span.today.year - 1, 6, 30)}


def _contacts(rng: Random, span: Span, staff: Sequence[str]) -> Iterator[_Made]:
    modes = Chances({"tai_tru_so": 7, "qua_dien_thoai": 3})
    results = Chances({"huong_dan": 6, "hen_bo_sung": 2, "khong_thuoc_dien": 2})
    for day in _days(rng, span, _CONTACTS):
        yield (
            "duty_contact",
            {
                "at": f"{day.isoformat()}T{8 + int(rng.random() * 8):02}:{int(rng.random() * 60):02}:00+07:00",
                "mode": modes.pick(rng),
                "court": Chances.equal(_material().courts).pick(rng),
                "practitioner": Chances.equal(staff).pick(rng),
                "result": results.pick(rng),
                "content": Chances.equal(_material().asked).pick(rng),
            },
        )


def _advice(rng: Random, span: Span, staff: Sequence[str], communes: Sequence[str]) -> Iterator[_Made]:
    """Simple questions, answered at once."""
    fields = Chances({"dat_dai": 4, "dan_su": 3, "hon_nhan_gia_dinh": 3, "lao_dong": 1})
    channels = Chances({"truc_tiep_trung_tam": 5, "duong_day_nong": 3, "tgpl_ngoai_tru_so": 2})
    for day in _days(rng, span, _QUESTIONS):
        yield (
            "simple_advice",
            {
                "on": day,
                "full_name": random_name(rng, _KINH, Chances({"nam": 1, "nu": 1}).pick(rng)),
                "channel": channels.pick(rng),
                "law_field": fields.pick(rng),
                "commune": Chances.equal(communes).pick(rng),
                "content": Chances.equal(_material().asked).pick(rng),
                "practitioner": Chances.equal(staff).pick(rng),
            },
        )


def _activities(rng: Random, span: Span, communes: Sequence[str]) -> Iterator[_Made]:
    material = _material()
    for number, day in enumerate(_days(rng, span, _SESSIONS)):
        yield _activity(
            "ngoai_tru_so",
            day,
            Chances.equal(material.topics).pick(rng),
            commune=communes[number % len(communes)] if communes else None,
            place=Chances.equal(material.places).pick(rng),
            partners=[Chances.equal(material.partners).pick(rng)],
            target_groups=[Chances.equal(material.groups).pick(rng)],
            attendance=30 + int(rng.random() * 60),
            attendance_at_least=number % 10 == 0,
            advised=2 + int(rng.random() * 12),
            leaflets=50 * int(1 + rng.random() * 4),
        )
    for year in span.calendar:
        for medium, outlet in material.outlets.items():
            title = "Chuyên mục giải đáp pháp luật"
            yield _activity("tin_bai", dt.date(year, 3, 15), title, medium=medium, outlet=outlet, pieces=6)
        signed = {"partners": ["Tòa án nhân dân tỉnh"], "programme": "ct_1603", "number": f"1/{year}/KHLN"}
        yield _activity("ky_ket", dt.date(year, 2, 20), "Kế hoạch liên ngành về trực tại Tòa án", **signed)
        printed = {"product": "to_gap", "copies": 5000, "distributed": 4200}
        yield _activity("an_pham", dt.date(year, 5, 10), "Tờ gấp về quyền được trợ giúp pháp lý", **printed)
        for name, month_and_day in material.campaigns.items():
            on = dt.date.fromisoformat(f"{year}-{month_and_day}")
            if on <= span.today:
                yield _activity("dot_cao_diem", on - dt.timedelta(days=10), name, to_on=on, tags=[f"{name} {year}"])


def _activity(kind: str, on: dt.date, title: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return "activity", {"kind": kind, "on": on, "title": title, **values}


def _papers(rng: Random, span: Span) -> Iterator[_Made]:
    """Plans, one of which was never issued, and budget lines, one of which was not approved."""
    for year in span.calendar:
        for number, (programme, issuer) in enumerate(_material().plans.items(), start=1):
            values: dict[str, Any] = {"year": year, "programme": programme}
            if issuer:
                issued = dt.date(year, 1, 5 + 3 * number)
                values |= {"number": f"{10 + number}/KH", "issued_on": issued, "issuer": issuer}
            else:
                values |= {"absent": True, "absent_reason": "Chờ văn bản hướng dẫn của Trung ương."}
            yield "plan", values
        for purpose, approved in _material().budget.items():
            line: dict[str, Any] = {"year": year, "purpose": purpose, "origin": "dia_phuong", "approved": approved}
            if approved:
                line["spent"] = int(approved * (0.7 + 0.3 * rng.random())) // 1000 * 1000
            else:
                line["reason"] = "Chưa bố trí được nguồn."
            yield "budget_line", line


def _years(rng: Random, span: Span, communes: Sequence[str]) -> Iterator[_Made]:
    for year in span.calendar:
        yield (
            "unit_year",
            {
                "year": year,
                "website": True,
                "online_service": "mot_phan" if year < span.today.year else "toan_trinh",
                "equipment": "co_ban",
                "offices": 1,
                "cars": 1,
                "hearing_rooms": 1,
                "staff_quota": 18,
            },
        )
        for commune in communes:
            told = {"explained": int(rng.random() * 40), "referred": 1 + int(rng.random() * 8)}
            meets = {"legal_access": rng.random() < 0.8, "new_rural": rng.random() < 0.5}
            yield "commune_year", {"year": year, "commune": commune, **meets, **told}


def _days(rng: Random, span: Span, a_year: int) -> list[dt.date]:
    """So many days in the years that end today, in order."""
    ago = (int(rng.random() * 365 * span.years) for _ in range(a_year * span.years))
    return sorted(span.today - dt.timedelta(days=days) for days in ago)
