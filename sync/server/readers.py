"""Who reads a restricted case because they were assigned to it: by the sign-in that the office names with the
practitioner (SYNC §4, decisions/0018).

Kept in a table of its own, in the transaction that makes it true, so that a PC's next request is one look-up.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, String, bindparam, delete, select, update

from sync.contract.errors import Invalid
from sync.contract.identity import login_key
from sync.contract.merge import State
from sync.contract.roles import READING_AT_HOME
from sync.server import storage, tables
from sync.server.bulk import Lookup, insert_many
from sync.server.picture import Draft, Incoming, Picture, is_deleted, root_of, value
from sync.server.scope import Author

_ASSIGNMENT, _PRACTITIONER = "assignment", "practitioner"

_reader, _record = tables.reader.c, tables.record.c
_FEED = bindparam("feed", type_=String)
_BY_CASE = Lookup(select(_reader.case, _reader.practitioner, _reader.login).where(_reader.feed == _FEED), _reader.case)
_ASSIGNED = Lookup(storage.RECORD.where(_record.feed == _FEED, _record.type == _ASSIGNMENT), _record.root)


def follow(connection: Connection, picture: Picture, touched: Collection[str], restricted: Collection[str]) -> None:
    """Bring the readers in line with what a batch has written, inside its transaction.

    Args:
        connection: the one it was loaded with.
        picture: after the judging.
        touched: cases of which the batch wrote something, or that have left the feed.
        restricted: those of them that are restricted now.
    """
    feed = picture.feed
    before = {tuple(row) for row in _BY_CASE.rows(connection, touched, feed=feed)}
    named = _assigned(connection, picture, restricted)
    logins = _logins(connection, picture, {practitioner for _, practitioner in named})
    after = {(case, who, logins.get(who, "")) for case, who in named}
    for case, who, _login in before - after:
        here = _reader.feed == feed, _reader.case == case, _reader.practitioner == who
        connection.execute(delete(tables.reader).where(*here))
    fresh = [
        {"feed": feed, "case": case, "practitioner": who, "login": login} for case, who, login in sorted(after - before)
    ]
    insert_many(connection, tables.reader, fresh)


def rename(connection: Connection, picture: Picture) -> None:
    """Let practitioners whom a batch has written sign in as they do now."""
    for state in (picture.states[name] for name in picture.dirty if name[0] == _PRACTITIONER):
        theirs = _reader.feed == picture.feed, _reader.practitioner == state.id
        connection.execute(update(tables.reader).where(*theirs).values(login=_login_of(state)))


def may_be_named(draft: Draft, incoming: Incoming, author: Author) -> None:
    """Refuse to let anybody read a restricted case, or everybody, by one who may not let people in.

    Raises:
        Invalid: ``no_right`` with the field.
    """
    entry = incoming.entry
    if author.role in READING_AT_HOME:
        return
    if entry.type == "case" and entry.fields.get("restricted", True) is not True:
        if value(draft.get(("case", entry.id)), "restricted") is True:
            raise Invalid("no_right", field="restricted")
        return
    if entry.type == _PRACTITIONER and "login" in entry.fields:
        raise Invalid("no_right", field="login")
    if entry.type != _ASSIGNMENT or not {"practitioner", "case", "to_on", "deleted"} & entry.fields.keys():
        return
    before = draft.get((_ASSIGNMENT, entry.id))
    told = {**before.values(), **entry.fields}
    case, who = (draft.get((kind, str(told.get(kind)))) for kind in ("case", _PRACTITIONER))
    lets_in = _login_of(who) or before.version  # of one that was there before, nobody need have loaded the practitioner
    if value(case, "restricted") is True and lets_in and told.get("to_on") is None and told.get("deleted") is not True:
        raise Invalid("no_right", field="practitioner")


def _assigned(connection: Connection, picture: Picture, cases: Iterable[str]) -> set[tuple[str, str]]:
    """Case and practitioner of each assignment that runs; of a copy that stayed where a case left, nobody's."""
    left = {case for case in cases if value(picture.states.get(("case", case), _NOTHING), "moved_to")}
    cases = set(cases) - left
    rows = _ASSIGNED.rows(connection, cases, feed=picture.feed)
    states = {(row.type, row.id): storage.state_of(row) for row in rows}
    states |= {name: picture.states[name] for name in picture.dirty if name[0] == _ASSIGNMENT}
    running = (state for state in states.values() if not is_deleted(state) and value(state, "to_on") is None)
    return {
        (case, who)
        for state in running
        if (case := root_of(state)) in cases and isinstance(who := value(state, _PRACTITIONER), str)
    }


def _logins(connection: Connection, picture: Picture, practitioners: Collection[str]) -> dict[str, str]:
    rows = storage.RECORDS_HERE.rows(connection, practitioners, feed=picture.feed)
    states = {(row.type, row.id): storage.state_of(row) for row in rows}
    states |= {name: picture.states[name] for name in picture.dirty}
    return {name[1]: _login_of(state) for name, state in states.items() if name[0] == _PRACTITIONER}


def _login_of(practitioner: State) -> str:
    """With what a practitioner signs in, as logins are compared; empty for one who has left or signs in nowhere."""
    login = value(practitioner, "login")
    works = not is_deleted(practitioner) and value(practitioner, "left_on") is None
    return login_key(login) if works and isinstance(login, str) else ""


_NOTHING = State(type="", id="", unit="")
