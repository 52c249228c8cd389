"""Faults planted into what tells copies apart, repairs, rebuilds and asks; see `tests.simulation.faults`."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from desktop.store import deletions, digests, rebuilding
from sync.client import acknowledged, positions
from sync.client.tables import entries
from sync.server import chains, incarnation
from tests.simulation.faults import Plant, fault_of


@fault_of("copying")
def copies_not_told_apart(plant: Plant) -> None:
    """Nobody tells a PC that another one has sent under its id."""
    right = chains.follow
    plant(chains, "follow", lambda *what, **how: right(*what, **how) and False)


@fault_of("copying")
def copy_keeps_the_right_to_number(plant: Plant) -> None:
    """A copy that goes on under an id of its own goes on numbering, too."""
    right = incarnation.go_on
    plant(incarnation, "go_on", lambda *what: msgspec.structs.replace(right(*what), numbering=True))


@fault_of("damaging")
def differences_not_repaired(plant: Plant) -> None:
    """That a PC holds something else than the server is known, and nothing is done about it."""
    plant(digests, "to_repair", lambda _connection: [])


@fault_of("damaging")
def recount_believes_what_was_counted(plant: Plant) -> None:
    """A full recount changes nothing on the PC."""
    plant(acknowledged, "recount", lambda _connection: 0)


@fault_of("rebuilding")
def rebuild_drops_unsent(plant: Plant) -> None:
    """Everything is fetched anew, and what was not sent yet is thrown away."""
    right = acknowledged.start_over

    def wrong(connection: Connection, feeds: Iterable[str]) -> None:
        right(connection, feeds)
        connection.execute(entries.delete().where(entries.c.state == "pending", entries.c.tries == 0))

    plant(acknowledged, "start_over", wrong)


@fault_of("rebuilding")
def rebuild_never_ends(plant: Plant) -> None:
    """Everything was fetched anew, and a PC does not know that it was."""
    plant(rebuilding, "finish", lambda _connection, _feed: frozenset())


@fault_of("asking")
def nobody_is_asked(plant: Plant) -> None:
    """Any number of deletions is carried out and sent."""
    plant(deletions, "too_many", lambda _counts: False)


@fault_of("asking")
def asked_page_by_page(plant: Plant) -> None:
    """Deletions are counted as they come, not when all of a unit's news were read."""
    plant(positions, "at_head", lambda _connection, _feed: True)


@fault_of("asking")
def deleted_here_goes_unasked(plant: Plant) -> None:
    """Of what was deleted on this very PC nobody is asked."""
    plant(deletions, "hold_back", lambda _connection, _at: None)


@fault_of("asking")
def keeping_settles_it(plant: Plant) -> None:
    """Who keeps what others deleted is not reminded of it any more."""
    right = deletions.waiting
    plant(deletions, "waiting", lambda connection: [each for each in right(connection) if each.choice is None])
