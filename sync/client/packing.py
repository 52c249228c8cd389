"""How the documents of the journal and of the acknowledged state lie in the file: packed one by one.

They are small and much alike, so a dictionary trained on invented ones (`tests/packing.py`) takes most of them off. It
belongs to the form of the file, as long as one packed with it may exist: another one gets a number and a name of its
own, and every frame says which number it was packed with.
"""

from functools import cache, cached_property
from importlib.resources import files
from threading import local
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

if TYPE_CHECKING:
    import zstandard

_LEVEL = 3
#: With what every frame begins.
_FRAME = b"\x28\xb5\x2f\xfd"


@cache
def _dictionary() -> "zstandard.ZstdCompressionDict":
    import zstandard  # noqa: PLC0415 - the first page needs no document

    dictionary = zstandard.ZstdCompressionDict(files("sync.client").joinpath("packing-1.zdict").read_bytes())
    dictionary.precompute_compress(level=_LEVEL)
    return dictionary


class _Ends(local):
    """Either end of the packing, for each thread its own: they remember what they are at."""

    @cached_property
    def packer(self) -> "zstandard.ZstdCompressor":
        import zstandard  # noqa: PLC0415

        return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(), write_checksum=False)

    @cached_property
    def unpacker(self) -> "zstandard.ZstdDecompressor":
        import zstandard  # noqa: PLC0415

        return zstandard.ZstdDecompressor(dict_data=_dictionary())


_ends = _Ends()


def pack(document: bytes) -> bytes:
    """A document as it lies in the file: packed, unless that would make it longer."""
    packed = _ends.packer.compress(document)
    return packed if len(packed) < len(document) else document


def unpack(stored: bytes) -> bytes:
    """A document as it was, to the byte. JSON begins with a bracket, which no frame does."""
    return _ends.unpacker.decompress(stored) if stored.startswith(_FRAME) else stored


class Packed(TypeDecorator[bytes]):
    """A column of such documents; statements read and write them as they were."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Pack."""
        return None if value is None else pack(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Unpack."""
        return None if value is None else unpack(value)
