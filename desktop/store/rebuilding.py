"""Holding anew what the server holds, and nothing else, while all that is unsent stays (decisions/0014).

What is acknowledged becomes void; it goes on showing, and repair, which finds that everything differs, fetches all of
it. What is left void at the end the server does not have.
"""

from collections import Counter

from sqlalchemy import Connection, update

from desktop.store import deletions, digests, door, settings
from desktop.store.door import Changed
from sync.client import acknowledged, positions
from sync.client.tables import cursors
from sync.contract.fields import RECORD_TYPES

_UNDER_WAY = "rebuilding"
_TOLD = "rebuilt"


def begin(connection: Connection) -> None:
    """Take for void what is acknowledged of every feed; what an earlier beginning had fetched, too."""
    feeds = sorted(positions.read(connection))
    acknowledged.start_over(connection, feeds)
    everything = update(cursors).where(cursors.c.feed.in_(feeds))
    connection.execute(everything.values(differs=_UNDER_WAY, tried=None))
    settings.put(connection, _UNDER_WAY, feeds)


def under_way(connection: Connection) -> list[str]:
    """The feeds of which not everything was fetched anew; one that was lost meanwhile only once it is back."""
    here = positions.read(connection)
    return [feed for feed in settings.get(connection, _UNDER_WAY, []) if feed in here]


def finish(connection: Connection, feed: str) -> Changed:
    """Everything the server has of a feed is here: let go of the rest, unless that were unusually much.

    Of a record that goes, whatever was made here and was answered has been offered again by then, and what is unsent
    stays. Unusually much stays as it is, and keeps the two ends from being equal: that is a matter for a person.
    """
    left = acknowledged.void(connection, feed)
    servers = {one for one, name in left.items() if name in RECORD_TYPES and RECORD_TYPES[name].written_by_server}
    ours = left.keys() - servers
    counts = deletions.of_those_here(connection, feed, Counter(left[one] for one in ours if left[one] in RECORD_TYPES))
    gone = servers if deletions.too_many(counts) else set(left)
    digests.offer_again(connection, ours)
    changed: Changed = frozenset()
    if gone:
        acknowledged.drop(connection, gone)
        changed = door.show_again(connection, gone, left)
    kept = acknowledged.read(connection, left.keys() - gone)
    for state in kept.values():
        state.void = False
    acknowledged.write(connection, kept)
    rest = [other for other in settings.get(connection, _UNDER_WAY, []) if other != feed]
    settings.put(connection, _UNDER_WAY, rest)
    if not under_way(connection):
        settings.put(connection, _TOLD, True)
    return changed


def is_told(connection: Connection) -> bool:
    """Whether a rebuild came to its end, and nobody has read so yet."""
    return bool(settings.get(connection, _TOLD, False))


def note_read(connection: Connection) -> None:
    """Somebody has read so."""
    settings.drop(connection, _TOLD)
