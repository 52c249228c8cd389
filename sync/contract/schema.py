"""The JSON Schema of everything both sides agree on, for whoever implements the national side on another stack.

``python -m sync.contract.schema`` writes it, and `sync.contract.openapi` beside it. What it was for each protocol
version is pinned in ``tests/unit/contract/test_schema.py``: a change without a new version is refused there, with the
words what to do.
"""

from pathlib import Path
from typing import Any

import msgspec

from sync.contract import bundle, messages, national, openapi, oversight
from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES
from sync.contract.records import ALL
from sync.contract.version import PROTOCOL_VERSION

PUBLISHED = Path(__file__).with_name("schema.json")

_MESSAGES = (
    Entry,
    messages.ExchangeRequest,
    messages.ExchangeResponse,
    messages.EnrolRequest,
    messages.EnrolResponse,
    messages.IncarnationRequest,
    messages.IncarnationResponse,
    messages.RefreshRequest,
    messages.Tokens,
    messages.UsersRequest,
    messages.UsersResponse,
    messages.HeldRequest,
    messages.HeldResponse,
    messages.Refusal,
    oversight.StatusRequest,
    oversight.StatusResponse,
    national.NationalRequest,
    national.NationalResponse,
    bundle.Header,
    bundle.Item,
    bundle.Invitation,
)


def schema() -> dict[str, Any]:
    """The whole contract as one JSON Schema document."""
    types = (*ALL, *_MESSAGES)
    _, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    by_name = {
        name: {
            "$ref": f"#/$defs/{declared.struct.__name__}",
            "title": declared.title,
            "x-root": declared.root,
        }
        for name, declared in RECORD_TYPES.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "TGPL exchange",
        "version": PROTOCOL_VERSION,
        "x-records": by_name,
        "$defs": components,
    }


def published_form() -> bytes:
    """The document as it is kept in the repository: sorted, indented, one trailing newline."""
    return msgspec.json.format(msgspec.json.encode(schema(), order="sorted"), indent=1) + b"\n"


if __name__ == "__main__":
    PUBLISHED.write_bytes(published_form())
    openapi.PUBLISHED.write_bytes(openapi.published_form())
