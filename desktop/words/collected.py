"""What people are told of the figures of organisations without the program; the window and the command line alike."""

from collections.abc import Sequence
from fractions import Fraction

from desktop.domain.dates import format_date
from desktop.domain.periods import Period
from desktop.exchange.filled_sheet import Filled, Problem
from desktop.reports.collected import Standing
from desktop.reports.counting import Counted, Outcome, Place
from desktop.reports.forms import Beside, Form
from desktop.reports.given import Given, Numbers, Overdrawn
from desktop.words import _
from desktop.words.formats import exact, whole

NAME, SHORT = _("Số liệu của tổ chức"), _("Tổ chức")
#: Above the table of a workbook that goes out.
HOW_TO_FILL_IN = (
    _("Cách điền: chỉ gõ số vào các ô màu vàng; ô để trống được tính là 0. Không có số nào thì gõ 0 ở dòng Tổng số."),
    _("Không thêm, bớt, đổi tên dòng, cột; không dùng công thức. Gõ cả số tổng: phần mềm kiểm tra các phần cộng lại."),
)
#: What is shown of a form to which organisations have contributed.
TOGETHER, OWN, OTHERS = _("Tổng cộng"), _("Của đơn vị"), _("Của các tổ chức")
SENT, NOT_SENT, IN_PROGRAM = _("Đã gửi"), _("Chưa gửi"), _("Dùng phần mềm")
NOBODY = _(
    "Không có tổ chức nào tham gia trợ giúp pháp lý trong kỳ này. "
    "Thêm tổ chức và hợp đồng, đăng ký ở Đơn vị và hoạt động, thẻ Tổ chức tham gia."
)
#: What of figures that are here a person has to look at.
TWO_FILES, TWICE = _("Hai tệp khác nhau"), _("Có thể tính hai lần")
NOBODY_OWES = _("Không còn tổ chức nào phải gửi số liệu.")
_WHY = {
    TWO_FILES: _(
        "{names}: hai máy đã nhận hai tệp khác nhau cho kỳ này, đang tính tệp nhận sau. "
        "Nhận lại tệp đúng, hoặc bỏ số liệu."
    ),
    TWICE: _(
        "{names}: đã gửi số liệu nhưng nay dùng phần mềm. Nếu vụ việc của kỳ này đã có trong phần mềm thì bỏ số liệu "
        "để không tính hai lần."
    ),
}
NOTHING_WRONG = _("Tệp hợp lệ.")
_NAMED = 12  # problems told one by one

_PROBLEMS = {
    "formula": _("Ô {cell} là công thức. Chép ô đó rồi dán giá trị, hoặc gõ lại số."),
    "error_value": _("Ô {cell} báo lỗi {now}. Gõ lại số vào ô này."),
    "text": _("Ô {cell} là chữ “{now}”, không phải số. Xóa ô rồi gõ lại số; không có thì để trống."),
    "no_number": _("Ô {cell} là “{now}”, không phải số. Xóa ô rồi gõ lại số."),
    "negative": _("Ô {cell} là số âm ({now}). Gõ lại số đúng."),
    "too_large": _("Ô {cell} ghi {now}, lớn hơn mức có thể có. Gõ lại số đúng."),
    "not_whole": _("Ô {cell} ghi {now}; cột này chỉ nhận số nguyên. Gõ lại số nguyên."),
    "no_fraction": _("Ô {cell} ghi {now}, không phải phần đúng của vụ việc. Gõ dạng 0,5 hoặc 0 1/3."),
    "changed": _("Ô {cell} phải là “{was}”, nay là “{now}”: mẫu đã bị sửa. Chép các số sang tệp mẫu gốc."),
    "sum": _("Ô {cell} ghi {whole} nhưng các ô {parts} cộng lại là {sum} ({title}). Sửa cho khớp."),
    "overdrawn": _("Các ô {gone} cộng lại là {more}, lớn hơn các ô {there} cộng lại là {sum}. Sửa cho khớp."),
}


def problem(each: Problem) -> str:
    """What is wrong at a cell, and what to do."""
    return _PROBLEMS[each.code].format(cell=each.cell, **each.values)


def problems(found: Sequence[Problem]) -> list[str]:
    """The first of them one by one, then how many more."""
    told = [problem(each) for each in found[:_NAMED]]
    rest = len(found) - len(told)
    return [*told, _("Và {count} chỗ nữa.").format(count=whole(rest))] if rest else told


def sum_problem(outcome: Outcome, filled: Filled) -> Problem:
    """A sum that does not hold, by the addresses of its cells."""
    control, at = outcome.control, str(outcome.at)
    columns, rows = control.columns, control.rows
    if columns:
        keys = [*columns.parts, *([control.allows] if control.allows else [])]
        spots, first = [(at, str(each)) for each in keys], (at, str(columns.whole))
    else:
        spots = [(str(each), at) for each in rows.parts] if rows else []
        first = (str(rows.whole), at) if rows else ("", at)
    values = {
        "whole": exact(outcome.whole),
        "parts": ", ".join(filled.cells[spot] for spot in spots if spot in filled.cells),
        "sum": exact(outcome.parts + outcome.excepted),
        "title": control.title,
    }
    return Problem("sum", filled.cells.get(first, ""), values)


def rest_problem(each: Overdrawn, numbers: Numbers, filled: Filled) -> Problem:
    """More gone than there was, by the addresses of the cells."""
    there, gone = (
        [spot for key in keys if (spot := (each.mark, str(key))) in filled.cells] for keys in (each.there, each.gone)
    )
    values = {
        "there": ", ".join(filled.cells[spot] for spot in there),
        "gone": ", ".join(filled.cells[spot] for spot in gone),
        "sum": exact(sum((numbers[each.mark, key] for key in each.there), Fraction())),
        "more": exact(sum((numbers[each.mark, key] for key in each.gone), Fraction())),
    }
    return Problem("overdrawn", filled.cells[gone[0]], values)


def beside(form: Form, figure: Beside) -> str:
    """The head of a figure that has no column on the form."""
    allowed = next((each.allowed for each in form.controls if each.allows == figure.name), "")
    said = figure.said or allowed
    return said[:1].upper() + said[1:]


def to_whom(unit: str) -> list[str]:
    """Who the workbook goes back to, at its upper right."""
    return [_("Đơn vị nhận báo cáo: {unit}").format(unit=unit)]


def received(each: Given) -> str:
    """An organisation and when its figures came."""
    if each.received_on is None:
        return each.name
    return _("{name} (nhận {day})").format(name=each.name, day=format_date(each.received_on))


def notes(counted: Counted) -> list[str]:
    """Whose figures a form holds besides those of the units, what each adds, and who has not sent any."""
    if not counted.given and not counted.owing:
        return []
    first = counted.form.counted_rows[0].mark, counted.form.columns[0].number
    lines = []
    if counted.given:
        own = counted.only(()).cells[first]
        told = [f"{received(each)}: {exact(each.numbers.get(first, 0))}" for each in counted.given]
        lines.append(
            _("Số liệu gồm của đơn vị: {own} và của tổ chức tham gia trợ giúp pháp lý: {told}.").format(
                own=exact(own), told="; ".join(told)
            )
        )
    if counted.owing:
        lines.append(_("Tổ chức chưa gửi số liệu: {names}.").format(names="; ".join(counted.owing)))
    return lines


def behind(counted: Counted, place: Place) -> str:
    """What of a cell organisations reported: ``Của tổ chức: Hội Luật gia 3; Văn phòng luật sư Ban Mai 2``."""
    told = [f"{each.name} {exact(number)}" for each, number in counted.given_at(place)]
    return _("Của tổ chức: {told}").format(told="; ".join(told)) if told else ""


def differing(names: Sequence[str]) -> str:
    """Whose figures are others since a report was issued."""
    return _("Số liệu của tổ chức đã khác: {names}").format(names="; ".join(names))


def doubt(each: Standing) -> str:
    """Why a person has to look at what an organisation sent; empty where nobody has to."""
    if each.figures is None:
        return ""
    return TWO_FILES if each.differs else TWICE if each.in_program else ""


def state(each: Standing) -> str:
    """Whether an organisation has sent its figures, when they came, and what is doubtful about them."""
    if each.figures is None:
        return IN_PROGRAM if each.in_program else NOT_SENT
    day = each.figures.received_on
    sent = _("{sent}, nhận {day}").format(sent=SENT, day=format_date(day)) if day else SENT
    return "; ".join(filter(None, (sent, doubt(each).lower())))


def told(found: Sequence[Standing]) -> str:
    """How many have sent and how many have not, and whose figures a person has to look at."""
    sent, owing = sum(each.figures is not None for each in found), sum(each.owes for each in found)
    lines = [_("{sent} tổ chức đã gửi số liệu, {owing} chưa gửi.").format(sent=whole(sent), owing=whole(owing))]
    for why, sentence in _WHY.items():
        if names := [each.organisation.name or "" for each in found if doubt(each) == why]:
            lines.append(sentence.format(names="; ".join(names)))
    return "\n".join(lines)


def total(each: Standing) -> str:
    """The first number of what an organisation reported: the total of the form."""
    if each.figures is None:
        return ""
    rows = each.figures.figures or {}
    return exact(Fraction(rows.get("", {}).get("1", "0")))


def written(count: int, folder: str) -> str:
    """How many workbooks lie where."""
    return _("Đã lập {count} mẫu trong thư mục {folder}. Gửi mỗi tệp cho tổ chức ghi trong tên tệp.").format(
        count=whole(count), folder=folder
    )


def refused(name: str, count: int) -> str:
    """A workbook in which something is wrong."""
    return _("Chưa nhận số liệu của {name}: {count} chỗ cần sửa. Gửi lại danh sách này cho tổ chức.").format(
        name=name, count=whole(count)
    )


def taken(name: str, form: str, between: Period) -> str:
    """A workbook whose figures count now."""
    return _("Đã nhận số liệu của {name}, biểu {form}, kỳ {first}–{last}.").format(
        name=name, form=form, first=format_date(between.first), last=format_date(between.last)
    )
