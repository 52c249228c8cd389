"""What the cases of a period still lack, by who performs them; ids and codes of cases only, nothing about people."""

from collections.abc import Collection, Sequence
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from desktop.domain.numbering import temporary_code
from desktop.domain.text import person_sort_key
from desktop.reports.asked import Asked
from desktop.reports.performing import who_is
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES
from sync.client.tables import among
from sync.client.withholding import is_withheld


class Lack(StrEnum):
    """What is missing (TT 12/2018/TT-BTP Điều 11, Điều 11a: whoever performs a case keeps its file complete)."""

    STAGE = "stage"  #: a case of litigation without any stage of the proceedings
    RESULT = "result"  #: an ended case without a result; not where nobody may read it on this PC
    PAPER = "paper"  #: a case without a paper (Luật TGPL Điều 39: its file is digitised)


class Lacking(msgspec.Struct, frozen=True):
    """A case that lacks something, and who performs it; both empty where nobody does."""

    practitioner: str
    name: str
    case: str
    code: str
    lacks: tuple[Lack, ...]


class Completeness(msgspec.Struct, frozen=True):
    """How many cases somebody performs, and how many of them lack nothing; both names empty where nobody does."""

    practitioner: str
    name: str
    cases: int
    complete: int


_case, _assignment, _practitioner = TABLES["case"], TABLES["assignment"], TABLES["practitioner"]
_c = _case.c


def _hangs(record_type: str) -> ColumnElement[bool]:
    table = TABLES[record_type]
    return exists().where(table.c.case == _c.id, table.c.deleted.is_(False)).correlate(_case)


_LACKS: dict[Lack, ColumnElement[bool]] = {
    Lack.STAGE: and_(PREDICATES["litigation"], ~_hangs("stage")),
    Lack.RESULT: and_(
        _c.ended_on.is_not(None), func.trim(func.coalesce(_c.result, "")) == "", ~is_withheld(_c.id, "result")
    ),
    Lack.PAPER: ~_hangs("attachment"),
}
#: Who performs a case now, or did when it ended.
_PERFORMS = and_(
    _assignment.c.case == _c.id,
    _assignment.c.deleted.is_(False),
    or_(_assignment.c.to_on.is_(None), _assignment.c.to_on >= _c.ended_on),
)
_WHO = (func.coalesce(_practitioner.c.id, ""), func.coalesce(_practitioner.c.full_name, ""))
_PERFORMED = _case.outerjoin(_assignment, _PERFORMS).outerjoin(
    _practitioner, _practitioner.c.id == who_is(_assignment.c.practitioner)
)
_IS_HERE = and_(_c.deleted.is_(False), _c.moved_to.is_(None))
#: A case that lacks something.
INCOMPLETE: ColumnElement[bool] = or_(*_LACKS.values())
_LACKING = (
    select(*_WHO, _c.id, _c.code, *_LACKS.values())
    .select_from(_PERFORMED)
    .where(_IS_HERE, INCOMPLETE)
    .group_by(_c.id, _practitioner.c.id)
    .order_by(_c.register_year, _c.register_number, _c.id)
)


def lacking(connection: Connection, asked: Asked) -> list[Lacking]:
    """The cases that were with the units on some day of the period and lack something, in the order of names."""
    query = _LACKING.where(POPULATIONS["cases"].where)
    return sorted((_read(row) for row in connection.execute(query, asked.parameters)), key=_by_name)


def still_lacking(connection: Connection, cases: Collection[str]) -> list[Lacking]:
    """Those of these cases that lack something now."""
    return [_read(row) for row in connection.execute(_LACKING.where(among(_c.id)), {"ids": sorted(cases)})]


def completeness(connection: Connection, asked: Asked) -> list[Completeness]:
    """How complete the cases are that were with the units on some day of the period, by who performs them."""
    cases, lacking_ = func.count(_c.id.distinct()), func.count(case((INCOMPLETE, _c.id)).distinct())
    query = select(*_WHO, cases, cases - lacking_).select_from(_PERFORMED)
    query = query.where(_IS_HERE, POPULATIONS["cases"].where).group_by(*_WHO)
    return sorted((Completeness(*row) for row in connection.execute(query, asked.parameters)), key=_by_name)


def _by_name(each: Lacking | Completeness) -> tuple[bool, object, str]:
    """In the order of names; what nobody performs comes last."""
    return not each.practitioner, person_sort_key(each.name), each.practitioner


def _read(row: Sequence[object]) -> Lacking:
    practitioner, name, case_id, code, *flags = row
    lacks = tuple(lack for lack, flag in zip(Lack, flags, strict=True) if flag)
    return Lacking(str(practitioner), str(name), str(case_id), str(code or temporary_code(str(case_id))), lacks)
