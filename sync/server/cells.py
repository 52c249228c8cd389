"""The fields of a record as they are stored: what one entry wrote lies together, stamp, key and author said once."""

import msgspec

from sync.contract.fields import Wire
from sync.contract.merge import Cell


class _Write(msgspec.Struct, frozen=True, array_like=True, gc=False):
    stamp: int
    seq: int
    key: str
    author: str
    at: str
    values: dict[str, Wire]


_decoder = msgspec.json.Decoder(list[_Write])
_encode = msgspec.json.Encoder().encode


def encode_cells(cells: dict[str, Cell]) -> bytes:
    """The fields as one JSON text."""
    writes: dict[tuple[int, int, str, str, str], dict[str, Wire]] = {}
    for name, cell in cells.items():
        write = (cell.stamp, cell.seq, cell.key, cell.author, cell.at)
        writes.setdefault(write, {})[name] = cell.value
    return _encode([(*write, values) for write, values in writes.items()])


def decode_cells(raw: bytes) -> dict[str, Cell]:
    """Read what `encode_cells` wrote."""
    return {
        name: Cell(value, write.stamp, write.seq, write.key, write.author, write.at)
        for write in _decoder.decode(raw)
        for name, value in write.values.items()
    }
