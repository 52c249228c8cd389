"""Which cases only those who work on them read by name.

Children (Luật Trẻ em 2016 Điều 21), victims of trafficking and of violence at home, people with HIV: lists show their
initials. A case is marked with the category that asks for it (`desktop.services.intents`) and may be marked or opened
by hand later.
"""

from collections.abc import Collection

_RESTRICTING = frozenset(
    {"tre_em", "nan_nhan_mua_ban_nguoi_7g", "nan_nhan_mua_ban_nguoi_6a", "nan_nhan_blgd", "nhiem_hiv"}
)


#: Stands in lists for a name that nobody enrolled on this PC may read.
UNREAD = "•••"


def restricts(categories: Collection[str]) -> bool:
    """Whether one of these beneficiary categories alone makes a case restricted."""
    return not _RESTRICTING.isdisjoint(categories)


def initials(names: str) -> str:
    """``L.T.P.`` for ``Lò Thị Pâng``; several people stay apart by commas."""
    return ", ".join(_initials(name) for name in names.split(", ") if name)


def people_shown(people: str, *, restricted: bool, performers: str, reader: str) -> str:
    """The names of who is helped, or their initials in a restricted case.

    Args:
        performers: names of who performs the case; they read the names in full.
        reader: the full name of who looks.
    """
    if not restricted or reader in performers.split(", "):
        return people
    return initials(people)


def _initials(name: str) -> str:
    return name if name == UNREAD else "".join(f"{word[0]}." for word in name.split())
