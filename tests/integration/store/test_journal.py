"""The outbox: what goes next, in which order, and that it goes as it was born (SYNC §3)."""

import msgspec
import pytest

from desktop.store.door import Change
from sync.client import chains, queue
from sync.client.queue import Batch
from sync.contract.entry import chain, key_of
from sync.contract.identity import new_id
from sync.contract.messages import Chain
from tests.factories import sample_intake
from tests.integration.store.desk import Desk

PLENTY = 1 << 20


def next_batch(desk: Desk, limit_bytes: int = PLENTY, limit_entries: int = 1000) -> Batch | None:
    with desk.database.read() as connection:
        return queue.next_batch(connection, limit_bytes, limit_entries)


def send(desk: Desk, batch: Batch) -> Chain:
    with desk.database.write() as connection:
        return chains.number_sent(connection, batch, desk.session.office.device)


def test_with_nothing_to_send_there_is_no_batch(desk: Desk) -> None:
    desk.known_case()
    assert next_batch(desk) is None


def test_entries_go_oldest_first_in_the_bytes_they_were_born_with(desk: Desk) -> None:
    case_id = desk.known_case()
    kept = [desk.edit(case_id, note=text) for text in ("Một", "Hai", "Ba")]
    batch = next_batch(desk)
    assert batch is not None
    assert batch.keys == tuple(entry.key for entry in kept)
    assert [key_of(raw) for raw in batch.raws] == list(batch.keys)


@pytest.mark.parametrize(("limit", "sent"), [(1, 3), (3, 3), (5, 3), (6, 6), (8, 6)])
def test_a_batch_ends_between_two_intents_never_inside_one(desk: Desk, limit: int, sent: int) -> None:
    for name in ("Một", "Hai", "Ba"):
        desk.cases.take_in(sample_intake(name))
    batch = next_batch(desk, limit_entries=limit)
    assert batch is not None
    assert len(batch.keys) == sent


def test_a_batch_stays_below_its_size_but_the_first_intent_goes_however_large(desk: Desk) -> None:
    case_id = desk.known_case()
    small, large = "a" * 100, "b" * 5000
    for text in (large, small, large):
        desk.edit(case_id, content=text)
    batch = next_batch(desk, limit_bytes=1000)
    assert batch is not None
    assert [large.encode() in raw for raw in batch.raws] == [True]
    batch = next_batch(desk, limit_bytes=7000)
    assert batch is not None
    assert len(batch.keys) == 2


def test_a_batch_holds_entries_of_one_feed_the_one_that_has_waited_longest(desk: Desk) -> None:
    elsewhere = new_id()
    own = desk.edit(desk.known_case(), note="Của đơn vị")
    foreign = Change(type="person", id=new_id(), fields={"full_name": "Lò Thị Mai"})
    author = msgspec.structs.replace(desk.session.author(), unit=elsewhere)
    (of_another_unit,) = desk.save(foreign, author=author)
    batch = next_batch(desk)
    assert batch is not None
    assert (batch.feed, batch.keys) == (desk.feed, (own.key,))
    desk.accept(own)
    batch = next_batch(desk)
    assert batch is not None
    assert (batch.feed, batch.keys) == (elsewhere, (of_another_unit.key,))


def test_what_is_rejected_or_waits_is_not_sent_until_somebody_did_something(desk: Desk) -> None:
    case_id = desk.known_case(law_field="dat_dai")
    rejected = desk.edit(case_id, law_field="khac")
    desk.reject(rejected, field="law_field")
    follower = desk.edit(case_id, note="Sau đó")
    desk.hold(follower, rejected)
    assert next_batch(desk) is None


def test_an_entry_sent_again_keeps_its_place_in_the_chain(desk: Desk) -> None:
    case_id = desk.known_case()
    first = desk.edit(case_id, note="Một")
    batch = next_batch(desk)
    assert batch is not None
    assert send(desk, batch) == send(desk, batch) == Chain(1, chain("", [first.key]))
    second = desk.edit(case_id, note="Hai")
    batch = next_batch(desk)
    assert batch is not None
    assert send(desk, batch) == Chain(2, chain("", [first.key, second.key]))
    assert [desk.again(kept).tries for kept in (first, second)] == [3, 1]


def test_the_age_of_the_queue_is_that_of_its_oldest_entry(desk: Desk) -> None:
    def oldest() -> str | None:
        with desk.database.read() as connection:
            return queue.oldest_unanswered_at(connection)

    assert oldest() is None
    first = desk.edit(desk.known_case(), note="Một")
    desk.reject(first, code="no_right")
    assert oldest() == first.entry.at
    desk.discard(first)
    assert oldest() == desk.entries()[-1].entry.at
