"""The Sổ thụ lý, theo dõi vụ việc in words: its heads, and what stands in its cells."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.restriction import UNREAD, initials
from desktop.exchange.paper.model import Value, words_of
from desktop.reports.register import Book, Entry, Helped
from desktop.services.session import VIETNAM
from desktop.words import _
from desktop.words.formats import whole
from desktop.words.reports import between

NAME = _("Sổ thụ lý")
TITLE = _("SỔ THỤ LÝ, THEO DÕI VỤ VIỆC TRỢ GIÚP PHÁP LÝ")
#: What stands at the upper left, and what must be told of it.
IDENTIFIED = (_("Mẫu số 01-TP-TGPL"), _("Thông tư số 12/2018/TT-BTP ngày 28/8/2018 của Bộ trưởng Bộ Tư pháp"))
UNVERIFIED = _("Các cột được ghép từ hồ sơ vụ việc, chưa đối chiếu được với Mẫu số 01-TP-TGPL đã ban hành.")
INITIALS = _("Ở vụ việc hạn chế người xem, người được trợ giúp pháp lý chỉ được ghi bằng chữ cái đầu.")
SIGNERS = (_("Người ghi sổ\n(ký, ghi rõ họ tên)"), _("Thủ trưởng đơn vị\n(ký, ghi rõ họ tên, đóng dấu)"))

_PERSON = _("Người được trợ giúp pháp lý")
_WORK = _("Người thực hiện trợ giúp pháp lý")
#: Heads and widths in characters, in the order of `cells`.
COLUMNS: tuple[tuple[tuple[str, ...], float], ...] = (
    ((_("Số thứ tự"),), 5),
    ((_("Ngày thụ lý"),), 10),
    ((_("Mã số hồ sơ"),), 16),
    ((_PERSON, _("Họ và tên, năm sinh, giới tính, dân tộc")), 20),
    ((_PERSON, _("Địa chỉ")), 16),
    ((_PERSON, _("Diện")), 14),
    ((_("Lĩnh vực"),), 12),
    ((_("Hình thức"),), 11),
    ((_("Nội dung vụ việc"),), 24),
    ((_WORK, _("Họ và tên")), 16),
    ((_WORK, _("Ngày cử")), 10),
    ((_("Ngày kết thúc"),), 10),
    ((_("Kết quả"),), 17),
    ((_("Ghi chú"),), 16),
)
#: What a screen calls a column, by its place.
SHORT = {0: _("STT"), 3: _("Người được trợ giúp"), 9: _("Người thực hiện")}


def cells(entry: Entry, reader: str) -> tuple[Value, ...]:
    """A line of the book, as somebody of this full name may see it."""
    case = entry.case
    accepted = case.accepted_at.astimezone(VIETNAM) if case.accepted_at else None
    on = accepted.date() if accepted else None
    in_full = not entry.row.restricted or reader in entry.row.performers.split(", ")
    return (
        case.register_number,
        f"{accepted:%H:%M}\n{format_date(accepted.date())}" if accepted else "",
        entry.row.code,
        "\n".join(_helped(helped, in_full=in_full) for helped in entry.people),
        "\n".join(_address(helped) for helped in entry.people) if in_full else "",
        "\n".join(_categories(helped, on) for helped in entry.people) if in_full else "",
        _brief("law_field", case.law_field),
        _label("form", case.form, on),
        (case.content or "") if in_full else "",
        "\n".join(each.name for each in entry.performed),
        "\n".join(format_date(each.assignment.from_on) if each.assignment.from_on else "–" for each in entry.performed),
        case.ended_on,
        _result(entry) if in_full else _brief("outcome", case.outcome),
        _note(entry),
    )


def total(entries: Sequence[Entry]) -> str:
    """How many there are, by form: ``Cộng trong kỳ: 12 vụ việc (Tham gia tố tụng 9, Tư vấn pháp luật 3).``"""
    forms = Counter(_label("form", each.case.form, None) or _("chưa ghi hình thức") for each in entries)
    parts = ", ".join(f"{name} {whole(count)}" for name, count in sorted(forms.items()))
    told = _("Cộng trong kỳ: {count} vụ việc").format(count=whole(len(entries)))
    return f"{told} ({parts})." if parts else f"{told}."


def lines(book: Book, reader: str) -> list[str]:
    """The book on a terminal: whose and of when, a case in a line, how many."""
    return [TITLE, f"{book.unit}. {between(book.period)}", "", *(_line(each, reader) for each in book.entries),
            total(book.entries)]  # fmt: skip


def _line(entry: Entry, reader: str) -> str:
    number, at, code, people = map(words_of, cells(entry, reader)[:4])
    return f"{number or '–':>5}  {at.replace(chr(10), ' ')}  {code:<20}  {people.replace(chr(10), '; ')}"


def _helped(helped: Helped, *, in_full: bool) -> str:
    person = helped.person
    if person is None or person.full_name is None:
        return UNREAD
    if not in_full:
        return initials(person.full_name)
    birth = format_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    ethnic = _label("ethnic_group", person.ethnic_group, None)
    return ", ".join(filter(None, (person.full_name, birth, _label("gender", person.gender, None), ethnic)))


def _address(helped: Helped) -> str:
    person = helped.person
    if person is None:
        return ""
    commune = _label("commune", person.commune, None) or _label("legacy_commune", person.legacy_commune, None)
    return person.address or ", ".join(filter(None, (commune, _label("province", person.province, None))))


def _categories(helped: Helped, on: dt.date | None) -> str:
    return "; ".join(catalogue("beneficiary_category").brief(code, on) for code in helped.part.categories)


def _result(entry: Entry) -> str:
    case = entry.case
    outcome = _brief("outcome", case.outcome)
    reason = _label("discontinuation_reason", case.end_reason, case.ended_on)
    return "\n".join(filter(None, (outcome, reason, case.result)))


def _note(entry: Entry) -> str:
    case = entry.case
    told = [
        _("Đã chuyển đi") if case.moved_to else "",
        _("Chuyển đến ngày {day}").format(day=format_date(case.moved_in_on)) if case.moved_in_on else "",
        _("Tạm đình chỉ từ {day}").format(day=format_date(case.suspended_on)) if case.suspended_on else "",
        _("Mã số trước đây: {codes}").format(codes=", ".join(case.former_codes)) if case.former_codes else "",
    ]
    return "\n".join(filter(None, told))


def _brief(name: str, code: str | None) -> str:
    return catalogue(name).brief(code) if code else ""


def _label(name: str, code: str | None, on: dt.date | None) -> str:
    return catalogue(name).label(code, on) if code else ""
