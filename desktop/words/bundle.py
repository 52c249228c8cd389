"""What people are told of files on a USB stick, and the slip they get for each; the same in window and command line."""

import datetime as dt

from desktop.store.replica import Receipt, Way
from desktop.words import _, formats
from desktop.words.formats import whole

_TITLES = {
    Way.TO_STICK: _("Phiếu ghi ra USB"),
    Way.FROM_STICK: _("Phiếu nhận từ USB"),
    Way.CARRIED: _("Phiếu chuyển giúp"),
    Way.LINE: _("Biên nhận đồng bộ"),
}
_EXPORTED = _("Đã ghi {what} vào {file} ({size}). Đây chưa phải là đã gửi: chờ trả lời mang về.")
_TAKEN_IN = _("Đã nhận trả lời cho {sent} thay đổi và {what} của nơi khác.")
_CARRIED = _("Đã chuyển. Trả lời ở {file} ({size}): mang USB về máy đã ghi tệp gốc.")
NO_SLIPS = _("Chưa có phiếu nào.")


def title(receipt: Receipt) -> str:
    """What a slip is of, with its number."""
    return _("{kind} số {number}").format(kind=_TITLES[receipt.way], number=whole(receipt.number))


def with_papers(files: int, size: int) -> str:
    """The offer to take papers along: how many, and how large."""
    return _("Kèm giấy tờ chưa gửi ({files} tệp, {size}), trong chỗ trống của USB").format(
        files=whole(files), size=formats.size(size)
    )


def exported(receipt: Receipt, file: str) -> str:
    """What was written on the stick."""
    what = _with_papers(_("{sent} thay đổi").format(sent=whole(receipt.sent)), receipt)
    return _EXPORTED.format(what=what, file=file, size=formats.size(receipt.size))


def taken_in(receipt: Receipt) -> str:
    """What came back on it."""
    what = _with_papers(_("{taken} bản ghi").format(taken=whole(receipt.taken)), receipt)
    return _TAKEN_IN.format(sent=whole(receipt.sent), what=what)


def carried(receipt: Receipt, file: str) -> str:
    """What was carried for another PC."""
    return _CARRIED.format(file=file, size=formats.size(receipt.size))


def _with_papers(what: str, receipt: Receipt) -> str:
    return _("{what} và {papers} giấy tờ").format(what=what, papers=whole(receipt.papers)) if receipt.papers else what


def lines(receipt: Receipt, unit: str) -> list[tuple[str, str]]:
    """What a slip says: title and value of each line."""
    counts = {
        Way.TO_STICK: [
            (_("Số thay đổi trong tệp"), whole(receipt.sent)),
            (_("Số giấy tờ kèm theo"), whole(receipt.papers)),
        ],
        Way.CARRIED: [],
    }.get(
        receipt.way,
        [
            (_("Số thay đổi đã được trả lời"), whole(receipt.sent)),
            (_("Số bản ghi nhận về"), whole(receipt.taken)),
            (_("Số giấy tờ nhận về"), whole(receipt.papers)),
        ],
    )
    code = " ".join(receipt.hash[start : start + 8] for start in range(0, len(receipt.hash), 8))
    return [
        (_("Đơn vị"), unit),
        (_("Thời điểm"), formats.moment(dt.datetime.fromisoformat(receipt.at))),
        *counts,
        (_("Kích thước tệp"), formats.size(receipt.size)),
        (_("Mã của tệp (SHA-256)"), code),
    ]


def slip(receipt: Receipt, unit: str) -> str:
    """A slip as plain text."""
    return "\n".join([title(receipt), *(f"{name}: {value}" for name, value in lines(receipt, unit))])


def line(receipt: Receipt) -> str:
    """A slip as one line of a list."""
    at = formats.moment(dt.datetime.fromisoformat(receipt.at))
    counted = {
        Way.TO_STICK: _("{sent} thay đổi"),
        Way.FROM_STICK: _("trả lời {sent}, nhận {taken}"),
    }.get(receipt.way, "")
    said = counted.format(sent=whole(receipt.sent), taken=whole(receipt.taken))
    return ", ".join(part for part in (f"{title(receipt)}: {at}", said, formats.size(receipt.size)) if part)
