"""What can be chosen as the period of a report: a part of a year, and the year."""

import datetime as dt

from desktop.ui.widgets.choices import Choice
from desktop.words import _

_YEARS = 6  # this one and those before it that can be chosen


def parts_of_year() -> list[Choice]:
    """What can be asked for of a year; with the year filled in, `desktop.domain.periods.period` reads the code."""
    named = [
        Choice("{year}", _("Cả năm")),
        Choice("BC{year}", _("Năm báo cáo (01/11–31/10)")),
        Choice("SB6T{year}", _("Sơ bộ 6 tháng (01/01–31/5)")),
        Choice("SBN{year}", _("Sơ bộ năm (01/01–31/10)")),
        Choice("{year}-H1", _("6 tháng đầu năm")),
        Choice("{year}-H2", _("6 tháng cuối năm")),
    ]
    named += [Choice(f"{{year}}-Q{number}", _("Quý {number}").format(number=number)) for number in range(1, 5)]
    return named + months()


def months() -> list[Choice]:
    """The months of a year."""
    return [Choice(f"{{year}}-{number:02}", _("Tháng {number}").format(number=number)) for number in range(1, 13)]


def years(today: dt.date) -> list[Choice]:
    """This year and those before it."""
    return [Choice(str(year), str(year)) for year in range(today.year, today.year - _YEARS, -1)]
