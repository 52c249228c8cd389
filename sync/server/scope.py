"""Who is asking, and which feeds that PC may see.

Scope is decided from the unit of the device's credential alone, on every request, and before anything is looked up.
"""

import re
from enum import StrEnum

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, literal, select

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


_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}\Z")


def is_id(text: str) -> bool:
    """Whether the databases can keep this as an id."""
    return _ID.match(text) is not None


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


#: Roles that may take the right to number a Sổ away from the PC that has it.
MAY_TAKE_OVER = frozenset({Role.QUAN_TRI, Role.LANH_DAO_TRUNG_TAM, Role.TRUONG_CHI_NHANH})


class Author(msgspec.Struct, frozen=True):
    """An account that is enrolled on the device."""

    account: str
    role: str
    enabled: bool
    login: str = ""
    unit: str = ""

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
    doubted: int = 0
    program: str = ""
    continues: str | None = None  # the id it had before, if nothing goes on under that


class People(msgspec.Struct, frozen=True):
    """What a device's own ids stand for."""

    authors: dict[str, Author]
    units: dict[str, str]
    earlier: frozenset[str] = frozenset()  # ids the device had before, under which nothing goes on
    home: frozenset[str] = frozenset()  # its unit, and those whose place this one has taken

    def unit(self, unit_id: str) -> str:
        """The server's id of a unit that the device may know by the id it gave itself offline."""
        return self.units.get(unit_id, unit_id)


_ITSELF = bindparam("unit", type_=String)
_HEADS = select(tables.feed.c.unit, tables.feed.c.head).order_by(tables.feed.c.unit)


def _own(itself: ColumnElement[str] = _ITSELF) -> Select[tuple[str]]:
    """The unit itself, and those whose place it has taken."""
    unit = tables.unit
    own = select(unit.c.id).where(unit.c.id == itself).cte("own", recursive=True)
    own = own.union(select(unit.c.id).where(unit.c.merged_into == own.c.id))
    return select(own.c.id)


_OWN = _own()
_OWN_HEADS = _HEADS.where(tables.feed.c.unit.in_(_OWN))


def former_units(connection: Connection, unit: str) -> tuple[str, ...]:
    """Ids of the units whose place this one has taken."""
    return tuple(sorted(row.id for row in connection.execute(_OWN, {"unit": unit}) if row.id != unit))


def _tree(itself: ColumnElement[str] = _ITSELF) -> Select[tuple[str]]:
    """The unit itself, and those under it."""
    unit = tables.unit
    below = select(unit.c.id).where(unit.c.id == itself).cte("below", recursive=True)
    below = below.union(select(unit.c.id).where(unit.c.parent == below.c.id))
    return select(below.c.id)


_HEADS_BELOW = _HEADS.where(tables.feed.c.unit.in_(_tree()))


def feeds_of(connection: Connection, device: Device) -> dict[str, int]:
    """The feeds in the device's scope, each with its head."""
    # The department's own feed alone: what it sees of the country is without names, and not this way.
    heads = _HEADS_BELOW if device.kind in SUPERVISING else _OWN_HEADS
    return {row.unit: row.head for row in connection.execute(heads, {"unit": device.unit})}


def in_sight(unit: str, kind: str) -> Select[tuple[str]]:
    """Ids of the units of whose PCs somebody at a unit of this kind is told how they stand.

    The department sees the whole country: what is told holds nothing of any case.
    """
    if kind == UnitKind.CUC:
        return select(tables.unit.c.id)
    return _tree(literal(unit)) if kind in SUPERVISING else _own(literal(unit))


_DEVICE = bindparam("device", type_=String)
_ENROLLED = (
    select(
        tables.device_account.c.local_id,
        tables.account.c.id,
        tables.account.c.role,
        tables.account.c.enabled,
        tables.account.c.login,
        tables.account.c.unit,
    )
    .join_from(tables.device_account, tables.account, tables.device_account.c.account == tables.account.c.id)
    .where(tables.device_account.c.device == _DEVICE)
)
_ALIASES = select(tables.unit_alias.c.local_id, tables.unit_alias.c.unit).where(tables.unit_alias.c.device == _DEVICE)


def _ids_before() -> Select[tuple[str]]:
    device = tables.device
    before = select(device.c.continues.label("id")).where(device.c.id == _DEVICE, device.c.replaces)
    line = before.cte("before", recursive=True)
    line = line.union(select(device.c.continues).where(device.c.id == line.c.id, device.c.replaces))
    return select(line.c.id)


_EARLIER = _ids_before()


def people_of(connection: Connection, device: Device) -> People:
    """The accounts and unit aliases enrolled on a device; an account's own id stands for itself too."""
    authors: dict[str, Author] = {}
    for local_id, *of_account in connection.execute(_ENROLLED, {"device": device.id}):
        author = Author(*of_account)
        authors[local_id] = authors[author.account] = author
    aliases = connection.execute(_ALIASES, {"device": device.id})
    earlier = [row.id for row in connection.execute(_EARLIER, {"device": device.id})] if device.continues else []
    home = [row.id for row in connection.execute(_OWN, {"unit": device.unit})]
    return People(authors, {row.local_id: row.unit for row in aliases}, frozenset(earlier), frozenset(home))
