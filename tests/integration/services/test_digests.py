"""Whether a PC holds what the national system holds is seen at every step, and mended where they differ (SYNC §6)."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select, update

from desktop.domain.restriction import UNREAD
from desktop.services.cases import Cases
from desktop.services.verifying import verify
from desktop.store.tables import TABLES
from sync.client import acknowledged, docs
from sync.client.acknowledged import Acknowledged
from sync.client.tables import replica
from sync.server import digests, projecting
from sync.server import tables as server_tables
from sync.server.views import View
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc, case_named, note_of


def spoil(pc: Pc, record: str, **values: str) -> None:
    """Let the file hold other values of a record under the same stamps, as a defect would, and be consistent in it."""
    with pc.session.database.write() as connection:
        (state,) = acknowledged.read(connection, [record]).values()
        for name, value in values.items():
            state.doc[name] = msgspec.structs.replace(state.doc[name], value=value)
        acknowledged.write(connection, {record: state})


def lose(pc: Pc, record: str) -> None:
    """Let the file have lost a record that the server sent once."""
    with pc.session.database.write() as connection:
        acknowledged.drop(connection, [record])
        connection.execute(TABLES["case"].delete().where(TABLES["case"].c.id == record))


def test_what_differs_is_fetched_and_nothing_else(branch: Pc) -> None:
    for name in ("Vàng A Sử", "Hờ A Dê"):
        branch.take_in(name)
    branch.note(case := case_named(branch, "Vàng A Sử"), "đúng")
    branch.sync()
    spoil(branch, case, note="sai")
    cycle = branch.service.cycle()
    assert (cycle.complete, cycle.taken) == (True, 1)
    assert note_of(branch, "Vàng A Sử") == "đúng"


def test_what_is_missing_comes_back(branch: Pc) -> None:
    case = case_named(branch, "Lò Thị Pâng")
    lose(branch, case)
    branch.sync()
    assert case_named(branch, "Lò Thị Pâng") == case


def test_what_the_server_does_not_have_is_kept_and_never_called_sent(branch: Pc) -> None:
    with branch.session.database.write() as connection:
        feed = connection.scalar(select(replica.c.feed).limit(1))
        foreign = Acknowledged("person", feed or "", 1, {})
        acknowledged.write(connection, {"01a201b9-0000-7000-8000-000000000001": foreign})
    cycle = branch.service.cycle()
    assert not cycle.complete
    status = branch.service.status()
    assert (status.green, status.totals.differing) == (False, 1)
    with branch.session.database.read() as connection:
        assert acknowledged.read(connection, ["01a201b9-0000-7000-8000-000000000001"])


def test_a_difference_nothing_can_be_done_about_is_not_looked_into_again_and_again(
    branch: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_what_the_server_does_not_have_is_kept_and_never_called_sent(branch)
    asked: list[object] = []
    monkeypatch.setattr(branch.kind, "compare", lambda _self, request: asked.append(request))
    branch.service.cycle()
    assert asked == []


def test_verifying_counts_anew_what_was_changed_behind_the_back_of_the_digest(branch: Pc) -> None:
    case = case_named(branch, "Lò Thị Pâng")
    with branch.session.database.write() as connection:
        (state,) = acknowledged.read(connection, [case]).values()
        doc = docs.writes_of({**state.doc, "later": next(iter(state.doc.values()))})
        connection.execute(update(replica).where(replica.c.id == case).values(doc=doc))
    branch.sync()  # sees nothing of it
    found = verify(branch.service)
    assert (found.corrected_here, found.ahead) == (1, 1)
    assert not found.equal  # of the field that is only here the server knows nothing


def test_verifying_counts_anew_on_the_server_too(national: RunningServer, branch: Pc) -> None:
    with national.database.write() as connection:
        connection.execute(server_tables.record.update().values(hash=1))
    found = verify(branch.service)
    assert (found.corrected_here, found.corrected_there) == (0, found.records)
    assert found.equal


def test_verifying_finds_what_differs_where_not_everything_may_be_read(branch: Pc, counting: Pc) -> None:
    branch.take_in("Vàng A Sử")
    branch.note(case := case_named(branch, "Vàng A Sử"), "đúng")
    Cases(branch.session).edit("case", case_named(branch, "Lò Thị Pâng"), {"restricted": True})
    branch.sync()
    counting.sync()
    spoil(counting, case, note="sai")
    found = verify(counting.service)
    assert (found.ahead, found.not_compared, found.equal) == (0, 0, True)
    assert note_of(counting, "Vàng A Sử") == "đúng"
    assert UNREAD in counting.cases()


def test_a_pc_that_may_not_read_everything_finds_by_itself_what_differs(branch: Pc, counting: Pc) -> None:
    branch.take_in("Vàng A Sử")
    open_one, closed = case_named(branch, "Vàng A Sử"), case_named(branch, "Lò Thị Pâng")
    branch.note(open_one, "đúng")
    Cases(branch.session).edit("case", closed, {"restricted": True, "law_field": "hinh_su"})
    branch.sync()
    counting.sync()
    counting.sync()  # idle: it hears the total of what it may see
    assert counting.service.status().green
    spoil(counting, open_one, note="sai")
    spoil(counting, closed, law_field="dan_su")
    for _idle in range(2):
        counting.service.cycle()
    assert note_of(counting, "Vàng A Sử") == "đúng"
    assert Cases(counting.session).page(closed).case.law_field == "hinh_su"
    assert counting.service.status().green
    assert UNREAD in counting.cases()


def test_a_total_of_a_part_is_not_worked_out_again_and_again(
    branch: Pc, counting: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cases(branch.session).edit("case", case_named(branch, "Lò Thị Pâng"), {"restricted": True})
    branch.sync()
    counting.sync()
    worked_out: list[str] = []
    right = projecting.buckets_of

    def counted(connection: Connection, feed: str, view: View) -> bytes:
        worked_out.append(feed)
        return right(connection, feed, view)

    monkeypatch.setattr(projecting, "RESTS", 1e9)
    monkeypatch.setattr(projecting, "buckets_of", counted)
    for number in range(3):
        branch.take_in(f"Người số {number}")
        branch.sync()
        for _idle in range(3):
            counting.sync()
    assert len(worked_out) <= 1
    assert counting.service.status().green


def test_verifying_says_when_all_is_the_same(branch: Pc) -> None:
    found = verify(branch.service)
    assert (found.equal, found.fetched, found.ahead) == (True, 0, 0)
    assert (found.corrected_here, found.corrected_there) == (0, 0)


def test_an_idle_cycle_stays_one_small_request(branch: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    right = branch.kind._call_as_device

    def counted(self: Any, path: str, message: msgspec.Struct, expected: Any, **more: Any) -> Any:
        answer = right(self, path, message, expected, **more)
        sizes.extend(len(msgspec.json.encode(each)) for each in (message, answer))
        return answer

    monkeypatch.setattr(branch.kind, "_call_as_device", counted)
    branch.sync()
    assert len(sizes) == 2
    assert max(sizes) < 1024


def test_digests_are_equal_after_everything_people_do(national: RunningServer, branch: Pc) -> None:
    branch.note(case_named(branch, "Lò Thị Pâng"), "một")
    branch.sync()
    branch.note(case_named(branch, "Lò Thị Pâng"), "hai")
    branch.sync()
    with national.database.read() as connection:
        (feed,) = connection.execute(select(server_tables.feed.c.unit, server_tables.feed.c.total))
    with branch.session.database.read() as connection:
        mine = acknowledged.buckets_of(connection, feed.unit)
    with national.database.read() as connection:
        assert digests.buckets_of(connection, feed.unit) == mine
