"""What is asked of an entry before it is merged: can it be read, may it be written, does it build on something refused.

A breach raises `Invalid` (rejected) or `Waits`; both leave the way open to send the same entry again.
"""

import re
from collections.abc import Collection

import msgspec

from sync.contract.entry import MAX_ENTRY_BYTES, Entry, decode, ids_named, key_of
from sync.contract.errors import CodedError, Invalid
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.records.numbering import Act
from sync.server.picture import Draft, Incoming, Logged, Picture, Received, Unreadable
from sync.server.scope import MAY_TAKE_OVER, Author, People

#: The register never holds business disputes (Luật Trợ giúp pháp lý 11/2017/QH14, Điều 27 k.1).
EXCLUDED_LAW_FIELD = "kinh_doanh_thuong_mai"

_NAME = r"[A-Za-z0-9_.:-]{1,64}"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[+-]\d\d:\d\d|Z)"
#: What every entry says of itself, a line each: type, unit, author, device; id; moment.
_HEAD = re.compile(rf"(?:{_NAME}\n){{4}}{_UUID}\n{_AT}\Z", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}\Z")
_ID = re.compile(rf"{_UUID}\Z")
_BIGGEST = 2**53
#: The fields that hold the id of a unit, by record type.
_NAMES_OF_UNITS = {
    name: [field.name for field in declared.references if field.info.refers_to == "unit"]
    for name, declared in RECORD_TYPES.items()
}
_DEEPEST = 8  # levels of lists and objects within a value; the encoder would go down without end
_NUL = b"\\u0000"
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Waits(CodedError):
    """The entry cannot be judged yet; ``waits_for`` names the entry it builds on, if it is one."""

    def __init__(self, code: str, waits_for: str | None = None) -> None:
        """Say why, and for which entry."""
        super().__init__(code)
        self.waits_for = waits_for


def read(raw: bytes, people: People) -> Received:
    """Read an entry and put the server's ids in the place of the device's own."""
    key = key_of(raw)
    if len(raw) > MAX_ENTRY_BYTES:
        return Unreadable(raw, key, "entry_too_large")
    try:
        entry = decode(raw)
    except (Invalid, RecursionError):
        return Unreadable(raw, key, "entry_malformed")
    if not _is_sound(entry) or _has_nul(raw):
        return Unreadable(raw, key, "entry_malformed")
    author = people.authors.get(entry.author)
    sent = entry.fields
    entry = msgspec.structs.replace(
        entry,
        unit=people.unit(entry.unit),
        author=author.account if author else entry.author,
        fields=_aliased(entry, people),
    )
    return Incoming(raw, key, entry, sent)


def may_be_written(entry: Entry, feed: str, in_scope: Collection[str], people: People) -> None:
    """Check scope first, then the author's rights.

    Raises:
        Invalid: ``out_of_scope``, ``no_right``.
        Waits: ``author_unknown``, ``author_disabled``.
    """
    if entry.unit != feed or feed not in in_scope:
        raise Invalid("out_of_scope")
    author = people.authors.get(entry.author)
    if author is None:
        raise Waits("author_unknown")
    if not author.enabled:
        raise Waits("author_disabled")
    if entry.discards:
        return  # it writes nothing, and who has no right to write must be able to give up
    declared = RECORD_TYPES.get(entry.type)
    if not author.may_write or (declared and declared.written_by_server):
        raise Invalid("no_right")
    if entry.type == "numbering_act":
        _numbering_may_be_changed(entry, author)


def is_in_feed(draft: Draft, entry: Entry) -> None:
    """Refuse ids that belong to another feed exactly as ids that belong to nobody (`Invalid` ``out_of_scope``)."""
    feed = draft.picture.feed
    elsewhere = draft.get((entry.type, entry.id)).unit != feed or draft.picture.types_of(entry.id) - {entry.type}
    if not entry.discards and elsewhere:
        raise Invalid("out_of_scope")
    # A server that was restored has forgotten conflicts that PCs know; nobody is told which are and which are foreign.
    for conflict in entry.resolves if not draft.picture.floor else ():
        state = draft.get(("conflict", conflict))
        if state.unit != feed or not state.version:
            raise Invalid("out_of_scope")
    for key in (entry.supersedes, entry.discards):
        logged = draft.picture.log.get(key or "")
        if logged and logged.feed not in draft.picture.homes:
            raise Invalid("out_of_scope")


def writes_only_once(draft: Draft, entry: Entry) -> None:
    """Refuse to change what was written once, such as an issued report; to tell it again alike is no change.

    Raises:
        Invalid: ``no_right`` with the field.
    """
    declared, state = RECORD_TYPES.get(entry.type), draft.get((entry.type, entry.id))
    if declared is None or not declared.written_once or not state.version:
        return
    written = {**declared.blank, **state.values()}
    for name, value in entry.fields.items():
        if name != "deleted" and value != written.get(name):
            raise Invalid("no_right", field=name)


def has_seen_what_it_replaces(draft: Draft, entry: Entry) -> None:
    """Refuse to replace what the PC does not receive; that it is there already it was told.

    Even to say whether both values agree would tell them: somebody could guess until they do.

    Raises:
        Invalid: ``not_entitled`` with the field.
    """
    picture = draft.picture
    if picture.view.whole or entry.id not in picture.guarded:
        return
    state = draft.get((entry.type, entry.id))
    for name in entry.fields:
        if name in state.cells and not picture.view.delivers(state, name):
            raise Invalid("not_entitled", field=name)


def builds_on_nothing_refused(draft: Draft, incoming: Incoming, group: Collection[str]) -> None:
    """Raise `Waits` ``builds_on_rejected`` while something the entry builds on has been refused.

    That is the predecessor of a field, or the entry that would have made the record or one it refers to.

    Args:
        draft: the group so far.
        incoming: the entry.
        group: keys that are judged together with it, and may therefore be open themselves.
    """
    entry, picture = incoming.entry, draft.picture
    if not entry.after and not picture.open_on:
        return
    own = {*group, entry.supersedes, entry.discards}
    for before in entry.after.values():
        newest = picture.stand_in(before)
        if picture.is_open(newest) and newest not in own:
            raise Waits("builds_on_rejected", _culprit(picture, newest))
    birth = _birth(picture, entry)
    known = {name[1] for name in draft.states}
    for named in ids_named(entry):
        if not picture.open_on.get(named) or named in known or named in picture.ids:
            continue
        for logged in picture.open_on[named].values():
            same_pc = logged.device == birth[0] or logged.device in picture.earlier
            older = same_pc and logged.counter < birth[1]
            together = logged.device == entry.device and logged.group == entry.group
            if not older or together or not picture.is_open(logged.key):
                continue
            culprit = _culprit(picture, logged.key)
            if culprit not in own:
                raise Waits("builds_on_rejected", culprit)


def is_back(draft: Draft, incoming: Incoming) -> None:
    """Let what changes a record wait for it on a server that was restored and does not know it yet.

    Written here it would stand in the way of the entry that made it, if that belongs to the feed the case has left.

    Raises:
        Waits: ``record_not_back``.
    """
    entry, picture = incoming.entry, draft.picture
    forgotten = picture.floor and incoming.key in picture.upon and not entry.supersedes
    if forgotten and not draft.get((entry.type, entry.id)).version:
        raise Waits("record_not_back")


def fields_allowed(entry: Entry) -> dict[str, Wire]:
    """The fields as the declaration wants them; unknown fields and types pass as they are (SYNC §3).

    Raises:
        Invalid: with the field's name.
    """
    declared = RECORD_TYPES.get(entry.type)
    if declared is None:
        return entry.fields
    known = entry.fields
    if not known.keys() <= declared.fields.keys():
        known = {name: value for name, value in known.items() if name in declared.fields}
    checked = declared.check(known)
    if checked.get("law_field") == EXCLUDED_LAW_FIELD:
        raise Invalid("law_field_excluded", field="law_field")
    return {**entry.fields, **checked}


def _numbering_may_be_changed(entry: Entry, author: Author) -> None:
    """Raise `Invalid` ``no_right`` with the field, or ``value_not_allowed``; the outcome is the server's to write."""
    if "outcome" in entry.fields:
        raise Invalid("no_right", field="outcome")
    if entry.fields.get("kind") == Act.TAKE_OVER and author.role not in MAY_TAKE_OVER:
        raise Invalid("no_right", field="kind")
    try:
        msgspec.convert(entry.fields.get("given"), dict[str, dict[str, int]] | None)
    except msgspec.ValidationError:
        raise Invalid("value_not_allowed", field="given") from None


def _is_sound(entry: Entry) -> bool:
    head = f"{entry.type}\n{entry.unit}\n{entry.author}\n{entry.device}\n{entry.id}\n{entry.at}"
    keys = [*entry.after.values(), *(key for key in (entry.supersedes, entry.discards) if key is not None)]
    return (
        _HEAD.match(head) is not None
        and all(map(_ID.match, entry.resolves))
        and all(map(_KEY.match, keys))
        and 0 <= entry.counter < _BIGGEST
        and 0 <= entry.group < _BIGGEST
        and all(map(_is_plain, entry.fields.values()))
    )


def _has_nul(raw: bytes) -> bool:
    """Whether a text holds the one letter that PostgreSQL keeps in none; somebody may well type its escape."""
    return _NUL in raw and _ESCAPED_NUL.search(raw) is not None


def _is_plain(value: Wire, depth: int = _DEEPEST) -> bool:
    """Whether every program can keep the value: whole numbers that fit a float, and no endless nesting."""
    if value is None or isinstance(value, str):  # nearly every value
        return True
    if isinstance(value, int):
        return abs(value) < _BIGGEST
    if isinstance(value, list | dict):
        members = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_is_plain(each, depth - 1) for each in members)
    return True


def _aliased(entry: Entry, people: People) -> dict[str, Wire]:
    """The fields, with the server's id wherever one names a unit."""
    named = _NAMES_OF_UNITS.get(entry.type, ())
    aliased = {name: people.unit(wire) for name in named if isinstance(wire := entry.fields.get(name), str)}
    return {**entry.fields, **aliased} if aliased else entry.fields


def _birth(picture: Picture, entry: Entry) -> tuple[str, int]:
    """Where the entry stands among those of its device; one that mends another stands in that one's place."""
    mended = picture.log.get(entry.supersedes or "")
    return (mended.device, mended.counter) if mended else (entry.device, entry.counter)


def _culprit(picture: Picture, key: str) -> str:
    """The entry that has to be mended before the one with this key can go on."""
    passed = {key}
    while (logged := picture.log.get(key)) and (before := _open_cause(picture, logged)) and before not in passed:
        key = before
        passed.add(key)
    return key


def _open_cause(picture: Picture, logged: Logged) -> str | None:
    cause = picture.stand_in(logged.answer.waits_for) if logged.answer.waits_for else None
    return cause if cause and picture.is_open(cause) else None
