"""What the PCs of a centre have written since they were last on line: invented by a real office, made theirs."""

from collections.abc import Iterator, Sequence

import msgspec

from desktop.services.cases import Cases
from desktop.services.practice import generate
from desktop.services.session import Session
from sync.contract.entry import Entry, decode, encode, key_of
from sync.contract.identity import new_id
from tests.benchmarks.ground import Ground, lines_of, new_office

_SEED = 2026
_CASES_A_PACK = 6  # so many a pack needs at most


def packs(ground: Ground, count: int, size: int) -> list[list[Entry]]:
    """So many packs of entries for PCs of one centre: new cases whole, and notes on them that make up the number.

    The office does not number, as all PCs of a centre but one.
    """
    session = new_office(ground.fresh("templates"), numbering=False)
    generate(session, count * _CASES_A_PACK, _SEED)
    intents = [intent for intent in _intents(session) if any(entry.type == "case" for entry in intent)]
    found = []
    for _ in range(count):
        pack: list[Entry] = []
        while len(pack) + len(intents[0]) <= size:
            pack += intents.pop(0)
        found.append(pack)
        intents.pop(0)  # what did not fit would begin many packs otherwise: the largest cases
    made = len(lines_of(session))
    for pack in found:
        _note(session, [entry.id for entry in pack if entry.type == "case"], size - len(pack))
    notes = iter(lines_of(session)[made:])
    for pack in found:
        pack += [decode(next(notes)) for _ in range(size - len(pack))]
    session.database.close()
    return found


def minted(pack: Sequence[Entry], device: str, user: str, unit: str, first: int) -> list[bytes]:
    """A pack as another PC would have written it, its counters from ``first`` on; the ids of its records are new."""
    ids = {entry.id: new_id() for entry in pack}
    numbers = {entry.counter: first + place for place, entry in enumerate(pack)}
    groups = {entry.group: numbers[entry.counter] for entry in reversed(pack)}  # of the first entry of each
    keys: dict[str, str] = {}
    raws = []
    for entry in pack:
        fields = {
            name: ids.get(value, value) if isinstance(value, str) else value for name, value in entry.fields.items()
        }
        own = msgspec.structs.replace(
            entry,
            id=ids[entry.id],
            unit=unit,
            author=user,
            device=device,
            counter=numbers[entry.counter],
            group=groups[entry.group],
            fields=fields,
            after={name: keys[key] for name, key in entry.after.items()},
        )
        raws.append(encode(own))
        keys[key_of(encode(entry))] = key_of(raws[-1])
    return raws


def _note(session: Session, cases: Sequence[str], count: int) -> None:
    for number in range(count):
        said = f"Đã liên hệ lại, hẹn bổ sung giấy tờ chứng minh hộ nghèo ({number + 1})"
        Cases(session).edit("case", cases[number % len(cases)], {"note": said})


def _intents(session: Session) -> Iterator[list[Entry]]:
    """The entries of an office, intent by intent."""
    members: dict[int, list[Entry]] = {}
    for line in lines_of(session):
        entry = decode(line)
        members.setdefault(entry.group, []).append(entry)
    yield from members.values()
