"""A published bulletin beside the country's own cases: every number it prints that these do not give."""

from collections.abc import Callable, Iterator

import msgspec

from desktop.reports.bulletins.reading import Bulletin, Figure, ListKind, Measure
from desktop.reports.criteria import CRITERIA, UNNAMED

#: What a number is of: all cases (``""``), those of a representation, of a province or a criterion (its code), or the
#: month before.
BEFORE = "before"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is printed otherwise than counted; ``about`` as above."""

    measure: Measure
    about: str
    published: int
    counted: int


#: How many a measure counts of what a number is about; None where it says nothing of it.
Counts = Callable[[Measure, str], int | None]


def differences(bulletin: Bulletin, counts: Counts) -> Iterator[Difference]:
    """Every number of a bulletin that is another one here, in the order of the bulletin."""
    for figure in bulletin.figures:
        for about, published in _numbers(bulletin, figure):
            counted = counts(figure.measure, about)
            if counted is not None and counted != published:
                yield Difference(measure=figure.measure, about=about, published=published, counted=counted)


def _numbers(bulletin: Bulletin, figure: Figure) -> Iterator[tuple[str, int]]:
    yield "", figure.total
    yield from ((part.representation, part.count) for part in figure.parts)
    if figure.change is not None:
        yield BEFORE, figure.total - figure.change.by
    for each in bulletin.lists:
        if each.measure is figure.measure:
            for named in each.named:
                count = 0 if each.kind is ListKind.NONE else named.count
                if named.province is not None and count is not None:
                    yield named.province, count
    if figure.measure is Measure.SUCCESSFUL:
        yield from by_criterion(bulletin).items()


def by_criterion(bulletin: Bulletin) -> dict[str, int]:
    """Criterion → how many a bulletin prints: nought for one it leaves out where it names others, all of them known."""
    told = {each.code: each.count for each in bulletin.criteria if each.code}
    whole = bool(told) and all(each.code for each in bulletin.criteria)
    return dict.fromkeys((*CRITERIA, UNNAMED), 0) | told if whole else told
