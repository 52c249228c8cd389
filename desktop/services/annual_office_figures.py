"""The figures of the annual report that come from what an office keeps of itself: plans, money, facts of the year."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.figures import total
from desktop.exchange.paper.letter import Figures, Text
from desktop.exchange.paper.model import Value
from desktop.services.annual_figures import Block, Facts, Make
from desktop.services.cases import Cases
from desktop.store.lists import CaseFilter
from desktop.words import annual as words

_PROGRAMMES = ("mtqg_giam_ngheo", "mtqg_dtts", "mtqg_nong_thon_moi")


def plan_1603(facts: Facts) -> Iterable[Block]:
    """The plan for duty at courts, or why there is none (I.5)."""
    return [_plan(each) for each in facts.records("plan") if each.programme == "ct_1603"]


def programme_plans(facts: Facts) -> Iterable[Block]:
    """The plans for the national target programmes (I.7.1)."""
    return [_plan(each) for each in facts.records("plan") if each.programme in _PROGRAMMES]


def programme_budget(facts: Facts) -> Iterable[Block]:
    """Money by national target programme, of the year and carried in (I.7.2)."""
    lines = [each for each in facts.records("budget_line") if each.programme in _PROGRAMMES]
    by_programme = {code: [each for each in lines if each.programme == code] for code in _PROGRAMMES}
    return _money([(catalogue("programme").label(code), found) for code, found in by_programme.items() if found])


def online_budget(facts: Facts) -> Iterable[Block]:
    """Money for the equipment of online hearings (I.6)."""
    return _of_purposes(facts, "phien_toa_truc_tuyen")


def budget(facts: Facts) -> Iterable[Block]:
    """Money by purpose (I.10.1)."""
    return _of_purposes(facts, *sorted({each.purpose for each in facts.records("budget_line") if each.purpose}))


def budget_for_cases(facts: Facts) -> Iterable[Block]:
    """Money for professional work, and of it for cases (I.10.1)."""
    return _of_purposes(facts, "nghiep_vu", "chi_vu_viec")


def offices(facts: Facts) -> Iterable[Block]:
    """Offices and what changed (I.10.2)."""
    return _of_year(facts, words.OFFICES, "offices", "office_change")


def cars(facts: Facts) -> Iterable[Block]:
    """Cars and what changed (I.10.2)."""
    return _of_year(facts, words.CARS, "cars", "car_change")


def equipment(facts: Facts) -> Iterable[Block]:
    """How well equipped the office is (I.10.2)."""
    return _coded(facts, "equipment", "equipment_level")


def online_service(facts: Facts) -> Iterable[Block]:
    """The level of the online service (I.11)."""
    return _coded(facts, "online_service", "online_service")


def synced(facts: Facts) -> Iterable[Block]:
    """How many cases the national system has (I.11)."""
    cases = Cases(facts.session)
    every, unsent = cases.count(CaseFilter()), cases.count(CaseFilter(unsent=True))
    ratio = words.ratio(every - unsent, every)
    return [Text(words.SYNCED.format(sent=every - unsent, every=every, ratio=ratio))] if every else []


def commune_standards(facts: Facts) -> Iterable[Block]:
    """Communes that reached the standards (I.8.2)."""
    found = facts.records("commune_year")
    reached = sum(bool(each.legal_access) for each in found)
    return [Text(words.COMMUNES.format(count=len(found), legal_access=reached))] if found else []


def agreements(facts: Facts) -> Iterable[Block]:
    """Agreements and joint work with others (I.9)."""
    found = [each for each in facts.records("activity") if each.kind in ("ky_ket", "phoi_hop")]
    return [Text(words.AGREED.format(title=each.title or "", partners=", ".join(each.partners))) for each in found]


def organisations(facts: Facts) -> Iterable[Block]:
    """Organisations that take part on the last day, by kind (I.13)."""
    taking = facts.office.taking_part(facts.period.last)
    found = Counter(each.kind for each in facts.office.listed("organisation").records if each.id in taking)  # type: ignore[attr-defined]
    rows = [(catalogue("organisation_kind").label(kind), count) for kind, count in found.items() if kind]
    return [Figures(words.KIND_AND_COUNT, rows)] if rows else []


def _plan(plan: Any) -> Text:
    if plan.absent:
        return Text(words.NO_PLAN.format(reason=plan.absent_reason or "", outlook=plan.outlook or "").strip())
    day = format_date(plan.issued_on) if plan.issued_on else "…"
    return Text(
        words.PLAN.format(title=plan.title or "", number=plan.number or "…", day=day, issuer=plan.issuer or "…")
    )


def _of_purposes(facts: Facts, *purposes: str) -> list[Block]:
    lines = facts.records("budget_line")
    by_purpose = [(code, [each for each in lines if each.purpose == code]) for code in purposes]
    return _money([(catalogue("budget_purpose").label(code), found) for code, found in by_purpose if found])


def _money(parts: Sequence[tuple[str, Sequence[Any]]]) -> list[Block]:
    if not parts:
        return []
    names = ("approved", "carried_in", "spent")
    rows: list[list[Value]] = [[title, *(total(lines, name).number for name in names)] for title, lines in parts]
    reasons = [Text(each.reason, bullet=True) for _title, lines in parts for each in lines if each.reason]
    return [Figures(words.MONEY, rows), *reasons]


def _of_year(facts: Facts, sentence: str, number: str, change: str) -> list[Block]:
    found = [each for each in facts.records("unit_year") if getattr(each, number) is not None]
    return [Text(sentence.format(count=getattr(each, number), change=getattr(each, change) or "")) for each in found]


def _coded(facts: Facts, name: str, of: str) -> list[Block]:
    return [Text(catalogue(of).label(code)) for each in facts.records("unit_year") if (code := getattr(each, name))]


#: Name in an outline → how it is made; see `desktop.services.annual_figures.FIGURES`.
OFFICE_FIGURES: dict[str, Make] = {
    make.__name__: make
    for make in (
        *(plan_1603, programme_plans, programme_budget, online_budget, budget, budget_for_cases, offices, cars),
        *(equipment, online_service, synced, commune_standards, agreements, organisations),
    )
}
