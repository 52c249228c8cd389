"""By which criterion a case counts as successful, as SQL over the table of cases (QĐ 1179/QĐ-BTP 2022, Công văn 427).

A case may meet several criteria and counts once, by the main one (DOMAIN §5.3). Where several verdicts name different
main ones no text says which counts: it is that of the first month in which one was named, of one month the first by
code. Days are not looked at, so that the country's records, which know months alone, give the same.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, func, select

from desktop.domain.catalogues import shipped
from desktop.domain.quality import SUCCESSFUL
from desktop.reports.naming import Predicate
from desktop.store.tables import TABLES

#: Stands for the code of a criterion where no verdict names a main one.
UNNAMED = "without"

_case, _verdict = TABLES["case"], TABLES["success_verdict"]
#: Every criterion by its code, in the order of the catalogue → the code of the text it comes from.
CRITERIA: Mapping[str, str] = {entry.code: entry.group for entry in shipped("success_criterion").entries}
_MONTH = 7  # characters of a day, as ``2021-08``
_named = select(func.min(func.substr(_verdict.c.on, 1, _MONTH).concat(_verdict.c.main_criterion))).where(
    _verdict.c.case == _case.c.id,
    _verdict.c.deleted.is_(False),
    _verdict.c.verdict == SUCCESSFUL,
    _verdict.c.main_criterion.in_(CRITERIA),
)
#: The criterion a case counts by; None where no verdict names a main one that the catalogue has.
MAIN_CRITERION: ColumnElement[str | None] = func.substr(_named.correlate(_case).scalar_subquery(), _MONTH + 1)


def is_criterion(code: str) -> bool:
    """Whether a code is that of a criterion, or stands for none."""
    return code in CRITERIA or code == UNNAMED


def _codes() -> Iterator[tuple[str, frozenset[str]]]:
    for code, text in CRITERIA.items():
        yield f"by_{code}", frozenset({code})
        yield f"by_{text}", frozenset(each for each, of in CRITERIA.items() if of == text)


#: Name of a predicate → the criteria of which it says that a case counts by one; `UNNAMED`: by none.
CODES: Mapping[str, frozenset[str]] = {**dict(_codes()), f"by_{UNNAMED}": frozenset({UNNAMED})}
#: The same as expressions: each criterion (DOMAIN §5.3), each text that has some, and whatever names none.
BY_CRITERION: Mapping[str, Predicate] = {
    name: func.coalesce(MAIN_CRITERION, UNNAMED).in_(sorted(codes)) for name, codes in CODES.items()
}
