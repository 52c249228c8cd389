"""The least a client can do, against `tests.benchmarks.bare_server`: everything in one request, or in bare pieces.

A piece is one request and one commit at either end, and nothing is kept that would let anybody go on after a break.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import requests
import zstandard

from tests.benchmarks.bare_server import LEVEL, rows_of
from tests.benchmarks.ground import raw_connection

#: Records of a bare piece.
PIECE = 100
_PATIENCE = 900  # seconds


def packed(lines: Iterable[bytes]) -> bytes:
    """Lines as they travel."""
    return zstandard.compress(b"\n".join(lines), LEVEL)


def push(url: str, lines: Iterable[bytes]) -> None:
    """Everything in one request."""
    requests.post(f"{url}/records", data=packed(lines), timeout=_PATIENCE).raise_for_status()


def push_in_pieces(url: str, lines: Iterable[bytes]) -> None:
    """Piece after piece on one connection."""
    left = iter(lines)
    with requests.Session() as line:
        while piece := list(islice(left, PIECE)):
            line.post(f"{url}/records", data=packed(piece), timeout=_PATIENCE).raise_for_status()


def pull(url: str, file: Path) -> None:
    """Everything in one request, and one commit into a new encrypted file."""
    with _table(file) as raw:
        _insert(raw, requests.get(f"{url}/records", timeout=_PATIENCE).content)


def pull_in_pieces(url: str, file: Path) -> None:
    """Piece after piece on one connection, each a commit into a new encrypted file."""
    after = 0
    with _table(file) as raw, requests.Session() as line:
        while count := _insert(raw, line.get(f"{url}/records?after={after}&limit={PIECE}", timeout=_PATIENCE).content):
            after += count


@contextmanager
def _table(file: Path) -> Iterator[Any]:
    with closing(raw_connection(file, os.urandom(32))) as raw:
        raw.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT, type TEXT, doc BLOB)")
        yield raw


def _insert(raw: Any, body: bytes) -> int:
    rows = rows_of(body)
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT INTO record (id, type, doc) VALUES (?, ?, ?)", rows)
    raw.execute("COMMIT")
    return len(rows)
