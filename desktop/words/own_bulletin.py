"""The office's own bulletin in the wording of the Department's (S0), so that whoever reads one reads the other."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from desktop.domain.dates import format_date
from desktop.domain.periods import Period
from desktop.exchange.paper.letter import Figures, Letter, Text
from desktop.exchange.paper.model import Value
from desktop.reports.bulletins.checking import per_cent
from desktop.reports.bulletins.figures import Criterion, Split
from desktop.reports.bulletins.reading import Measure
from desktop.reports.ranking import NAMED, Ranked, leading, without
from desktop.words import _, criteria
from desktop.words import reports as report_words
from desktop.words.formats import whole

NAME = _("Bản tin tháng của đơn vị")
#: The rule of `desktop.reports.ranking`, as it is printed.
RANKING = _(
    "Cách xếp: theo số vụ việc từ nhiều đến ít, bằng nhau thì theo vần chữ cái; nêu {named} nơi đầu "
    "và những nơi có số vụ việc bằng nơi cuối."
).format(named=NAMED)
#: The day of QĐ 1179/QĐ-BTP, and what was said besides "thành công" before it.
_DEFINED_ON, _FORMERLY = dt.date(2022, 5, 16), _(", hiệu quả")
_SUBJECT = {
    Measure.ACCEPTED: _("vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý"),
    Measure.ENDED: _("vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc"),
    Measure.SUCCESSFUL: _("vụ việc trợ giúp pháp lý tham gia tố tụng thành công, hiệu quả xét theo từng tiêu chí"),
}
HEADS = {
    Measure.ACCEPTED: _("1.1 Vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý trong kỳ"),
    Measure.ENDED: _("1.2 Vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc trong kỳ"),
    Measure.SUCCESSFUL: _("2. Vụ việc trợ giúp pháp lý tham gia tố tụng thành công, hiệu quả"),
}


class OfUnit(msgspec.Struct, frozen=True):
    """The figures of one unit by itself."""

    name: str
    figures: Mapping[Measure, Split]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A bulletin: whose, of which month, when its figures were taken, those of the month before, those of each unit.

    ``criteria`` are those by which the successful cases of the month count; ``unnamed`` the codes of the cases that
    count by none, because no verdict names a main one.
    """

    unit: str
    month: Period
    taken_at: dt.datetime
    figures: Mapping[Measure, Split]
    before: Mapping[Measure, Split]
    by_unit: Sequence[OfUnit]
    criteria: Sequence[Criterion] = ()
    unnamed: Sequence[str] = ()


def letter(made: Made) -> Letter:
    """The whole bulletin."""
    return Letter(
        name=NAME,
        left=(made.unit,),
        right=report_words.NATION,
        title=(_("THÔNG TIN TỔNG HỢP"), _("Vụ việc tham gia tố tụng, {month}").format(month=month_words(made.month))),
        blocks=worded(_blocks(made), made.month),
        signer=_("Thủ trưởng đơn vị\n(ký, ghi rõ họ tên, đóng dấu)"),
        dated=report_words.DATED,
    )


def worded(blocks: Iterable[Text | Figures], month: Period) -> list[Text | Figures]:
    """What a bulletin says in the words of its month.

    The Department wrote "thành công, hiệu quả" (S0, March 2022) and writes "thành công" since QĐ 1179/QĐ-BTP defines it
    (December 2022 on; DOMAIN §5.3).
    """
    return list(blocks) if month.last < _DEFINED_ON else list(map(_defined, blocks))


def _defined(block: Text | Figures) -> Text | Figures:
    if isinstance(block, Text):
        return msgspec.structs.replace(block, text=block.text.replace(_FORMERLY, ""))
    return Figures([head.replace(_FORMERLY, "") for head in block.heads], block.rows)


def opening(month: Period, taken_at: dt.datetime) -> str:
    """The head of the figures: of which days they are, and the hour at which they were taken."""
    first, last = map(format_date, month)
    taken = _("số liệu lấy lúc {hour}h{minute:02} ngày {day}").format(
        hour=taken_at.hour, minute=taken_at.minute, day=format_date(taken_at.date())
    )
    head = _("I. Kết quả cập nhật số liệu từ ngày {first} đến ngày {last} ({taken})")
    return head.format(first=first, last=last, taken=taken)


def _blocks(made: Made) -> Iterator[Text | Figures]:
    yield Text(opening(made.month, made.taken_at), level=1)
    for measure, head in HEADS.items():
        if measure is Measure.ACCEPTED:
            yield Text(_("1. Vụ việc trợ giúp pháp lý tham gia tố tụng"), level=2)
        yield Text(head, level=2 if measure is Measure.SUCCESSFUL else 3)
        yield Text(sentence(measure, made.figures[measure], made.before[measure]), bullet=True)
        if len(made.by_unit) > 1:
            yield from _units(measure, made.by_unit)
    yield from criteria.said(made.criteria, made.unnamed)
    if len(made.by_unit) > 1:
        yield Text(RANKING)
    yield Text(_("Số liệu theo đơn vị"), level=2)
    yield _table(made)


def month_words(month: Period) -> str:
    """``tháng 8/2021``."""
    return _("tháng {month}/{year}").format(month=month.first.month, year=month.first.year)


def sentence(measure: Measure, now: Split, before: Split, subject: str = "") -> str:
    """A figure as the Department words it; ``subject`` is what was counted, in other words than an office's.

    ``… thụ lý là: 1.003 vụ việc (752 vụ việc bào chữa + 251 vụ việc bảo vệ), giảm 198 vụ việc (16%) so với …``
    """
    parts = [
        _("{count} vụ việc bào chữa").format(count=whole(now.defence)),
        _("{count} vụ việc bảo vệ").format(count=whole(now.protection)),
    ]
    if now.unsaid:
        parts.append(_("{count} chưa ghi bào chữa hay bảo vệ").format(count=whole(now.unsaid)))
    said = subject or _("số {subject}").format(subject=_SUBJECT[measure])
    return _("Trong kỳ, {subject} là: {total} vụ việc ({parts}), {change}.").format(
        subject=said, total=whole(now.total), parts=" + ".join(parts), change=_change(now, before)
    )


def _change(now: Split, before: Split) -> str:
    by = now.total - before.total
    if not by:
        return _("không thay đổi so với tháng trước")
    way = _("tăng") if by > 0 else _("giảm")
    share = f" ({per_cent(by, before.total)}%)" if before.total else ""
    return _("{way} {by} vụ việc{share} so với tháng trước").format(way=way, by=whole(abs(by)), share=share)


def _units(measure: Measure, units: Sequence[OfUnit]) -> Iterator[Text]:
    counts = [Ranked(unit.name, unit.figures[measure].total) for unit in units]
    if any(each.number for each in counts):
        named = counted_places(leading(counts))
        yield Text(_("Đơn vị có nhiều {subject} là: {named}.").format(subject=_SUBJECT[measure], named=named))
    if empty := without(counts):
        named = ", ".join(empty)
        yield Text(_("Đơn vị không có số liệu {subject} là: {named}.").format(subject=_SUBJECT[measure], named=named))


def counted_places(places: Iterable[Ranked]) -> str:
    """``Điện Biên (59 vụ), Gia Lai (49 vụ)``."""
    return ", ".join(_("{place} ({count} vụ)").format(place=each.name, count=whole(each.number)) for each in places)


def _table(made: Made) -> Figures:
    heads = [_("Đơn vị"), _("Thụ lý"), _("Kết thúc"), _("Thành công, hiệu quả")]
    rows: list[list[Value]] = [[unit.name, *(unit.figures[each].total for each in HEADS)] for unit in made.by_unit]
    rows.append([_("Cộng"), *(made.figures[each].total for each in HEADS)])
    rows.append([_("Tháng trước"), *(made.before[each].total for each in HEADS)])
    return Figures(heads, rows)
