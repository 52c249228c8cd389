"""Everything is fetched anew from the national system, and nothing unsent is lost by it (SYNC §6)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.services import rebuilding
from desktop.services.attachments import Attachments
from desktop.services.cases import Cases
from desktop.services.drafts import Drafts
from desktop.services.rebuilding import rebuild
from desktop.services.unsent import hold
from desktop.store import deletions, door
from desktop.store.comparing import Comparing
from desktop.store.lists import CaseFilter
from sync.client import acknowledged
from sync.client.acknowledged import Acknowledged
from sync.client.http import HttpTransport
from sync.client.tables import EntryState, replica
from sync.contract.errors import Offline
from sync.contract.messages import CompareRequest, CompareResponse, Stamped
from tests.integration.services.branch_pc import Pc, case_named, note_of

HER = "Lò Thị Pâng"
PHANTOM = "01a201b9-0000-7000-8000-000000000001"


def spoil_everything(pc: Pc) -> None:
    """Let the file hold what no server has ever said, under stamps newer than any, and one record too many."""
    with pc.session.database.write() as connection:
        ids = connection.scalars(select(replica.c.id)).all()
        states = acknowledged.read(connection, ids)
        for state in states.values():
            state.doc |= {"note": Stamped("hỏng", 900, "", "")} if state.type == "case" else {}
        feed = next(iter(states.values())).feed
        states[PHANTOM] = Acknowledged("case", feed, 1, {"content": Stamped("Không có thật", 1, "", "")})
        acknowledged.write(connection, states)
        door.show_again(connection, states.keys())


def ids(pc: Pc) -> list[str]:
    cases = Cases(pc.session)
    return [row.id for row in cases.rows(cases.numbers(CaseFilter()))]


def exported(pc: Pc) -> dict[str, tuple[int, bytes]]:
    with pc.session.database.read() as connection:
        return {row.id: (row.version, row.doc) for row in connection.execute(select(replica))}


def test_what_is_wrong_here_is_gone_and_what_is_unsent_is_kept(branch: Pc) -> None:
    branch.note(case_named(branch, HER), "đúng")
    branch.sync()
    right = exported(branch)
    spoil_everything(branch)
    assert PHANTOM in ids(branch)
    unsent = branch.take_in("Chưa gửi")
    held = branch.take_in("Giữ lại")
    hold(branch.session, [item.key for item in branch.service.queue() if item.case_id == held])
    Drafts(branch.session).keep("một", "intake", {"full_name": "Đang gõ dở"})
    found = rebuild(branch.session, branch.service)
    assert (found.whole, found.equal) == (True, True)
    assert found.fetched == len(right)
    here = exported(branch)
    assert {one: here[one] for one in right} == right
    assert PHANTOM not in here
    assert PHANTOM not in ids(branch)
    assert note_of(branch, HER) == "đúng"
    assert {"Chưa gửi", "Giữ lại"} <= branch.cases().keys()
    assert Cases(branch.session).page(unsent).case
    assert {item.state for item in branch.service.queue()} == {EntryState.HELD}
    (draft,) = Drafts(branch.session).every()
    assert draft.doc == {"full_name": "Đang gõ dở"}
    assert branch.service.status().rebuilt


def test_it_goes_on_where_it_broke_off(branch: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        branch.take_in(f"Người số {number}")
    branch.sync()
    spoil_everything(branch)
    branch.note(case_named(branch, HER), "gõ giữa chừng")
    monkeypatch.setattr("sync.client.repair._RECORDS", 4)
    asked: list[str] = []
    limit = 8
    right = HttpTransport.compare

    def broken(self: HttpTransport, request: CompareRequest) -> CompareResponse:
        if request.records and len(asked) >= limit:
            raise Offline("no_line")
        asked.extend(request.records)
        return right(self, request)

    monkeypatch.setattr(HttpTransport, "compare", broken)
    with pytest.raises(Offline):
        rebuild(branch.session, branch.service)
    assert not branch.service.status().green
    assert "Người số 3" in branch.cases()  # what is not fetched yet shows all the same
    branch.close()
    branch.open()
    first = set(asked)
    asked.clear()
    limit = 1000
    branch.sync()
    assert first
    assert first.isdisjoint(asked)  # nothing is fetched twice
    assert not rebuilding.is_under_way(branch.session)
    assert note_of(branch, HER) == "gõ giữa chừng"
    assert branch.service.status().green


def test_it_comes_to_its_end_though_it_broke_off_when_all_was_here(branch: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_what: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(Comparing, "compared", killed)
        with pytest.raises(KeyboardInterrupt):
            rebuild(branch.session, branch.service)
    assert rebuilding.is_under_way(branch.session)
    branch.sync()
    assert not rebuilding.is_under_way(branch.session)
    assert branch.service.status().green


def test_pinned_papers_stay_where_they_are(branch: Pc, scan: Path) -> None:
    attachments = Attachments(branch.session)
    paper = attachments.add(case_named(branch, HER), scan)
    attachments.pin(paper, kept=True)
    branch.sync()
    rebuild(branch.session, branch.service)
    (kept,) = attachments.of_case(case_named(branch, HER))
    assert (kept.here, kept.pinned) == (True, True)


def test_much_that_the_server_does_not_have_is_not_thrown_away(branch: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletions, "MANY", 0)
    spoil_everything(branch)
    found = rebuild(branch.session, branch.service)
    assert (found.whole, found.equal) == (True, False)
    assert PHANTOM in exported(branch)
    assert not branch.service.status().green


def test_a_pc_that_may_not_read_all_is_told_no_more_by_it(branch: Pc, counting: Pc) -> None:
    Cases(branch.session).edit("case", case_named(branch, HER), {"restricted": True})
    branch.sync()
    counting.sync()
    before = exported(counting)
    spoil_everything(counting)
    found = rebuild(counting.session, counting.service)
    assert (found.whole, found.equal) == (True, True)
    assert exported(counting) == before
    assert counting.holds(HER) == []
    counting.sync()
    assert counting.service.status().green
