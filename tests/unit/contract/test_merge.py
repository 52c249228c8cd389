"""The merge, tried on entries nobody thought of: no value is ever replaced by somebody who had not seen it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import Cell, State, merge
from sync.contract.records import Case

NAMES = ("note", "content", "outcome", "ended_on", "end_reason", "unheard_of")
GROUPS = dict.fromkeys(("outcome", "ended_on", "end_reason"), ("outcome", "ended_on", "end_reason"))
KEYS = ("a" * 64, "b" * 64, "c" * 64)

values = st.sampled_from([None, "x", "y", True, 1, ["m"]])
fields = st.dictionaries(st.sampled_from(NAMES), values, max_size=len(NAMES))
stamps = st.integers(1, 5)
cells = st.builds(
    Cell, value=values, stamp=stamps, seq=stamps, key=st.sampled_from(KEYS), author=st.just("an"), at=st.just("t")
)
states = st.dictionaries(st.sampled_from(NAMES), cells, max_size=len(NAMES)).map(
    lambda held: State("case", "r", "u", max((cell.stamp for cell in held.values()), default=0), 9, held)
)
entries = st.builds(
    Entry,
    type=st.just("case"),
    id=st.just("r"),
    unit=st.just("u"),
    author=st.just("binh"),
    at=st.just("2026-11-22T08:00:00+07:00"),
    device=st.just("d"),
    counter=st.just(1),
    group=st.just(1),
    fields=fields,
    base=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5), max_size=3),
    after=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(KEYS), max_size=3),
    resolves=st.sampled_from([(), ("conflict",)]),
)
replaced = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS), max_size=1)


@given(states, entries, replaced)
def test_every_touched_field_has_exactly_one_fate(state: State, entry: Entry, stands_for: dict[str, str]) -> None:
    merged = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for=stands_for)
    contested = [name for members in merged.contested for name in members]
    assert sorted([*merged.applied, *merged.agreed, *contested]) == sorted(entry.fields)


@given(states, entries, replaced)
def test_a_value_is_replaced_only_by_somebody_who_had_seen_it(
    state: State, entry: Entry, stands_for: dict[str, str]
) -> None:
    merged = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for=stands_for)
    for name, cell in state.cells.items():
        if merged.state.cells[name].value != cell.value:
            before = entry.after.get(name)
            seen = cell.stamp <= entry.base.get(name, 0)
            assert seen or cell.key == stands_for.get(before or "", before)


@given(states, entries)
def test_what_is_not_applied_stays_exactly_as_it_was(state: State, entry: Entry) -> None:
    merged = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for={})
    untouched = {name: cell for name, cell in merged.state.cells.items() if name not in merged.applied}
    assert untouched == {name: cell for name, cell in state.cells.items() if name not in merged.applied}
    if not merged.applied:
        assert merged.state is state


@given(states, entries)
def test_what_is_applied_carries_the_new_version_and_its_author(state: State, entry: Entry) -> None:
    merged = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for={})
    for name in merged.applied:
        expected = Cell(entry.fields[name], state.version + 1, 10, "k" * 64, entry.author, entry.at)
        assert merged.state.cells[name] == expected
    assert merged.state.version == state.version + bool(merged.applied)


@given(states, entries)
def test_a_merge_group_is_never_torn(state: State, entry: Entry) -> None:
    merged = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for={})
    contested = {name for members in merged.contested for name in members}
    together = set(GROUPS["outcome"]) & entry.fields.keys()
    if contested & together:
        assert not set(merged.applied) & together


@given(states, entries)
def test_a_second_time_changes_no_value(state: State, entry: Entry) -> None:
    """The log refuses a second time by key; should one slip through, it still could not do harm."""
    once = merge(state, entry, "k" * 64, seq=10, groups=GROUPS, stands_for={}).state
    twice = merge(once, entry, "k" * 64, seq=11, groups=GROUPS, stands_for={}).state
    assert twice.values() == once.values()


@given(states, entries)
def test_no_clock_is_read(state: State, entry: Entry) -> None:
    other = msgspec.structs.replace(entry, at="1980-01-01T00:00:00+07:00")
    now, then = (merge(state, each, "k" * 64, seq=10, groups=GROUPS, stands_for={}) for each in (entry, other))
    assert (now.applied, now.agreed, now.contested) == (then.applied, then.agreed, then.contested)


@given(states, entries)
def test_a_resolution_stamps_even_a_value_that_stays(state: State, entry: Entry) -> None:
    entry = msgspec.structs.replace(entry, resolves=("conflict",))
    merged = merge(state, entry, "k" * 64, seq=10, groups={}, stands_for={})
    assert merged.agreed == {}
    for name in entry.fields:
        if name in state.cells and state.cells[name].value == entry.fields[name]:
            assert merged.state.cells[name].stamp == state.version + 1


@pytest.mark.parametrize("mended", [False, True])
def test_an_edit_that_builds_on_the_current_value_needs_no_base(mended: bool) -> None:
    """Even if the entry it names was refused and another took its place."""
    cell = Cell("x", 3, 3, KEYS[1] if mended else KEYS[0], "an", "t")
    state = State("case", "r", "u", 3, 3, {"note": cell})
    entry = Entry(
        type="case", id="r", unit="u", author="an", at="t", device="d", counter=2, group=2,
        fields={"note": "y"}, after={"note": KEYS[0]},
    )  # fmt: skip
    stands_for = {KEYS[0]: KEYS[1]} if mended else {}
    assert merge(state, entry, KEYS[2], seq=4, groups={}, stands_for=stands_for).applied == ("note",)


def test_the_declared_groups_of_a_case_are_merge_groups() -> None:
    groups = RECORD_TYPES["case"].merge_groups
    assert groups["ended_on"] == ("outcome", "ended_on", "end_reason")
    assert groups["note"] == ("note",)
    assert RECORD_TYPES["case"].struct is Case
