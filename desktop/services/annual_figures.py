"""The figures of the annual report, by the names an outline gives them; each from the records, none typed.

A figure for which nothing was recorded is left out: the report then says on its first page that it is missing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from desktop.domain.catalogues import catalogue
from desktop.domain.figures import falls_in, total
from desktop.domain.periods import Period
from desktop.domain.quality import ORGANISATION, SUCCESSFUL, rating
from desktop.domain.staff import Standing
from desktop.exchange.paper.letter import Figures, Text
from desktop.reports import workload
from desktop.reports.asked import Asked
from desktop.reports.counting import Counted
from desktop.services.office_records import OfficeRecords
from desktop.services.own_bulletin import FORM as BULLETIN
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.words import annual as words
from sync.contract.records import Appraisal, Practitioner, SuccessVerdict

Block = Text | Figures
Make = Callable[["Facts"], Iterable[Block]]

#: Name in an outline → how it is made.
FIGURES: dict[str, Make] = {}

_DEPARTMENT = "so_tu_phap"
_AID_OFFICER = "tgvpl"


class Facts:
    """What the figures are made from, read once."""

    def __init__(self, session: Session, period: Period, before: Period) -> None:
        self.session, self.period, self.before = session, period, before
        self.reports, self.office = Reports(session), OfficeRecords(session)
        self.asked: Asked = self.reports.asked(period)

    def records(self, record_type: str) -> list[Any]:
        """The records of the office of one type that count in the period."""
        return [each for each in self.office.listed(record_type).records if falls_in(each, self.period)]

    def counted(self, code: str, period: Period) -> Counted:
        """A form over a period."""
        return self.reports.count(self.reports.form(code, period), self.asked._replace(period=period))

    @cached_property
    def form_25(self) -> Counted:
        """Form 25 over the period."""
        return self.counted("25", self.period)

    @cached_property
    def staff(self) -> list[tuple[Practitioner, Standing]]:
        """Who worked here on the last day, and as what."""
        standings = self.office.staff(self.period.last)
        return [(one, standings[one.id]) for one in self.everybody if standings[one.id].works]

    @cached_property
    def everybody(self) -> list[Practitioner]:
        """Who performs legal aid here, or did."""
        return [one for one in self.office.listed("practitioner").records if isinstance(one, Practitioner)]

    @cached_property
    def quality(self) -> tuple[list[Appraisal], list[SuccessVerdict]]:
        """Appraisals and verdicts of the period."""
        with self.session.database.read() as connection:
            return workload.appraisals(connection, self.asked), workload.verdicts(connection, self.asked)

    @cached_property
    def ended(self) -> frozenset[str]:
        """Ids of the cases that have ended."""
        with self.session.database.read() as connection:
            return workload.ended_cases(connection, self.asked)


def _figure(make: Make) -> Make:
    FIGURES[make.__name__] = make
    return make


def _told(sentence: str, **values: object) -> list[Block]:
    return [Text(sentence.format(**values))]


def _counts(catalogue_name: str, counts: Mapping[str, int]) -> list[Block]:
    if not counts:
        return []
    rows = [(catalogue(catalogue_name).label(code), number) for code, number in counts.items()]
    return [Figures(words.KIND_AND_COUNT, rows)]


@_figure
def departments(facts: Facts) -> Iterable[Block]:
    """Rooms named with the staff, and branches (I.1)."""
    rooms = sorted({one.department for one, _standing in facts.staff if one.department})
    named = f" ({', '.join(rooms)})" if rooms else ""
    return _told(words.DEPARTMENTS, rooms=len(rooms), named=named, branches=_branches(facts))


@_figure
def practitioners(facts: Facts) -> Iterable[Block]:
    """Who may perform legal aid, by kind, on the last day (I.1)."""
    return _counts("practitioner_kind", Counter(one.kind for one, _standing in facts.staff if one.kind))


@_figure
def website(facts: Facts) -> Iterable[Block]:
    """Whether the centre has a site of its own (I.2)."""
    for year in facts.records("unit_year"):
        return _told(words.WEBSITE if year.website else words.NO_WEBSITE, address=year.website_address or "")
    return []


@_figure
def outreach(facts: Facts) -> Iterable[Block]:
    """Sessions outside the office (I.2; S3)."""
    found = [each for each in facts.records("activity") if each.kind == "ngoai_tru_so"]
    if not found:
        return []
    attended, advised = total(found, "attendance"), total(found, "advised")
    return _told(words.OUTREACH, sessions=len(found), attended=words.bound(attended), advised=words.bound(advised))


@_figure
def products(facts: Facts) -> Iterable[Block]:
    """What was printed and handed out (I.2)."""
    found = [each for each in facts.records("activity") if each.kind == "an_pham"]
    if not found:
        return []
    copies, distributed = total(found, "copies"), total(found, "distributed")
    return _told(words.PRODUCTS, kinds=len(found), copies=words.bound(copies), distributed=words.bound(distributed))


@_figure
def form_25_compared(facts: Facts) -> Iterable[Block]:
    """Every column of form 25 against the year before, of all cases together (I.3)."""
    now, before = facts.form_25, facts.counted("25", facts.before)
    rows = []
    for column in now.form.columns:
        one, other = now.cells["", column.number], before.cells["", column.number]
        rows.append((words.column(column), other, one, one - other, words.per_cent(one, other)))
    return [Figures(words.COMPARED, rows)]


@_figure
def seniority(facts: Facts) -> Iterable[Block]:
    """Legal-aid officers by years since their appointment, with the litigation cases they ended (I.3; DOMAIN §6.4)."""
    with facts.session.database.read() as connection:
        ended = workload.ended_litigation(connection, facts.asked)
    rows = []
    for head, fits in words.BANDS:
        ids = [one.id for one, standing in facts.staff if one.kind == _AID_OFFICER and fits(standing.years)]
        rows.append((head, len(ids), sum((ended.get(each, 0) for each in ids), start=0)))
    undated = rows.pop()
    return [Figures(words.BAND_HEADS, [*rows, *([undated] if undated[1] else [])])]


@_figure
def successful(facts: Facts) -> Iterable[Block]:
    """Successful litigation cases, each once (I.3)."""
    cells = facts.counted(BULLETIN, facts.period).cells
    return _told(words.SUCCESSFUL, count=cells["", 3], defence=cells["1", 3], protection=cells["2", 3])


def _appraised(facts: Facts, body: str) -> list[Appraisal]:
    return [each for each in facts.quality[0] if each.body == body]


def _number_appraised(facts: Facts, body: str) -> list[Block]:
    found = _appraised(facts, body)
    return _told(words.CASES, count=len({each.case for each in found})) if found else []


def _ratings(found: Sequence[Appraisal]) -> list[Block]:
    """Each case once, by the newest result that rates it, so that the ratings add up to the cases."""
    newest = sorted(found, key=lambda each: (str(each.on), each.id))
    rated = {each.case: rated.value for each in newest if (rated := rating(each)) is not None}
    return _counts("quality_rating", Counter(rated.values()))


@_figure
def appraised(facts: Facts) -> Iterable[Block]:
    """Cases the organisation appraised (I.4.1)."""
    return _number_appraised(facts, ORGANISATION)


@_figure
def appraised_by_rating(facts: Facts) -> Iterable[Block]:
    """How they were rated (I.4.1)."""
    return _ratings(_appraised(facts, ORGANISATION))


@_figure
def evaluated(facts: Facts) -> Iterable[Block]:
    """Cases the Department of Justice evaluated (I.4.2)."""
    return _number_appraised(facts, _DEPARTMENT)


@_figure
def evaluated_by_rating(facts: Facts) -> Iterable[Block]:
    """How they were rated (I.4.2)."""
    return _ratings(_appraised(facts, _DEPARTMENT))


@_figure
def judged(facts: Facts) -> Iterable[Block]:
    """Litigation cases judged for success by whomever (I.4.1)."""
    cases = {each.case for each in facts.quality[1]}
    return _told(words.CASES, count=len(cases)) if cases else []


def _judged_by(facts: Facts, body: str) -> list[Block]:
    """Successes with both ratios (DOMAIN §5.4)."""
    found = [each for each in facts.quality[1] if each.body == body]
    if not found:
        return []
    cases = {each.case for each in found}
    good = {each.case for each in found if each.verdict == SUCCESSFUL} & facts.ended
    performed = workload.performed_litigation(facts.form_25.cells)
    return _told(
        words.JUDGED,
        count=len(good),
        of_judged=words.ratio(len(good), len(cases)),
        judged=len(cases),
        of_performed=words.ratio(len(good), performed),
        performed=performed,
    )


@_figure
def judged_by_department(facts: Facts) -> Iterable[Block]:
    """Verdicts of the Department of Justice (I.4.1)."""
    return _judged_by(facts, _DEPARTMENT)


@_figure
def judged_by_centre(facts: Facts) -> Iterable[Block]:
    """Verdicts of the organisation (I.4.1)."""
    return _judged_by(facts, ORGANISATION)


def _channel(facts: Facts, *codes: str) -> int:
    with facts.session.database.read() as connection:
        found = workload.accepted_by_channel(connection, facts.asked)
    return sum(found.get(code, 0) for code in codes)


@_figure
def duty_at_court(facts: Facts) -> Iterable[Block]:
    """Cases received on duty at a court (I.5), with how many contacts there were."""
    contacts = sum(each.mode == "tai_tru_so" for each in facts.records("duty_contact"))
    return _told(words.DUTY, count=_channel(facts, "truc_toa_an"), contacts=contacts)


@_figure
def duty_by_telephone(facts: Facts) -> Iterable[Block]:
    """Cases received on duty by telephone (I.5)."""
    contacts = sum(each.mode == "qua_dien_thoai" for each in facts.records("duty_contact"))
    return _told(words.DUTY, count=_channel(facts, "truc_dien_thoai"), contacts=contacts)


@_figure
def online_hearings(facts: Facts) -> Iterable[Block]:
    """Cases with an online hearing (I.6)."""
    with facts.session.database.read() as connection:
        return _told(words.CASES, count=workload.online_hearings(connection, facts.asked))


@_figure
def referred(facts: Facts) -> Iterable[Block]:
    """Cases that communes and offices of justice sent (I.8)."""
    return _told(words.REFERRED, commune=_channel(facts, "ubnd_xa"), office=_channel(facts, "phong_tu_phap"))


@_figure
def branches(facts: Facts) -> Iterable[Block]:
    """Branches (I.12)."""
    return _told(words.BRANCHES, count=_branches(facts))


@_figure
def trainees(facts: Facts) -> Iterable[Block]:
    """Who is in training on the last day (I.12)."""
    return _told(words.NUMBER, count=sum(standing.trainee for _one, standing in facts.staff))


def _branches(facts: Facts) -> int:
    return sum((one, "chi_nhanh") == office for one, office in facts.asked.offices.items())


def _position(code: str) -> Make:
    def make(facts: Facts) -> Iterable[Block]:
        named = [one.full_name or "" for one, standing in facts.staff if code in standing.positions]
        return _told(words.HELD, count=len(named), named=f" ({', '.join(named)})" if named else "")

    return make


def _movement(kind: str) -> Make:
    """Of legal-aid officers, gone ones too; a movement of somebody unknown counts (S2: biến động số lượng TGVPL)."""

    def make(facts: Facts) -> Iterable[Block]:
        others = {one.id for one in facts.everybody if one.kind != _AID_OFFICER}
        moves = [each for each in facts.records("staff_movement") if each.practitioner not in others]
        return _told(words.NUMBER, count=sum(each.kind == kind for each in moves))

    return make


FIGURES |= {
    "directors": _position("giam_doc"),
    "acting_directors": _position("pho_giam_doc_phu_trach"),
    "deputies": _position("pho_giam_doc"),
    "appointed": _movement("bo_nhiem_moi"),
    "transferred": _movement("chuyen_cong_tac"),
    "retired": _movement("nghi_che_do"),
    "seconded": _movement("biet_phai"),
    "dismissed": _movement("buoc_thoi_viec"),
    "other_movements": _movement("khac"),
}
