"""One database, either dialect. Reads see a snapshot or committed rows; writes hold the lock they need from the start.

SQLite has one writer at a time (``BEGIN IMMEDIATE``), PostgreSQL one per feed (row lock, see `sync.server.picture`).
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from sync.contract.errors import CodedError
from sync.contract.identity import new_id
from sync.server import tables

DEFAULT_URL = "sqlite:///tgpl-server.sqlite"
DEFAULT_FILES = "tgpl-server.files"

_MIGRATIONS = Path(__file__).with_name("migrations")
#: The cluster, the branch of its log, and the database within: other than before after a failover or a restore.
_PLACE = (
    "SELECT (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8),"
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)
#: A connection to PostgreSQL that was not used for so long may have been forgotten by whatever lies between. Seconds.
_RESTED = 5.0
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an answer given is an answer kept, whatever happens to the power
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA cache_size=-16384",
)


class ServerError(CodedError):
    """The administrator can put it right: a wrong address, a database that is not ready, an unknown unit."""


class Database:
    """The server's database. `read` and `write` each give one transaction.

    Attributes:
        moved: set while nobody has looked whether `place` is where the database was before.
    """

    def __init__(self, url: str) -> None:
        """Prepare the engine without connecting. Raise `ServerError` ``database_url`` if the address is none."""
        try:
            self.engine = _engine(url)
        except (ArgumentError, ModuleNotFoundError):
            raise ServerError("database_url") from None
        self.moved = threading.Event()
        self.moved.set()
        event.listen(self.engine, "connect", self._compare_place)
        self._place: str | None = None

    @property
    def files_folder(self) -> Path:
        """Where files go unless somebody says otherwise: beside a SQLite file, else below the working folder."""
        url = self.engine.url
        on_disk = url.get_backend_name() == "sqlite" and url.database
        return Path(f"{url.database}.files") if on_disk else Path(DEFAULT_FILES)

    @contextmanager
    def read(self, *, streaming: bool = False) -> Iterator[Connection]:
        """Give a connection for reading.

        In SQLite it sees one moment, in PostgreSQL each statement sees the moment it began. There a transaction would
        only cost two more round trips, unless rows are to come one after the other (``streaming``).
        """
        alone = {} if streaming or self.engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        with self.engine.connect().execution_options(**alone) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for writing: committed at the end of the block, undone if it raises."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def initialise(self) -> None:
        """Create the schema or bring it up to date, and give a new installation its first epoch."""
        with self.write() as connection:
            command.upgrade(_alembic(connection), "head")
            if connection.scalar(select(tables.epoch.c.number).limit(1)) is None:
                found(connection)

    def epoch(self) -> str:
        """The epoch in force. Raise `ServerError` ``database_not_ready`` before `initialise`."""
        try:
            with self.read() as connection:
                if MigrationContext.configure(connection).get_current_revision() != latest_revision():
                    raise ServerError("database_not_ready")
                newest = select(tables.epoch.c.id).order_by(tables.epoch.c.number.desc()).limit(1)
                return str(connection.scalar(newest))
        except DBAPIError as error:
            raise ServerError("database_unreachable") from error

    def place(self) -> str:
        """Where the database lies, by the connections made last; empty where that cannot be told (SQLite)."""
        return self._place or ""

    def _compare_place(self, raw: Any, _record: object) -> None:
        """With each new connection, see whether another server or another branch of its log answers."""
        if self.engine.dialect.name != "postgresql":
            return
        with raw.cursor() as cursor:
            place = "/".join(str(part) for part in cursor.execute(_PLACE).fetchone())
        raw.rollback()
        if place != self._place:
            self._place = place
            self.moved.set()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def found(connection: Connection) -> None:
    """Give a new installation, whose tables are empty, its first epoch and its secret."""
    epoch = {"number": 1, "id": new_id(), "begun_at": now(), "reason": "installed"}
    connection.execute(insert(tables.epoch).values(epoch))
    settings = [{"name": "place", "value": ""}, {"name": "token_key", "value": secrets.token_hex(32)}]
    connection.execute(insert(tables.setting), settings)


def now() -> str:
    """The server's time, UTC, ISO 8601 with a fixed width so that text order is time order."""
    return in_text(datetime.now(UTC))


def in_text(moment: datetime) -> str:
    """A moment as the tables keep it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@cache
def latest_revision() -> str:
    """The revision of the schema that this program needs."""
    return str(ScriptDirectory(str(_MIGRATIONS)).get_current_head())


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, pool_size=20, max_overflow=30, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed,
        isolation_level="READ COMMITTED",
        pool_size=20,
        max_overflow=30,
        hide_parameters=True,  # an exception's text never quotes what somebody typed
    )
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", partial(_still_there, engine))
    return engine


def _rests(_raw: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _still_there(engine: Engine, raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a connection that has rested whether it still stands; of one that was just used the next statement tells."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < _RESTED:
        return
    try:
        engine.dialect.do_ping(raw)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _prepare_sqlite(raw: Any, _record: object) -> None:
    raw.isolation_level = None  # the driver opens no transaction of its own; `_begin_sqlite` does
    for pragma in _SQLITE_PRAGMAS:
        raw.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
