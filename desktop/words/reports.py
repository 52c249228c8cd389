"""What people are told of a statistical form; the window and the command line say the same."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from desktop.domain.dates import format_date
from desktop.domain.periods import Period
from desktop.reports.comparing import Compared
from desktop.reports.counting import Counted, Outcome, Place
from desktop.reports.forms import Form
from desktop.words import _, collected
from desktop.words.formats import exact, moment, whole
from sync.contract.records import IssuedReport

#: Who signs a form, from the left.
SIGNERS = (
    _("Người lập biểu\n(ký, ghi rõ họ tên)"),
    _("Người kiểm tra biểu\n(ký, ghi rõ họ tên)"),
    _("Thủ trưởng đơn vị\n(ký, ghi rõ họ tên, đóng dấu)"),
)
#: At the upper right of what an office prints (NĐ 30/2020/NĐ-CP).
NATION = (_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), _("Độc lập - Tự do - Hạnh phúc"))
#: Filled in by hand, above the last who signs.
DATED = _("…………, ngày …… tháng …… năm ………")
SAME_NOW = _("Mọi số của báo cáo nay vẫn vậy")
NOT_REMEMBERED = _(
    "Máy này không nhớ đủ lúc phát hành: có dữ liệu đến sau, đã chuyển đi hoặc được tải lại, "
    "nên danh sách thay đổi có thể thiếu."
)
STOPPED = _("Đã dừng đếm.")
NUMBERS_OF_BEFORE = _("Các số dưới đây là của lần đếm trước.")
ALL_CONTROLS_HOLD = _("Các số trong biểu khớp nhau.")


def counting(done: int, total: int | None, seconds: int) -> str:
    """How far a count is: ``Đang đếm, bước 2 trong 3 (12 giây)…``"""
    step = _(", bước {now} trong {total}").format(now=done + 1, total=total) if total and total > 1 else ""
    return _("Đang đếm{step} ({seconds} giây)…").format(step=step, seconds=seconds)


def listed(form: Form) -> str:
    """A form in one line."""
    doubtful = " " + _("(cần đối chiếu với văn bản)") if form.unverified else ""
    return f"{form.code} ({form.version})  {form.title}{doubtful}"


def ways(form: Form) -> list[str]:
    """How it can be counted where no text settles it, as the command line takes it."""
    return [f"    {each.name}={way.code}  {each.title}: {way.title}" for each in form.readings for way in each.ways]


def refused(values: Mapping[str, object]) -> str:
    """A file in the folder of forms that means nothing."""
    return _("Không dùng được tệp biểu {file}: {why}").format(**values)


def head(counted: Counted) -> list[str]:
    """What stands above the table."""
    return [f"{counted.form.code}  {counted.form.title}", *above(counted)]


def above(counted: Counted) -> list[str]:
    """The lines under the title: of when, in what unit of count."""
    unit = _("Đơn vị tính: {counted}").format(counted=counted.form.counted)
    return [between(counted.asked.period), unit]


def identified(form: Form) -> list[str]:
    """What stands at the upper left of a printed form."""
    return [_("Biểu số: {code}").format(code=form.code), _("Ban hành theo {basis}").format(basis=form.legal_basis)]


def beside(unit: str) -> list[str]:
    """Who reports to whom, at the upper right; the receiver is written in by hand."""
    return [_("Đơn vị báo cáo: {unit}").format(unit=unit), _("Đơn vị nhận báo cáo: {dots}").format(dots="…" * 12)]


def between(period: Period) -> str:
    """``Từ ngày 01/01/2026 đến ngày 31/12/2026``."""
    return _("Từ ngày {first} đến ngày {last}").format(first=format_date(period.first), last=format_date(period.last))


def table(counted: Counted) -> list[str]:
    """The table in letters of one width: a number under each column's number."""
    form = counted.form
    numbers = [column.number for column in form.columns]
    widest = max(len(exact(number)) for number in counted.cells.values())
    width = max(widest, 4) + 1
    titles = {row: f"{row.mark:<5} {'  ' * row.level}{row.title}"[:48] for row in form.rows}
    lines = [" " * 48 + "".join(f"{f'({number})':>{width}}" for number in numbers)]
    for row in form.rows:
        cells = [exact(counted.cells[row.mark, number]) for number in numbers] if row.of else []
        lines.append(f"{titles[row]:<48}" + "".join(f"{cell:>{width}}" for cell in cells))
    return [line.rstrip() for line in lines]


def heads(form: Form) -> list[str]:
    """What the numbers above the columns stand for."""
    return [f"({column.number}) {' – '.join(column.heads)}" for column in form.columns]


def told(outcomes: Sequence[Outcome]) -> str:
    """How many sums do not hold."""
    return _("{count} phép cộng trong biểu không khớp").format(count=whole(len(outcomes)))


def cell(counted: Counted, place: Place) -> str:
    """Which number was opened: ``Dòng 1.2 Tham gia tố tụng, cột (8) Trẻ em: 18 lượt người``."""
    form = counted.form
    row = next(row for row in form.counted_rows if row.mark == place[0])
    column = next(column for column in form.columns if column.number == place[1])
    return _("{row}, cột ({number}) {head}: {count} {unit}").format(
        row=_("Dòng {mark} {title}").format(mark=row.mark, title=row.title) if row.mark else row.title,
        number=column.number,
        head=column.heads[-1],
        count=exact(counted.cells[place]),
        unit=(column.counted or form.counted).lower(),
    )


def failing(outcome: Outcome, codes: Iterable[str]) -> str:
    """A control that fails: both numbers, the difference, and the cases that explain it."""
    told = _("{title}, {place}: {whole} khác {parts}, lệch {difference}").format(
        title=outcome.control.title,
        place=_place(outcome),
        whole=exact(outcome.whole),
        parts=exact(outcome.parts + outcome.excepted),
        difference=exact(abs(outcome.whole - outcome.parts - outcome.excepted)),
    )
    named = ", ".join(codes)
    return _("{told}; xem {codes}").format(told=told, codes=named) if named else told


def unread(code: str) -> str:
    """A case of which something may not be read where the form was counted."""
    return _("{code} (vụ việc hạn chế, máy này không đọc được đủ: đếm ở máy có người được đọc)").format(code=code)


def excepted(outcome: Outcome) -> str:
    """Who is lawfully in the whole alone."""
    return _("{title}, {place}: {count} {allowed}").format(
        title=outcome.control.title,
        place=_place(outcome),
        count=exact(outcome.excepted),
        allowed=outcome.control.allowed,
    )


def notes(counted: Counted) -> list[str]:
    """What stands below the table: how it was counted where no text settles it, and figures without a column."""
    form = counted.form
    ways = [reading.chosen(counted.asked.readings).note for reading in form.readings]
    told = [
        _("{said}: {count}.").format(said=each.said, count=exact(counted.beside["", each.name]))
        for each in form.beside
        if each.said and ("", each.name) in counted.beside
    ]
    return [*form.notes, *ways, *told, *collected.notes(counted)]


def numbered(number: str) -> str:
    """The number of an issued report."""
    return _("Số: {number}").format(number=number)


def issue(report: IssuedReport, failing: Sequence[str]) -> list[str]:
    """What an issued report says of itself below its notes: remark, what does not add up and why it went out, when."""
    lines = [report.note] if report.note else []
    if failing:
        lines += [_("Số liệu chưa khớp: {told}").format(told=told) for told in failing]
        lines.append(_("Lý do phát hành khi số liệu chưa khớp: {reason}").format(reason=report.reason))
    if report.issued_at is not None:
        when = moment(report.issued_at)
        lines.append(_("Phát hành lúc {when}; mã kiểm tra {hash}.").format(when=when, hash=(report.hash or "")[:12]))
    return lines


NONE_ISSUED = _("Chưa phát hành báo cáo nào.")


def issued(report: IssuedReport) -> str:
    """An issued report in one line: number, form, period, when, by whom."""
    period = Period(report.from_on, report.to_on) if report.from_on and report.to_on else None
    return _("{number}  biểu {form}  {between}  phát hành {day}, {issuer}").format(
        number=report.number or "",
        form=report.form or "",
        between=between(period).lower() if period else "",
        day=format_date(report.issued_at) if report.issued_at else "",
        issuer=report.issuer or "",
    )


def since(cells: int, *, explained: bool) -> str:
    """Whether an issued report would be another now, and how far that can be told."""
    told = _("{count} số của báo cáo nay đã khác").format(count=whole(cells)) if cells else SAME_NOW
    return told if explained else f"{told}. {NOT_REMEMBERED}"


def other_now(counted: Counted, place: Place, then: Fraction, now: Fraction) -> str:
    """A number that is another now: ``Dòng 1.2 Tham gia tố tụng, cột (8): 18, nay là 19``."""
    row = next(row for row in counted.form.counted_rows if row.mark == place[0])
    named = _("Dòng {mark} {title}").format(mark=row.mark, title=row.title) if row.mark else row.title
    return _("{row}, cột ({column}): {then}, nay là {now}").format(
        row=named, column=place[1], then=exact(then), now=exact(now)
    )


def change(code: str, title: str, values: tuple[str, str], author: str, at: str) -> str:
    """A change of one field of a case."""
    old, new = values
    return _("{code}  {title}: {old} thành {new}  ({author}, {at})").format(
        code=code, title=title, old=old, new=new, author=author, at=at
    )


def continued(number: str) -> str:
    """The control that a period opens with what the report before closed with."""
    return _("Kỳ trước chuyển qua bằng chuyển kỳ sau của báo cáo số {number}").format(number=number)


def compared(now: Period, then: Period) -> str:
    """Which two periods stand side by side."""
    return _("{now}, so với {then}").format(now=between(now), then=between(then).lower())


def signed(difference: Fraction) -> str:
    """A difference with its sign: ``+12``, ``-0,5``, ``0``."""
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return f"{sign}{exact(abs(difference))}"


def per_cent(number: int | None) -> str:
    """A change in per cent: ``+16%``, ``-9%``; a dash where there was nothing."""
    return "–" if number is None else f"{signed(Fraction(number))}%"


def comparison(counted: Counted, cells: Sequence[Compared]) -> list[str]:
    """Every number that is or was not nought beside what it was."""
    told = []
    for each in cells:
        if each.now or each.then:
            row = next(row for row in counted.form.counted_rows if row.mark == each.place[0])
            told.append(
                f"{f'{row.mark:<5} {row.title}'[:44]:<44} {f'({each.place[1]})':>5} {exact(each.now):>10}"
                f" {exact(each.then):>10} {signed(each.difference):>10} {per_cent(each.per_cent):>8}"
            )
    return told


def _place(outcome: Outcome) -> str:
    if isinstance(outcome.at, int):
        return _("cột ({number})").format(number=outcome.at)
    return _("dòng {mark}").format(mark=outcome.at) if outcome.at else _("dòng tổng số")
