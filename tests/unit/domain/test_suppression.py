"""Nobody can be picked out of what leaves an office: small counts are hidden, and none follows from those shown."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.suppression import HIDDEN, SUM, Released, masked, released

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), st.sampled_from((0, 1, 2, 4, 5, 6, 9, 30)), min_size=1
)


def hidden(table: Released) -> set[tuple[str, str]]:
    return set(table.small | table.further)


def rank(rows: list[list[int]]) -> int:
    """Of a matrix over the integers modulo a large prime."""
    prime, found = 1_000_003, 0
    for column in range(len(rows[0]) if rows else 0):
        at = next((n for n in range(found, len(rows)) if rows[n][column] % prime), None)
        if at is None:
            continue
        rows[found], rows[at] = rows[at], rows[found]
        inverse = pow(rows[found][column], -1, prime)
        rows[found] = [value * inverse % prime for value in rows[found]]
        for n, row in enumerate(rows):
            if n != found:
                rows[n] = [(a - row[column] * b) % prime for a, b in zip(row, rows[found], strict=True)]
        found += 1
    return found


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_hidden_count_follows_from_those_shown(counts: dict[tuple[str, str], int]) -> None:
    table = released(counts, 5)
    gone = sorted(hidden(table))
    along = [[(1 if cell[1] != SUM else -1) if cell[0] == row else 0 for cell in gone] for row in table.rows]
    down = [[(1 if cell[0] != SUM else -1) if cell[1] == each else 0 for cell in gone] for each in table.columns]
    equations = along + down
    for place in range(len(gone)):
        alone = [int(place == each) for each in range(len(gone))]
        told = rank([list(row) for row in equations])
        assert rank([*(list(row) for row in equations), alone]) > told, gone[place]


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_every_small_count_is_hidden_and_no_few_are_told_together(counts: dict[tuple[str, str], int]) -> None:
    table = released(counts, 5)
    assert not [count for count in table.counts.values() if 0 < count < 5]
    inner = [cell for cell in product(table.rows, table.columns) if SUM not in cell]
    for row in table.rows[:-1]:
        together = [counts.get(cell, 0) for cell in inner if cell[0] == row and cell in hidden(table)]
        if together and (row, SUM) in table.counts:
            assert sum(together) >= 5


def test_what_a_reader_would_subtract_is_hidden_too() -> None:
    counts = {("A", "x"): 2, ("A", "y"): 20, ("B", "x"): 30, ("B", "y"): 8, ("C", "x"): 40, ("C", "y"): 50}
    table = released(counts)
    assert table.small == {("A", "x")}
    assert table.further == {("A", "y"), ("B", "x"), ("B", "y")}
    assert (table.counts["A", SUM], table.counts[SUM, SUM]) == (22, 150)


def test_a_table_without_small_counts_is_shown_whole() -> None:
    table = released({("A", "x"): 5, ("B", "x"): 0, ("B", "y"): 12})
    assert hidden(table) == set()
    assert (table.counts["A", "y"], table.counts[SUM, SUM]) == (0, 17)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cde"), st.sampled_from("fg")), max_size=40))
def test_every_line_of_a_list_is_like_others(rows: list[tuple[str, str, str]]) -> None:
    kept, left_out = masked(rows, 3)
    assert all(number >= 3 for number in Counter(kept).values())
    assert len(kept) + left_out == len(rows)
    for kept_line in kept:
        assert any(all(a in (HIDDEN, b) for a, b in zip(kept_line, row, strict=True)) for row in rows)


def test_what_tells_most_is_hidden_first_and_who_stands_alone_is_left_out() -> None:
    rows = [("Q1", "form")] * 3 + [("Q2", "form")] * 2 + [("Q3", "other")]
    kept, left_out = masked([*rows, ("Q4", "form")], 3)
    assert Counter(kept) == {("Q1", "form"): 3, (HIDDEN, "form"): 3}
    assert left_out == 1
