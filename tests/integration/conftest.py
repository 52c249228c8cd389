"""The databases a server may stand on: every server test meets both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def server_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLAlchemy URL of an empty server database: once a SQLite file, once a PostgreSQL database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.sqlite'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of the server, ready and with nothing in it: once SQLite, once PostgreSQL."""
    with request.getfixturevalue(f"_{request.param}_reserve").lend() as database:
        yield database
