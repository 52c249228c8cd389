"""What must be true, judged from outside: what lies in the databases against the oracle's own book (SYNC §9).

No code of the engine, of the merge or of the write door is asked. `glance` looks at one PC in the middle of things,
`judge` at everybody when all is quiet; an AssertionError names the first breach.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from tests.simulation import (
    copies,
    damage,
    doubles,
    moves,
    papers,
    questions,
    rebuilds,
    replicas,
    scopes,
    versions,
)
from tests.simulation.found import Found, Held, find
from tests.simulation.log import TOGETHER, WRITTEN, Cell, Deletion, Edit, Told
from tests.simulation.pc import Pc, book_of
from tests.simulation.registers import no_number_given_twice

if TYPE_CHECKING:
    from tests.simulation.world import World

#: States of an entry whose values a person finds among what was not taken, with the reason.
SET_ASIDE = frozenset({"rejected", "waits", "discarded"})
_FINAL = frozenset({"applied", "agreed", "conflict", "forwarded"})


def glance(world: "World", pc: Pc) -> None:
    """What must hold on one PC at any moment."""
    questions.none_forgotten(pc)
    if pc.damaged:
        return  # it does not know yet that it holds something else than it was told
    if not world.manner.failing:  # of what the server has lost, each PC gives back its own
        replicas.intents_are_whole(pc, world.log)
    found = find(world, [pc])
    versions.told_of_update(pc)
    replicas.green_is_true(pc, found, forgetful=world.manner.failing)
    if world.papers and not world.manner.failing:
        papers.glance(world, pc, found)


def judge(world: "World") -> None:
    """Check every property of SYNC §9 that this simulation can see."""
    found = find(world, world.pcs)
    every = {pc.name: scopes.sees(world, pc, found) for pc in world.pcs}
    for pc in world.pcs:
        may = every[pc.name]
        replicas.same_as_server(pc, found, may)
        replicas.shows_every_record(pc, found, may)
        replicas.shows_every_text(pc, found, may)
        scopes.no_byte_too_many(pc, found, world.log, may)
        replicas.intents_are_whole(pc, world.log)
        replicas.green_is_true(pc, found)
        if not world.manner.scoping:  # with a unit's data go the places of what was sent to it
            replicas.chains_are_intact(pc, found)
    if world.papers:
        papers.judge(world, found, every)
    if world.manner.doubled:
        doubles.judge(world, found, every)
    moves.at_home(world.log, found)
    copies.told_apart(world.pcs)
    rebuilds.came_to_an_end(world.pcs)
    if world.manner.damaging:
        damage.mended(world.pcs)
    _answers_agree(found)
    _intents_are_whole(found)
    _nothing_twice(found)
    _no_edit_lost(world, found)
    _no_value_unheard_of(world, found)
    _no_deletion_hides_what_was_not_seen(world, found)
    _no_group_torn(world, found)
    if not world.manner.failing:  # an edit whose answer was lost with the server's memory gets another version
        _no_quarrel_with_what_was_seen(world, found)
    _no_number_twice(found)
    no_number_given_twice(world.pcs)


def _answers_agree(found: Found) -> None:
    """A PC and the server say the same of every entry, and the server has every one that was answered."""
    for fate in found.every_fate():
        sent = found.sent.get(fate.key)
        answered = fate.state in ("applied", "conflict")
        final = sent is not None and not sent.open
        if fate.state in ("superseded", "discarded"):
            continue
        assert answered == final, f"{fate.pc}: {fate.state} here, {sent and sent.outcome} on the server: {fate.key}"
        if sent and answered:
            assert (fate.state == "conflict") == (sent.outcome == "conflict"), (
                f"{fate.pc}: {fate.state}, {sent.outcome}"
            )


def _intents_are_whole(found: Found) -> None:
    """Entries of one intent are answered together or not at all."""
    intents: dict[tuple[str, tuple[str, int]], set[bool]] = defaultdict(set)
    for fate in found.every_fate():
        if fate.state not in ("superseded", "discarded"):
            intents[fate.pc, fate.intent].add(fate.state in ("applied", "conflict"))
    torn = [intent for intent, answered in intents.items() if len(answered) > 1]
    assert not torn, f"half an intent was applied: {torn}"


def _nothing_twice(found: Found) -> None:
    """Two different entries never reach the same version of a record."""
    reached: dict[tuple[str, int], str] = {}
    for key, sent in found.sent.items():
        if sent.outcome == "applied":
            step = (sent.record, sent.version)
            assert step not in reached, f"{key} and {reached[step]} both made {step}"
            reached[step] = key


def _no_edit_lost(world: "World", found: Found) -> None:
    """Every value ever saved is current, or was on the screen of who replaced it, or is kept beside, or set aside."""
    replaced: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for edit in world.log.edits:
        if _took_effect(found, edit.key):
            replaced[edit.record, edit.name].update(_descent(world, found, edit))
    beside = _values_in_conflicts(found.records)
    for edit in world.log.edits:
        held = found.records.get(edit.record)
        current = held.values.get(edit.name) if held else None
        assert edit.key in found.fates, f"forgotten: {edit}"
        if current == edit.value or edit.value in beside[edit.record, edit.name] or _is_set_aside(found, edit.key):
            continue
        gone = edit.value not in replaced[edit.record, edit.name] and not doubles.meant_the_same(world, found, edit)
        assert not gone, f"lost: {edit}, {[fate.state for fate in found.fates[edit.key]]}; now {current!r}"


def _descent(world: "World", found: Found, edit: Edit) -> Iterator[Any]:
    """What its author had before them, and what lay beneath that: their own edit that was not taken hid it."""
    for value in edit.saw:
        yield value
        for below in world.log.of(edit.record, edit.name, value):
            if _is_set_aside(found, below.key, at=edit.pc):
                yield from _descent(world, found, below)


def _is_set_aside(found: Found, key: str, at: str | None = None) -> bool:
    """Whether a person finds this entry, or the one that mended it, among what was refused, waits or was given up.

    ``at`` a certain PC; else at any, which of several copies may be one, for the others hear it from the server.
    """
    if any(fate.state in SET_ASIDE and at in (None, fate.pc) for fate in found.fates.get(key, ())):
        return True
    return any(_is_set_aside(found, newer, at) for newer in found.mended_by.get(key, ()))


def _took_effect(found: Found, key: str) -> bool:
    """Whether the server finally took this entry, or the one that mended it."""
    sent = found.sent.get(key)
    if sent and not sent.open and sent.outcome in _FINAL:
        return True
    return any(_took_effect(found, newer) for newer in found.mended_by.get(key, ()))


def _values_in_conflicts(records: Mapping[str, Held]) -> dict[tuple[str, str], set[Any]]:
    """The values that lie before a person, and those whose own author decided otherwise.

    That a conflict is closed says nothing by itself: who closed it must have had its values before them.
    """
    beside: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for held in records.values():
        if held.type != "conflict":
            continue
        closed_by, author = held.values.get("resolved_by"), held.values.get("incoming_author")
        sides = ("current", "incoming") if closed_by is None else ("incoming",) if closed_by == author else ()
        for side in sides:
            for name, value in (held.values.get(side) or {}).items():
                if isinstance(value, str | None):
                    beside[held.values["record"], name].add(value)
    return beside


def _no_value_unheard_of(world: "World", found: Found) -> None:
    """Nothing lies on the server that nobody saved: what a power cut broke off is wholly gone.

    Every text was typed once only, so that a copy which stays behind a move, or goes with it, is told by its text.
    """
    saved = {(edit.name, edit.value) for edit in world.log.edits}
    for record, held in found.records.items():
        for name in WRITTEN.get(held.type, ()):
            value = held.values.get(name)
            assert value is None or (name, value) in saved, f"nobody saved {held.type} {record} {name} {value}"


def _no_deletion_hides_what_was_not_seen(world: "World", found: Found) -> None:
    """What lies in the bin was before the eyes of who put it there; what was brought back is told them (SYNC §5).

    What they may not read of a restricted case they were told to be there (decision 8).
    """
    made_by = {deletion.key: deletion for deletion in world.log.deletions}
    typed = {(edit.record, edit.name, edit.value) for edit in world.log.edits}
    for record, held in found.records.items():
        if held.type == "conflict" or not held.values.get("deleted"):
            continue
        deletion = made_by.get(held.keys["deleted"])
        assert deletion is not None, f"nobody deleted {held.type} {record}"
        showed = {
            (place, name, value)
            for place, name, text in deletion.showed
            for edit in world.log.of(place, name, text)
            for value in (text, *(_descent(world, found, edit) if _is_set_aside(found, edit.key) else ()))
        }
        for cell in _shown_cells(world, found, record):
            if cell[0] in world.log.damaged:
                continue  # it may have been blank on that very screen
            seen = cell in showed or _was_told(found, deletion, cell)
            assert cell not in typed or seen, f"{deletion.pc} deleted {record}, never saw {cell}"
    quarrels = {
        held.values["record"]
        for held in found.records.values()
        if held.type == "conflict" and held.values["kind"] == "deleted"
    }
    for deletion in world.log.deletions:
        if _took_effect(found, deletion.key):
            deleted = found.records[deletion.record].values.get("deleted")
            restored = any(_took_effect(found, key) for key in world.log.restored.get(deletion.record, ()))
            told = deletion.record in quarrels or restored
            assert deleted or told, f"{deletion.pc} deleted {deletion.record}, nobody told them"


def _was_told(found: Found, deletion: Deletion, cell: Cell) -> bool:
    """Whether this very value was named as withheld; a server that went back may have given it another version."""
    record, name, _ = cell
    told = [value for *place, value in deletion.showed if place == [record, name] and isinstance(value, Told)]
    _, version, *_ = msgspec.json.decode(found.records[record].line)["fields"][name]
    return any(found.forgetful or version <= each.version for each in told)


def _shown_cells(world: "World", found: Found, record: str) -> list[Cell]:
    """The texts that would show if this record were not in the bin."""
    cells = []
    for member in world.log.family(record):
        held = found.records.get(member)
        if held and (member == record or not held.values.get("deleted")):
            cells += [(member, name, held.values[name]) for name in WRITTEN[held.type] if held.values.get(name)]
    return cells


def _no_group_torn(world: "World", found: Found) -> None:
    """Fields that mean something only together are as somebody had them on the screen."""
    for record, screens in world.log.screens.items():
        held = found.records.get(record)
        if held:
            now = tuple(held.values.get(name) for name in TOGETHER[held.type])
            assert now in screens, f"nobody ever saw {now} together in {held.type} {record}"


def _no_quarrel_with_what_was_seen(world: "World", found: Found) -> None:
    """Nobody is asked to choose between a value and the one they had on the screen when they replaced it.

    Unless a person decided for that value meanwhile: a decision counts anew even where the value stays (SYNC §5).
    """
    typed = (edit for edit in world.log.edits if not edit.decides and edit.name != doubles.INTO)
    saw = {(edit.record, edit.name, edit.value): edit for edit in typed}
    decided = {(edit.record, edit.name, value) for edit in world.log.edits if edit.decides for value in edit.saw}
    for held in found.records.values():
        if held.type != "conflict" or held.values["kind"] != "fields":
            continue
        if held.values["record_type"] in TOGETHER or held.values["record"] in world.log.damaged:
            continue  # what was seen of one member goes before a person with what was not seen of another
        for name, value in (held.values.get("incoming") or {}).items():
            edit: Edit | None = saw.get((held.values["record"], name, value)) if isinstance(value, str) else None
            current = (held.values.get("current") or {}).get(name)
            if edit and current is not None and (edit.record, name, current) not in decided:
                assert current not in edit.saw, f"needless: {edit} against {current}"


def _no_number_twice(found: Found) -> None:
    """No two cases bear one number, unless a person is being asked about that very number."""
    asked = {
        held.values["record"]
        for held in found.records.values()
        if held.type == "conflict" and held.values.get("rule") == "number_twice" and not held.values.get("resolved_by")
    }
    bearers: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for record, held in found.records.items():
        if held.type == "case" and held.values.get("register_number") and not held.values.get("deleted"):
            number = (book_of(held.values["code"]), held.values["register_year"], held.values["register_number"])
            bearers[held.feed, *number].append(record)
    for number, cases in bearers.items():
        assert len(cases) == 1 or asked.intersection(cases), f"{number[1:]} stands on {cases}, and nobody is asked"
