"""The acknowledged state of a record as it is stored: in the form its digest is worked out from."""

from collections.abc import Mapping
from typing import Any

import msgspec

from sync.contract.canonical import writes_of
from sync.contract.messages import Stamped, Write

Doc = dict[str, Stamped]

__all__ = ["Doc", "decode_doc", "encode_values", "writes_of"]


_decoder = msgspec.json.Decoder(list[Write])
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
