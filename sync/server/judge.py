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
from sync.server import checks, conflicts, deletes, merged_people, moves, readers, replay, rules
from sync.server.checks import Waits
from sync.server.failures import described
from sync.server.moves import Drafts, Pictures
from sync.server.picture import Draft, Incoming, Logged, Picture, Received, Unreadable, family_of
from sync.server.scope import People

_log = logging.getLogger(__name__)


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What became of one entry, and where; ``seq`` and ``plain`` as in `Logged`."""

    received: Received
    answer: Answer
    feed: str
    seq: int
    plain: bool


class Judge:
    """Applies the entries of one request to the picture of their feed, and of those to which cases have moved."""

    def __init__(self, pictures: Pictures, in_scope: Collection[str], people: People) -> None:
        """Take the loaded pictures, the feeds the device may see and the people enrolled on it."""
        self.pictures = pictures
        self.here = pictures.here
        self.in_scope = in_scope
        self.people = people

    def judge(self, batch: Sequence[Received]) -> list[Verdict]:
        """Judge entries in their order; those that already have a final answer are passed over."""
        verdicts = []
        for group in _groups(received for received in batch if not self._is_final(received.key)):
            drafts = Drafts(self.pictures)
            answers = self._judge_group(drafts, group)
            kept = all(answer.outcome not in NOT_FINAL for answer in answers)
            positions = drafts.keep() if kept else {}
            plain = kept and _holds_only_what_was_sent(drafts.here, group)
            for received, answer in zip(group, answers, strict=True):
                feed = answer.unit or self.here.feed
                verdict = Verdict(received, answer, feed, positions.get(feed, 0), plain)
                self._remember(verdict)
                verdicts.append(verdict)
        return verdicts

    def _is_final(self, key: str) -> bool:
        logged = self.here.log.get(key)
        return logged is not None and not logged.open

    def _judge_group(self, drafts: Drafts, group: Sequence[Received]) -> list[Answer]:
        """Answers to a group: all of them final, or all of them not."""
        keys = [received.key for received in group]
        answers: list[Answer] = []
        for received in group:
            answer = self._guarded(drafts, received, keys, last=received is group[-1])
            if answer.outcome in NOT_FINAL:
                return [
                    answer
                    if other.key == received.key
                    else Answer(key=other.key, outcome=answer.outcome, code="group", waits_for=received.key)
                    for other in group
                ]
            answers.append(answer)
        return answers

    def _guarded(self, drafts: Drafts, received: Received, group: Collection[str], *, last: bool) -> Answer:
        """Judge one entry; whatever it makes go wrong is an answer to it alone, never to its neighbours."""
        if isinstance(received, Unreadable):
            return Answer(key=received.key, outcome=Outcome.REJECTED, code=received.problem)
        try:
            answer = self._judge_one(drafts, received, group)
            if last:
                self._finish(drafts, received)
            return answer
        except Invalid as error:
            return Answer(key=received.key, outcome=Outcome.REJECTED, code=error.code, field=error.field)
        except Waits as error:
            return Answer(key=received.key, outcome=Outcome.WAITS, code=error.code, waits_for=error.waits_for)
        except Exception as error:  # noqa: BLE001 - trap 24: one entry that makes the server fail stops only itself
            _log.error("entry %s failed: %s", received.key, described(error))
            return Answer(key=received.key, outcome=Outcome.REJECTED, code="server_failed")

    def _judge_one(self, drafts: Drafts, incoming: Incoming, group: Collection[str]) -> Answer:
        """Check an entry, then merge it. Raise `Invalid` or `Waits` with the reason against it."""
        entry = incoming.entry
        checks.may_be_written(entry, self.here.feed, self.in_scope, self.people)
        draft = drafts.home(entry)
        checks.is_in_feed(draft, entry)
        readers.may_be_named(draft, incoming, self.people.authors[entry.author])
        checks.has_seen_what_it_replaces(draft, entry)
        if incoming.key in self.here.superseded_by or incoming.key in self.here.discarded:
            raise Invalid("given_up")
        if entry.discards:  # writes nothing, so it builds on nothing
            state = draft.get((entry.type, entry.id))
            version = state.version if state.unit == self.here.feed else 0  # of a foreign record nothing is told
            return Answer(key=incoming.key, outcome=Outcome.AGREED, version=version)
        checks.builds_on_nothing_refused(draft, incoming, group)
        checks.is_back(draft, incoming)
        entry = msgspec.structs.replace(entry, fields=checks.fields_allowed(entry))
        incoming = msgspec.structs.replace(incoming, entry=entry)
        checks.writes_only_once(draft, entry)
        moves.check(drafts, draft, entry)
        if draft is not drafts.here:
            return self._forward(drafts, draft, incoming)
        merged_people.may_be_merged(draft, incoming)
        answer = self._merge(draft, incoming)
        merged_people.break_circle(draft, incoming)
        if moves.asks_for_one(entry):
            drafts.moving.append(incoming)
            return moves.forwarded(incoming, drafts.destination(entry))
        return answer

    def _forward(self, drafts: Drafts, home: Draft, incoming: Incoming) -> Answer:
        """Merge a late entry where its case is now; what it says of the old unit's Sổ stays there."""
        rest, numbered = moves.without_number(moves.translated(drafts, home, incoming))
        if numbered:
            self._merge(drafts.here, moves.of_the_copy(drafts.here, numbered))
        if rest.entry.fields or not numbered:
            self._merge(home, rest)
        moves.keep_paper(drafts, home, incoming)
        return moves.forwarded(incoming, home)

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
        if (former := draft.picture.former.get(incoming.key)) and not contested:
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
        entry, picture = incoming.entry, draft.picture
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
            base={name: stamp for name, stamp in entry.base.items() if stamp <= given} | _agreed(picture, after),
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

    def _finish(self, drafts: Drafts, incoming: Incoming) -> None:
        """What follows from a group as a whole: broken rules, and the moves it asks for."""
        for draft in drafts:
            _check_rules(draft, incoming)
        for request in drafts.moving:
            _check_rules(moves.carry_out(drafts, request), request)

    def _remember(self, verdict: Verdict) -> None:
        """Let the entries that follow in this request see what became of this one."""
        received, answer = verdict.received, verdict.answer
        is_open = answer.outcome in NOT_FINAL
        key, feed = received.key, verdict.feed
        entry = received.entry if isinstance(received, Incoming) else None
        born = (entry.id, entry.device, entry.counter, entry.group) if entry else ("", "", 0, 0)
        for picture in self.pictures.every:
            picture.remember(Logged(key, feed, *born, is_open, verdict.seq, verdict.plain, False, answer))
            if entry and entry.supersedes:
                picture.superseded_by[entry.supersedes] = key
            if entry and entry.discards and not is_open:
                picture.discarded.add(entry.discards)


def _agreed(picture: Picture, after: Mapping[str, str]) -> dict[str, int]:
    """The stamps that predecessors agreed with: they did not write the field, but whoever builds on them saw it."""
    answers = {
        name: picture.log[picture.stand_in(key)].answer
        for name, key in after.items()
        if picture.stand_in(key) in picture.log
    }
    return {name: answer.stamps[name] for name, answer in answers.items() if name in answer.stamps}


def _check_rules(draft: Draft, incoming: Incoming) -> None:
    cases = {family_of(state) for state in draft.states.values() if state.type != "conflict"}
    if cases:
        rules.check(draft, cases, incoming)


def _holds_only_what_was_sent(draft: Draft, group: Sequence[Received]) -> bool:
    """Whether the sender of a group knows all it wrote: no conflict, nothing revived, no value put another way."""
    sent = {each.key: ((each.entry.type, each.entry.id), each.sent) for each in group if isinstance(each, Incoming)}
    if draft.gone:
        return False
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
