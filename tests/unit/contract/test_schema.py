"""The published contract is the one in force, and everything fits through the line."""

from hashlib import sha256
from typing import Any

import msgspec
import pytest

from sync.contract import schema
from sync.contract.entry import MAX_ENTRY_BYTES, Entry, encode
from sync.contract.fields import RECORD_TYPES, Field, Kind
from sync.contract.messages import NEWS_RECORDS
from sync.contract.version import PROTOCOL_VERSION

#: What each protocol version means: the SHA-256 of `schema.json` as it was published with it.
SCHEMA_OF = {
    1: "7510756e0e5e0b5901f26b07514ce00a25fd2d335e9dca8782cf24bdf51a6222",
}

LETTER = "ữ"  # three bytes in UTF-8, as long as Vietnamese letters get
ID = "01a201b9-0000-7000-8000-000000000000"


LARGEST: dict[Kind, Any] = {
    Kind.FLAG: True,
    Kind.NUMBER: 2**53,
    Kind.DATE: "2026-11-22",
    Kind.MOMENT: "2026-11-22T08:00:00.000000+07:00",
    Kind.SHARE: "100/100",
    Kind.REFERENCE: ID,
}


def largest(field: Field) -> Any:
    """A value at the limit of a field's declaration."""
    limit = field.max_length or 0
    if field.kind is Kind.CODES:
        return [LETTER * 60] * limit
    return LARGEST.get(field.kind, LETTER * limit)


@pytest.mark.parametrize("name", [name for name, each in RECORD_TYPES.items() if not each.written_by_server])
def test_the_largest_entry_of_each_record_fits_in_one_piece(name: str) -> None:
    fields = {field.name: largest(field) for field in RECORD_TYPES[name].fields.values()}
    entry = Entry(
        type=name,
        id=ID,
        unit=ID,
        author=ID,
        at="2026-11-22T08:00:00.000000+07:00",
        device=ID,
        counter=2**53,
        group=2**53,
        fields=fields,
        base=dict.fromkeys(fields, 2**53),
        after=dict.fromkeys(fields, "f" * 64),
        seen={f"{number:036}": 2**31 for number in range(NEWS_RECORDS)},
        supersedes="f" * 64,
    )
    assert len(encode(entry)) < MAX_ENTRY_BYTES


def test_every_text_has_a_limit() -> None:
    """What has none could not be promised a place in a piece."""
    kinds = (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.CODES, Kind.REFERENCE, Kind.SHARE)
    unlimited = [
        f"{name}.{field.name}"
        for name, declared in RECORD_TYPES.items()
        for field in declared.fields.values()
        if field.kind in kinds and field.max_length is None
    ]
    assert unlimited == []


def test_the_published_schema_is_the_contract_in_force() -> None:
    assert schema.PUBLISHED.read_bytes() == schema.published_form(), "Run `python -m sync.contract.schema`."


def test_a_changed_schema_is_a_new_protocol_version() -> None:
    """Two programs that say the same version mean the same contract."""
    pin = sha256(schema.PUBLISHED.read_bytes()).hexdigest()
    assert SCHEMA_OF.get(PROTOCOL_VERSION) == pin, (
        f"schema.json is not what protocol version {PROTOCOL_VERSION} was published as. Has a program that speaks it "
        "been released (CHANGELOG.md names it)? Then raise PROTOCOL_VERSION, run `python -m sync.contract.schema` and "
        "add the new version's SHA-256 to SCHEMA_OF, leaving the old lines. Else replace the last line of SCHEMA_OF: "
        f"{PROTOCOL_VERSION}: {pin!r}."
    )


def test_the_published_schema_names_every_record_type_with_its_title() -> None:
    document = msgspec.json.decode(schema.PUBLISHED.read_bytes())
    assert set(document["x-records"]) == set(RECORD_TYPES)
    for name, declared in RECORD_TYPES.items():
        definition = document["$defs"][document["x-records"][name]["$ref"].rpartition("/")[2]]
        for field in declared.fields.values():
            assert field.title in msgspec.json.encode(definition["properties"][field.name]).decode()
