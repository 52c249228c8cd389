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


def with_sums(inner: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    every = Counter(inner)
    for (row, column), count in inner.items():
        every.update({(row, SUM): count, (SUM, column): count, (SUM, SUM): count})
    return every


SMALL = st.lists(st.sampled_from((0, 1, 1, 2, 3, 8)), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_no_hidden_count_follows_from_those_shown_for_who_knows_that_somebody_is_in_each(numbers: list[int]) -> None:
    counts = dict(zip(product("AB", "xyz"), numbers, strict=True))
    table = released(counts, 3)
    true, open_cells = with_sums(counts), [cell for cell in counts if cell in hidden(table)]
    others = set()
    for steps in product((-1, 0, 1), repeat=len(open_cells)):
        other = with_sums(counts | {cell: counts[cell] + step for cell, step in zip(open_cells, steps, strict=True)})
        if all(other[cell] == true[cell] for cell in table.counts) and all(
            other[cell] >= min(true[cell], 1) for cell in hidden(table)
        ):
            others |= {cell for cell in hidden(table) if other[cell] != true[cell]}
    assert others == hidden(table)


def test_as_many_hidden_cells_as_there_are_people_do_not_tell_one_each() -> None:
    table = released({(row, column): number for row, number in (("A", 1), ("B", 30)) for column in "vwxyz"})
    assert ("A", SUM) in table.further


def test_what_nobody_said_is_a_row_and_a_column_of_its_own() -> None:
    table = released({("A", "x"): 20, ("A", ""): 3, ("B", "x"): 30, ("", "x"): 9})
    assert (table.rows, table.columns) == (["A", "B", "", SUM], ["x", "", SUM])
    assert ("A", "") in table.small
    assert (table.counts["", "x"], table.counts["A", SUM], table.counts[SUM, SUM]) == (9, 23, 62)


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
