"""Three PCs do what people do, in any order, on a line that loses answers: nothing is lost and all end up the same."""

import random
from typing import Any

import pytest

from sync.contract.entry import Entry, decode, key_of
from sync.contract.identity import new_id
from sync.contract.messages import NOT_FINAL, Answer
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

STEPS = 120
FIELDS = ("note", "content", "channel", "outcome", "ended_on", "end_reason", "code")


class Office:
    """One PC with its unanswered entries, keeping base and predecessor as SYNC §2 says."""

    def __init__(self, pc: Pc, chance: random.Random) -> None:
        self.pc = pc
        self.chance = chance
        self.queue: list[bytes] = []
        self.answers: dict[str, Answer] = {}
        self.saved: dict[str, Entry] = {}

    def save(self, kind: str, record: str, fields: dict[str, Any], **rest: Any) -> None:
        """Save an edit: the base stands still while an entry of the field is unanswered."""
        held = self.pc.records.get((kind, record), {})
        base = {name: held[name].stamp for name in fields if name in held}
        after = {}
        for raw in self.queue:
            entry = decode(raw)
            for name in fields:
                if entry.id == record and name in entry.fields:
                    after[name] = key_of(raw)
                    base[name] = entry.base.get(name, 0)
        raw = self.pc.edit(kind, record, fields, base={n: s for n, s in base.items() if s}, after=after, **rest)
        self.queue.append(raw)
        self.saved[key_of(raw)] = decode(raw)

    def act(self, cases: list[str]) -> None:
        """Do one thing that people do."""
        chance, pc = self.chance, self.pc
        what = chance.random()
        known = sorted({case for kind, case in pc.records if kind == "case"})
        case = chance.choice(known or cases)
        if what < 0.1 and len(cases) < 6:
            cases.append(new_id())
            self.save("case", cases[-1], {"note": self.word(), "code": f"CN1.{chance.randrange(4)}"})
        elif what < 0.55:
            names = chance.sample(FIELDS, chance.randint(1, 3))
            self.save("case", case, {name: self.word(name) for name in names})
        elif what < 0.65:
            self.save("assignment", new_id(), {"case": case, "share": chance.choice(("1/2", "1/3", "1"))})
        elif what < 0.75:
            deleted = not (pc.value("case", case, "deleted") or False)
            self.save("case", case, {"deleted": deleted}, seen=pc.seen(case) if deleted else {})
        elif what < 0.85:
            self.decide()
        else:
            self.exchange(lost=chance.random() < 0.3)

    def word(self, name: str = "note") -> Any:
        """Something to type; often what others type too."""
        if name == "ended_on":
            return self.chance.choice((None, "2026-01-01", "2026-02-01"))
        return self.chance.choice((None, "a", "b", "c", self.chance.random().hex()))

    def decide(self) -> None:
        """Decide a conflict one sees, for either side."""
        open_ones = [each for each in self.pc.conflicts() if each["kind"] != "rule"]
        if not open_ones:
            return
        conflict = self.chance.choice(open_ones)
        side = self.chance.choice(("current", "incoming"))
        about = {"seen": self.pc.seen(conflict["record"])} if conflict["kind"] == "deleted" else {}
        resolves = (conflict["id"],)
        self.save(conflict["record_type"], conflict["record"], dict(conflict[side]), resolves=resolves, **about)

    def exchange(self, *, lost: bool = False) -> None:
        """One step with some of the queue."""
        batch = self.queue[: self.chance.randint(0, 4)]
        response = self.pc.send(*batch)
        if lost:
            return
        self.pc.take_in(response)
        for answer in response.answers:
            assert answer.outcome not in NOT_FINAL, answer
            self.answers[answer.key] = answer
        self.queue = [raw for raw in self.queue if key_of(raw) not in self.answers]

    def finish(self) -> None:
        """Send what is left and read everything."""
        while self.queue:
            self.exchange()
        self.pc.pull()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_three_pcs_do_nothing_is_lost(server: RunningServer, seed: int) -> None:
    chance = random.Random(seed)
    offices = [Office(joined(server, "CN1", f"user{number}"), chance) for number in range(3)]
    cases: list[str] = [new_id()]
    for _ in range(STEPS):
        chance.choice(offices).act(cases)
    for _ in range(2):
        for office in offices:
            office.finish()
    first = offices[0].pc
    assert all(office.pc.records == first.records for office in offices)
    assert all(office.pc.versions == first.versions for office in offices)
    made = {key: entry for office in offices for key, entry in office.saved.items()}
    answers = {key: answer for office in offices for key, answer in office.answers.items()}
    assert made.keys() == answers.keys()
    for key in made:
        assert_accounted_for(key, made, answers, first)


def assert_accounted_for(key: str, made: dict[str, Entry], answers: dict[str, Answer], replica: Pc) -> None:
    """What is contested stands in a conflict with its newest value, was decided, or was taken back by its author."""
    conflicts = {conflict["id"]: conflict for conflict in replica.conflicts(still_open=False)}
    for name in answers[key].contested:
        chain = [key, *_successors(made, key, name)]
        ids = {conflict for each in chain for conflict in answers[each].conflicts}
        values = [made[each].fields[name] for each in chain]
        kept = [conflicts[each]["incoming"][name] for each in ids if name in conflicts[each]["names"]]
        assert all(each in values for each in kept), (name, kept, values)
        decided = any(name in each.fields and each.resolves for each in made.values())
        taken_back = any(name not in answers[each].contested for each in chain[1:])
        assert kept or decided or taken_back, (name, values)


def _successors(made: dict[str, Entry], key: str, name: str) -> list[str]:
    """The later edits that build on this one."""
    found: list[str] = []
    for later, entry in made.items():
        if entry.after.get(name) in (key, *found):
            found.append(later)
    return found
