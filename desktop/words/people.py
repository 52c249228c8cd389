"""What people are told of a person who was entered twice; the window and the command line say the same."""

from desktop.domain.dates import format_date
from desktop.services.same_person import Pair
from desktop.words import _
from desktop.words.formats import whole
from sync.contract.records import Person

MAYBE_ONE = _("Có thể là một người")
NO_PAIRS = _("Không có ai có vẻ được nhập hai lần.")
MERGED = _("Đã gộp hai hồ sơ người; có thể tách lại.")
UNMERGED = _("Đã tách hai hồ sơ người.")
TOLD_APART = _("Đã ghi nhận là hai người khác nhau.")


def why(pair: Pair) -> str:
    """Why two entries may be one person."""
    return _("Cùng số định danh") if pair.same_number else _("Cùng họ tên và ngày sinh")


def described(person: Person, cases: int) -> str:
    """One line about an entry."""
    return ", ".join(text for _title, text in facts(person, cases) if text)


def facts(person: Person, cases: int) -> list[tuple[str, str]]:
    """Title and words of what tells one entry from another."""
    birth = format_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    return [
        (_("Họ và tên"), person.full_name or ""),
        (_("Ngày sinh"), birth),
        (_("Số định danh"), person.citizen_number or person.old_number or ""),
        (_("Điện thoại"), person.phone or ""),
        (_("Địa chỉ"), person.address or ""),
        (_("Vụ việc"), _("{count} vụ việc").format(count=whole(cases))),
    ]
