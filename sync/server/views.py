"""What of a feed a PC receives: the fields of restricted cases go only where somebody may read them (SYNC §4).

`View.delivers` is the one place that decides on a field; news, what is sent anew, exports and digests all ask it.
"""

import hashlib
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, String, bindparam, select

from sync.contract.fields import RECORD_TYPES, Sensitivity, Wire
from sync.contract.identity import login_key
from sync.contract.merge import State
from sync.contract.roles import READING_AT_HOME, READING_BELOW
from sync.server import tables
from sync.server.scope import Author, People

_account, _reader = tables.account.c, tables.reader.c
_OF_LOGINS = (
    select(_reader.case)
    .distinct()
    .where(
        _reader.feed == bindparam("feed", type_=String),
        _reader.login.in_(bindparam("logins", type_=String, expanding=True)),
    )
)

#: What says of a record which it is, and what it hangs on; never withheld.
_ALWAYS = frozenset({"deleted", "case"})
#: What a conflict holds of the record it is about.
_QUOTED = frozenset({"current", "incoming"})


class View(msgspec.Struct, frozen=True):
    """How a PC sees one feed.

    Attributes:
        whole: somebody enrolled there reads restricted cases too.
        accounts: of the people enrolled there who are not disabled; what they wrote themselves is theirs to read.
        cases: restricted ones to which somebody of these is assigned; they guard nothing from this PC.
    """

    whole: bool = True
    accounts: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """Different for any two views that may differ in a field; the empty mark is the whole."""
        if self.whole:
            return ""
        return hashlib.sha256("\n".join((*sorted(self.accounts), "", *sorted(self.cases))).encode()).hexdigest()[:16]

    def delivers(self, state: State, name: str) -> bool:
        """Whether the PC receives this field of a record that a restricted case guards."""
        if self.whole or not says_more(state, name):
            return True
        # Of a conflict its author wrote one side only.
        return state.type not in _WRITTEN_BY_SERVER and state.cells[name].author in self.accounts

    def withheld(self, state: State, to: int) -> tuple[str, ...]:
        """Names of the fields of a guarded record, written up to a position, that the PC does not receive."""
        if self.whole:
            return ()
        written = (name for name, cell in state.cells.items() if cell.seq <= to)
        return tuple(sorted(name for name in written if not self.delivers(state, name)))


#: As an entitled PC, and the server's administrator, sees a feed.
WHOLE = View()

_WRITTEN_BY_SERVER = frozenset(name for name, declared in RECORD_TYPES.items() if declared.written_by_server)


def views_of(connection: Connection, people: People, feeds: Iterable[str]) -> dict[str, View]:
    """How a PC sees each of its feeds: by those enrolled on it who are not disabled, their roles and assignments."""
    enabled = [author for author in people.authors.values() if author.enabled]
    roles = {author.role for author in enabled}
    accounts = frozenset(author.account for author in enabled)
    entitled = READING_AT_HOME, READING_BELOW
    home, below = (View(whole=not roles.isdisjoint(reading), accounts=accounts) for reading in entitled)
    views = {feed: home if feed in people.home else below for feed in feeds}
    for feed in () if home.whole else people.home & views.keys():
        cases = _assigned_to(connection, feed, enabled)
        views[feed] = msgspec.structs.replace(home, cases=cases)
    return views


def _assigned_to(connection: Connection, feed: str, people: Iterable[Author]) -> frozenset[str]:
    """The restricted cases of a feed to which people are assigned."""
    logins = {login_key(author.login) for author in people if author.unit == feed}
    # In a unit that was merged: those who came along, unless somebody who stayed with it has that sign-in.
    others = {login_key(author.login) for author in people if author.unit != feed} - logins
    if others:
        stayed = connection.scalars(select(_account.login).where(_account.unit == feed))
        logins |= others - {login_key(login) for login in stayed}
    return frozenset(connection.scalars(_OF_LOGINS, {"feed": feed, "logins": sorted(logins - {""})}))


def says_more(state: State, name: str) -> bool:
    """Whether a field says more of a person than everybody who sees the case needs to know.

    What a later version declares is unknown here, so it counts as such; a conflict inherits the highest sensitivity
    of the fields it quotes.
    """
    if state.type == "conflict":
        return name in _QUOTED and _quotes_more(state)
    return name not in _ALWAYS and _is_sensitive(state.type, name)


def _quotes_more(conflict: State) -> bool:
    about = _plain(conflict, "record_type")
    names = {
        *(_plain(conflict, "names") or ()),
        *(_plain(conflict, "current") or ()),
        *(_plain(conflict, "incoming") or ()),
    }
    return any(_is_sensitive(about, name) for name in names - _ALWAYS)


def _is_sensitive(record_type: Wire, name: str) -> bool:
    declared = RECORD_TYPES.get(record_type)
    field = declared.fields.get(name) if declared else None
    return field is None or field.info.sensitivity is not Sensitivity.OPEN


def _plain(state: State, name: str) -> Wire:
    cell = state.cells.get(name)
    return cell.value if cell else None
