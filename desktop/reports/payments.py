"""The payments of an office over a period, as they are read."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from desktop.domain.periods import Period
from desktop.store import lists, reading, records
from desktop.store.lists import CaseRow
from desktop.store.reading import Reader
from desktop.store.tables import TABLES
from sync.contract.records import CasePayment, Practitioner

_paid, _case = TABLES["case_payment"].c, TABLES["case"].c


class Paid(NamedTuple):
    """A payment, the case it was for as lists show it, and whom it went to, as far as this PC knows."""

    payment: CasePayment
    row: CaseRow
    practitioner: Practitioner | None


def paid_in(connection: Connection, reader: Reader, unit: str, period: Period) -> list[Paid]:
    """What was paid for the cases of a unit between two days; what this person may not read is left blank."""
    first, last = period.first.isoformat(), period.last.isoformat()
    query = select(_paid.id).join(TABLES["case"], _case.id == _paid.case)
    query = query.where(_case.unit == unit, _case.deleted.is_(False), _case.moved_to.is_(None))
    query = query.where(_paid.deleted.is_(False), _paid.on.between(first, last)).order_by(_paid.on, _paid.id)
    ids = list(connection.scalars(query))
    payments = records.by_id(connection, CasePayment, ids)
    withheld = reading.withheld(connection, reader, ids)
    rows = {row.id: row for row in lists.rows_of_cases(connection, [p.case or "" for p in payments.values()])}
    to_whom = records.by_id(connection, Practitioner, [p.practitioner or "" for p in payments.values()])
    return [
        Paid(
            reading.blank(payments[each], withheld.get(each, ())),
            rows[payments[each].case or ""],
            to_whom.get(payments[each].practitioner or ""),
        )
        for each in ids
    ]
