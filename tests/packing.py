"""``python -m tests.packing FILE``: train the dictionary that documents lie packed with (`sync.client.packing`).

On documents of an invented office, with the ids taken out: they are different everywhere. Never over one that files may
have been written with: another one gets a number and a name of its own.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import zstandard

from desktop.services.practice import generate
from sync.client.docs import writes_of
from sync.contract.entry import decode
from sync.contract.messages import Stamped
from tests.benchmarks.filled import fill_in
from tests.benchmarks.ground import lines_of, new_office

NUMBER = 1
_BYTES = 16 << 10
_CASES = 800
_FILLED = 100
_SEED = 5
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def main() -> int:
    """Train, and say what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        session = new_office(Path(folder) / "office")
        generate(session, _CASES, _SEED)
        fill_in(session, _FILLED)
        documents: list[bytes | bytearray | memoryview] = list(_documents(lines_of(session)))
        session.database.close()
    trained = zstandard.train_dictionary(_BYTES, documents, dict_id=NUMBER)
    Path(sys.argv[1]).write_bytes(trained.as_bytes())
    packer = zstandard.ZstdCompressor(level=3, dict_data=trained)
    before, after = sum(map(len, documents)), sum(len(packer.compress(document)) for document in documents)
    print(f"{len(documents)} documents, {before} bytes, packed {after}")  # noqa: T201 - what the command is for
    return 0


def _documents(lines: list[bytes]) -> Iterator[bytes]:
    """Each entry, and the acknowledged state that comes of it."""
    chance = Random(_SEED)
    for line in lines:
        entry = decode(line)
        state = {name: Stamped(value, 1, entry.author, entry.at) for name, value in entry.fields.items()}
        for document in (line, writes_of(state)):
            yield _ID.sub(lambda _: str(UUID(int=chance.getrandbits(128), version=4)).encode(), document)


if __name__ == "__main__":
    raise SystemExit(main())
