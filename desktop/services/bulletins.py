"""The published bulletin as an office reads it: its sums done again, and what it says of the office's province."""

import datetime as dt
from pathlib import Path

import msgspec

from desktop.domain.catalogues import OLD_LIST, province_list, province_predecessors
from desktop.exchange.texts import read_text
from desktop.reports.bulletins.checking import Check, Standing, check, standing
from desktop.reports.bulletins.reading import Bulletin, read
from desktop.store.errors import translated

__all__ = ["Checked", "Own", "checked", "text_of"]


class Own(msgspec.Struct, frozen=True):
    """What a bulletin says of one province, a line a measure."""

    province: str
    standings: tuple[Standing, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A bulletin, every check of it, and what it says of the provinces that are the office's today."""

    bulletin: Bulletin
    checks: tuple[Check, ...]
    own: tuple[Own, ...] = ()

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The checks that the bulletin does not pass."""
        return tuple(each for each in self.checks if not each.holds)


def text_of(file: Path) -> str:
    """The text of a bulletin that was saved, as a page or as plain text.

    Raises:
        DomainError: ``text_too_large``, ``file_not_text``.
        StoreError: if the file cannot be read.
    """
    with translated():
        return read_text(file)


def checked(text: str, province: str | None = None) -> Checked:
    """Read a bulletin and check it.

    Args:
        text: as it was copied from the page.
        province: code of the office's province in the list of today; a bulletin from before 01/7/2025 speaks of the
            provinces that have become it.

    Raises:
        DomainError: ``not_a_bulletin``.
    """
    bulletin = read(text)
    named = _as_named_then(province, bulletin.last_day) if province else ()
    own = tuple(Own(each, tuple(standing(bulletin, each))) for each in named)
    return Checked(bulletin=bulletin, checks=tuple(check(bulletin)), own=own)


def _as_named_then(province: str, on: dt.date) -> tuple[str, ...]:
    return province_predecessors(province) if province_list(on) == OLD_LIST else (province,)
