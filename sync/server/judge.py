"""Judges the entries of one request in memory, group by group (SYNC §3, decisions/0001).

Nothing here touches the database: it turns a `Picture` and entries into answers and a changed picture.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import Merged, State, merge
from sync.contract.messages import NOT_FINAL, Answer, Outcome
from sync.server import checks, conflicts, deletes, replay, rules
from sync.server.checks import Waits
from sync.server.failures import described
from sync.server.picture import Draft, Incoming, Logged, Picture, Received, Unreadable, family_of
from sync.server.scope import People

_log = logging.getLogger(__name__)


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What became of one entry, and the position its group was given (0 if nothing was written)."""

    received: Received
    answer: Answer
    seq: int


class Judge:
    """Applies the entries of one request to the picture of their feed.

    Attributes:
        only_sent: every write so far is a field of the entry that caused it, with the very value that was sent.
    """

    def __init__(self, picture: Picture, in_scope: Collection[str], people: People) -> None:
        """Take the loaded picture, the feeds the device may see and the people enrolled on it."""
        self.picture = picture
        self.in_scope = in_scope
        self.people = people
        self.only_sent = True

    def judge(self, batch: Sequence[Received]) -> list[Verdict]:
        """Judge entries in their order; those that already have a final answer are passed over."""
        verdicts = []
        for group in _groups(received for received in batch if not self._is_final(received.key)):
            draft = Draft(self.picture)
            answers = self._judge_group(draft, group)
            kept = all(answer.outcome not in NOT_FINAL for answer in answers)
            seq = draft.keep() if kept else 0
            self.only_sent = self.only_sent and (not kept or _holds_only_what_was_sent(draft, group))
            for received, answer in zip(group, answers, strict=True):
                self._remember(received, answer)
                verdicts.append(Verdict(received, answer, seq))
        return verdicts

    def _is_final(self, key: str) -> bool:
        logged = self.picture.log.get(key)
        return logged is not None and not logged.open

    def _judge_group(self, draft: Draft, group: Sequence[Received]) -> list[Answer]:
        """Answers to a group: all of them final, or all of them not."""
        keys = [received.key for received in group]
        answers: list[Answer] = []
        for received in group:
            answer = self._guarded(draft, received, keys, last=received is group[-1])
            if answer.outcome in NOT_FINAL:
                return [
                    answer
                    if other.key == received.key
                    else Answer(key=other.key, outcome=answer.outcome, code="group", waits_for=received.key)
                    for other in group
                ]
            answers.append(answer)
        return answers

    def _guarded(self, draft: Draft, received: Received, group: Collection[str], *, last: bool) -> Answer:
        """Judge one entry; whatever it makes go wrong is an answer to it alone, never to its neighbours."""
        if isinstance(received, Unreadable):
            return Answer(key=received.key, outcome=Outcome.REJECTED, code=received.problem)
        try:
            answer = self._judge_one(draft, received, group)
            if last:
                self._check_rules(draft, received)
            return answer
        except Invalid as error:
            return Answer(key=received.key, outcome=Outcome.REJECTED, code=error.code, field=error.field)
        except Waits as error:
            return Answer(key=received.key, outcome=Outcome.WAITS, code=error.code, waits_for=error.waits_for)
        except Exception as error:  # noqa: BLE001 - trap 24: one entry that makes the server fail stops only itself
            _log.error("entry %s failed: %s", received.key, described(error))
            return Answer(key=received.key, outcome=Outcome.REJECTED, code="server_failed")

    def _judge_one(self, draft: Draft, incoming: Incoming, group: Collection[str]) -> Answer:
        """Check an entry, then merge it. Raise `Invalid` or `Waits` with the reason against it."""
        entry = incoming.entry
        checks.may_be_written(entry, self.picture.feed, self.in_scope, self.people)
        checks.is_in_feed(draft, entry)
        if incoming.key in self.picture.superseded_by or incoming.key in self.picture.discarded:
            raise Invalid("given_up")
        if entry.discards:  # writes nothing, so it builds on nothing
            state = draft.get((entry.type, entry.id))
            version = state.version if state.unit == self.picture.feed else 0  # of a foreign record nothing is told
            return Answer(key=incoming.key, outcome=Outcome.AGREED, version=version)
        checks.builds_on_nothing_refused(draft, incoming, group)
        entry = msgspec.structs.replace(entry, fields=checks.fields_allowed(entry))
        return self._merge(draft, msgspec.structs.replace(incoming, entry=entry))

    def _merge(self, draft: Draft, incoming: Incoming) -> Answer:
        """Merge a checked entry; open, carry on and close the conflicts that follow from it."""
        name = (incoming.entry.type, incoming.entry.id)
        before = draft.get(name)
        refused = (("deleted",),) if deletes.covers_unseen(draft, incoming, before) else ()
        merged = self._merged(draft, incoming, before, without="deleted" if refused else None)
        state, contested = merged.state, (*merged.contested, *refused)
        if merged.applied:
            draft.put(state)
        fields = tuple(field for members in contested for field in members)
        conflicts.decide(draft, incoming, state)
        conflicts.carry_on(draft, incoming, state, fields)
        ids = [conflicts.contest(draft, incoming, state, members) for members in contested]
        if merged.applied or contested:
            deletes.revive(draft, incoming, draft.get(name))
        if (former := self.picture.former.get(incoming.key)) and not contested:
            return replay.answer(incoming, former)
        return Answer(
            key=incoming.key,
            outcome=Outcome.CONFLICT if contested else Outcome.APPLIED if merged.applied else Outcome.AGREED,
            version=state.version,
            stamps=merged.agreed,
            contested=fields,
            conflicts=tuple(dict.fromkeys(ids)),
        )

    def _merged(self, draft: Draft, incoming: Incoming, state: State, *, without: str | None) -> Merged:
        """The contract's merge, on an entry whose bases and predecessors mean something on this server."""
        entry, picture = incoming.entry, self.picture
        if incoming.key in picture.former and not without:
            return replay.merged(draft, incoming, state)
        if not state.cells and entry.fields and not without:  # nobody has written it: there is nothing to merge with
            return Merged(draft.written(state, entry.fields, incoming), tuple(entry.fields), {}, ())
        declared = RECORD_TYPES.get(entry.type)
        after = entry.after
        mended = picture.log.get(entry.supersedes or "")
        if mended and not mended.open:
            # The entry was applied after all while its author was mending it: the mending builds on it.
            after = {**after, **dict.fromkeys(entry.fields, mended.key)}
        given = max(state.version, picture.floor)
        entry = msgspec.structs.replace(
            entry,
            fields={name: wire for name, wire in entry.fields.items() if name != without},
            # Nobody can have seen a version that was never given.
            base={name: stamp for name, stamp in entry.base.items() if stamp <= given} | self._agreed(after),
            after=after,
        )
        return merge(
            state,
            entry,
            incoming.key,
            seq=draft.seq,
            groups=declared.merge_groups if declared else {},
            stands_for={key: picture.stand_in(key) for key in entry.after.values()},
            floor=picture.floor,
        )

    def _agreed(self, after: Mapping[str, str]) -> dict[str, int]:
        """The stamps that predecessors agreed with: they did not write the field, but whoever builds on them saw it."""
        log, stand_in = self.picture.log, self.picture.stand_in
        answers = {name: log[stand_in(key)].answer for name, key in after.items() if stand_in(key) in log}
        return {name: answer.stamps[name] for name, answer in answers.items() if name in answer.stamps}

    def _check_rules(self, draft: Draft, incoming: Incoming) -> None:
        cases = {family_of(state) for state in draft.states.values() if state.type != "conflict"}
        if cases:
            rules.check(draft, cases, incoming)

    def _remember(self, received: Received, answer: Answer) -> None:
        """Let the entries that follow in this request see what became of this one."""
        is_open = answer.outcome in NOT_FINAL
        key, feed = received.key, self.picture.feed
        if isinstance(received, Unreadable):
            self.picture.remember(Logged(key, feed, "", "", 0, 0, is_open, answer))
            return
        entry = received.entry
        born = (entry.device, entry.counter, entry.group)
        self.picture.remember(Logged(key, feed, entry.id, *born, is_open, answer))
        if entry.supersedes:
            self.picture.superseded_by[entry.supersedes] = key
        if entry.discards and not is_open:
            self.picture.discarded.add(entry.discards)


def _holds_only_what_was_sent(draft: Draft, group: Sequence[Received]) -> bool:
    """Whether the sender of a group knows all it wrote: no conflict, nothing revived, no value put another way."""
    sent = {each.key: ((each.entry.type, each.entry.id), each.sent) for each in group if isinstance(each, Incoming)}
    for name, state in draft.states.items():
        for field, cell in state.cells.items():
            if cell.seq != draft.seq:
                continue
            record, values = sent.get(cell.key, (None, {}))
            value = values.get(field)
            if record != name or field not in values or type(value) is not type(cell.value) or value != cell.value:
                return False
    return True


def _groups(batch: Iterable[Received]) -> list[list[Received]]:
    """Entries by the intent they belong to, in the order in which the intents began; the same key only once."""
    groups: dict[tuple[str, int] | str, dict[str, Received]] = {}
    for each in batch:
        intent = (each.entry.device, each.entry.group) if isinstance(each, Incoming) else each.key
        groups.setdefault(intent, {})[each.key] = each
    return [list(members.values()) for members in groups.values()]
