"""The offices of the pictures of the synchronisation: each a real home that went through what its picture shows."""

import datetime as dt
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp
from typing import Any
from unittest.mock import patch

from desktop.services.cases import Cases
from desktop.services.deletions import Choice, Deletions
from desktop.services.office import Office
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import deletions, door
from desktop.store.door import Change
from desktop.store.lists import CaseFilter
from tests.factories import CHEAP, LOGIN, PASSWORD, make_office, sample_intake
from tests.fakes.server import RunningServer

PEOPLE = ("Lò Thị Pâng", "Công Tằng Tôn Nữ Thị Phương Thảo", "H’Nguyệt Niê Kdăm", "Giàng A Páo", "Trần Văn Được")
AT_COURT: dict[str, Any] = {"form": "tham_gia_to_tung", "law_field": "hinh_su", "representation": "bao_chua"}


class Clock:
    """Goes as the story wants it."""

    now = dt.datetime(2026, 11, 26, 16, 2, tzinfo=VIETNAM)

    def __call__(self) -> dt.datetime:
        return self.now


@cache
def story() -> Path:
    """Two homes: ``calm`` has sent everything; ``busy`` has a refused change, two values, and three days unsent."""
    folder = Path(mkdtemp())
    clock = Clock()
    with RunningServer(f"sqlite:///{folder / 'server.db'}") as server:
        server.add_unit("TT", kind="trung_tam", name="Trung tâm TGPL nhà nước tỉnh Điện Biên")
        server.add_unit("CN1", parent="TT", name="Chi nhánh số 1")
        server.add_unit("CN2", parent="TT", name="Chi nhánh số 2")
        _office, mine = make_office(folder / "first", clock=clock)
        _office, theirs = make_office(
            folder / "an", clock=clock, login="an", full_name="Nguyễn Văn An", numbering=False
        )
        for session in (mine, theirs):
            Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
        contested = [Cases(mine).take_in(sample_intake(name, **AT_COURT)) for name in PEOPLE[:3]]
        _both_edit(mine, theirs, clock, contested)
        Synchronise(mine).cycle()
        _refuse(mine, contested[1])
        for name in PEOPLE * 2:
            clock.now += dt.timedelta(hours=2)
            Cases(mine).take_in(sample_intake(name))
        theirs.database.close()
        mine.database.close()
        copytree(folder / "first", folder / "busy")
        _office, calm = make_office(folder / "calm", clock=clock, unit_code="CN2", unit_name="Chi nhánh số 2")
        Synchronise(calm).enrol(server.base_url, server.enrol_code("CN2"))
        Cases(calm).take_in(sample_intake())
        Synchronise(calm).cycle()
        calm.database.close()
        _make_doubting(folder, server, clock)
        _make_counting(folder / "counting", server, clock)
        _make_centre(folder / "centre", server, clock)
        _make_contested(folder, server, clock)
    return folder


def _make_doubting(folder: Path, server: RunningServer, clock: Clock) -> None:
    """A PC of a branch from which somebody else has deleted four of five cases; here that many are many."""
    server.add_unit("CN3", parent="TT", name="Chi nhánh số 3")
    branch = {"unit_code": "CN3", "unit_name": "Chi nhánh số 3"}
    _office, mine = make_office(folder / "doubting", clock=clock, **branch)
    where = {"login": "an", "full_name": "Nguyễn Văn An", "numbering": False, **branch}
    _office, theirs = make_office(folder / "deleting", clock=clock, **where)
    made = [Cases(mine).take_in(sample_intake(name)) for name in PEOPLE]
    for session in (mine, theirs):
        Synchronise(session).enrol(server.base_url, server.enrol_code("CN3"))
        Synchronise(session).cycle()
    for case in made[1:]:
        Cases(theirs).delete(case)
    Synchronise(theirs).cycle()
    with patch.object(deletions, "MANY", 3):
        Synchronise(mine).cycle()
    mine.database.close()
    copytree(folder / "doubting", folder / "keeping")
    keeping = Office.at(folder / "keeping" / "office", clock, CHEAP).sign_in(LOGIN, PASSWORD)
    service = Deletions(keeping)
    service.decide(service.waiting()[0].number, Choice.KEEP)
    for session in (theirs, keeping):
        session.database.close()


def _make_contested(folder: Path, server: RunningServer, clock: Clock) -> None:
    """A PC of the fourth branch: of each of its cases somebody else has changed the same field, unseen."""
    server.add_unit("CN4", parent="TT", name="Chi nhánh số 4")
    branch = {"unit_code": "CN4", "unit_name": "Chi nhánh số 4"}
    _office, mine = make_office(folder / "contested", clock=clock, **branch)
    where = {"login": "an", "full_name": "Nguyễn Văn An", "numbering": False, **branch}
    _office, theirs = make_office(folder / "contesting", clock=clock, **where)
    made = [Cases(mine).take_in(sample_intake(name)) for name in PEOPLE]
    for session in (mine, theirs):
        Synchronise(session).enrol(server.base_url, server.enrol_code("CN4"))
        Synchronise(session).cycle()
    for session, day in ((theirs, "thứ ba ngày 24/11"), (mine, "thứ tư ngày 25/11")):
        clock.now += dt.timedelta(minutes=50)
        for number, case in enumerate(made):
            _edit(session, case, note=f"Hẹn {8 + number} giờ {day} tại trụ sở")
        Synchronise(session).cycle()
        session.database.close()


def _make_counting(home: Path, server: RunningServer, clock: Clock) -> None:
    """A PC of the second branch on which somebody only counts; its one case is restricted."""
    branch = {"unit_code": "CN2", "unit_name": "Chi nhánh số 2"}
    _office, theirs = make_office(home / "theirs", clock=clock, login="mai", numbering=False, **branch)
    Synchronise(theirs).enrol(server.base_url, server.enrol_code("CN2"))
    Synchronise(theirs).cycle()
    cases = Cases(theirs)
    cases.edit("case", cases.rows(cases.numbers(CaseFilter()))[0].id, {"restricted": True})
    Synchronise(theirs).cycle()
    theirs.database.close()
    server.add_account("dem", "CN2", role="thong_ke")
    _office, counting = make_office(home, clock=clock, login="dem", numbering=False, **branch)
    Synchronise(counting).enrol(server.base_url, server.enrol_code("CN2"))
    Synchronise(counting).cycle()
    counting.database.close()


def _make_centre(home: Path, server: RunningServer, clock: Clock) -> None:
    """A centre's PC that has changed a case of its branch when that one goes."""
    where = {"unit_code": "TT", "unit_name": "Trung tâm TGPL nhà nước tỉnh Điện Biên", "unit_kind": "trung_tam"}
    _office, centre = make_office(home, clock=clock, role="lanh_dao_trung_tam", **where)
    Synchronise(centre).enrol(server.base_url, server.enrol_code("TT"))
    Synchronise(centre).cycle()
    branch = next(row for row in Cases(centre).rows(Cases(centre).numbers(CaseFilter())) if row.people == PEOPLE[1])
    _edit(centre, branch.id, note="Trung tâm đã đôn đốc chi nhánh")
    server.move_unit("CN1", parent=None)
    Synchronise(centre).cycle()
    centre.database.close()


def _both_edit(mine: Session, theirs: Session, clock: Clock, cases: list[str]) -> None:
    """Three conflicts: a long text and a date of one case, a deletion of another, a rule of that first one."""
    first, _second, third = cases
    for session in (mine, theirs):
        Synchronise(session).cycle()
    _edit(theirs, first, note="Hẹn bà Pâng 8 giờ sáng thứ ba ngày 24/11 tại trụ sở, mang theo giấy tờ nhà đất")
    _edit(theirs, first, suspended_on="2026-11-25")
    _edit(theirs, third, note="Đã gọi điện, chưa gặp")
    _appoint(theirs, first, "3/4")
    Synchronise(theirs).cycle()
    clock.now += dt.timedelta(minutes=98)
    _edit(mine, first, note="Hẹn bà Pâng 14 giờ chiều thứ tư ngày 25/11 tại trụ sở, mang theo giấy tờ nhà đất")
    _edit(mine, first, suspended_on="2026-11-24")
    _appoint(mine, first, "1/2")
    Cases(mine).delete(third)
    Synchronise(mine).cycle()


def _edit(session: Session, case_id: str, **fields: Any) -> None:
    Cases(session).edit("case", case_id, fields)


def _appoint(session: Session, case_id: str, share: str) -> None:
    cases = Cases(session)
    performer = cases.add("practitioner", {"full_name": session.user.full_name})
    cases.add("assignment", {"case": case_id, "practitioner": performer, "share": share, "from_on": "2026-11-19"})


def _refuse(session: Session, case_id: str) -> None:
    """A change that an older program let through and the server does not."""
    with session.database.write() as connection:
        change = Change(type="case", id=case_id, fields={"law_field": "kinh_doanh_thuong_mai"})
        door.save(connection, session.author(), [change])
    Synchronise(session).cycle()
