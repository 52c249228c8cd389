"""What makes a run the same every time, and a small country as awkward as a large one.

Ids come from the seed; a page of news holds a few records and a batch a few entries, so that a dozen cases
meet every cut that a hundred thousand would.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from random import Random
from types import SimpleNamespace
from unittest.mock import patch

import msgspec

from desktop.services import attachments
from desktop.store import deletions, registers, sealed, vault
from sync.client import bundle_papers, engine, files, wire
from sync.client.line import tls_context
from sync.contract import identity
from sync.contract.messages import NEWS_RECORDS
from sync.server import bundled_papers, epochs, news, numbering, projecting
from tests.simulation import questions
from tests.simulation.manner import Manner

_tls_context = cache(tls_context)

#: Files of a few kilobytes are sent, sealed and carried in several pieces.
_SMALL_PIECES = (
    (files, "SMALLEST_PIECE", 256),
    (files, "FIRST_PIECE", 1024),
    (files, "LARGEST_PIECE", 4096),
    *((owner, "PIECE", 1024) for owner in (sealed, vault, attachments)),
    (sealed, "_SEALED", sealed._SEALED - sealed.PIECE + 1024),
    *((owner, "PIECE_BYTES", 2048) for owner in (bundle_papers, bundled_papers)),
)


@contextmanager
def conditions(chance: Random, manner: Manner) -> Iterator[None]:
    """Hold for the length of one run."""
    seed = chance.random()
    ids = Random(seed)
    page = chance.choice([2, 5, NEWS_RECORDS])
    room = msgspec.defstruct("Room", [("records", int, page), ("bytes", int, news.PAGE_BYTES)], bases=(news._Room,))
    with ExitStack() as held:
        for owner, name, value in (
            (identity, "secrets", SimpleNamespace(randbits=ids.getrandbits)),
            (identity, "time", SimpleNamespace(time_ns=lambda: ids.randrange(10**18, 2 * 10**18))),
            (news, "_Room", room),
            (news, "PAGE_BYTES", news.PAGE_BYTES if page == NEWS_RECORDS else 5_000),  # a few rounds an answer
            (wire, "tls_context", _tls_context),  # nobody reads the authorities here, and reading them takes time
            (numbering, "BLOCK_SIZE", 3),
            (numbering, "FEW_LEFT", 2),
            (registers, "FEW_LEFT", 2),
            (epochs, "_seconds", count(epochs._seconds()).__next__),  # a server is not restored twice in one second
            (projecting, "RESTS", 0),  # else the time a comparison takes would decide whether there is another
            (deletions, "MANY", questions.MANY if manner.asking else deletions.MANY),
            # A request ahead runs before what was answered is written down, or after: a seed says in which order.
            (engine.Ahead, "start", _run if seed < 0.5 else lambda _ahead: None),
            (engine.Ahead, "join", _run),
            (engine, "BATCH_ENTRIES", chance.choice([1, 3, engine.BATCH_ENTRIES])),
            *_SMALL_PIECES,
        ):
            held.enter_context(patch.object(owner, name, value))
        yield


def _run(ahead: engine.Ahead) -> None:
    if ahead.is_under_way:
        ahead.run()
