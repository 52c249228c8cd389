"""What of a feed a PC receives: the fields of restricted cases go only where somebody may read them (SYNC §4).

`View.delivers` is the one place that decides on a field; news, what is sent anew, exports and digests all ask it.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from sync.contract.fields import RECORD_TYPES, Sensitivity, Wire
from sync.contract.merge import State
from sync.server.scope import People, Role

#: Who reads the restricted cases of their own unit, and of those whose place it has taken: its head, who takes its
#: requests in, and who may let anybody in.
_AT_HOME = frozenset({Role.QUAN_TRI, Role.VAN_THU_TIEP_NHAN, Role.LANH_DAO_TRUNG_TAM, Role.TRUONG_CHI_NHANH})
#: Who reads those of the units below: the director, who answers for the branches (NĐ 144/2017/NĐ-CP Điều 5).
_BELOW = frozenset({Role.LANH_DAO_TRUNG_TAM})

#: What says of a record which it is, and what it hangs on; never withheld.
_ALWAYS = frozenset({"deleted", "case"})
#: What a conflict holds of the record it is about.
_QUOTED = frozenset({"current", "incoming"})


class View(msgspec.Struct, frozen=True):
    """How a PC sees one feed.

    Attributes:
        whole: somebody enrolled there reads restricted cases too.
        accounts: of the people enrolled there who are not disabled; what they wrote themselves is theirs to read.
    """

    whole: bool = True
    accounts: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """Different for any two views that may differ in a field; the empty mark is the whole."""
        if self.whole:
            return ""
        return hashlib.sha256("\n".join(sorted(self.accounts)).encode()).hexdigest()[:16]

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


def views_of(people: People, feeds: Iterable[str]) -> dict[str, View]:
    """How a PC sees each of its feeds: by the roles of those enrolled on it, those who are disabled left out."""
    enabled = [author for author in people.authors.values() if author.enabled]
    roles = {author.role for author in enabled}
    accounts = frozenset(author.account for author in enabled)
    home, below = (View(whole=not roles.isdisjoint(entitled), accounts=accounts) for entitled in (_AT_HOME, _BELOW))
    return {feed: home if feed in people.home else below for feed in feeds}


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
