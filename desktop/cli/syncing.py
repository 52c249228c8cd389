"""Commands about what crosses to the national system: sending, waiting, choosing between two values."""

import datetime as dt
from argparse import Namespace
from collections.abc import Callable
from typing import Any

import msgspec

from desktop.cli.shell import DONE, FAILED, OFFLINE, WAITS_FOR_PERSON, Answer, Command, Misuse, Shell
from desktop.cli.titles import label
from desktop.cli.values import assignments, values_for
from desktop.domain.errors import DomainError
from desktop.services import unsent
from desktop.services.conflicts import Choice, Conflicts, OpenConflict, Side, unknown_names
from desktop.services.merging import merged, note_read
from desktop.services.oversight import Oversight, PcRow, rows
from desktop.services.rebuilding import rebuild
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise, take_note
from desktop.services.unsent import QueueItem
from desktop.services.verifying import verify
from desktop.words import cli as words
from desktop.words import oversight as oversight_words
from desktop.words.sync import moment, reason, receipt, state, status_sentence, whole_subject
from sync.client.tables import EntryState
from sync.contract.errors import Invalid, Offline
from sync.contract.fields import RECORD_TYPES, Field, Wire
from sync.contract.oversight import DeviceStatus


def sync(shell: Shell, args: Namespace) -> Answer:
    """Exchange with the server until both sides are empty; compare everything with it if asked to."""
    with shell.writing() as session:
        return _verified(shell, session) if args.verify else cycle(shell, session)


def cycle(shell: Shell, session: Session) -> Answer:
    """One cycle, and how things stand after it; done only if everything was acknowledged and everything has arrived.

    Raises:
        SyncError: `Offline`, `NeedsUser`, `ProtocolViolation`.
    """
    done = Synchronise(session).cycle()
    after = said_once(shell, session)
    data = {"sent": done.sent, "taken": done.taken, "complete": done.complete, **after.data}
    text = words.SYNC_DONE.format(sent=done.sent, taken=done.taken)
    if after.code == DONE and not (done.complete and after.data["pending"] == 0):
        return Answer(data, f"{text}\n{words.SYNC_STOPPED}\n{after.text}", FAILED)
    return Answer(data, f"{text}\n{after.text}", after.code)


def said_once(shell: Shell, session: Session) -> Answer:
    """How things stand after an exchange on whatever way; what somebody is to read once counts as read with it."""
    after = standing(shell, session)
    if after.data["gone_back"] or after.data["rebuilt"] or after.data["left"]:
        take_note(session)
    if (units := merged(session)) is None:
        return after
    note_read(session)
    return Answer(after.data, f"{words.UNIT_MERGED.format(old=units[0], new=units[1])}\n{after.text}", after.code)


def _verified(shell: Shell, session: Session) -> Answer:
    """What a comparison of everything found; done only if both ends hold the same."""
    found = verify(Synchronise(session))
    after = said_once(shell, session)
    corrected = found.corrected_here + found.corrected_there
    said = [
        (words.VERIFIED_EQUAL if found.equal else words.VERIFIED_DIFFERENT).format(records=found.records),
        words.VERIFIED_FETCHED.format(fetched=found.fetched) if found.fetched else "",
        words.VERIFIED_AHEAD.format(ahead=found.ahead) if found.ahead else "",
        words.VERIFIED_NOT.format(count=found.not_compared) if found.not_compared else "",
        words.VERIFIED_CORRECTED.format(corrected=corrected) if corrected else "",
        after.text,
    ]
    data = {**msgspec.to_builtins(found), **after.data}
    return Answer(data, "\n".join(filter(None, said)), after.code if found.equal else after.code or FAILED)


def fetch_all(shell: Shell, _args: Namespace) -> Answer:
    """Fetch everything anew, and keep all that is unsent; done only if all of it is here and both ends are equal."""
    with shell.writing() as session:
        found = rebuild(session, Synchronise(session))
        after = said_once(shell, session)
    said = words.REBUILT if found.whole else words.REBUILDING
    text = f"{said.format(fetched=found.fetched, records=found.records)}\n{after.text}"
    code = after.code if found.whole and found.equal else after.code or FAILED
    return Answer({**msgspec.to_builtins(found), **after.data}, text, code)


def show_status(shell: Shell, args: Namespace) -> Answer:
    """What has reached the server and what has not; or how the PCs stand that somebody answers for."""
    if args.unit:
        with shell.writing() as session:
            return _unit_standing(Oversight(session))
    with shell.reading() as session:
        return standing(shell, session)


def _unit_standing(oversight: Oversight) -> Answer:
    """How the PCs stand; without a line how they stood when that was last known, and the exit code of no line."""
    fresh, told = True, oversight.last_known()
    try:
        told = oversight.look()
    except Offline:
        if told is None:
            raise
        fresh = False
    listed = list(rows(told))
    text = "\n".join((oversight_words.known(told), *map(oversight_words.line, listed)))
    data = {"at": told.at, "fresh": fresh, "pcs": [_pc(row) for row in listed]}
    return Answer(data, text if fresh else f"{words.UNIT_STATUS_OLD} {text}", DONE if fresh else OFFLINE)


def _pc(row: PcRow) -> dict[str, Any]:
    """One PC, or a unit that has none; see `sync.contract.oversight.DeviceStatus`."""
    unit, pc = row.unit, row.pc
    known = msgspec.to_builtins(pc) if pc else dict.fromkeys(DeviceStatus.__struct_fields__)
    silent = None if row.silence in (None, dt.timedelta.max) else row.silence.days
    return {
        "unit": unit.code,
        "unit_name": unit.name,
        "kind": unit.kind,
        "conflicts": unit.open_conflicts,
        "silent": row.silence is not None,
        "silent_days": silent,
        **known,
    }


def queue(shell: Shell, _args: Namespace) -> Answer:
    """What the server has not finally answered, oldest first."""
    with shell.reading() as session:
        items = Synchronise(session).queue()
    text = "\n\n".join(map(_item, items)) or words.QUEUE_EMPTY
    hidden = {"case_id", "people", "restricted", "performers"}
    rows = [{name: value for name, value in msgspec.to_builtins(item).items() if name not in hidden} for item in items]
    refused = any(item.state is EntryState.REJECTED for item in items)
    return Answer({"entries": rows}, text, WAITS_FOR_PERSON if refused else DONE)


def discard(shell: Shell, args: Namespace) -> Answer:
    """Give up a rejected entry."""
    with shell.writing() as session:
        synchronise = Synchronise(session)
        key = _key(synchronise, args.key)
        synchronise.discard(key)
    return Answer({"key": key}, words.DISCARDED)


def retry(shell: Shell, args: Namespace) -> Answer:
    """Send rejected entries again."""
    return _with_entries(shell, args, EntryState.REJECTED, unsent.retry, words.RETRIED)


def hold(shell: Shell, args: Namespace) -> Answer:
    """Keep unsent entries here until they are released."""
    return _with_entries(shell, args, EntryState.PENDING, unsent.hold, words.HELD)


def release(shell: Shell, args: Namespace) -> Answer:
    """Let held entries go."""
    return _with_entries(shell, args, EntryState.HELD, unsent.release, words.RELEASED)


def receipts(shell: Shell, args: Namespace) -> Answer:
    """What was exchanged when, the newest first."""
    with shell.reading() as session:
        kept = unsent.receipts(session, args.limit)
    text = "\n".join(map(receipt, kept)) or words.NO_RECEIPTS
    return Answer({"receipts": [msgspec.to_builtins(each) for each in kept]}, text)


def conflicts(shell: Shell, _args: Namespace) -> Answer:
    """Both values of everything that waits for a choice."""
    with shell.reading() as session:
        found = Conflicts(session).every_open()
    text = "\n\n".join(map(_conflict, found)) or words.NO_CONFLICTS
    return Answer({"conflicts": [_conflict_data(item) for item in found]}, text, WAITS_FOR_PERSON if found else DONE)


def resolve(shell: Shell, args: Namespace) -> Answer:
    """Choose for every field of a conflict: ``mine``, ``theirs`` or ``=`` and a third value."""
    typed = assignments(args.fields)
    with shell.writing() as session:
        service = Conflicts(session)
        shown = service.one(args.id)
        if beyond := unknown_names(shown.conflict):
            raise Invalid("newer_version_needed", field=beyond[0])
        declared = RECORD_TYPES[shown.conflict.record_type or ""]
        third = {name: text[1:] for name, text in typed.items() if text.startswith("=")}
        values = values_for(declared, third, shell.clock().date())
        choices = {name: Choice(value=values[name]) if name in values else _side(text) for name, text in typed.items()}
        service.resolve(shown, choices)
    return Answer({"id": args.id}, words.RESOLVED)


def standing(shell: Shell, session: Session) -> Answer:
    """How things stand, and whether something waits for a person."""
    status = Synchronise(session).status()
    totals = status.totals
    data = {
        "enrolled": status.enrolled,
        "practice": status.practice,
        "green": status.green,
        "pending": totals.pending,
        "held": totals.held,
        "waits": totals.waits,
        "rejected": totals.rejected,
        "conflicts": status.conflicts_open,
        "oldest_at": totals.oldest_at,
        "behind": totals.behind,
        "on_stick": totals.on_stick,
        "on_stick_since": totals.on_stick_since,
        "again": totals.again,
        "differing": totals.differing,
        "last_complete": status.last_complete,
        "files_to_send": status.files.to_send,
        "files_to_fetch": status.files.to_fetch,
        "files_aside": status.files.aside,
        "lost": [{"unit": unit.name, "unsent": unit.unsent} for unit in status.lost],
        "left": list(status.left),
        "gone_back": status.gone_back,
        "rebuilding": status.rebuilding,
        "rebuilt": status.rebuilt,
        "deletions": [question.number for question in status.deletions],
        "shut_out": status.shut_out,
    }
    waits = status.needs_person or totals.waits or status.files.aside
    code = WAITS_FOR_PERSON if waits else DONE
    return Answer(data, status_sentence(status, shell.clock()), code)


def _item(item: QueueItem) -> str:
    lines = [f"{item.key[:12]}  {item.code or ''}  {whole_subject(item)}"]
    lines.append(words.QUEUE_FATE.format(state=state(item), author=item.author, at=moment(item.at), tries=item.tries))
    if said := reason(item):
        lines.append(f"{said.text} {said.advice}".rstrip())
    return "\n  ".join(lines)


def _with_entries(
    shell: Shell, args: Namespace, every: EntryState, act: Callable[[Session, list[str]], object], said: str
) -> Answer:
    """Do something with the entries named by their keys, or with all that stand so."""
    with shell.writing() as session:
        synchronise = Synchronise(session)
        if args.all:
            keys = [item.key for item in synchronise.queue() if item.state is every]
        else:
            keys = [_key(synchronise, key) for key in args.keys]
        act(session, keys)
    return Answer({"keys": keys}, said.format(count=len(keys)))


def _key(synchronise: Synchronise, typed: str) -> str:
    """The one key of the queue that begins as typed. Raise `DomainError` ``no_such_record``."""
    found = [item.key for item in synchronise.queue() if item.key.startswith(typed)]
    if len(found) != 1:
        raise DomainError("no_such_record", record=typed)
    return found[0]


def _conflict_data(shown: OpenConflict) -> dict[str, Any]:
    conflict = shown.conflict
    return {
        "id": conflict.id,
        "case": conflict.case,
        "record_type": conflict.record_type,
        "record": conflict.record,
        "kind": conflict.kind,
        "current": shown.current,
        "incoming": conflict.incoming,
        "current_author": shown.current_author,
        "incoming_author": shown.incoming_author,
        "incoming_is_mine": shown.incoming_is_mine,
    }


def _conflict(shown: OpenConflict) -> str:
    conflict = shown.conflict
    declared = RECORD_TYPES.get(conflict.record_type or "")
    title = declared.title if declared else conflict.record_type
    lines = [words.CONFLICT_HEAD.format(id=conflict.id, title=title, code=shown.case.code if shown.case else "")]
    incoming = conflict.incoming or {}
    for name in conflict.names:
        field = declared.fields.get(name) if declared else None
        current = words.CONFLICT_CURRENT, shown.current, shown.current_author, conflict.current_at
        waiting = words.CONFLICT_INCOMING, incoming, shown.incoming_author, conflict.incoming_at
        lines.append(f"  {field.title if field else name} ({name})")
        lines += [
            text.format(value=_said(field, values.get(name)), author=author, at=moment(at) if at else "")
            for text, values, author, at in (current, waiting)
        ]
    return "\n".join(lines)


def _said(field: Field | None, value: Wire) -> str:
    return label(field, value) if field else str(value)


def _side(text: str) -> Choice:
    try:
        return Choice(side=Side(text))
    except ValueError:
        raise Misuse(words.CHOICE_FORM) from None


COMMANDS: dict[str, Command] = {
    "sync": sync,
    "rebuild": fetch_all,
    "status": show_status,
    "queue": queue,
    "discard": discard,
    "receipts": receipts,
    "retry": retry,
    "hold": hold,
    "release": release,
    "conflicts": conflicts,
    "resolve": resolve,
}
