"""One encrypted database file, opened with one engine for readers and one for the writer.

SQLite lets many read while one writes (WAL). `Database` makes that the only way to use the file:
`Database.read` gives a consistent snapshot that cannot write, `Database.write` the single writer inside
``BEGIN IMMEDIATE``. Both may be called from any thread. What has been committed survives the power going
off (``synchronous=FULL``), unless the writer says that it can be had again.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.util import LRUCache
from typing_extensions import override

from desktop.store.errors import StoreError, translated

__all__ = ["KEY_BYTES", "PLAIN_HEADER", "Connection", "Database", "Progress", "in_memory", "key_id"]

KEY_BYTES = 32
PLAIN_HEADER = b"SQLite format 3\0"

_BUSY_SECONDS = 10
_READERS = 4
_COPY_PAGES = 4096
_WAITED_FOR, _NOT_WAITED_FOR = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"
_EVERY_CONNECTION = (
    f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}",
    _WAITED_FOR,
    "PRAGMA temp_store=MEMORY",  # nothing of a case may reach the disk outside the encrypted file
    "PRAGMA cache_size=-16000",  # 16 MB at most, of decrypted pages; the office PC has 4 GB for everything
    "PRAGMA trusted_schema=OFF",
)
_READER_ONLY = "PRAGMA query_only=ON"
_WRITER_ONLY = (
    "PRAGMA journal_mode=WAL",
    f"PRAGMA journal_size_limit={64 << 20}",  # the log shrinks again after a large import
)
_STATEMENTS_KEPT = 1000
Progress = Callable[[int, int], None]
"""Called with (pages done, pages in all); what it raises stops the work."""


class _SqlCipher(SQLiteDialect_pysqlite):
    """SQLite by SQLCipher. Any two are alike: a statement put into words for one engine serves all in the program."""

    supports_statement_cache = True

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SqlCipher)

    @override
    def __hash__(self) -> int:
        return hash(_SqlCipher)


registry.register("sqlcipher", __name__, _SqlCipher.__name__)
_ALIKE: dict[str, Any] = {
    "url": "sqlcipher://",
    "module": sqlcipher,
    "hide_parameters": True,  # a logged or crashed statement shows no personal data
    "execution_options": {"compiled_cache": LRUCache(_STATEMENTS_KEPT)},
}


class Database:
    """An open encrypted database file. Make one with `create` or `open`; give it back with `close`."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Prepare the engines without touching the file; callers use `create` or `open`."""
        if len(key) != KEY_BYTES:
            raise ValueError("the key must have 32 bytes")
        self.path = path
        self._key = key
        self._writer = _engine(self._connect_writer, "BEGIN IMMEDIATE", connections=1)
        self._readers = _engine(self._connect_reader, "BEGIN", connections=_READERS)
        self._writing = threading.Lock()
        self._writing_thread: int | None = None

    @classmethod
    def create(cls, path: Path, key: bytes) -> Self:
        """Create an empty encrypted file and open it. Raise `StoreError` ``exists`` when there is one."""
        with translated():
            try:
                path.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                raise StoreError("exists", path=str(path)) from None
        return cls._opened(path, key)

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open an existing file and prove the key.

        Raise `StoreError`: ``missing``, ``wrong_key``, ``not_a_database`` (an empty or unencrypted file),
        ``corrupt``, ``read_only``, ``busy``, ``cannot_open``.
        """
        with translated():
            header = _first_bytes(path)
        if len(header) < len(PLAIN_HEADER) or header == PLAIN_HEADER:
            raise StoreError("not_a_database", path=str(path))
        return cls._opened(path, key)

    def sibling(self, path: Path) -> "Database":
        """Open another file that has the same key, such as a copy of this one. Raise as `open` does."""
        return Database.open(path, self._key)

    @property
    def key_id(self) -> str:
        """The name of the key this file is encrypted with (see `key_id`)."""
        return key_id(self._key)

    def derived_key(self, purpose: bytes) -> bytes:
        """A key of its own for something beside this file, from which the file's key cannot be told."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(self._key)

    @classmethod
    def _opened(cls, path: Path, key: bytes) -> Self:
        database = cls(path, key)
        try:
            with database.write() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        except StoreError as error:
            database.close()
            raise StoreError(_reason(error.code, path), path=str(path)) from error
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file for the whole block and cannot write."""
        with translated(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """Give the one writing connection: committed to disk at the end of the block, undone if it raises.

        What is not ``lasting`` is committed as well, but nobody waits until it lies on the disk: when the power goes
        off, the file may be as it was before, whole as ever. The next lasting commit takes it along.

        Raise `StoreError` ``busy`` when another thread or program has been writing for ten seconds.
        """
        with self._only_writer(), translated(), self._writer.connect() as connection:
            raw: Any = connection.connection.driver_connection
            if not lasting:
                raw.execute(_NOT_WAITED_FOR)  # can be said only between two transactions
            try:
                with connection.begin():
                    yield connection
            finally:
                if not (lasting or connection.invalidated):
                    raw.execute(_WAITED_FOR)

    def check(self) -> None:
        """Read the whole file: the seal of every page, then its structure. Raise `StoreError` ``corrupt``."""
        with translated(), closing(self._connect_reader()) as raw:
            broken = raw.execute("PRAGMA cipher_integrity_check").fetchall()
            if not broken:
                broken = [row for row in raw.execute("PRAGMA quick_check(10)").fetchall() if row != ("ok",)]
        if broken:
            raise StoreError("corrupt", path=str(self.path), findings=len(broken))

    def copy_to(self, target: Path, progress: Progress | None = None) -> None:
        """Write a consistent copy, encrypted with the same key, while others go on reading and writing.

        Pages are copied as they are: ``VACUUM INTO`` may renumber rowids, which the search index relies on.
        Raise `StoreError` ``exists`` when ``target`` is there already; a copy that fails is not left behind.
        """
        with translated():
            try:
                target.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                raise StoreError("exists", path=str(target)) from None
            try:
                self._copy_pages(target, progress)
            except BaseException:
                target.unlink()
                raise

    def _copy_pages(self, target: Path, progress: Progress | None) -> None:
        def report(_status: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(total - remaining, total)

        with closing(self._connect_reader()) as source, closing(self._connect(target)) as copy:
            source.execute("BEGIN")  # holds one snapshot, so a busy writer cannot make the copy start over
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=_COPY_PAGES, progress=report)

    def shred(self) -> None:
        """Write the file anew without what was deleted from it: what lay in free pages is gone, the log's too.

        Takes as long as copying the file; others can read meanwhile but not write. Full text keeps what was deleted in
        lists of its own: `desktop.store.index.make_anew` comes first.
        """
        with self._only_writer(), translated(), closing(self._connect_writer()) as raw:
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Fold the log into the file and close every connection."""
        self._readers.dispose()
        self._writer.dispose()  # the last connection to go checkpoints and removes the log

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        """Let one thread of this program write at a time; the others wait here, not in SQLite's polling."""
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("write() inside write(): pass the connection on instead")
        if not self._writing.acquire(timeout=_BUSY_SECONDS):
            raise StoreError("busy")
        self._writing_thread = threading.get_ident()
        try:
            yield
        finally:
            self._writing_thread = None
            self._writing.release()

    def _connect_writer(self) -> Any:
        return self._connect(self.path, *_EVERY_CONNECTION, *_WRITER_ONLY)

    def _connect_reader(self) -> Any:
        return self._connect(self.path, *_EVERY_CONNECTION, _READER_ONLY)

    def _connect(self, path: Path, *pragmas: str) -> Any:
        """Open one keyed connection that starts no transaction by itself and never creates a file."""
        address = f"{path.absolute().as_uri()}?mode=rw"
        raw = sqlcipher.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        try:
            raw.execute("PRAGMA cipher_log_level=NONE")  # it would print every wrong key to stderr
            raw.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
            for pragma in pragmas:
                raw.execute(pragma)
        except BaseException:
            raw.close()
            raise
        return raw


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A connection to an empty database that never touches the disk and is gone afterwards."""
    engine = create_engine(poolclass=StaticPool, **_ALIKE)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def fill(memory: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put rows into a table of a database `in_memory`, which is made if it is not there."""
    table.create(memory, checkfirst=True)
    if listed := list(rows):
        memory.execute(table.insert(), listed)


def _engine(connect: Callable[[], Any], begin: str, *, connections: int) -> Engine:
    """Return an engine over ``connect`` whose transactions start with ``begin``."""
    engine = create_engine(
        creator=connect,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_BUSY_SECONDS,
        pool_use_lifo=True,  # the connection with the warm cache first
        **_ALIKE,
    )
    # The driver opens no transaction for SELECT, so the engine says BEGIN itself.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def key_id(key: bytes) -> str:
    """Return a name for a key of 256 random bits, which cannot be guessed back from it."""
    return hashlib.sha256(b"tgpl key id" + key).hexdigest()[:16]


def _reason(code: str, path: Path) -> str:
    """Return what it means that the file at ``path``, encrypted by its looks, could not be opened."""
    if code == "not_a_database":  # it looks like noise: a wrong key and a foreign file are one thing to SQLCipher
        return "wrong_key"
    if code == "cannot_open" and not os.access(path.parent, os.W_OK):  # the log cannot be made beside it
        return "read_only"
    return code


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEADER))
