"""Searching: from a keystroke to the rows on the screen, against the full-text query alone."""

import random

from desktop.domain.text import fold_loose
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.store.lists import CaseFilter
from tests.benchmarks.ground import Ground, Stopwatch, data_key, database_of, raw_connection, sign_in
from tests.benchmarks.rows import Aim, Row, median, percentile, row

_ON_SCREEN = 30  # rows
_RAW = "SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid DESC LIMIT 200"


def search(ground: Ground) -> Row:
    """Names and words typed letter by letter; every letter searches and fetches a screen of rows."""
    home = ground.office(ground.sizes.searched)
    session = sign_in(home)
    cases = Cases(session)
    raw = raw_connection(database_of(home), data_key(home))
    found, floors = Stopwatch(), Stopwatch()
    typed = _typed(session, ground.sizes.texts)
    for text in typed[:5]:  # the first queries read the index from the disk
        cases.numbers(CaseFilter(query=text))
        raw.execute(_RAW, (_match(text),)).fetchall()
    for text in typed:
        with found:
            cases.rows(cases.numbers(CaseFilter(query=text))[:_ON_SCREEN])
        with floors:
            raw.execute(_RAW, (_match(text),)).fetchall()
    raw.close()
    session.database.close()
    return row(
        f"keystroke to results among {ground.sizes.searched} cases: 95th percentile of {len(typed)}",
        "ms",
        Aim(times=3, below=30),
        percentile(found.times, 0.95),
        percentile(floors.times, 0.95),
        floor_is="the raw full-text query by SQLCipher: 95th percentile",
        median_ms=median(found.times),
        floor_median_ms=median(floors.times),
        longest_ms=max(found.times),
    )


def _typed(session: Session, texts: int) -> list[str]:
    """What stands in the search field after each letter of names and words that occur; half without accents."""
    rng = random.Random(7)
    cases = Cases(session)
    numbers = cases.numbers(CaseFilter())
    rows = cases.rows(rng.choices(numbers, k=texts))
    wanted = [" ".join((row.people if n % 2 else row.content).split()[:3]) for n, row in enumerate(rows)]
    wanted = [text if n % 4 < 2 else fold_loose(text) for n, text in enumerate(wanted)]
    return [text[:end] for text in wanted for end in range(1, len(text) + 1) if text[end - 1] != " "]


def _match(text: str) -> str:
    return " ".join(f'loose:"{word}"*' for word in fold_loose(text).split())
