"""The ranking in words; its rule is printed wherever it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop.exchange.paper.model import Value
from desktop.words import _
from desktop.words.formats import exact, whole

if TYPE_CHECKING:
    from desktop.reports.placing import Ranked

NAME = _("Xếp hạng")
TITLE = _("XẾP HẠNG KẾT QUẢ THỰC HIỆN")
NOTHING = _("Kỳ này chưa có vụ việc nào để xếp hạng.")
WHOM = {"people": _("Người thực hiện"), "units": _("Đơn vị")}
BY = {
    "complete": _("Theo hồ sơ đầy đủ"),
    "ended": _("Theo vụ việc kết thúc"),
    "successful": _("Theo vụ việc thành công"),
}
_RULES = {
    "complete": _(
        "Xếp theo tỷ lệ vụ việc đủ trong số vụ việc của kỳ: có giai đoạn tố tụng (nếu tham gia tố tụng), "
        "có kết quả (nếu đã kết thúc), có giấy tờ."
    ),
    "ended": _("Xếp theo số vụ việc kết thúc trong kỳ; vụ việc nhiều người thực hiện tính theo phần, như biểu 25."),
    "successful": _("Xếp theo số vụ việc kết thúc trong kỳ và đến nay đã được đánh giá thành công, tính theo phần."),
}
_TIES = _("Bằng nhau thì cùng hạng.")
#: Heads and widths in characters, in the order of `cells`.
HEADS = ((_("Hạng"), 8), (_("Tên"), 34), (_("Vụ việc"), 10), (_("Đủ"), 10), (_("Tỷ lệ đủ"), 10))
HEADS_ENDED = ((_("Kết thúc"), 12), (_("Thành công"), 12))


def rule(by: str) -> str:
    """How it was ranked."""
    return f"{_RULES[by]} {_TIES}"


def share(number: Fraction) -> str:
    """``83%``."""
    return _("{share}%").format(share=whole(round(number * 100)))


def cells(rank: int, each: "Ranked") -> tuple[Value, ...]:
    """A line of the list."""
    complete = share(Fraction(each.complete, each.cases)) if each.cases else ""
    return (
        whole(rank),
        each.name,
        whole(each.cases),
        whole(each.complete),
        complete,
        exact(each.ended),
        exact(each.successful),
    )


def table(lines: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The list in letters of one width, under its heads."""
    heads, widths = zip(*HEADS, *HEADS_ENDED, strict=True)
    for line in (heads, *lines):
        padded = (
            f"{cell or '':{'<' if at == 1 else '>'}{width}}"
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(padded).rstrip()


def behind(name: str, by: str, count: str) -> str:
    """Above the cases that decide a rank."""
    what = {"complete": _("vụ việc còn thiếu"), "ended": _("vụ việc kết thúc"), "successful": _("vụ việc thành công")}
    return _("{name}: {count} {what}").format(name=name, count=count, what=what[by])
