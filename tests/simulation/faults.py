"""Faults planted into the program, one at a time, to see that the oracle bites: each is a mistake somebody could make.

A fault is a function that replaces parts of the product through ``plant``; its name is the function's, its sentence the
docstring. `planted` holds one for the length of a run.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from desktop.services.leaving import Leaving
from desktop.store import changes, digests, door, replica, users
from desktop.store.acknowledging import Acknowledging
from desktop.store.replica import Replica
from sync.client import engine, journal, queue, withholding
from sync.client import tables as local
from sync.client.tables import entries
from sync.contract import merge
from sync.contract.entry import decode, encode, key_of
from sync.contract.fields import RECORD_TYPES
from sync.server import (
    conflicts,
    deletes,
    epochs,
    exchange,
    guards,
    judge,
    moves,
    news,
    numbering,
    regarding,
    rules,
    scope,
    storage,
    tables,
    views,
)

Plant = Callable[[object, str, Any], None]
Fault = Callable[[Plant], None]

FAULTS: dict[str, Fault] = {}


#: What must happen in a run for a fault to show, by the names in `Manner`.
NEEDS: dict[str, tuple[str, ...]] = {}


def fault(plants: Fault) -> Fault:
    """Register a fault under its own name."""
    FAULTS[plants.__name__] = plants
    return plants


def fault_of(*manner: str) -> Callable[[Fault], Fault]:
    """Register a fault that only shows in this manner."""

    def register(plants: Fault) -> Fault:
        NEEDS[plants.__name__] = manner
        return fault(plants)

    return register


@contextmanager
def planted(name: str | None) -> Iterator[None]:
    """Hold a fault; None for the program as it is."""
    with ExitStack() as held:

        def plant(owner: object, part: str, wrong: Any) -> None:
            held.enter_context(patch.object(owner, part, wrong))

        if name:
            FAULTS[name](plant)
        yield


@fault
def base_ignored_on_second_edit(plant: Plant) -> None:
    """A second edit takes the stamp of what came in meanwhile, which its author could not see."""
    right = changes._origins_now

    def wrong(known: Any, names: Iterable[str], pending: Any) -> dict[str, changes.Seen]:
        names = list(names)
        base = right(known, names, ())
        return {name: changes.Seen(base[name].base, seen.after) for name, seen in right(known, names, pending).items()}

    plant(changes, "_origins_now", wrong)


@fault
def stamps_of_the_open_form_ignored(plant: Plant) -> None:
    """A form takes the stamps of now, not those of when it was opened."""
    right = changes._origins
    plant(changes, "_origins", lambda change, *rest: right(msgspec.structs.replace(change, seen={}), *rest))


@fault
def predecessor_ignored(plant: Plant) -> None:
    """The server does not look at what an edit builds on."""
    plant(
        merge,
        "_has_seen",
        lambda cell, name, entry, stands_for: stands_for is None or cell.stamp <= entry.base.get(name, 0),
    )


@fault
def last_writer_wins(plant: Plant) -> None:
    """What comes last replaces what is there."""
    right = merge._verdict
    plant(merge, "_verdict", lambda *what: "free" if right(*what) == "contested" else right(*what))


@fault
def merge_group_split(plant: Plant) -> None:
    """Fields that mean something only together are merged one by one."""
    right = merge.merge
    plant(judge, "merge", lambda *what, groups, **how: right(*what, groups={} if groups else groups, **how))


@fault
def incoming_value_not_kept(plant: Plant) -> None:
    """A conflict says that there was another value, but not which."""
    right = conflicts._sides
    plant(conflicts, "_sides", lambda *what: right(*what) | {"incoming": {}})


@fault
def answer_not_stored(plant: Plant) -> None:
    """The server applies an entry and does not write down that it did."""
    right = storage.keep_entries
    plant(storage, "keep_entries", lambda *what, received, renewed: right(*what, received=[], renewed=renewed))


@fault
def answered_entry_judged_anew(plant: Plant) -> None:
    """An entry that comes again is merged again."""
    plant(judge.Judge, "_is_final", lambda _self, _key: False)


@fault
def intents_taken_apart(plant: Plant) -> None:
    """Entries of one intent are judged each on its own."""
    right = judge._groups
    plant(judge, "_groups", lambda batch: [[each] for group in right(batch) for each in group])


@fault
def page_cut_in_an_intent(plant: Plant) -> None:
    """A page of news ends in the middle of a position, and the cursor behind it."""
    right = news._positions

    def wrong(*what: Any) -> Any:
        positions, complete = right(*what)
        if positions:
            last = positions[max(positions)]
            last.names.intersection_update({min(last.names)})
        return positions, complete

    plant(news, "_positions", wrong)


@fault
def cursor_moved_before_apply(plant: Plant) -> None:
    """A PC moves its cursor in one transaction and takes the news in in the next; no comparison makes good for it."""
    plant(digests, "to_repair", lambda _connection: [])
    right = Replica.take_in

    def wrong(self: Replica, batch: Any, response: Any) -> Any:
        moves = [{"of": feed.feed, "seq": feed.to} for feed in response.news]
        with self._database.read() as connection:
            before = {row.feed: row.seq for row in connection.execute(select(local.cursors))}
        back = [{"of": move["of"], "seq": before.get(move["of"], 0)} for move in moves]
        for cursors in (moves, back):  # what the second transaction brings is lost with a power cut between the two
            with self._database.write() as connection:
                for _ in range(10 if cursors else 0):  # a power cut finds a long while between the two more easily
                    connection.execute(_MOVE, cursors)
        return right(self, batch, response)

    plant(Replica, "take_in", wrong)


_MOVE = update(local.cursors).where(local.cursors.c.feed == bindparam("of")).values(seq=bindparam("seq"))


@fault
def version_taken_from_own_entries(plant: Plant) -> None:
    """A PC takes the version of its own answer for what it has seen, with all that others wrote before it.

    No comparison makes good for it.
    """
    plant(digests, "to_repair", lambda _connection: [])
    right = door.apply

    def wrong(connection: Connection, answers: Any, *what: Any, **more: Any) -> Any:
        done = right(connection, answers, *what, **more)
        versions = {answer.key: answer.version for answer in answers}
        for kept in journal.by_keys(connection, list(versions)):
            ours = local.replica.c.id == kept.entry.id
            newest = func.max(local.replica.c.version, versions[kept.key])
            connection.execute(update(local.replica).where(ours).values(version=newest))
        return done

    plant(door, "apply", wrong)


@fault
def retry_with_a_new_key(plant: Plant) -> None:
    """What is sent again is made anew, with another number."""
    right = Replica.begin_cycle

    def wrong(self: Replica) -> None:
        tried = select(entries).where(entries.c.state == "pending", entries.c.tries > 0)
        with self._database.write() as connection:
            for row in connection.execute(tried).all():
                entry = decode(row.raw)
                raw = encode(msgspec.structs.replace(entry, counter=entry.counter + 1_000_000))
                anew = update(entries).where(entries.c.key == row.key).values(raw=raw, key=key_of(raw))
                connection.execute(anew)
        right(self)

    plant(Replica, "begin_cycle", wrong)


@fault
def child_deletion_ignored(plant: Plant) -> None:
    """What hangs on a case cannot be deleted, and nobody says so."""
    right = judge.Judge._merged

    def wrong(self: judge.Judge, draft: Any, incoming: Any, state: Any, *, without: str | None) -> Any:
        declared = RECORD_TYPES.get(state.type)
        return right(self, draft, incoming, state, without="deleted" if declared and declared.root else without)

    plant(judge.Judge, "_merged", wrong)


@fault
def deletion_covers_everything(plant: Plant) -> None:
    """A deletion hides what its author had not seen."""
    plant(deletes, "covers_unseen", lambda *_what: False)


@fault
def revival_forgotten(plant: Plant) -> None:
    """Who goes on with a deleted case works in the bin."""
    plant(deletes, "revive", lambda *_what: None)


@fault
def addition_in_the_wrong_feed(plant: Plant) -> None:
    """What the centre adds to a branch's case goes into the centre's own feed."""
    plant(door, "_by_owner", lambda _connection, author, _changes: author)


@fault
def scope_filter_dropped(plant: Plant) -> None:
    """The server gives every PC every feed."""
    plant(
        exchange,
        "feeds_of",
        lambda connection, _device: {row.unit: row.head for row in connection.execute(select(tables.feed))},
    )


@fault
def number_check_off(plant: Plant) -> None:
    """Nobody is asked about a number that stands on two cases."""
    plant(rules, "number_breach", lambda _case, _others: None)


@fault
def take_over_within_the_block(plant: Plant) -> None:
    """Who takes over goes on behind the last number the server knows of, not above the block of the other PC."""
    right = numbering.Register.end_blocks
    plant(numbering.Register, "end_blocks", lambda self, holder, why, given=None: right(self, holder, why, given or {}))


@fault
def rejected_counted_as_sent(plant: Plant) -> None:
    """The status forgets what was refused."""
    right = replica.totals
    plant(replica, "totals", lambda connection: msgspec.structs.replace(right(connection), rejected=0))


@fault
def waiting_counted_as_sent(plant: Plant) -> None:
    """The status forgets what waits for something else."""
    right = replica.totals
    plant(replica, "totals", lambda connection: msgspec.structs.replace(right(connection), waits=0))


@fault_of("moving")
def departure_ignored(plant: Plant) -> None:
    """A PC keeps a case that has gone to another unit."""
    plant(Acknowledging, "take_departure", lambda *_what: None)


@fault_of("moving")
def late_entry_dropped(plant: Plant) -> None:
    """What was written before a move is answered as forwarded, and goes nowhere."""
    plant(judge.Judge, "_forward", lambda _self, _drafts, home, incoming: moves.forwarded(incoming, home))


@fault_of("moving")
def people_not_copied(plant: Plant) -> None:
    """A case that moves goes on naming people whom its new unit cannot see."""
    plant(moves, "_known_as", lambda _here, _there, _kind, record_id, _incoming: record_id)


@fault_of("moving")
def nothing_stays_behind(plant: Plant) -> None:
    """The unit that a case leaves keeps no copy of it."""
    plant(moves, "_leave_a_copy", lambda *_what: None)


@fault_of("moving")
def closed_books_not_followed(plant: Plant) -> None:
    """Who takes a unit's place does not see what that one had."""
    plant(scope, "_OWN_HEADS", scope._HEADS.where(tables.feed.c.unit == scope._ITSELF))


@fault_of("failing")
def new_epoch_ignored(plant: Plant) -> None:
    """What a restored server has forgotten is not offered again."""
    plant(queue, "offer_again", lambda *_what: None)


@fault_of("failing")
def everything_survived(plant: Plant) -> None:
    """A restored server says that nothing was lost."""
    plant(epochs, "survived_since", lambda _connection, _known, feeds: dict(feeds))


@fault_of("failing")
def former_stamps_dropped(plant: Plant) -> None:
    """What is offered again does not say what it once became."""
    right = engine.request_of
    plant(engine, "request_of", lambda standing: msgspec.structs.replace(right(standing), former={}))


@fault_of("failing")
def people_not_introduced_again(plant: Plant) -> None:
    """Who was added after the backup stays unknown to a restored server."""
    plant(users, "ever", users.without_account)


@fault_of("by_stick")
def written_counts_as_sent(plant: Plant) -> None:
    """What was written on a stick is no longer unanswered; so a stick that is lost takes the edits with it."""

    def wrong(connection: Connection, keys: Iterable[str], _at: str) -> None:
        sent = update(entries).where(entries.c.key.in_(list(keys)), entries.c.state == "pending")
        connection.execute(sent.values(state="applied"))

    plant(queue, "mark_exported", wrong)


@fault_of("scoping")
def withheld_told_anyway(plant: Plant) -> None:
    """What restricted cases say of people goes to everybody."""
    plant(views.View, "delivers", lambda _self, _state, _name: True)


@fault_of("scoping")
def people_of_restricted_cases_unguarded(plant: Plant) -> None:
    """Only what hangs on a restricted case is guarded, not who takes part in it."""
    plant(guards, "_PART", "")


@fault_of("scoping")
def changed_rights_forgotten(plant: Plant) -> None:
    """A PC keeps what it got when its people's rights were others."""
    plant(regarding, "anew", lambda *_what: [])


@fault_of("scoping")
def opened_case_not_told(plant: Plant) -> None:
    """What comes under a guard, or free of it, is told with its next change only."""
    right = storage._changes

    def wrong(picture: Any) -> Any:
        picture.anew = set()
        return right(picture)

    plant(storage, "_changes", wrong)


@fault_of("scoping")
def history_keeps_what_is_withheld(plant: Plant) -> None:
    """Values go from the record and stay in what was heard of it before."""
    plant(withholding, "forget", lambda *_what: None)


@fault_of("scoping")
def lost_unit_stays(plant: Plant) -> None:
    """The data of a unit that a PC has lost lie there for ever."""
    plant(Leaving, "go", lambda _self: frozenset())
