"""How a field and a record type are declared.

A record type is one frozen `msgspec.Struct`; what the struct's annotations cannot say (Vietnamese title, sensitivity,
catalogue, reference, merge group, legal source) is said by `field(...)` inside ``Annotated``. `record` registers the
struct and derives a `RecordType`, from which tables, journal, wire format, validation, forms and labels all come.
"""

import datetime as dt
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from sync.contract.errors import Invalid
from sync.contract.text import normalise

#: A value as it travels and as it is compared in the merge: what JSON can say.
Wire = Any


#: Largest whole number a field takes; every database keeps it.
LARGEST_NUMBER = 2**31 - 1
#: Largest sum of money in đồng: a million milliards, which every reader of JSON still keeps exactly.
LARGEST_SUM = 10**15


class Sensitivity(StrEnum):
    """How far a value may travel (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15)."""

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Kind(StrEnum):
    """What a value is; decides column, editor and comparison."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    CODE = "code"
    CODES = "codes"
    REFERENCE = "reference"
    JSON = "json"


class FieldInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What `field` says of a field beyond its type."""

    title: str
    kind: Kind
    sensitivity: Sensitivity
    catalogue: str | None
    refers_to: str | None
    merge: str | None
    source: str | None
    given: bool = False


def field(
    title: str,
    *,
    kind: Kind = Kind.TEXT,
    max_length: int | None = None,
    pattern: str | None = None,
    ge: int | None = None,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    catalogue: str | None = None,
    refers_to: str | None = None,
    merge: str | None = None,
    source: str | None = None,
    given: bool = False,
) -> msgspec.Meta:
    """Declare one field; used inside ``Annotated``.

    Args:
        title: what people read, in Vietnamese; on forms, headers, audit lines and in the conflict window.
        kind: decides column and editor.
        max_length: of a text in characters, of a set in members. Texts get 200 when nothing is said, so that one
            entry never exceeds a piece of the exchange (SYNC §3).
        pattern: regular expression the text must match.
        ge: smallest number allowed.
        sensitivity: see `Sensitivity`.
        catalogue: name of the dated catalogue the code comes from.
        refers_to: record type the value is an id of.
        merge: name of the merge group; fields that make sense only together conflict as one (SYNC §2).
        source: law or circular with article, where the field comes from one.
        given: only the server writes it; an entry with such a field is refused.
    """
    info = FieldInfo(
        title=title,
        kind=kind,
        sensitivity=sensitivity,
        catalogue=catalogue,
        refers_to=refers_to,
        merge=merge,
        source=source,
        given=given,
    )
    lengths = {Kind.TEXT: 200, Kind.LONG_TEXT: 4000, Kind.CODE: 60, Kind.CODES: 40}
    published = {
        f"x-{key}": value
        for key, value in (
            ("kind", kind.value),
            ("sensitivity", sensitivity.value if sensitivity is not Sensitivity.OPEN else None),
            ("catalogue", catalogue),
            ("refers-to", refers_to),
            ("merge", merge),
            ("source", source),
            ("given", given or None),
        )
        if value is not None
    }
    extra = {"field": info}
    if kind in (Kind.NUMBER, Kind.MONEY):
        largest = LARGEST_NUMBER if kind is Kind.NUMBER else LARGEST_SUM
        return msgspec.Meta(title=title, ge=ge, le=largest, extra_json_schema=published, extra=extra)
    if kind is Kind.MOMENT:
        return msgspec.Meta(title=title, tz=True, extra_json_schema=published, extra=extra)
    return msgspec.Meta(
        title=title,
        max_length=max_length if max_length is not None else lengths.get(kind),
        pattern=pattern,
        extra_json_schema=published,
        extra=extra,
    )


class Field(msgspec.Struct, frozen=True, dict=True):
    """One declared field of a record type."""

    name: str
    info: FieldInfo
    type: Any  # the whole annotation, constraints included; what a value is checked against
    default: Any

    @property
    def title(self) -> str:
        """What people read."""
        return self.info.title

    @property
    def kind(self) -> Kind:
        """What a value is."""
        return self.info.kind

    @cached_property
    def max_length(self) -> int | None:
        """Longest text in characters (or largest set), for forms that count as one types."""
        meta = _meta_of(self.type)
        return meta.max_length if meta else None

    @cached_property
    def readable_as(self) -> Any:
        """What a value must be for this version to show it, whatever its own limits of length and size say.

        A later version may have widened a limit; what it never does is to give a field another meaning (SYNC §3).
        """
        widest = _WIDEST.get(self.kind, str) if self.kind is not Kind.SHARE else self.type
        return widest if self.default is not None else widest | None

    @cached_property
    def _box(self) -> Any:
        """A struct of this one field: msgspec keeps what it knows of a struct, and works other types out each time."""
        return msgspec.defstruct("Box", [("value", self.type)])

    def check(self, value: Wire) -> Wire:
        """Return the wire value, a text composed, if the declaration allows it.

        Raises:
            Invalid: ``value_not_allowed`` with the field's name.
        """
        try:
            return wire_of(msgspec.convert({"value": _composed(value)}, self._box).value)
        except msgspec.ValidationError as error:
            too_long = "length <=" in str(error)
            raise Invalid(
                "text_too_long" if too_long else "value_not_allowed", field=self.name, limit=self.max_length
            ) from None

    def to_python(self, value: Wire) -> Any:
        """Turn a wire value into the Python value the struct holds (date, datetime, tuple, …)."""
        return msgspec.convert(value, self.type)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What every record has: its id (UUIDv7), the office that owns it, and whether it is in the bin."""

    id: str
    unit: str
    deleted: typing.Annotated[bool, field("Đã xóa", kind=Kind.FLAG)] = False


R = TypeVar("R", bound=Record)

#: Names every record has that are not fields of an entry.
IDENTITY = ("id", "unit")


class RecordType(msgspec.Struct, frozen=True, dict=True, eq=False):
    """A registered record type and what follows from its declaration."""

    name: str
    struct: type[Record]
    title: str
    root: str | None
    written_by_server: bool
    written_once: bool = False

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field an entry may carry, in the order of declaration, `deleted` first."""
        hints = typing.get_type_hints(self.struct, include_extras=True)
        defaults = {f.name: f.default for f in msgspec.structs.fields(self.struct)}
        return {
            name: Field(name, _info_of(self.name, name, hint), hint, defaults[name])
            for name, hint in hints.items()
            if name not in IDENTITY
        }

    @cached_property
    def merge_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Field name → all the fields that conflict together with it (itself alone, as a rule)."""
        groups: dict[str, list[str]] = {}
        for name, declared in self.fields.items():
            groups.setdefault(declared.info.merge or name, []).append(name)
        return {name: tuple(members) for members in groups.values() for name in members}

    @cached_property
    def given(self) -> frozenset[str]:
        """The fields that only the server writes."""
        return frozenset(name for name, declared in self.fields.items() if declared.info.given)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that hold the id of another record."""
        return tuple(f for f in self.fields.values() if f.info.refers_to)

    @cached_property
    def _widest(self) -> Any:
        """A struct of the fields as `readable` takes them."""
        fields = [(name, declared.readable_as, declared.default) for name, declared in self.fields.items()]
        return msgspec.defstruct(self.struct.__name__, fields, kw_only=True)

    def readable(self, values: Mapping[str, Wire]) -> dict[str, Wire]:
        """What this version can show of a record: unknown fields are left out, and values it cannot read."""
        known = {name: value for name, value in values.items() if name in self.fields}
        try:
            msgspec.convert(known, self._widest)
        except msgspec.ValidationError:
            return {name: value for name, value in known.items() if self._can_read(name, value)}
        return known

    def _can_read(self, name: str, value: Wire) -> bool:
        try:
            msgspec.convert({name: value}, self._widest)
        except msgspec.ValidationError:
            return False
        return True

    @cached_property
    def _any_fields(self) -> Any:
        """A struct in which every field may be missing."""
        fields = [(name, declared.type | msgspec.UnsetType, msgspec.UNSET) for name, declared in self.fields.items()]
        return msgspec.defstruct(self.struct.__name__, fields, kw_only=True)

    def check(self, values: Mapping[str, Wire]) -> dict[str, Wire]:
        """Return the wire values of some fields, see `Field.check`; all at once, for that is several times faster.

        Raises:
            Invalid: ``value_not_allowed`` … with the name of the first field that is not allowed; ``no_right`` where
                only the server writes.
        """
        if given := self.given & values.keys():
            raise Invalid("no_right", field=min(given))
        composed = {name: normalise(value) if isinstance(value, str) else value for name, value in values.items()}
        try:
            allowed = msgspec.to_builtins(msgspec.convert(composed, self._any_fields))
        except msgspec.ValidationError:
            return {name: self.fields[name].check(value) for name, value in values.items()}
        return {name: _listed(allowed[name]) for name in values}

    def make(self, record_id: str, unit: str, values: Mapping[str, Wire]) -> Record:
        """Build the struct from wire values, see `build`; missing ones take their default."""
        return build(self.struct, {**values, "id": record_id, "unit": unit})

    def values_of(self, row: Record) -> dict[str, Wire]:
        """The record's fields in wire form, without identity."""
        return {name: wire_of(getattr(row, name)) for name in self.fields}

    @cached_property
    def blank(self) -> Mapping[str, Wire]:
        """The wire values of a record nobody has written yet."""
        return {name: wire_of(declared.default) for name, declared in self.fields.items()}


#: Every record type by its wire name; filled by `record` when `sync.contract.records` is imported.
RECORD_TYPES: dict[str, RecordType] = {}
_BY_STRUCT: dict[type[Record], RecordType] = {}


def record(
    name: str, *, title: str, root: str | None = None, written_by_server: bool = False, written_once: bool = False
) -> Callable[[type[R]], type[R]]:
    """Register a record type under its wire name.

    Args:
        name: on the wire, in the table's name and in commands; never renamed.
        title: what people read, in Vietnamese.
        root: name of the field with the id of the case this record hangs on; deleting the case hides it.
        written_by_server: a client's entry for it is refused (units, conflicts).
        written_once: an entry that would change what is there is refused; it may be put in the bin and taken out.
    """

    def register(struct: type[R]) -> type[R]:
        declared = RecordType(name, struct, title, root, written_by_server, written_once)
        RECORD_TYPES[name] = declared
        _BY_STRUCT[struct] = declared
        return struct

    return register


def type_of(struct: type[Record]) -> RecordType:
    """The registered type of a record struct."""
    return _BY_STRUCT[struct]


def build(struct: type[R], values: Mapping[str, Wire]) -> R:
    """Build one record struct from its wire values, ``id`` and ``unit`` among them; unknown names are ignored.

    What a later version let through is shown as it is; a value that cannot be read at all gives way to the default.
    """
    try:
        return msgspec.convert(values, struct)
    except msgspec.ValidationError:
        declared = type_of(struct)
        read = msgspec.convert(declared.readable(values), declared._widest)
        return struct(id=values["id"], unit=values["unit"], **msgspec.structs.asdict(read))


def wire_of(value: Any) -> Wire:
    """Turn a Python value into what JSON can say; sets of codes become lists."""
    return _listed(msgspec.to_builtins(value))


def _listed(plain: Any) -> Wire:
    return list(plain) if isinstance(plain, tuple) else plain


_WHOLE = typing.Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_WIDEST: Mapping[Kind, Any] = {
    Kind.DATE: dt.date,
    Kind.MOMENT: typing.Annotated[dt.datetime, msgspec.Meta(tz=True)],
    Kind.FLAG: bool,
    Kind.NUMBER: _WHOLE,
    Kind.MONEY: _WHOLE,
    Kind.CODES: tuple[str, ...],
    Kind.JSON: dict[str, Any],
}
"""What a value of a kind is when nothing narrows it; a text, unless said otherwise."""


def _composed(value: Wire) -> Wire:
    return normalise(value) if isinstance(value, str) else value


def _meta_of(annotation: Any) -> msgspec.Meta | None:
    """The declaration in an annotation; for ``Annotated[...] | None`` it sits on the part that is not None."""
    for part in (annotation, *typing.get_args(annotation)):
        for item in getattr(part, "__metadata__", ()):
            if isinstance(item, msgspec.Meta):
                return item
    return None


def _info_of(record_name: str, name: str, annotation: Any) -> FieldInfo:
    meta = _meta_of(annotation)
    if meta is None or not meta.extra or "field" not in meta.extra:
        message = f"{record_name}.{name} is declared without field(...)"
        raise TypeError(message)
    info: FieldInfo = meta.extra["field"]
    return info
