"""Forms 24 and 25 over a country's cases, against SQL written by hand for the same cells; and a year of one centre."""

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from desktop.domain.periods import period
from desktop.services.reports import Reports, Tell
from desktop.services.session import Session
from desktop.store.tables import TABLES, person_index
from tests.benchmarks.ground import Ground, Stopwatch, data_key, database_of, raw_connection, sign_in
from tests.benchmarks.rows import Aim, Row, median, row

_INVENTED = 1_000  # cases that all others are copies of
_CODES = ("24", "25")
_FIELD = """CASE c.law_field WHEN 'hinh_su' THEN 1 WHEN 'dan_su' THEN 2 WHEN 'hon_nhan_gia_dinh' THEN 2
    WHEN 'hanh_chinh' THEN 3 ELSE 4 END"""
_OURS = "c.unit = :unit AND NOT c.deleted AND c.accepted_at IS NOT NULL AND c.moved_to IS NULL"
_ENDED = "c.ended_on BETWEEN :first AND :last"
_BOTH = "p.categories LIKE '%\"ho_ngheo\"%' AND p.categories LIKE '%\"dtts_vung_dbkk\"%'"
_PRIMARY = (
    "nguoi_co_cong",
    "tre_em",
    "bi_buoc_toi_16_18",
    "bi_buoc_toi_can_ngheo",
    "than_nhan_liet_si",
    "chat_doc_da_cam",
    "nguoi_cao_tuoi",
    "nguoi_khuyet_tat",
    "bi_hai_16_18",
    "nan_nhan_blgd",
    "nan_nhan_mua_ban_nguoi_6a",
    "nhiem_hiv",
)
#: What somebody would write by hand who wants the cells of form 24, of the cases of form 25, and of its performers.
_FLOOR = (
    f"""SELECT {_FIELD} f, c.form, count(*), sum(h.gender = 'nam'), sum(h.gender = 'nu'),
        sum(p.primary_category = 'ho_ngheo' AND NOT ({_BOTH})), sum({_BOTH}),
        {", ".join(f"sum(p.primary_category = '{code}')" for code in _PRIMARY)}
    FROM "case" c JOIN case_person p ON p."case" = c.id LEFT JOIN person_index i ON i.id = p.person
        LEFT JOIN person h ON h.id = coalesce(i.same_as, i.id)
    WHERE {_OURS} AND {_ENDED} AND NOT p.deleted AND p.role = 'nguoi_duoc_tgpl' GROUP BY f, c.form""",  # noqa: S608
    f"""SELECT {_FIELD} f, c.form,
        sum(c.accepted_at < :first AND (c.ended_on IS NULL OR c.ended_on >= :first)),
        sum(substr(c.accepted_at, 1, 10) BETWEEN :first AND :last), sum({_ENDED}),
        sum(substr(c.accepted_at, 1, 10) <= :last AND (c.ended_on IS NULL OR c.ended_on > :last)),
        sum({_ENDED} AND EXISTS (SELECT 1 FROM case_person p WHERE p."case" = c.id AND NOT p.deleted)),
        sum({_ENDED} AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a."case" = c.id AND NOT a.deleted))
    FROM "case" c WHERE {_OURS} GROUP BY f, c.form""",  # noqa: S608
    f"""SELECT {_FIELD} f, c.form, coalesce(a.capacity, q.kind) k, a.assigned_by, a.share, count(*)
    FROM "case" c JOIN assignment a ON a."case" = c.id LEFT JOIN practitioner q ON q.id = a.practitioner
    WHERE {_OURS} AND {_ENDED} AND NOT a.deleted AND NOT EXISTS (
        SELECT 1 FROM assignment b WHERE b."case" = c.id AND NOT b.deleted
        AND coalesce(b.to_on, '9') > coalesce(a.to_on, '9')) GROUP BY f, c.form, k, a.assigned_by, a.share""",  # noqa: S608
)


def reports(ground: Ground) -> list[Row]:
    """A year of both forms, over a country's archive and over one centre's cases."""
    return [
        _country(ground, ground.sizes.reported),
        _centre(ground, max(1, ground.sizes.reported // 33)),
    ]


def _country(ground: Ground, cases: int) -> Row:
    home = _multiplied(ground, cases)
    session = sign_in(home)
    raw = raw_connection(database_of(home), data_key(home))
    ours, floors, told = Stopwatch(), Stopwatch(), _Told()
    for _run in range(3):
        with ours:
            told.again()
            counted = _filled(session, told)
        with floors:
            by_hand = _by_hand(raw, session)
    assert counted == by_hand, (counted, by_hand)
    raw.close()
    session.database.close()
    return row(
        f"forms 24 and 25 of a year over {cases} cases, telling how far it is: median of 3",
        "ms",
        Aim(times=2),
        median(ours.times),
        median(floors.times),
        floor_is="SQL written by hand for the same cells, by SQLCipher",
        longest_ms=max(ours.times),
        longest_without_news_ms=told.longest,
    )


class _Told:
    """Who waits and may stop it: how long nothing is heard at most."""

    def __init__(self) -> None:
        self.longest = self._at = 0.0

    def again(self) -> None:
        self._at = time.perf_counter()

    def __call__(self, _done: int, _total: int | None) -> None:
        now = time.perf_counter()
        self.longest, self._at = max(self.longest, (now - self._at) * 1000), now


def _centre(ground: Ground, cases: int) -> Row:
    session = sign_in(_multiplied(ground, cases))
    watch = Stopwatch()
    for _run in range(5):
        with watch:
            _filled(session)
    session.database.close()
    return row(
        f"forms 24 and 25 of a year of a centre with {cases} cases: longest of 5, the first included",
        "ms",
        Aim(below=500),
        max(watch.times),
        None,
        median_ms=median(watch.times),
    )


def _filled(session: Session, tell: Tell | None = None) -> tuple[Fraction, ...]:
    """Fill both forms; a few of their cells, to be compared."""
    service, year = Reports(session), period("2025")
    asked = service.asked(year)
    counted = [service.count(service.form(code, year), asked, tell=tell) for code in _CODES]
    people, cases = (each.cells for each in counted)
    return (
        people["", 1],
        people["", 2],
        cases["", 2],
        cases["", 3],
        cases["", 4],
        sum((cases["", n] for n in (5, 6, 10, 13)), start=Fraction()),
    )


def _by_hand(raw: Any, session: Session) -> tuple[Fraction, ...]:
    asked = {"unit": session.office.unit.id, "first": "2025-01-01", "last": "2025-12-31"}
    people, cases, performers = (raw.execute(statement, asked).fetchall() for statement in _FLOOR)
    shares = sum((Fraction(each[4]) * each[5] for each in performers), start=Fraction())
    sums = [sum(each[n] or 0 for each in people) for n in (2, 3)] + [
        sum(each[n] or 0 for each in cases) for n in (2, 3, 4)
    ]
    return *map(Fraction, sums), shares


def _multiplied(ground: Ground, cases: int) -> Path:
    """An office with so many cases, copies of a few that were invented; made by SQL alone, for that is quick."""
    home = ground.folder / f"multiplied-{cases}"
    if home.exists():
        return home
    invented = min(_INVENTED, cases)
    made = ground.copy(ground.office(invented), "multiplied")
    raw = raw_connection(database_of(made), data_key(made))
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("BEGIN")
    for name in ("person", "case", "case_person", "assignment"):
        names = [column.name for column in TABLES[name].c]
        raw.execute(_copies(name, names, copied={"id", "case", "person"}), (cases // invented,))
    names = [column.name for column in person_index.c if column.name != "number"]
    raw.execute(_copies("person_index", names, copied={"id", "same_as"}), (cases // invented,))
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.close()
    return made.rename(home)


def _copies(table: str, names: list[str], copied: set[str]) -> str:
    """Insert every row of a table again, under other ids, until there are so many of each."""
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f"\"{name}\" || '-' || k" if name in copied else f'"{name}"' for name in names)
    return (
        "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?1 - 1) "  # noqa: S608
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM n, "{table}" WHERE ?1 > 1'
    )
