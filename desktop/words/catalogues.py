"""What people are told of entries of catalogues whose official text was not to be had."""

from collections.abc import Collection
from functools import cache

from desktop.domain.errors import CatalogueError
from desktop.services.own_catalogues import Listed
from desktop.words import _
from desktop.words.formats import whole
from sync.contract.fields import RECORD_TYPES

UNVERIFIED, VERIFIED = _("Cần đối chiếu"), _("Đã đối chiếu")
_SHIPPED = _("Có căn cứ")


#: Catalogues no field takes its value from.
_TITLES = {
    "birth_registration": _("Nơi đăng ký khai sinh"),
    "case_state": _("Trạng thái vụ việc"),
    "law_field_group": _("Nhóm lĩnh vực pháp luật"),
    "quality_rating": _("Xếp loại chất lượng"),
    "user_role": _("Vai trò người dùng"),
}


@cache
def title(name: str) -> str:
    """What a catalogue is called: as the field that takes its value from it."""
    fields = (field for declared in RECORD_TYPES.values() for field in declared.fields.values())
    return _TITLES.get(name) or next((field.title for field in fields if field.info.catalogue == name), name)


def mark(one: Listed) -> str:
    """Whether an entry was checked against the official text, and by whom."""
    if one.entry.unverified:
        return UNVERIFIED
    return VERIFIED if one.own else _SHIPPED


def line(one: Listed) -> str:
    """An entry on the terminal."""
    own = " " + _("(đơn vị ghi)") if one.own else ""
    return f"{one.catalogue:<24} {one.entry.code:<24} {mark(one)}{own}: {one.entry.label} [{one.entry.source or '–'}]"


def refused(error: CatalogueError) -> str:
    """What is wrong with a file of the office."""
    told = _("Tệp {file} trong thư mục catalogues không đọc được (dòng {line}); đang dùng nội dung có sẵn.")
    return told.format(file=error.values["file"], line=error.values["line"])


def total(found: Collection[Listed]) -> str:
    """How many there are, and how many nobody has checked."""
    unverified = sum(each.entry.unverified for each in found)
    return _("{count} mục, {unverified} mục cần đối chiếu với văn bản.").format(
        count=whole(len(found)), unverified=whole(unverified)
    )
