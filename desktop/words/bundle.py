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
EXPORTED = _("Đã ghi {sent} thay đổi vào {file} ({size}). Đây chưa phải là đã gửi: chờ trả lời mang về.")
TAKEN_IN = _("Đã nhận trả lời cho {sent} thay đổi và {taken} bản ghi của nơi khác.")
CARRIED = _("Đã chuyển. Trả lời ở {file} ({size}): mang USB về máy đã ghi tệp gốc.")
NO_SLIPS = _("Chưa có phiếu nào.")


def title(receipt: Receipt) -> str:
    """What a slip is of, with its number."""
    return _("{kind} số {number}").format(kind=_TITLES[receipt.way], number=whole(receipt.number))


def lines(receipt: Receipt, unit: str) -> list[tuple[str, str]]:
    """What a slip says: title and value of each line."""
    counts = {
        Way.TO_STICK: [(_("Số thay đổi trong tệp"), whole(receipt.sent))],
        Way.CARRIED: [],
    }.get(
        receipt.way,
        [
            (_("Số thay đổi đã được trả lời"), whole(receipt.sent)),
            (_("Số bản ghi nhận về"), whole(receipt.taken)),
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
