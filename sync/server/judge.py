"""Judges the entries of one request in memory, group by group (SYNC §3, decisions/0001).

Nothing here touches the database: it turns a `Picture` and entries into answers and a changed picture.
"""

import logging
from collections.abc import Collection, Iterable, Sequence

import msgspec

from sync.contract.entry import Entry
from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import Merged, State, merge
from sync.contract.messages import NOT_FINAL, Answer, Outcome
from sync.server import checks, conflicts, deletes, rules
from sync.server.checks import Waits
from sync.server.failures import described
from sync.server.picture import Draft, Incoming, Logged, Picture, family_of
from sync.server.scope import People

_log = logging.getLogger(__name__)


class Verdict(msgspec.Struct, frozen=True):
    """What became of one entry, and the position its group was given (0 if nothing was written)."""

    incoming: Incoming
    answer: Answer
    seq: int


class Judge:
    """Applies the entries of one request to the picture of their feed."""

    def __init__(self, picture: Picture, in_scope: Collection[str], people: People) -> None:
        """Take the loaded picture, the feeds the device may see and the people enrolled on it."""
        self.picture = picture
        self.in_scope = in_scope
        self.people = people

    def judge(self, batch: Sequence[Incoming]) -> list[Verdict]:
        """Judge entries in their order; those that already have a final answer are passed over."""
        verdicts = []
        for group in _groups(incoming for incoming in batch if not self._is_final(incoming.key)):
            draft = Draft(self.picture)
            answers = self._judge_group(draft, group)
            kept = all(answer.outcome not in NOT_FINAL for answer in answers)
            seq = draft.keep() if kept else 0
            for incoming, answer in zip(group, answers, strict=True):
                self._remember(incoming, answer)
                verdicts.append(Verdict(incoming, answer, seq))
        return verdicts

    def _is_final(self, key: str) -> bool:
        logged = self.picture.log.get(key)
        return logged is not None and not logged.open

    def _judge_group(self, draft: Draft, group: Sequence[Incoming]) -> list[Answer]:
        """Answers to a group: all of them final, or all of them not."""
        keys = [incoming.key for incoming in group]
        answers: list[Answer] = []
        for incoming in group:
            answer = self._guarded(draft, incoming, keys, last=incoming is group[-1])
            if answer.outcome in NOT_FINAL:
                return [
                    answer
                    if other.key == incoming.key
                    else Answer(key=other.key, outcome=answer.outcome, code="group", waits_for=incoming.key)
                    for other in group
                ]
            answers.append(answer)
        return answers

    def _guarded(self, draft: Draft, incoming: Incoming, group: Collection[str], *, last: bool) -> Answer:
        """Judge one entry; whatever it makes go wrong is an answer to it alone, never to its neighbours."""
        try:
            answer = self._judge_one(draft, incoming, group)
            if last:
                self._check_rules(draft, incoming)
            return answer
        except Invalid as error:
            return Answer(key=incoming.key, outcome=Outcome.REJECTED, code=error.code, field=error.field)
        except Waits as error:
            return Answer(key=incoming.key, outcome=Outcome.WAITS, code=error.code, waits_for=error.waits_for)
        except Exception as error:  # noqa: BLE001 - trap 24: one entry that makes the server fail stops only itself
            _log.error("entry %s failed: %s", incoming.key, described(error))
            return Answer(key=incoming.key, outcome=Outcome.REJECTED, code="server_failed")

    def _judge_one(self, draft: Draft, incoming: Incoming, group: Collection[str]) -> Answer:
        entry = incoming.entry
        if entry is None:
            raise Invalid(incoming.problem or "entry_malformed")
        checks.may_be_written(entry, self.picture.feed, self.in_scope, self.people)
        checks.is_in_feed(draft, entry)
        if incoming.key in self.picture.superseded_by or incoming.key in self.picture.discarded:
            raise Invalid("given_up")
        checks.builds_on_nothing_refused(draft, incoming, group)
        if entry.discards:
            version = draft.get((entry.type, entry.id)).version
            return Answer(key=incoming.key, outcome=Outcome.AGREED, version=version)
        entry = msgspec.structs.replace(entry, fields=checks.fields_allowed(entry))
        return self._merge(draft, msgspec.structs.replace(incoming, entry=entry), entry)

    def _merge(self, draft: Draft, incoming: Incoming, entry: Entry) -> Answer:
        before = draft.get((entry.type, entry.id))
        refused = (("deleted",),) if deletes.covers_unseen(draft, incoming, before) else ()
        merged = self._merged(draft, incoming, entry, before, without="deleted" if refused else None)
        contested = (*merged.contested, *refused)
        state = merged.state
        if merged.applied:
            draft.put(state)
        conflicts.decide(draft, incoming, entry, state)
        names = tuple(name for members in contested for name in members)
        conflicts.carry_on(draft, incoming, entry, state, names)
        ids = tuple(dict.fromkeys(conflicts.contest(draft, incoming, entry, state, members) for members in contested))
        if merged.applied or contested:
            deletes.revive(draft, incoming, draft.get((entry.type, entry.id)))
        return Answer(
            key=incoming.key,
            outcome=Outcome.CONFLICT if contested else Outcome.APPLIED if merged.applied else Outcome.AGREED,
            version=state.version,
            stamps=merged.agreed,
            contested=names,
            conflicts=ids,
        )

    def _merged(self, draft: Draft, incoming: Incoming, entry: Entry, state: State, *, without: str | None) -> Merged:
        """The contract's merge, on an entry whose bases and predecessors mean something on this server."""
        picture = self.picture
        declared = RECORD_TYPES.get(entry.type)
        after = entry.after
        mended = picture.log.get(entry.supersedes or "")
        if mended and not mended.open:
            # The entry was applied after all while its author was mending it: the mending builds on it.
            after = {**after, **dict.fromkeys(entry.fields, mended.key)}
        entry = msgspec.structs.replace(
            entry,
            fields={name: wire for name, wire in entry.fields.items() if name != without},
            # Nobody can have seen a version that does not exist.
            base={name: stamp for name, stamp in entry.base.items() if stamp <= state.version},
            after=after,
        )
        return merge(
            state,
            entry,
            incoming.key,
            seq=draft.seq,
            groups=declared.merge_groups if declared else {},
            stands_for={key: picture.stand_in(key) for key in entry.after.values()},
        )

    def _check_rules(self, draft: Draft, incoming: Incoming) -> None:
        cases = {family_of(state) for state in draft.states.values() if state.type != "conflict"}
        if incoming.entry and cases:
            rules.check(draft, cases, incoming, incoming.entry)

    def _remember(self, incoming: Incoming, answer: Answer) -> None:
        entry = incoming.entry
        is_open = answer.outcome in NOT_FINAL
        self.picture.remember(
            Logged(
                incoming.key,
                self.picture.feed,
                entry.id if entry else "",
                entry.device if entry else "",
                entry.counter if entry else 0,
                entry.group if entry else 0,
                is_open,
                answer,
            )
        )
        if entry and entry.supersedes:
            self.picture.superseded_by[entry.supersedes] = incoming.key
        if entry and entry.discards and not is_open:
            self.picture.discarded.add(entry.discards)


def _groups(batch: Iterable[Incoming]) -> list[list[Incoming]]:
    """Entries by the intent they belong to, in the order in which the intents began; the same key only once."""
    groups: dict[tuple[str, int] | str, dict[str, Incoming]] = {}
    for incoming in batch:
        entry = incoming.entry
        intent = (entry.device, entry.group) if entry else incoming.key
        groups.setdefault(intent, {})[incoming.key] = incoming
    return [list(members.values()) for members in groups.values()]
