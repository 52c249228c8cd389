"""The 54 peoples of Vietnam (Quyết định 121-TCTK/PPCĐ of 1979), known by many spellings."""

from dataclasses import dataclass
from functools import cache

from desktop.domain.catalogues.entries import Catalogue, Entry
from desktop.domain.catalogues.files import read_rows
from desktop.domain.text import fold_accents, fold_duplicate


@dataclass(frozen=True, slots=True)
class EthnicGroup(Entry):
    """A people; ``label`` is today's spelling."""

    name_1979: str = ""
    aliases: tuple[str, ...] = ()


@cache
def ethnic_groups() -> Catalogue[EthnicGroup]:
    """All 54."""
    return Catalogue("ethnic_group", read_rows("ethnic_group", EthnicGroup, key=("code",)))


def match_ethnic_group(text: str) -> EthnicGroup | None:
    """The people somebody means by a name, an old spelling or an alias; imports match names first, codes never.

    Names go before aliases: *Thổ* is a people of its own (24) and also another word for the Tày (02).
    """
    return _spellings().get(fold_accents(text)) or _spellings().get(fold_duplicate(text))


@cache
def _spellings() -> dict[str, EthnicGroup]:
    """Every spelling, with accents and without; the first of names, old names, aliases that claims one has it."""
    groups = ethnic_groups().entries
    claims = [(group.label, group) for group in groups]
    claims += [(group.name_1979, group) for group in groups]
    claims += [(alias, group) for group in groups for alias in group.aliases]
    spellings: dict[str, EthnicGroup] = {}
    for fold in (fold_accents, fold_duplicate):
        for spelling, group in claims:
            spellings.setdefault(fold(spelling), group)
    return spellings
