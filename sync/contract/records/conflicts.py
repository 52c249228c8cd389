"""A conflict: two values for the same field, kept side by side until a person chooses (SYNC §5)."""

from typing import Annotated, Any

from sync.contract.fields import Kind, Record, Sensitivity, field, record

_VALUES = Sensitivity.SENSITIVE


@record("conflict", title="Hai giá trị khác nhau", root="case", written_by_server=True)
class Conflict(Record, frozen=True, kw_only=True):
    """Written by the server, closed by an entry that names it.

    ``kind`` is ``fields`` (two values), ``deleted`` (one side deleted what the other changed) or ``rule`` (the merged
    records break a rule across records; ``rule`` names it). ``current`` and ``incoming`` map field names to wire
    values; they inherit the highest sensitivity of the fields they hold.
    """

    kind: Annotated[str, field("Loại", kind=Kind.CODE)] = "fields"
    case: Annotated[str, field("Vụ việc", kind=Kind.REFERENCE, refers_to="case", max_length=40)] | None = None
    record_type: Annotated[str, field("Loại bản ghi", kind=Kind.CODE)] | None = None
    record: Annotated[str, field("Bản ghi", max_length=40)] | None = None
    names: Annotated[tuple[str, ...], field("Mục", kind=Kind.CODES)] = ()
    rule: Annotated[str, field("Quy tắc", kind=Kind.CODE)] | None = None
    current: Annotated[dict[str, Any], field("Giá trị đang dùng", kind=Kind.JSON, sensitivity=_VALUES)] | None = None
    current_author: Annotated[str, field("Người sửa", max_length=60)] | None = None
    current_at: Annotated[str, field("Lúc sửa", max_length=40)] | None = None
    incoming: Annotated[dict[str, Any], field("Giá trị chờ chọn", kind=Kind.JSON, sensitivity=_VALUES)] | None = None
    incoming_author: Annotated[str, field("Người sửa", max_length=60)] | None = None
    incoming_at: Annotated[str, field("Lúc sửa", max_length=40)] | None = None
    incoming_key: Annotated[str, field("Khóa", max_length=64)] | None = None
    resolved_by: Annotated[str, field("Người chọn", max_length=60)] | None = None
    resolved_at: Annotated[str, field("Lúc chọn", max_length=40)] | None = None
