"""The least a server can do: take everything in one request, write it in one statement; and give it back.

    python -m tests.benchmarks.bare_server FILE PORT

``POST /records`` takes NDJSON packed with zstd and inserts a row a line; ``GET /records`` gives all of it, packed, or
a piece of it (``?after=NUMBER&limit=LINES``).
"""

import sqlite3
import sys
from pathlib import Path

import msgspec
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LEVEL = 3


class Line(msgspec.Struct):
    """What the row of a line is found by."""

    id: str
    type: str


_line = msgspec.json.Decoder(Line)


def opened(file: Path) -> sqlite3.Connection:
    """A database as safe as the real server's, with its one table."""
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT, type TEXT, doc BLOB)")
    return raw


def rows_of(packed: bytes) -> list[tuple[str, str, bytes]]:
    """Every line with what its row is found by."""
    lines = zstandard.ZstdDecompressor().decompress(packed).splitlines()
    found = [(_line.decode(line), line) for line in lines]
    return [(head.id, head.type, line) for head, line in found]


def _app(file: Path) -> Starlette:
    def write(packed: bytes) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO record (id, type, doc) VALUES (?, ?, ?)", rows_of(packed))
        raw.execute("COMMIT")

    async def post(request: Request) -> Response:
        write(await request.body())
        return Response(status_code=204)

    async def get(request: Request) -> Response:
        piece = (request.query_params.get("after", 0), request.query_params.get("limit", -1))
        lines = [
            row[0] for row in raw.execute("SELECT doc FROM record WHERE number > ? ORDER BY number LIMIT ?", piece)
        ]
        return Response(zstandard.compress(b"\n".join(lines), LEVEL))

    async def health(_request: Request) -> Response:
        return Response(status_code=204)

    raw = opened(file)
    return Starlette(
        routes=[
            Route("/health", health),
            Route("/records", post, methods=["POST"]),
            Route("/records", get, methods=["GET"]),
        ]
    )


if __name__ == "__main__":
    uvicorn.run(_app(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="critical", ws="none")
