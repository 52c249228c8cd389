"""Who numbers a unit's Sổ, and which numbers that PC may give without asking (SYNC §5, decisions/0010).

The right to number belongs to one PC of a unit and is a field of the unit's record. The server leases that PC blocks of
numbers, one after the other, which it gives also where there is no line.
"""

from enum import StrEnum
from typing import Annotated, Any

import msgspec

from sync.contract.fields import LARGEST_NUMBER, Kind, Record, field, record

#: How many numbers a block holds, and how few are left when the next one is asked for.
BLOCK_SIZE = 60
FEW_LEFT = 30
#: Most years that one message speaks of.
_YEARS_AT_ONCE = 20
#: Year of the law of the first case numbers; no Sổ is older.
FIRST_YEAR = 1997


class Act(StrEnum):
    """What a person may want of the right to number."""

    GIVE_BACK = "give_back"
    ASK = "ask"
    TAKE_OVER = "take_over"


class ActOutcome(StrEnum):
    """What the server made of it; nothing yet where there is none."""

    DONE = "done"
    WAITS = "waits"  # asked for while another PC numbers
    STALE = "stale"  # the right lay elsewhere than the person saw


class BlockEnd(StrEnum):
    """Why no more numbers of a block are given."""

    GIVEN_BACK = "given_back"
    TAKEN_OVER = "taken_over"
    RESTORED = "restored"
    SERVER_RESTORED = "server_restored"  # left out, for it may have been given after the server's backup


@record("number_block", title="Khoảng số của Sổ", written_by_server=True)
class NumberBlock(Record, frozen=True, kw_only=True):
    """Numbers ``first`` to ``last`` of one Sổ and year, which only the PC that holds them gives.

    ``book`` is what stands first in the codes of this Sổ, ``holder`` the id of the PC, ``pc`` what it is called. Of a
    block that has ended the numbers no case bears stay void (số bỏ trống) for ever; one that was given back ends at
    the last number given, so that nothing is void.
    """

    book: Annotated[str, field("Sổ", kind=Kind.CODE, source="TT 12/2018/TT-BTP Điều 11 k.1")] | None = None
    year: Annotated[int, field("Năm tiếp nhận", kind=Kind.NUMBER, ge=FIRST_YEAR)] | None = None
    first: Annotated[int, field("Từ số", kind=Kind.NUMBER, ge=1)] | None = None
    last: Annotated[int, field("Đến số", kind=Kind.NUMBER, ge=0)] | None = None
    holder: Annotated[str, field("Định danh máy", max_length=64)] | None = None
    pc: Annotated[str, field("Máy")] | None = None
    ended_at: Annotated[str, field("Thôi dùng từ", max_length=40)] | None = None
    ended: Annotated[str, field("Lý do thôi dùng", kind=Kind.CODE)] | None = None


@record("numbering_act", title="Quyền cấp số")
class NumberingAct(Record, frozen=True, kw_only=True):
    """Somebody gives the right to number back, asks for it, or takes it over by force; ``kind`` is an `Act`.

    ``device`` and ``pc`` are whose; ``holder`` is who numbered as far as the person could see, so that a take-over
    that comes late takes nothing from somebody else. ``given`` says of a PC that gives the right back which number it
    gave last, as ``{book: {year: number}}``. ``outcome`` is the server's.
    """

    kind: Annotated[str, field("Việc", kind=Kind.CODE)] | None = None
    device: Annotated[str, field("Định danh máy", max_length=64)] | None = None
    pc: Annotated[str, field("Máy")] | None = None
    holder: Annotated[str, field("Máy đang cấp số", max_length=64)] | None = None
    reason: Annotated[str, field("Lý do", kind=Kind.LONG_TEXT, max_length=500)] | None = None
    given: Annotated[dict[str, Any], field("Số đã cấp", kind=Kind.JSON, max_length=20)] | None = None
    outcome: Annotated[str, field("Kết quả", kind=Kind.CODE)] | None = None


class Held(msgspec.Struct, frozen=True, array_like=True):
    """How far the PC that numbers has come in one year: the last number it gave and its newest block, 0 for none.

    ``unit`` is whose Sổ it is where that is not the PC's own unit: one that was merged, and its cases still wait.
    """

    year: int
    given: int
    first: int = 0
    last: int = 0
    unit: str = ""


def can_be_meant(numbers: tuple[Held, ...]) -> bool:
    """Whether these can be meant: a few years, and numbers every database keeps."""
    return len(numbers) <= _YEARS_AT_ONCE and all(
        0 <= each < LARGEST_NUMBER // 2 and "\0" not in held.unit
        for held in numbers
        for each in (held.year, held.given, held.first, held.last)
    )


def book_of(code: str) -> str:
    """The Sổ a case number belongs to: ``book_of("CN1.TGTT.12.2026")`` is ``"CN1"``."""
    return code.rsplit(".", 3)[0]


def number_of(code: str) -> int | None:
    """The running number within a case number; None where there is none."""
    parts = code.rsplit(".", 3)
    return int(parts[2]) if len(parts) == 4 and parts[2].isdecimal() else None
