"""Who is asking, and which feeds that PC may see.

Scope is decided from the unit of the device's credential alone, on every request, and before anything is looked up.
"""

from enum import StrEnum

import msgspec
from sqlalchemy import Connection, select

from sync.server import tables


class UnitKind(StrEnum):
    """Kinds of unit (Luật Trợ giúp pháp lý 11/2017/QH14, Điều 10–12, 38–41)."""

    CUC = "cuc"
    SO_TU_PHAP = "so_tu_phap"
    TRUNG_TAM = "trung_tam"
    CHI_NHANH = "chi_nhanh"
    TO_CHUC_KY_HOP_DONG = "to_chuc_ky_hop_dong"
    TO_CHUC_DANG_KY = "to_chuc_dang_ky"


#: Kinds that see the units below them in the tree.
SUPERVISING = frozenset({UnitKind.SO_TU_PHAP, UnitKind.TRUNG_TAM})


class Role(StrEnum):
    """What an account may do."""

    QUAN_TRI = "quan_tri"
    VAN_THU_TIEP_NHAN = "van_thu_tiep_nhan"
    LANH_DAO_TRUNG_TAM = "lanh_dao_trung_tam"
    TRUONG_CHI_NHANH = "truong_chi_nhanh"
    NGUOI_THUC_HIEN = "nguoi_thuc_hien"
    THAM_DINH = "tham_dinh"
    THONG_KE = "thong_ke"
    SO_TU_PHAP_XEM = "so_tu_phap_xem"
    CUC_XEM = "cuc_xem"


#: Roles that read and never write.
READ_ONLY = frozenset({Role.THONG_KE, Role.SO_TU_PHAP_XEM, Role.CUC_XEM})
#: Roles an office may give its own people when it enrols a PC; every other role is given on the server.
OF_AN_OFFICE = frozenset(Role) - {Role.SO_TU_PHAP_XEM, Role.CUC_XEM}


class Author(msgspec.Struct, frozen=True):
    """An account that is enrolled on the device."""

    account: str
    role: str
    enabled: bool

    @property
    def may_write(self) -> bool:
        """Whether its entries may change records."""
        return self.role not in READ_ONLY


class Device(msgspec.Struct, frozen=True):
    """A PC whose credential was good, with what it last reported."""

    id: str
    unit: str
    kind: str
    seen_at: str | None = None
    complete_at: str | None = None
    waiting: int = 0
    program: str = ""


class People(msgspec.Struct, frozen=True):
    """What a device's own ids stand for."""

    authors: dict[str, Author]
    units: dict[str, str]

    def unit(self, unit_id: str) -> str:
        """The server's id of a unit that the device may know by the id it gave itself offline."""
        return self.units.get(unit_id, unit_id)


def feeds_of(connection: Connection, device: Device) -> dict[str, int]:
    """The feeds in the device's scope, each with its head."""
    feed, unit = tables.feed, tables.unit
    heads = select(feed.c.unit, feed.c.head)
    if device.kind in SUPERVISING:
        below = select(unit.c.id).where(unit.c.id == device.unit).cte("below", recursive=True)
        below = below.union(select(unit.c.id).where(unit.c.parent == below.c.id))
        heads = heads.where(feed.c.unit.in_(select(below.c.id)))
    else:  # the department's too: what it sees of the country is without names, and not this way
        heads = heads.where(feed.c.unit == device.unit)
    return {row.unit: row.head for row in connection.execute(heads.order_by(feed.c.unit))}


def people_of(connection: Connection, device: Device) -> People:
    """The accounts and unit aliases enrolled on a device; an account's own id stands for itself too."""
    account, enrolled, alias = tables.account, tables.device_account, tables.unit_alias
    rows = connection.execute(
        select(enrolled.c.local_id, account.c.id, account.c.role, account.c.enabled)
        .join_from(enrolled, account, enrolled.c.account == account.c.id)
        .where(enrolled.c.device == device.id)
    )
    authors: dict[str, Author] = {}
    for local_id, account_id, role, enabled in rows:
        authors[local_id] = authors[account_id] = Author(account_id, role, enabled)
    aliases = connection.execute(select(alias.c.local_id, alias.c.unit).where(alias.c.device == device.id))
    return People(authors, {row.local_id: row.unit for row in aliases})
