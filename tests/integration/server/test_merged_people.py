"""Merges of people who were entered twice: one after the other, within one office, never in a circle."""

from typing import Any

from sync.contract.identity import new_id
from sync.contract.messages import Answer, Outcome
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined


def enter(pc: Pc, *names: str) -> list[str]:
    ids = [new_id() for _ in names]
    pc.push(*(pc.edit("person", each, {"full_name": name}) for each, name in zip(ids, names, strict=True)))
    return ids


def merge(pc: Pc, one: str, into: Any) -> Answer:
    (answer,) = pc.push(pc.edit("person", one, {"merged_into": into}))
    return answer


def into(pc: Pc, *people: str) -> list[Any]:
    return [pc.value("person", each, "merged_into") for each in people]


def test_two_opposite_merges_end_with_the_one_that_came_first(server: RunningServer) -> None:
    hoa, duc = joined(server, "CN1", "hoa"), joined(server, "CN1", "duc")
    a, b = enter(hoa, "Lò Thị Pâng", "LÒ THỊ PÂNG")
    duc.pull()

    assert merge(hoa, a, b).outcome is Outcome.APPLIED
    assert merge(duc, b, a).outcome is Outcome.APPLIED

    hoa.pull()
    assert into(hoa, a, b) == into(duc, a, b) == [b, None]
    assert hoa.conflicts() == []


def test_a_circle_over_three_is_broken_and_a_chain_is_not(server: RunningServer) -> None:
    hoa, duc = joined(server, "CN1", "hoa"), joined(server, "CN1", "duc")
    a, b, c = enter(hoa, "Một", "Hai", "Ba")
    duc.pull()
    merge(hoa, a, b)
    hoa.push(hoa.edit("person", b, {"merged_into": c}), hoa.edit("person", c, {"phone": "0912000111"}))

    merge(duc, c, a)
    merge(duc, b, b)

    hoa.pull()
    assert into(hoa, a, b, c) == into(duc, a, b, c)
    assert into(hoa, c) == [None]


def test_nobody_is_merged_into_a_person_of_another_office(server: RunningServer) -> None:
    here, there = joined(server, "CN1", "hoa"), joined(server, "CN2", "pang")
    (foreign,) = enter(there, "Vàng A Sử")
    (own,) = enter(here, "Vàng A Sử")

    answer = merge(here, own, foreign)

    assert (answer.outcome, answer.code, answer.field) == (Outcome.REJECTED, "out_of_scope", "merged_into")
