"""Moving a case as the people of two branches see it: two real PCs, one server."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.numbering import temporary_code
from desktop.services.cases import CasePage, Cases
from desktop.services.conflicts import Conflicts
from desktop.services.merging import merged, note_read
from desktop.services.moving import Moving, Whereabouts
from desktop.services.numbering import Numbering
from desktop.services.session import Session
from desktop.store.lists import CaseFilter, CaseRow
from desktop.words.errors import words_for
from sync.contract.errors import NeedsUser
from sync.server import numbering
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Clock, Pc, office_pc


@pytest.fixture
def national(server: RunningServer) -> RunningServer:
    """A server with two branches; what PostgreSQL does is tried in ``tests/integration/server/test_moves.py``."""
    return server


@pytest.fixture
def other(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """A PC of another branch, which numbers its own Sổ."""
    with office_pc(tmp_path / "other", unit_code="CN2", unit_name="Chi nhánh số 2") as pc:
        pc.join(national, "CN2")
        pc.sync()
        yield pc


@pytest.fixture
def colleague(tmp_path: Path, national: RunningServer, branch: Pc) -> Iterator[Pc]:
    """A second PC of the first branch, with everything of it."""
    with office_pc(tmp_path / "colleague", numbering=False) as pc:
        pc.join(national, "CN1")
        pc.sync()
        yield pc


def ask(pc: Pc, case: str, to: str = "CN2", **fields: str) -> None:
    moving = Moving(pc.session)
    Moving(pc.session).ask(
        case,
        {
            "to_unit": moving.destination(to).id,
            "on": "2026-11-25",
            "reason": "Người được trợ giúp đã chuyển nhà",
            **fields,
        },
    )


def rows(pc: Pc) -> list[CaseRow]:
    cases = Cases(pc.session)
    return cases.rows(cases.numbers(CaseFilter()))


def only(session: Session, query: str = "") -> CasePage:
    cases = Cases(session)
    (row,) = cases.rows(cases.numbers(CaseFilter(query=query)))
    return cases.page(row.id)


def test_a_case_asked_for_offline_goes_with_the_next_synchronisation(branch: Pc, other: Pc) -> None:
    case = only(branch.session)
    ask(branch, case.case.id)
    assert Moving(branch.session).whereabouts(case.case.id) == Whereabouts(asked="Chi nhánh số 2")
    assert only(branch.session).row.unsent

    branch.sync()
    kept = only(branch.session)
    assert (kept.state, kept.code, kept.row.unsent) == ("da_chuyen_di", case.code, 0)
    assert [part.person for part in kept.parts] == [part.person for part in case.parts]
    assert Moving(branch.session).whereabouts(kept.case.id) == Whereabouts(went_to="Chi nhánh số 2")

    other.sync()
    arrived = only(other.session)
    assert arrived.row.people == "Lò Thị Pâng"
    assert arrived.code.startswith("CN2.")
    came_from = ("Chi nhánh số 1", case.code)
    assert Moving(other.session).whereabouts(arrived.case.id) == Whereabouts(came_from=came_from)


def test_both_books_go_on_after_the_last_number(branch: Pc, other: Pc) -> None:
    other.take_in("Sùng A Chía")
    case = only(branch.session)
    ask(branch, case.case.id)
    branch.sync()
    other.sync()
    branch.take_in("Giàng Thị Mai")
    other.take_in("Vừ Thị Say")
    codes = [*branch.cases().values(), *other.cases().values()]
    assert len(set(codes)) == len(codes) == 5
    assert branch.cases()["Giàng Thị Mai"].split(".")[2] != case.code.split(".")[2]


def test_what_left_is_found_by_every_number_it_had(branch: Pc, other: Pc) -> None:
    case = only(branch.session)
    ask(branch, case.case.id)
    branch.sync()
    other.sync()
    for pc in (branch, other):
        assert only(pc.session, "pang").code
        assert only(pc.session, case.code).row.people == "Lò Thị Pâng"
    assert only(branch.session, temporary_code(case.case.id)).state == "da_chuyen_di"


def test_trap_16_what_a_colleague_wrote_before_the_move_follows(branch: Pc, colleague: Pc, other: Pc) -> None:
    case = only(branch.session).case.id
    colleague.note(case, "gọi lại sau 17 giờ")
    ask(branch, case)
    branch.sync()
    assert colleague.service.status().totals.pending == 1
    colleague.sync()
    assert colleague.service.status().green
    assert only(colleague.session).state == "da_chuyen_di"
    other.sync()
    assert only(other.session).case.note == "gọi lại sau 17 giờ"


def test_trap_16_a_form_that_was_open_when_the_case_left(branch: Pc, colleague: Pc, other: Pc) -> None:
    case = only(colleague.session).case.id
    opened = Cases(colleague.session).open("case", case)
    ask(branch, case)
    branch.sync()
    colleague.sync()
    with pytest.raises(DomainError) as refused:
        Cases(colleague.session).edit("case", case, {"note": "sau"}, opened.seen)
    assert "Chi nhánh số 2" in words_for(refused.value).text


@pytest.mark.parametrize("deed", [lambda c, i: c.edit("case", i, {"note": "x"}), Cases.accept, Cases.delete])
def test_the_copy_that_stays_is_only_looked_at(branch: Pc, other: Pc, deed: Callable[[Cases, str], object]) -> None:
    ask(branch, only(branch.session).case.id)
    branch.sync()
    with pytest.raises(DomainError, match="moved_away"):
        deed(Cases(branch.session), only(branch.session).case.id)


def test_a_move_lies_between_the_days_the_case_has_been_here(branch: Pc, other: Pc) -> None:
    """By its day the new unit's Sổ has its year."""
    case = branch.take_in("Lò Thị Pâng")
    for day, why in (("2025-01-31", "dates_reversed"), ("2031-01-01", "date_in_future")):
        with pytest.raises(DomainError, match=why):
            ask(branch, case, on=day)
    with pytest.raises(DomainError, match="destination_same"):
        ask(branch, case, to="CN1")


def test_a_case_that_has_left_is_read_by_its_old_id_too(branch: Pc, other: Pc) -> None:
    case = only(branch.session).case.id
    ask(branch, case)
    branch.sync()
    moving = Moving(branch.session)
    assert moving.here_as(case) == only(branch.session).case.id != case
    assert moving.whereabouts(moving.here_as(case)).went_to == "Chi nhánh số 2"


def test_trap_7_a_pc_whose_clock_is_years_behind_lets_a_case_go(branch: Pc, colleague: Pc, other: Pc) -> None:
    clock = colleague.clock
    assert isinstance(clock, Clock)
    clock.now -= dt.timedelta(days=1200)
    moving, case = Moving(colleague.session), only(colleague.session).case
    assert case.received_at
    assert moving.proposed_day(case.id) == case.received_at.date()
    with pytest.raises(DomainError, match="dates_reversed"):
        ask(colleague, case.id, on=clock.now.date().isoformat())
    colleague.sync()  # the server's answer says what day it is
    ask(colleague, case.id, on=moving.proposed_day(case.id).isoformat())
    colleague.sync()
    other.sync()
    arrived = only(other.session).case
    assert arrived.moved_in_on
    assert arrived.moved_in_on >= case.received_at.date()


def test_asking_twice_is_refused_at_once(branch: Pc, other: Pc) -> None:
    case = only(branch.session).case.id
    ask(branch, case)
    with pytest.raises(DomainError, match="already_moving"):
        ask(branch, case)


def test_two_who_ask_at_once_hear_who_was_first(branch: Pc, colleague: Pc, other: Pc, national: RunningServer) -> None:
    national.add_unit("CN3", name="Chi nhánh số 3")
    colleague.sync()
    case = only(branch.session).case.id
    ask(colleague, case, "CN3")
    ask(branch, case)
    branch.sync()
    colleague.service.cycle()
    (refused,) = colleague.service.queue()
    assert refused.error == "moved_already"
    colleague.service.discard(refused.key)
    colleague.sync()
    assert colleague.service.status().green


def test_a_case_that_comes_back_is_worked_on_again(branch: Pc, other: Pc) -> None:
    ask(branch, only(branch.session).case.id)
    branch.sync()
    other.sync()
    case = only(other.session).case.id
    ask(other, case, "CN1", reason="Chuyển nhầm")
    other.sync()
    branch.sync()
    branch.note(case, "đã về")
    branch.sync()
    page = Cases(branch.session).page(case)
    assert (page.case.note, page.case.moved_to) == ("đã về", None)
    assert sorted(branch.cases()) == ["Lò Thị Pâng"]
    assert len(Cases(branch.session).numbers(CaseFilter())) == 2  # the copy of the first number, and the case


def test_after_the_server_was_restored_a_moved_case_waits_for_the_unit_that_took_it_in(
    branch: Pc, other: Pc, national: RunningServer
) -> None:
    """Written before it is back, a change would keep it from ever coming back to the unit it left."""
    yesterday = national.back_up()
    case = branch.take_in("Vàng A Sử")
    ask(branch, case)
    for pc in (branch, other):
        pc.sync()
    other.note(case, "đã gửi")
    other.sync()
    national.put_back(yesterday)
    Cases(other.session).edit("case", case, {"result": "chưa gửi"})
    other.service.cycle()
    assert not other.service.status().green
    for pc in (branch, other):
        pc.sync()
    assert branch.service.status().green
    (asked,) = Conflicts(other.session).every_open()  # the move has taken the number away once more
    assert (asked.conflict.incoming or {}).get("code") == "CN2.TV.01.2026"
    moved = Cases(other.session).page(case).case
    assert (moved.note, moved.result) == ("đã gửi", "chưa gửi")
    copies = [Cases(branch.session).page(row.id).case for row in rows(branch)]
    assert case in [copy.moved_as for copy in copies]


def test_a_move_after_the_server_was_restored_takes_along_what_it_does_not_know_yet(
    branch: Pc, colleague: Pc, other: Pc, national: RunningServer
) -> None:
    case, yesterday = only(branch.session).case.id, national.back_up()
    colleague.note(case, "của hôm nay")
    colleague.sync()
    branch.sync()
    national.put_back(yesterday)
    ask(branch, case)
    for pc in (branch, colleague, other, branch):  # the colleague's edit comes back late, and follows
        pc.sync()
        assert pc.service.status().totals.differing == 0
    (left,) = (Cases(branch.session).page(row.id).case for row in rows(branch))
    assert left.moved_as == case
    assert Cases(other.session).page(case).case.note == "của hôm nay"


def test_an_office_that_was_merged_goes_on_as_the_new_unit(branch: Pc, other: Pc, national: RunningServer) -> None:
    branch.note(only(branch.session).case.id, "chưa gửi")
    late = branch.take_in("Giàng Thị Mai")
    national.merge("CN1", "CN2")
    branch.sync()
    assert branch.session.office.unit.code == "CN2"
    assert merged(branch.session) == ("Chi nhánh số 1", "Chi nhánh số 2")
    note_read(branch.session)
    assert merged(branch.session) is None
    assert Cases(branch.session).page(late).code.startswith("CN1.")
    assert branch.service.status().green

    branch.take_in("Vừ Thị Say")
    branch.sync()
    other.sync()  # numbers the Sổ of the unit that both are now
    branch.sync()
    assert branch.cases() == other.cases()
    codes = branch.cases()
    assert codes["Vừ Thị Say"].startswith("CN2.")
    assert {codes["Lò Thị Pâng"][:4], codes["Giàng Thị Mai"][:4]} == {"CN1."}


def test_a_closed_so_goes_on_until_its_last_case_has_a_number(
    branch: Pc, colleague: Pc, other: Pc, national: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases accepted in the old unit before the merger get numbers of its Sổ, more than its PC had left."""
    monkeypatch.setattr(numbering, "BLOCK_SIZE", 4)
    late = [colleague.take_in(f"Người {place}") for place in range(70)]
    national.merge("CN1", "CN2")
    colleague.sync()
    for pc in (branch, other, colleague):
        pc.sync()
    codes = [Cases(colleague.session).page(case).code for case in late]
    assert {code[:4] for code in codes} == {"CN1."}
    assert len(set(codes)) == len(codes)
    assert Numbering(colleague.session).standing().closed == ()


def test_a_closed_so_whose_pc_is_lost_is_given_to_another(
    branch: Pc, colleague: Pc, other: Pc, national: RunningServer
) -> None:
    late = colleague.take_in("Giàng Thị Mai")
    national.revoke(branch.device)
    national.merge("CN1", "CN2")
    colleague.sync()
    (closed,) = Numbering(colleague.session).standing().closed
    assert (closed.code, closed.waiting, closed.mine) == ("CN1", 1, False)
    with national.database.write() as connection:
        numbering.take_over(connection, "CN1", colleague.device)
    colleague.sync()
    assert Cases(colleague.session).page(late).code == "CN1.TV.61.2026"


def test_a_pc_that_was_shut_out_and_missed_the_merger_comes_back_with_a_code_of_either_name(
    branch: Pc, other: Pc, national: RunningServer
) -> None:
    late = branch.take_in("Giàng Thị Mai")
    national.revoke(branch.device)
    national.merge("CN1", "CN2")
    with pytest.raises(NeedsUser, match="device_revoked"):
        branch.service.cycle()
    branch.service.enrol_again(national.enrol_code("CN1"))
    branch.sync()
    assert branch.session.office.unit.code == "CN2"
    assert merged(branch.session) == ("Chi nhánh số 1", "Chi nhánh số 2")
    other.sync()
    branch.sync()
    assert branch.service.status().green
    assert "Giàng Thị Mai" in other.cases()
    assert Cases(other.session).page(late).case.unit == Cases(branch.session).page(late).case.unit
