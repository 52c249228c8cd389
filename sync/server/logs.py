"""The log of a server that runs: one JSON object a line, ids and numbers only, for whatever gathers logs.

Nobody's name, sign-in or value is in it: messages are written here and carry codes, and of a failure only its kind and
place are told, for its own text may quote what somebody typed.
"""

import logging
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec
from typing_extensions import override

from sync.server.failures import described

#: Id of the request that is being answered; every line that is logged meanwhile bears it.
REQUEST: ContextVar[str] = ContextVar("REQUEST", default="-")


class JsonLines(logging.Formatter):
    """A record as one line: ``at``, ``level``, ``logger``, ``request``, ``message``, and ``extra={"facts": …}``."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": REQUEST.get(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["failure"] = described(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def log_to_stderr() -> None:
    """Let everything from INFO up go to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
