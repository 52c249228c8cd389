"""What the engine sees of the database, and what it can never do to it."""

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import Engine, event

from desktop.store import history
from desktop.store.door import Change
from desktop.store.replica import Replica
from sync.client.tables import EntryState
from sync.contract.errors import ProtocolViolation
from sync.contract.identity import new_id
from sync.contract.messages import Answer, AuthorInfo, ExchangeResponse, FeedNews, Outcome
from tests.factories import NOW
from tests.integration.store.desk import AT, Desk


@pytest.fixture
def replica(desk: Desk) -> Replica:
    return Replica(desk.database, lambda: NOW)


def response(*answers: Answer, **more: Any) -> ExchangeResponse:
    """An answer of the server."""
    return ExchangeResponse(epoch="e1", time=AT, answers=answers, **{"feeds": {}, **more})


def applied(key: str, version: int = 1) -> Answer:
    return Answer(key=key, outcome=Outcome.APPLIED, version=version)


def test_a_batch_that_was_never_answered_is_offered_again_byte_for_byte(desk: Desk, replica: Replica) -> None:
    desk.edit(desk.known_case(), note="Mới")
    first, again = (replica.stand(1 << 20, 10) for _ in range(2))
    assert first.batch is not None
    assert again.batch == first.batch
    assert again.chain == first.chain


def test_an_answer_for_something_else_is_refused_and_changes_nothing(desk: Desk, replica: Replica) -> None:
    kept = desk.edit(desk.known_case(note="Cũ"), note="Mới")
    batch = replica.stand(1 << 20, 10).batch
    for answers in ((), (applied("0" * 64),), (applied(kept.key), applied("0" * 64))):
        with pytest.raises(ProtocolViolation, match="answers_do_not_fit"):
            replica.take_in(batch, response(*answers))
    assert desk.again(kept).state is EntryState.PENDING


def test_what_the_server_cannot_take_is_set_aside_whole_and_with_its_reason(desk: Desk, replica: Replica) -> None:
    case_id = desk.known_case(note="Cũ")
    event = Change(type="event", id=new_id(), fields={"case": case_id, "content": "Hẹn gặp"}, new=True)
    kept = desk.save(Change(type="case", id=case_id, fields={"note": "Mới"}), event)
    replica.set_aside([each.key for each in kept], "server_failed")
    assert [(desk.again(e).state, desk.again(e).code) for e in kept] == [(EntryState.REJECTED, "server_failed")] * 2
    assert desk.shown(case_id)["note"] == "Mới"
    assert replica.stand(1 << 20, 10).batch is None


def test_names_of_authors_are_remembered(desk: Desk, replica: Replica) -> None:
    replica.take_in(None, response(authors={"a1": AuthorInfo("Nguyễn Văn An", "TT")}))
    with desk.database.read() as connection:
        assert history.author_names(connection)["a1"] == "Nguyễn Văn An"


def test_a_feed_with_more_news_is_not_complete(desk: Desk, replica: Replica) -> None:
    replica.take_in(None, response(feeds={desk.feed: 5}))
    assert replica.totals().behind
    news = FeedNews(feed=desk.feed, since=0, to=5, head=5, records=())
    replica.take_in(None, response(feeds={desk.feed: 5}, news=(news,)))
    assert not replica.totals().behind
    assert replica.stand(1 << 20, 10).cursors == {desk.feed: 5}


def test_an_idle_cycle_leaves_no_receipt_but_its_time(desk: Desk, replica: Replica) -> None:
    replica.finish_cycle(0, 0, complete=True)
    replica.finish_cycle(3, 0, complete=True)
    replica.finish_cycle(0, 0, complete=False)
    with desk.database.read() as connection:
        receipts = connection.exec_driver_sql("SELECT sent, taken, complete FROM receipt").all()
        last = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'last_complete_sync'").scalar_one()
    assert receipts == [(3, 0, 1)]
    assert dt.datetime.fromisoformat(last.strip('"')) == NOW


def test_an_idle_step_costs_the_same_however_much_is_in_the_file(desk: Desk, replica: Replica) -> None:
    desk.accept(desk.edit(desk.known_case(), note="Mới"), version=2)
    plans: dict[str, list[str]] = {}

    def explain(_connection: object, cursor: Any, statement: str, values: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            plans[statement] = [row[3] for row in rows]

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        replica.begin_cycle()
        replica.take_in(replica.stand(1 << 20, 10).batch, response())
        replica.finish_cycle(0, 0, complete=replica.totals().exchanged)
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
    assert any("journal" in step for steps in plans.values() for step in steps)
    whole = re.compile(
        r"SCAN (journal|replica|received)\b(?!.* journal_again$)"
    )  # that one holds what is offered again
    assert [(statement, step) for statement, steps in plans.items() for step in steps if whole.match(step)] == []


def test_people_added_here_are_told_to_the_server_once(desk: Desk, replica: Replica) -> None:
    (person,) = replica.new_users()
    assert person.login == "hoa"
    replica.map_users({person.id: "account-1"})
    assert replica.new_users() == ()
