"""Success by criterion in bulletins: in a line for each text that has criteria, and in a table.

The Department tells its total "xét theo từng tiêu chí" (S0) and no more; the words of the lines are ours.
"""

import re
from collections.abc import Iterator, Sequence

from desktop.domain.catalogues import catalogue
from desktop.exchange.paper.letter import Figures, Text
from desktop.reports.bulletins.figures import Criterion
from desktop.reports.criteria import CRITERIA, UNNAMED
from desktop.words import _
from desktop.words.formats import whole

HEAD = _("Vụ việc thành công theo tiêu chí chính")
NOT_NAMED = _("Chưa ghi tiêu chí chính")
_FIELDS = {"hs": _("Hình sự"), "ds": _("Dân sự"), "hc": _("Hành chính")}
_NUMBERED = re.compile(r"([a-z]{2})_tc(\d\d)")


def title(code: str) -> str:
    """``Hình sự 01``: by its number, however an office words it."""
    if code == UNNAMED:
        return NOT_NAMED
    numbered = _NUMBERED.fullmatch(code)
    return f"{_FIELDS[numbered[1]]} {numbered[2]}" if numbered else catalogue("success_criterion").brief(code)


def said(criteria: Sequence[Criterion], unnamed: Sequence[str] = ()) -> Iterator[Text | Figures]:
    """The lines and the table; nothing where nothing was successful.

    Args:
        criteria: each that has cases.
        unnamed: codes of the cases without a main criterion, where they may be named.
    """
    if not criteria:
        return
    for text in dict.fromkeys(CRITERIA.values()):
        named = [each for each in criteria if CRITERIA.get(each.code) == text]
        if named:
            counts = ", ".join(_count(title(each.code), each) for each in named)
            of = catalogue("success_version").brief(text)
            yield Text(_("Theo tiêu chí của {text}: {counts}.").format(text=of, counts=counts), bullet=True)
    for each in criteria:
        if each.code == UNNAMED:
            codes = f": {', '.join(unnamed)}" if unnamed else ""
            yield Text(f"{_count(NOT_NAMED, each)}{codes}.", bullet=True)
    yield Text(HEAD, level=3)
    yield _table(criteria)


def _count(name: str, each: Criterion) -> str:
    return _("{name} ({count} vụ)").format(name=name, count=whole(each.figures.total))


def _table(criteria: Sequence[Criterion]) -> Figures:
    heads = [_("Tiêu chí"), _("Tổng số"), _("Bào chữa"), _("Bảo vệ")]
    splits = [(each.figures.total, each.figures.defence, each.figures.protection) for each in criteria]
    rows = [(label(each.code), *split) for each, split in zip(criteria, splits, strict=True)]
    return Figures(heads, [*rows, (_("Cộng"), *map(sum, zip(*splits, strict=True)))])


def label(code: str) -> str:
    """The wording of a criterion."""
    return NOT_NAMED if code == UNNAMED else catalogue("success_criterion").label(code)
