"""The bulletin of the country in the Department's own wording (S0), with the hour at which its figures were taken."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from desktop.domain.catalogues import NEW_LIST, OLD_LIST, catalogue
from desktop.domain.periods import Period
from desktop.domain.territory import names_of
from desktop.exchange.paper.letter import Figures, Letter, Text
from desktop.exchange.paper.model import Value
from desktop.reports.bulletins.counted import BEFORE, Difference
from desktop.reports.bulletins.figures import Criterion, Split
from desktop.reports.bulletins.reading import Measure
from desktop.reports.counting import Counted
from desktop.reports.criteria import UNNAMED
from desktop.reports.ranking import Ranked, leading, ranked, without
from desktop.words import _, criteria
from desktop.words import reports as report_words
from desktop.words.bulletins import MEASURES
from desktop.words.formats import moment, whole
from desktop.words.own_bulletin import (
    HEADS,
    RANKING,
    counted_places,
    month_words,
    opening,
    sentence,
    worded,
)

NAME = _("Bản tin tháng của cả nước")
WHOLE, PROVINCE = _("Cả nước"), _("Tỉnh, thành phố")
UNPLACED = _("Chưa rõ tỉnh")
LISTS = {OLD_LIST: _("63 tỉnh, thành phố (đến 30/6/2025)"), NEW_LIST: _("34 tỉnh, thành phố (từ 01/7/2025)")}
SHORT_LISTS = {OLD_LIST: _("63 tỉnh, thành phố"), NEW_LIST: _("34 tỉnh, thành phố")}
NOBODY = _("Chỉ gồm vụ việc không có thông tin của ai: không tên, không số, không nội dung, ngày chỉ ghi đến tháng.")
#: What is counted, as the Department words it.
_SUBJECT = {
    Measure.ACCEPTED: _("số vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý và cập nhật trên Hệ thống"),
    Measure.ENDED: _("số vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc và cập nhật trên Hệ thống"),
    Measure.SUCCESSFUL: _(
        "có {with_any}/{every} tỉnh/thành phố cập nhật số liệu vụ việc trợ giúp pháp lý tham gia tố tụng thành công, "
        "hiệu quả xét theo từng tiêu chí trên Hệ thống"
    ),
}
_MOST = {
    Measure.ACCEPTED: _(
        "Các tỉnh/thành phố thụ lý và cập nhật trên Hệ thống nhiều vụ việc trợ giúp pháp lý tham gia tố tụng "
        "là: {named}."
    ),
    Measure.ENDED: _(
        "Các tỉnh/thành phố có nhiều vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc trong kỳ và cập nhật trên "
        "Hệ thống là: {named}."
    ),
    Measure.SUCCESSFUL: _("Cụ thể là: {named}."),
}
_WITHOUT = {
    Measure.ACCEPTED: _(
        "Các tỉnh/thành phố không có số liệu vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý cập nhật trên Hệ thống "
        "là: {named}."
    ),
    Measure.ENDED: _(
        "Các tỉnh/thành phố không có số liệu vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc cập nhật trên Hệ thống "
        "là: {named}."
    ),
}


_ABOUT = {
    "": _("tổng số"),
    "bao_chua": _("bào chữa"),
    "bao_ve": _("bảo vệ"),
    BEFORE: _("tháng trước"),
}


class NationalCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case behind a number: nobody is in it, and its days are months (``2021-08``).

    ``criterion`` is the one by which it counts as successful, if a verdict names one.
    """

    unit: str
    province: str | None
    form: str | None
    representation: str | None
    law_field: str | None
    outcome: str | None
    accepted: str | None
    ended: str | None
    criterion: str | None


class Opened(Difference, frozen=True, kw_only=True):
    """A number that is printed otherwise than counted, with the cases it counts here, where they are few."""

    cases: Sequence[NationalCase] = ()


class OfProvince(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a province by its code; None: those of units that name no province."""

    code: str | None
    name: str
    figures: Mapping[Measure, Split]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a bulletin says: by whom, of which month, when its figures were taken, by which list of provinces.

    Attributes:
        figures, before: of the month, and of the one before it.
        criteria: those by which the successful cases of the month count.
        provinces: every one of the list.
    """

    unit: str
    month: Period
    taken_at: dt.datetime
    listed: str
    figures: Mapping[Measure, Split]
    before: Mapping[Measure, Split]
    criteria: Sequence[Criterion]
    provinces: Sequence[OfProvince]

    def ranked(self, measure: Measure) -> list[Ranked]:
        """The provinces with how many they have, in the order of the list."""
        return [Ranked(each.name, each.figures[measure].total) for each in self.provinces if each.code]


class Country(Told, frozen=True, kw_only=True):
    """A bulletin, and the cases it counts.

    Attributes:
        by_criterion: the form by which its criteria were counted.
        behind: measure and row of the form → the cases a figure counts.
    """

    by_criterion: Counted
    behind: Mapping[tuple[Measure, str], Sequence[NationalCase]]

    @property
    def told(self) -> Told:
        """What it says, without the cases."""
        return Told(**{name: getattr(self, name) for name in Told.__struct_fields__})

    def cases(self, measure: Measure, row: str, province: str | None = None) -> Sequence[NationalCase]:
        """The cases behind a figure of the country, or of a province."""
        found = self.behind[measure, row]
        return found if province is None else [each for each in found if each.province == province]

    def succeeded_by(self, criterion: str, province: str | None = None) -> Sequence[NationalCase]:
        """The cases that count as successful by a criterion; `UNNAMED`: by none."""
        found = self.cases(Measure.SUCCESSFUL, "", province)
        return [each for each in found if (each.criterion or UNNAMED) == criterion]


def letter(made: Told) -> Letter:
    """The whole bulletin."""
    return Letter(
        name=NAME,
        left=(_("BỘ TƯ PHÁP"), made.unit),
        right=report_words.NATION,
        title=(_("THÔNG TIN TỔNG HỢP"), _("Vụ việc tham gia tố tụng, {month}").format(month=month_words(made.month))),
        blocks=worded(_blocks(made), made.month),
        signer=_("Thủ trưởng đơn vị\n(ký, ghi rõ họ tên, đóng dấu)"),
        dated=report_words.DATED,
    )


def taken(at: dt.datetime | None) -> str:
    """When the figures were taken."""
    if at is None:
        return _("Chưa lấy số liệu cả nước về máy này.")
    return _("Số liệu cả nước lấy về lúc {moment}.").format(moment=moment(at))


def case_line(case: NationalCase) -> tuple[str, ...]:
    """A case as a list shows it: where, what, from which month to which."""
    return (
        case.unit,
        _title("representation", case.representation),
        _title("law_field", case.law_field),
        _month(case.accepted),
        _month(case.ended),
        _title("outcome", case.outcome),
        criteria.title(case.criterion) if case.criterion else "",
    )


CASE_HEADS = (_("Đơn vị"), _("Tư cách"), _("Lĩnh vực"), _("Thụ lý"), _("Kết thúc"), _("Kết quả"), _("Tiêu chí"))


def difference(each: Difference, listed: str) -> str:
    """``Vụ việc tham gia tố tụng kết thúc, bảo vệ: bản tin 151, hệ thống quốc gia 115``."""
    named = names_of(listed)
    about = _ABOUT.get(each.about) or (named[each.about] if each.about in named else criteria.title(each.about))
    return _("{measure}, {about}: bản tin {published}, hệ thống quốc gia {counted}").format(
        measure=MEASURES[each.measure], about=about, published=whole(each.published), counted=whole(each.counted)
    )


def changed(then: Told, now: Told) -> list[str]:
    """What of a bulletin would be told otherwise now, besides the numbers of its table; with why no case is named."""
    totals = [(MEASURES[each], split.total, now.before[each].total) for each, split in then.before.items()]
    told = [(_("{measure}, tháng trước").format(measure=measure), old, new) for measure, old, new in totals]
    old, new = ({each.code: each.figures.total for each in one.criteria} for one in (then, now))
    told += [(criteria.title(code), old.get(code, 0), new.get(code, 0)) for code in dict.fromkeys((*old, *new))]
    return [
        _("{what}: {then}, nay là {now}").format(what=what, then=whole(before), now=whole(after))
        for what, before, after in told
        if before != after
    ]


PARTS = {"": _("Tổng số"), "1": _("Bào chữa"), "2": _("Bảo vệ")}
_BRIEF = {Measure.ACCEPTED: _("Thụ lý"), Measure.ENDED: _("Kết thúc"), Measure.SUCCESSFUL: _("Thành công")}
AGREES = _("Mọi số trong bản tin đúng với số liệu cả nước trên máy này.")


def brief(measure: Measure, row: str) -> str:
    """``Thụ lý``, ``Thụ lý, bào chữa``: the head of a narrow column."""
    return f"{_BRIEF[measure]}, {PARTS[row].lower()}" if row else _BRIEF[measure]


def _title(name: str, code: str | None) -> str:
    """The shorter wording: the list is narrow, and everybody who reads it knows the long one."""
    return catalogue(name).brief(code) if code else ""


def _month(month: str | None) -> str:
    return f"{month[5:]}/{month[:4]}" if month else ""


def _blocks(made: Told) -> Iterator[Text | Figures]:
    yield Text(opening(made.month, made.taken_at), level=1)
    for measure, head in HEADS.items():
        if measure is Measure.ACCEPTED:
            yield Text(_("1. Vụ việc trợ giúp pháp lý tham gia tố tụng"), level=2)
        yield Text(head, level=2 if measure is Measure.SUCCESSFUL else 3)
        counts = made.ranked(measure)
        told = ranked(counts)
        subject = _SUBJECT[measure].format(with_any=len(told), every=len(counts))
        yield Text(sentence(measure, made.figures[measure], made.before[measure], subject), bullet=True)
        # Of the successful ones the Department names every province, of the others those with most.
        named = told if measure is Measure.SUCCESSFUL else leading(counts)
        if named:
            more = ", …" if len(named) < len(told) else ""
            yield Text(_MOST[measure].format(named=f"{counted_places(named)}{more}"))
        if measure in _WITHOUT and (empty := without(counts)):
            yield Text(_WITHOUT[measure].format(named=", ".join(empty)))
    yield from criteria.said(made.criteria)
    yield Text(RANKING)
    yield Text(_("Số liệu theo tỉnh, thành phố: {listed}").format(listed=LISTS[made.listed]), level=2)
    yield _table(made)


def _table(made: Told) -> Figures:
    heads = [_("Tỉnh, thành phố"), _("Thụ lý"), _("Kết thúc"), _("Thành công, hiệu quả")]
    rows: list[list[Value]] = [[each.name, *(each.figures[one].total for one in HEADS)] for each in made.provinces]
    rows.append([_("Cộng"), *(made.figures[each].total for each in HEADS)])
    rows.append([_("Tháng trước"), *(made.before[each].total for each in HEADS)])
    return Figures(heads, rows)
