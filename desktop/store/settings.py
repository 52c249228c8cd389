"""Small facts about this office and this PC, by name, inside the encrypted file."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from desktop.store.tables import settings, upsert

_VALUE = select(settings.c.value).where(settings.c.name == bindparam("of"))


def get(connection: Connection, name: str, default: Any = None) -> Any:
    """The value kept under ``name``."""
    row = connection.execute(_VALUE, {"of": name}).one_or_none()
    return row.value if row else default


def drop(connection: Connection, name: str) -> None:
    """Keep nothing under ``name``."""
    connection.execute(settings.delete().where(settings.c.name == name))


def put(connection: Connection, name: str, value: Any) -> None:
    """Keep ``value`` (anything JSON can say) under ``name``."""
    connection.execute(upsert(settings, "name"), {"name": name, "value": value})
