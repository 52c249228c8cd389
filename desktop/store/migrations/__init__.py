"""Bring an older database file to the newest revision; refuse one that a newer program has written.

Revisions are Alembic's, one file each in ``versions``, in one line without branches. A file is named after its
revision (``0002_trash.py`` holds revision ``0002``), so whether there is anything to do is known from the names:
Alembic itself, slow to import, is loaded only when there is.

All pending revisions run in one transaction: a file is never left between two.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from desktop.store import settings
from desktop.store.engine import Database
from desktop.store.errors import StoreError, translated
from desktop.store.tables import settings as setting_table
from sync.contract.version import PROGRAM_VERSION

VERSIONS = Path(__file__).parent / "versions"


#: The setting that names the version of the program which brought the file to its form.
_WRITTEN_BY = "written_by"


def revisions(versions: Path | None = None) -> list[str]:
    """Return the revisions this program knows, oldest first."""
    with translated():
        return sorted(file.name.partition("_")[0] for file in (versions or VERSIONS).glob("[0-9]*_*.py"))


def current_revision(connection: Connection) -> str | None:
    """Return the revision a file is at; None for a new, empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return revision


def version_needed(connection: Connection) -> str | None:
    """The version of the program that reads this file, and newer ones do; None if the file does not say."""
    return settings.get(connection, _WRITTEN_BY) if _has_settings(connection) else None


def _has_settings(connection: Connection) -> bool:
    return inspect(connection).has_table(setting_table.name)


def upgrade(database: Database, backup_first: Callable[[], object], versions: Path | None = None) -> bool:
    """Bring the file to the newest revision; return whether there was anything to do.

    A file with data is first read through, then handed to ``backup_first``; if either raises, it stays as it was.
    Raise `StoreError`: ``newer_file`` (from a newer program, ``needs`` says which), ``corrupt``, ``disk_full``, and
    what the backup raises.
    """
    known = revisions(versions)
    with database.read() as connection:
        current = current_revision(connection)
    if current == known[-1]:
        return False
    if current is not None:
        if current not in known:
            with database.read() as connection:
                needs = version_needed(connection)
            raise StoreError("newer_file", path=str(database.path), needs=needs, program=PROGRAM_VERSION)
        database.check()
        backup_first()
    with database.write() as connection:
        _run(connection, current, versions or VERSIONS)
        if _has_settings(connection):
            settings.put(connection, _WRITTEN_BY, PROGRAM_VERSION)
    return True


def _run(connection: Connection, current: str | None, versions: Path) -> None:
    """Run what comes after ``current``, inside the transaction of ``connection``."""
    from alembic.config import Config  # noqa: PLC0415 - half a second that only an upgrade should cost
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.runtime.migration import MigrationStep  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(versions.parent), version_locations=[str(versions)])
    newest_first = scripts.iterate_revisions("head", current or "base")
    steps = [MigrationStep.upgrade_from_script(scripts.revision_map, script) for script in newest_first][::-1]
    with EnvironmentContext(Config(), scripts, fn=lambda _revision, _context: steps) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
