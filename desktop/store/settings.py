"""Small facts about this office and this PC, by name, inside the encrypted file."""

from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.tables import settings


def get(connection: Connection, name: str, default: Any = None) -> Any:
    """The value kept under ``name``."""
    row = connection.execute(select(settings.c.value).where(settings.c.name == name)).one_or_none()
    return row.value if row else default


def put(connection: Connection, name: str, value: Any) -> None:
    """Keep ``value`` (anything JSON can say) under ``name``."""
    upsert = insert(settings).values(name=name, value=value)
    connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_={"value": upsert.excluded.value}))
