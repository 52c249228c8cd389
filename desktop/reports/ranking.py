"""Which of several places have the most: the rule by which bulletins name them."""

from collections.abc import Iterable
from typing import NamedTuple

from desktop.domain.text import sort_key

#: So many are named, as the Department does, and those that have as many as the last of them.
NAMED = 10


class Ranked(NamedTuple):
    """A place by its name, and how many it has."""

    name: str
    number: int


def ranked(counts: Iterable[Ranked]) -> list[Ranked]:
    """Those that have any: most first, equals by the Vietnamese alphabet of their names."""
    return sorted((each for each in counts if each.number), key=lambda each: (-each.number, sort_key(each.name)))


def leading(counts: Iterable[Ranked], named: int = NAMED) -> list[Ranked]:
    """The first of them, and whoever has as many as the last of these: nobody is left out for their name."""
    order = ranked(counts)
    return [each for each in order if len(order) <= named or each.number >= order[named - 1].number]


def without(counts: Iterable[Ranked]) -> list[str]:
    """The names of those that have none, by the alphabet."""
    return sorted((each.name for each in counts if not each.number), key=sort_key)
