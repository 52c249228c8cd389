"""A statement that somebody waits for is looked after while it runs, and ends when nobody waits any more."""

from pathlib import Path

import pytest

from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.reports import Reports
from desktop.store.watching import watched
from tests.factories import make_office, sample_intake

ENDLESS = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 10000000000) SELECT count(*) FROM n"


class Stop(Exception):
    """Nobody waits any more."""


@pytest.mark.parametrize("why", [Stop, KeyboardInterrupt])
def test_a_statement_ends_when_nobody_waits_and_the_connection_goes_on(
    tmp_path: Path, why: type[BaseException]
) -> None:
    _office, session = make_office(tmp_path)
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 5:
            raise why

    with pytest.raises(why), session.database.read() as connection, watched(connection, look):
        connection.exec_driver_sql(ENDLESS).all()
    for _each in range(8):  # whichever connection of the pool it was
        with session.database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM json_each('[1, 2]')").scalar_one() == 2
    assert looks == 5
    session.database.close()


def test_counting_tells_its_steps_and_stops_where_it_is_told_to(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    cases, reports, year = Cases(session), Reports(session), period("2026")
    cases.take_in(sample_intake())
    form, asked = reports.form("25", year), reports.asked(year)
    told: list[tuple[int, int | None]] = []
    reports.count(form, asked, tell=lambda done, total: told.append((done, total)))
    assert list(dict.fromkeys(each for each in told if each[1])) == [(0, 2), (1, 2)]

    def stop(done: int, _total: int | None) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        reports.count(form, asked, tell=stop)
    assert reports.count(form, asked).cells["", 3] == 1
    session.database.close()
