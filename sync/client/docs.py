"""The acknowledged state of a record as it is stored: in the form its digest is worked out from."""

from collections.abc import Mapping
from typing import Any

import msgspec

from sync.contract.canonical import writes_of
from sync.contract.fields import Wire
from sync.contract.messages import Stamped

Doc = dict[str, Stamped]

__all__ = ["Doc", "decode_doc", "encode_values", "writes_of"]


class _Write(msgspec.Struct, frozen=True, array_like=True, gc=False):
    stamp: int
    author: str
    at: str
    values: dict[str, Wire]


_decoder = msgspec.json.Decoder(list[_Write])
_encoder = msgspec.json.Encoder(order="sorted")


def decode_doc(raw: bytes) -> Doc:
    """Read what `writes_of` wrote."""
    return {
        name: Stamped(value, write.stamp, write.author, write.at)
        for write in _decoder.decode(raw)
        for name, value in write.values.items()
    }


def encode_values(values: Mapping[str, Any]) -> bytes:
    """JSON with sorted names, so that equal values are equal bytes."""
    return _encoder.encode(values)
