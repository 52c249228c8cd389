"""The same person entered twice: put together, taken apart and told apart, at several PCs at once (SYNC §5).

Everybody the people of the simulation take in bears one name and one year of birth, so every two look like one. The
second half is the oracle's: who stands for whom is worked out from the server's records alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.services.same_person import SamePerson
from desktop.store.lists import CaseFilter
from desktop.store.tables import TABLES
from tests.simulation.book import Book
from tests.simulation.found import Found
from tests.simulation.log import Edit, Log
from tests.simulation.pc import Pc
from tests.simulation.scopes import UNANSWERED, Sees, unnamed

if TYPE_CHECKING:
    from tests.simulation.world import World

INTO = "merged_into"


class Doubles:
    """What people do about entries that may be one person."""

    def __init__(self, chance: Random, book: Book, log: Log) -> None:
        self._chance, self._book, self._log = chance, book, log

    def put_together(self, pc: Pc) -> None:
        """Two entries that look alike are one person, whichever of them is to stay."""
        pair = [each.pair for each in SamePerson(pc.session).likely()]
        if pair:
            drawn = self._chance.choice(pair)
            entry, into = self._chance.sample([drawn.one.id, drawn.other.id], 2)
            self._save(pc, lambda: SamePerson(pc.session).merge(entry, into))

    def take_apart(self, pc: Pc) -> None:
        """They were two after all."""
        merged = [person for person, into in _links(pc).items() if into]
        if merged:
            entry = self._chance.choice(sorted(merged))
            self._save(pc, lambda: SamePerson(pc.session).unmerge(entry))

    def tell_apart(self, pc: Pc) -> None:
        """Nobody is to ask about these two again."""
        if pairs := SamePerson(pc.session).likely():
            pair = self._chance.choice(pairs).pair
            self._book.saved(pc, lambda: SamePerson(pc.session).tell_apart(pair.one.id, pair.other.id))

    def _save(self, pc: Pc, act: Callable[[], object]) -> None:
        before = _links(pc)
        for each in self._book.saved(pc, act):
            if INTO in each.fields:
                value, saw = each.fields[INTO], (before.get(each.record),)
                edit = Edit(pc=pc.name, key=each.key, record=each.record, name=INTO, value=value, saw=saw)
                self._log.edits.append(edit)


def _links(pc: Pc) -> dict[str, str | None]:
    """Person → into whom they were merged, as it shows on a PC."""
    person = TABLES["person"].c
    with pc.session.database.read() as connection:
        rows = connection.execute(select(person.id, person.merged_into).where(person.deleted.is_(False))).all()
    return {row.id: row.merged_into for row in rows}


def judge(world: "World", found: Found, may: Mapping[str, Sees]) -> None:
    """Everything that can be said of people entered twice when all is quiet."""
    into = {record: held.values.get(INTO) for record, held in found.records.items() if held.type == "person"}
    stand = {person: _end(into, person) for person in into}
    _nobody_is_renamed(world.log, found)
    for pc in world.pcs:
        waits = {fate.record for fate in found.fates_at(pc) if fate.state in UNANSWERED}
        if may[pc.name].withheld or waits & into.keys():
            continue  # what shows there is not what the server has
        _pages_follow(pc, found, stand)
        if not world.manner.scoping:  # who shares a PC does not find what they may not read of a restricted case
            _search_follows(pc, found, stand, waits)
        to_be_asked = {one for one, end in stand.items() if one == end} - unnamed(world, pc, found)
        _likely_ones_are_asked_about(pc, found, may[pc.name], to_be_asked)


def meant_the_same(world: "World", found: Found, edit: Edit) -> bool:
    """Whether a merge that is not there would lead round in a circle: then it says no more than those before it.

    So both are one now, or whoever took one of those apart had them before their eyes as one.
    """
    if edit.name != INTO or not isinstance(edit.value, str):
        return False
    into = {record: held.values.get(INTO) for record, held in found.records.items() if held.type == "person"}
    if _end(into, edit.record) == _end(into, edit.value):
        return True
    ever: dict[str, set[str]] = defaultdict(set)
    for each in world.log.edits:
        if each.name == INTO and isinstance(each.value, str):
            ever[each.record].add(each.value)
            ever[each.value].add(each.record)
    group, wanted = set[str](), {edit.record}
    while wanted:
        group |= wanted
        wanted = set().union(*(ever[each] for each in wanted)) - group
    apart = [each for each in world.log.edits if each.name == INTO and any(each.saw) and each.record in group]
    return bool(apart)


def _nobody_is_renamed(log: Log, found: Found) -> None:
    """A part names the person it was made for; where its case moved, the copy of who stood for them then."""
    for part, person in log.names.items():
        held = found.records.get(part)
        named = held.values.get("person") if held else person
        assert named == person or found.ways.get(part), f"{part} named {person}, and names {named}"


def _end(into: Mapping[str, str | None], person: str) -> str:
    """Who stands for a person."""
    passed = [person]
    while (at := into.get(passed[-1])) is not None and at in into:
        assert at not in passed, f"{passed} stand for one another in a circle"
        passed.append(at)
    return passed[-1]


def _pages_follow(pc: Pc, found: Found, stand: Mapping[str, str]) -> None:
    """A case shows who stands for those its parts name; and after a taking apart they themselves again."""
    for case_id in pc.case_ids():
        for person, shown in pc.cases.page(case_id).people.items():
            assert shown.id == stand[person], (
                f"{pc.name} shows {shown.id} for {person}, {stand[person]} stands for them"
            )


def _search_follows(pc: Pc, found: Found, stand: Mapping[str, str], waits: Iterable[str]) -> None:
    """A case is found by the number of each who is in it, by whichever entry, and by nobody's else."""
    parts = [held for held in found.records.values() if held.type == "case_person" and not held.values.get("deleted")]
    listed = set(pc.case_ids())
    in_case: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        person = part.values.get("person") or ""
        if person in stand and part.values.get("case") in listed - set(waits):
            in_case[part.values["case"]] |= {person, stand[person]}
    phones = {person: found.records[person].values.get("phone") for person in stand}
    for phone in sorted({phone for phone in phones.values() if phone}):
        right = {case for case, people in in_case.items() if phone in {phones[person] for person in people}}
        got = {row.id for row in pc.cases.rows(pc.cases.numbers(CaseFilter(query=phone)))}
        assert right <= got, f"{pc.name} does not find {right - got} by {phone}"
        strange = (got & in_case.keys()) - right
        others = {case for case in strange if not _says(found, case, in_case[case], phone)}
        assert not others, f"{pc.name} finds {others} by {phone}, which nobody in there has"


def _says(found: Found, case: str, people: Iterable[str], text: str) -> bool:
    """Whether something that begins like this stands in a case or with its people."""
    values = [value for record in (case, *people) for value in found.records[record].values.values()]
    return any(isinstance(value, str) and value.startswith(text) for value in values)


def _likely_ones_are_asked_about(pc: Pc, found: Found, may: Sees, people: Iterable[str]) -> None:
    """Of one office, and not told apart; ``people`` stand for themselves, and may be read by whoever sits there."""
    alone: dict[str, list[str]] = defaultdict(list)
    for person in people:
        held = found.records[person]
        if held.feed in may.feeds and not held.values.get("deleted"):
            alone[held.feed].append(person)
    right = {
        frozenset((one, other))
        for of_office in alone.values()
        for one in of_office
        for other in of_office
        if one < other and other not in (found.records[one].values.get("distinct_from") or ())
        if one not in (found.records[other].values.get("distinct_from") or ())
    }
    asked = {frozenset((each.pair.one.id, each.pair.other.id)) for each in SamePerson(pc.session).likely()}
    assert asked == right, f"{pc.name} asks of {asked - right} for nothing, and not of {right - asked}"
