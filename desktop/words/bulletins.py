"""What people are told of a published bulletin; the window and the command line say the same."""

from collections.abc import Iterable
from decimal import Decimal

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.reports.bulletins.checking import Check, Mention, Rule, Standing, Swap
from desktop.reports.bulletins.criteria import OfCriterion
from desktop.reports.bulletins.reading import Bulletin, Figure, Measure
from desktop.services.bulletins import Beside, Checked, Why
from desktop.words import _, criteria
from desktop.words.formats import moment, whole

MEASURES = {
    Measure.ACCEPTED: _("Vụ việc tham gia tố tụng thụ lý"),
    Measure.ENDED: _("Vụ việc tham gia tố tụng kết thúc"),
    Measure.SUCCESSFUL: _("Vụ việc tham gia tố tụng thành công"),
}
BY_CRITERION = _("Thành công theo tiêu chí")
RIGHT, WRONG = _("đúng"), _("SAI")


def period(bulletin: Bulletin) -> str:
    """From when to when, and when the figures were taken."""
    told = _("Bản tin từ ngày {first} đến ngày {last}").format(
        first=format_date(bulletin.first_day), last=format_date(bulletin.last_day)
    )
    if bulletin.taken_at is None:
        return told
    return _("{period}, số liệu lấy lúc {moment}").format(period=told, moment=moment(bulletin.taken_at))


def criterion(each: OfCriterion) -> str:
    """A criterion as the bulletin writes it, with its cases, and which one it is, where that says something else."""
    known = criteria.title(each.code) if each.code else _("không rõ là tiêu chí nào")
    told = _("{name}: {count} vụ việc").format(name=each.name, count=whole(each.count))
    return told if known == each.name else f"{told} ({known})"


def verdict(checked: Checked) -> str:
    """How many checks it does not pass."""
    if not checked.wrong:
        return _("Các phép tính trong bản tin đều khớp.")
    return _("Bản tin có {count} chỗ không khớp.").format(count=whole(len(checked.wrong)))


def figure(each: Figure) -> str:
    """``Vụ việc tham gia tố tụng thụ lý: 1.003 vụ việc``."""
    return f"{MEASURES[each.measure]}: {counted(each)}"


def counted(each: Figure) -> str:
    """``1.003 vụ việc``."""
    return _("{total} vụ việc").format(total=whole(each.total))


def said(check: Check) -> str:
    """One check in a line: the numbers of the bulletin, what they give, what may have been typed wrongly."""
    text = _SENTENCES[check.rule](check)
    return "; ".join([text, *(likely(swap) for swap in check.swaps)])


def likely(swap: Swap) -> str:
    """What may have been typed wrongly."""
    return _("có thể {printed} là {likely} gõ đảo chữ số").format(
        printed=whole(swap.printed), likely=whole(swap.likely)
    )


def own(standing: Standing) -> str:
    """What the bulletin says of one's own province."""
    return _MENTIONS[standing.mention].format(measure=MEASURES[standing.measure], count=whole(standing.count or 0))


def about(each: Beside) -> str:
    """What is compared: a measure, or the successful cases of a criterion."""
    told = each.compared
    return criteria.title(told.criterion) if told.criterion else MEASURES[told.measure]


def beside(each: Beside) -> str:
    """``Sổ 61, đã gửi 60, hệ thống quốc gia đã nhận 59, bản tin 59``; of a criterion with the cases and the country."""
    told = each.compared
    published = _("không nêu") if told.published is None else whole(told.published)
    if told.criterion:
        published = _("{published} (cả nước)").format(published=published)
    line = _("Sổ {local}, đã gửi {sent}, hệ thống quốc gia đã nhận {acknowledged}, bản tin {published}").format(
        local=whole(told.local), sent=whole(told.sent), acknowledged=whole(told.acknowledged), published=published
    )
    return f"{line}: {_codes(each, told.cases)}" if told.cases else line


def agrees(each: Beside) -> bool | None:
    """Whether the bulletin says what the Sổ says; None where it does not tell.

    Of a criterion it tells the whole country's number, which can only be too low.
    """
    told = each.compared
    if told.criterion:
        return False if told.published is not None and told.published < told.acknowledged else None
    return None if told.published is None else told.published == told.local


def reasons(each: Beside) -> list[str]:
    """A line for each explanation, with the codes of its cases."""
    return [
        _("{why} ({count}): {codes}").format(
            why=_WHY[reason.why],
            count=whole(len(reason.cases)),
            codes=_codes(each, reason.cases),
        )
        for reason in each.compared.reasons
    ]


def _codes(each: Beside, cases: Iterable[str]) -> str:
    return ", ".join(each.codes.get(case, case) for case in cases)


def province(code: str) -> str:
    """Its name."""
    return catalogue("province").label(code)


def _parts(check: Check) -> str:
    terms = " + ".join(map(whole, check.terms))
    if check.holds:
        return f"{_number(check.stated)} = {terms}"
    return f"{terms} = {_number(check.found)} khác {_number(check.stated)}"


def _percent(check: Check) -> str:
    by, before = check.terms
    way = _("tăng") if by > 0 else _("giảm")
    told = _("{way} {by} so với {before} là {found}%").format(
        way=way, by=whole(abs(by)), before=whole(before), found=_number(check.found)
    )
    if check.holds:
        return told
    return _("{told}, bản tin ghi {stated}%").format(told=told, stated=_number(check.stated))


def _named(check: Check) -> str:
    told = _("{provinces} tỉnh, thành phố nêu tên có {found} vụ việc").format(
        provinces=check.provinces, found=_number(check.found)
    )
    if check.holds:
        return told
    return _("{told}, bản tin ghi tổng số {stated}").format(told=told, stated=_number(check.stated))


def _without(check: Check) -> str:
    told = _("{provinces} tỉnh, thành phố không có số liệu").format(provinces=check.provinces)
    if check.holds:
        return told
    return _("{told}, nhưng nơi khác lại có số: {names}").format(told=told, names=", ".join(check.names))


def _reported_by(check: Check) -> str:
    every, there_were = check.terms
    told = _("có số liệu: {stated}/{every} tỉnh, thành phố").format(stated=_number(check.stated), every=every)
    if check.holds:
        return told
    return _("{told}; nêu tên {found}, cả nước lúc đó có {there_were}").format(
        told=told, found=_number(check.found), there_were=there_were
    )


def _criteria(check: Check) -> str:
    told = _("{count} tiêu chí cộng lại có {found} vụ việc").format(
        count=whole(len(check.terms)), found=_number(check.found)
    )
    if check.holds:
        return told
    return _("{told}, bản tin ghi tổng số {stated} (mỗi vụ việc chỉ tính ở tiêu chí chính)").format(
        told=told, stated=_number(check.stated)
    )


def _twice(check: Check) -> str:
    return _("nêu tên hai lần: {names}").format(names=", ".join(check.names))


def _unknown(check: Check) -> str:
    return _("không rõ là tỉnh, thành phố nào: {names}").format(names=", ".join(check.names))


def _misplaced(_check: Check) -> str:
    return _("danh sách đứng dưới số này lại ghi là của chỉ tiêu khác")


def _number(number: Decimal | None) -> str:
    if number is None:
        return "?"
    return whole(int(number)) if number == number.to_integral_value() else f"{number}".replace(".", ",")


_WHY = {
    Why.UNSENT: _("Chưa gửi"),
    Why.WAITING: _("Đã gửi, chưa có trả lời"),
    Why.REFUSED: _("Chưa được hệ thống quốc gia nhận"),
    Why.LATE: _("Nhập sau khi bản tin lấy số liệu"),
    Why.UNDATED: _("Chưa ghi ngày để tính"),
    Why.OTHER_PERIOD: _("Các ngày rơi vào kỳ khác nhau"),
    Why.WRONG_STAGE: _("Giai đoạn đã xong trong kỳ, chưa ghi kết thúc"),
    Why.OTHER_MAIN: _("Đạt tiêu chí này nhưng tính ở tiêu chí chính khác"),
}
_SENTENCES = {
    Rule.PARTS: _parts,
    Rule.PERCENT: _percent,
    Rule.NAMED: _named,
    Rule.WITHOUT: _without,
    Rule.REPORTED_BY: _reported_by,
    Rule.CRITERIA: _criteria,
    Rule.TWICE: _twice,
    Rule.UNKNOWN: _unknown,
    Rule.MISPLACED: _misplaced,
}
_MENTIONS = {
    Mention.COUNTED: _("{measure}: {count}"),
    Mention.WITHOUT: _("{measure}: có tên trong danh sách không có số liệu"),
    Mention.LEFT_OUT: _("{measure}: không có tên trong danh sách những nơi có số liệu"),
    Mention.NOT_NAMED: _("{measure}: không được nêu tên"),
}
