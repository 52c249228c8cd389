"""The audit as the administrator reads it: who did what to what, newest last. Ids and codes, no names."""

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from sync.server import tables
from sync.server.database import in_text


class Act(msgspec.Struct, frozen=True):
    """One line of the audit. ``actor`` is an account, a PC, or the administrator at the server's own command line."""

    at: str
    actor: str
    action: str
    subject: str
    detail: str | None


def acts(connection: Connection, days: int) -> list[Act]:
    """What was done in the last days."""
    audit = tables.audit
    since = in_text(datetime.now(UTC) - timedelta(days=days))
    query = select(audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)
    return [Act(*row) for row in connection.execute(query.where(audit.c.at >= since).order_by(audit.c.id))]


def as_text(found: list[Act]) -> str:
    """One line an act, columns parted by tabs."""
    return "\n".join("\t".join((act.at, act.actor, act.action, act.subject, act.detail or "")) for act in found)


def as_json(found: list[Act]) -> str:
    """One object for other programs."""
    return msgspec.json.encode({"acts": found}).decode()
