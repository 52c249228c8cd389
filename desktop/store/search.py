"""Finding by any word, with or without accents: accents that were typed decide what comes first, never what is found.

Two stages. The loose text (no accents) finds; the exact text (tone as a digit at the end of the word) and whole words
only rank. Among equals the newest come first, which full text gives in the order of row numbers without sorting.
"""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, Select, Table, bindparam, literal_column, select
from sqlalchemy import column as sql_column

from desktop.domain.text import fold_accents, fold_loose, has_accents
from desktop.store.tables import case_search, person_search

#: Candidates each stage may bring; a screen shows far fewer.
CANDIDATES = 200


def find_cases(connection: Connection, query: str, limit: int = CANDIDATES) -> list[int]:
    """Row numbers in ``case_index`` of what ``query`` finds, best first."""
    return _find(connection, case_search, query, limit)


def find_people(connection: Connection, query: str, limit: int = 20) -> list[int]:
    """Row numbers in ``person_index`` of what ``query`` finds, best first."""
    return _find(connection, person_search, query, limit)


def is_found_by(query: str, text: str) -> bool:
    """Whether the widest stage finds this text: each word of the query begins a word of it."""
    words = fold_loose(text).split()
    return all(any(word.startswith(begun) for word in words) for begun in fold_loose(query).split())


def _find(connection: Connection, table: Table, query: str, limit: int) -> list[int]:
    found: dict[int, None] = {}
    for match in _stages(query):
        for number in _matches(connection, table, match, limit):
            found.setdefault(number)
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _stages(query: str) -> list[str]:
    """Match expressions from the strictest to the widest; the widest one alone decides what is found."""
    words = fold_loose(query).split()
    if not words:
        return []
    whole = " ".join(f'loose:"{word}"' for word in words)
    begun = " ".join(f'loose:"{word}"*' for word in words)
    stages = [whole, begun]
    if has_accents(query):
        exact = fold_accents(query).split()
        accented = [f'exact:"{word}"' for word in exact if _carries_accent(word)]
        plain = [f'loose:"{word}"*' for word in exact if not _carries_accent(word)]
        if accented:
            stages.insert(0, " ".join(accented + plain))
    return stages


def _carries_accent(word: str) -> bool:
    return word[-1].isdigit() or not word.isascii()


def _matches(connection: Connection, table: Table, match: str, limit: int) -> Sequence[int]:
    return connection.scalars(_newest_first(table), {"match": match, "most": limit}).all()


@cache
def _newest_first(table: Table) -> Select[int]:
    """The statement, made once."""
    query = select(table.c.rowid).where(literal_column(table.name).op("MATCH")(bindparam("match")))
    return query.order_by(sql_column("rowid").desc()).limit(bindparam("most"))
