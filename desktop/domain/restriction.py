"""Which cases only those who work on them read by name.

Children (Luật Trẻ em 2016 Điều 21), victims of trafficking and of violence at home, people with HIV: lists show their
initials. A case is marked with the category that asks for it (`desktop.services.intents`) and may be marked or opened
by hand later.
"""

from collections.abc import Collection

_RESTRICTING = frozenset(
    {"tre_em", "nan_nhan_mua_ban_nguoi_7g", "nan_nhan_mua_ban_nguoi_6a", "nan_nhan_blgd", "nhiem_hiv"}
)


def restricts(categories: Collection[str]) -> bool:
    """Whether one of these beneficiary categories alone makes a case restricted."""
    return not _RESTRICTING.isdisjoint(categories)
