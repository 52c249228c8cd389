"""Repair: find what this PC and the server hold differently, and fetch that (SYNC §6).

Totals, then buckets, then the records of a bucket, then whole records: what is equal never travels. Nothing is deleted
here because the server does not have it; such records are offered again by whoever made them. A feed that is being
rebuilt differs in everything, so all of it is fetched; where that breaks off it goes on with what is left.
"""

import logging
from collections.abc import Callable
from itertools import islice

import msgspec

from sync.client.ports import Changed, Comparing
from sync.contract.messages import NEWS_RECORDS, CompareRequest, CompareResponse

log = logging.getLogger(__name__)

#: Buckets listed at once; what the server cannot list in one answer is asked for again.
_BUCKETS = 64
_RECORDS = NEWS_RECORDS // 2


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one feed.

    Attributes:
        equal: both ends hold the same now.
        compared: they stood at the same position.
        fetched: records that differed or were missing here, and are other ones now.
        ahead: records of which the server has nothing, or less than is here.
        corrected: records the server had counted wrongly, if it was asked to recount.
        changed: what may show something else.
    """

    equal: bool
    compared: bool = True
    fetched: int = 0
    ahead: int = 0
    corrected: int = 0
    changed: Changed = frozenset()


#: How the server is asked.
Ask = Callable[[CompareRequest], CompareResponse]
#: Told of what a piece has changed; says whether to go on.
Watch = Callable[[int, Changed], bool]


def unwatched(_fetched: int, _changed: Changed) -> bool:
    """Nobody looks; go on."""
    return True


def repair(store: Comparing, ask: Ask, feed: str, *, recount: bool = False, watch: Watch = unwatched) -> Repaired:
    """Make a feed equal, as far as the server has what differs.

    Raises:
        Offline, NeedsUser, ProtocolViolation: by ``ask``; what was mended so far counts.
    """
    here = store.here(feed)
    question = CompareRequest(device=here.device, feed=feed, seq=here.seq)
    first = ask(msgspec.structs.replace(question, buckets=here.buckets.hex(), recount=recount))
    if first.seq != here.seq:
        return Repaired(equal=False, compared=False, corrected=first.corrected)
    left, fetched, ahead = list(first.differing), 0, 0
    changed: Changed = frozenset()
    while left:
        listed = ask(msgspec.structs.replace(question, members=tuple(left[:_BUCKETS])))
        done = {int(number) for number in listed.members}
        if listed.seq != here.seq or not done or not watch(0, frozenset()):
            return Repaired(equal=False, compared=False, fetched=fetched, corrected=first.corrected, changed=changed)
        step = _mend(store, ask, question, listed, watch)
        if not step.compared:
            return msgspec.structs.replace(step, fetched=fetched + step.fetched, changed=changed | step.changed)
        fetched, ahead, changed = fetched + step.fetched, ahead + step.ahead, changed | step.changed
        left = [number for number in left if number not in done]
    equal, gone = store.compared(feed, first.digest)
    changed |= gone
    log.info("repair: %d buckets, %d records fetched, %d ahead, equal %s", len(first.differing), fetched, ahead, equal)
    compared = bool(first.digest)
    corrected = first.corrected
    return Repaired(equal=equal, compared=compared, fetched=fetched, ahead=ahead, corrected=corrected, changed=changed)


def _mend(store: Comparing, ask: Ask, question: CompareRequest, listed: CompareResponse, watch: Watch) -> Repaired:
    """Fetch what differs in the buckets listed; say what the server lacks."""
    theirs = {member.id: member.hash for bucket in listed.members.values() for member in bucket}
    buckets = [int(number) for number in listed.members]
    mine = store.members(question.feed, buckets)
    wanted = [one for one, found in theirs.items() if mine.get(one) != found]
    changed: Changed = frozenset()
    fetched = 0
    rest = iter(wanted)
    while piece := tuple(islice(rest, _RECORDS)):
        response = ask(msgspec.structs.replace(question, records=piece))
        changed |= store.mend(question.feed, response)
        fetched += len(response.records)
        if response.seq != question.seq or not watch(len(response.records), changed):
            return Repaired(equal=False, compared=False, fetched=fetched, changed=changed)
    after = store.members(question.feed, buckets)
    fetched = sum(after.get(one) != mine.get(one) for one in wanted)
    # Of what may not be read here in full no hash is told.
    ahead = [one for one, found in after.items() if theirs.get(one) not in {found, ""}]
    if ahead:
        changed |= store.miss([one for one in ahead if one not in theirs], [one for one in ahead if one in theirs])
    return Repaired(equal=not ahead, fetched=fetched, ahead=len(ahead), changed=changed)
