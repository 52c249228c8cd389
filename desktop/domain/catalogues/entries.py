"""An entry of a catalogue, and the catalogue that finds it – always for a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Generic, TypeVar

from desktop.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Entry:
    """One wording of one code for one period of time; the columns of a catalogue file (see `resources.catalogues`)."""

    code: str
    label: str
    short: str = ""
    group: str = ""
    valid_from: date = date.min
    valid_to: date = date.max
    national_code: str | None = None
    source: str = ""
    unverified: bool = False
    enabled: bool = True

    @property
    def brief(self) -> str:
        """The shorter wording, for narrow columns."""
        return self.short or self.label

    def covers(self, on: date) -> bool:
        """Whether the entry is of the law of that day, switched on or not."""
        return self.valid_from <= on <= self.valid_to

    def in_force(self, on: date) -> bool:
        """Whether the entry may be chosen for something that happens on that day."""
        return self.enabled and self.covers(on)


EntryT_co = TypeVar("EntryT_co", bound=Entry, covariant=True)


class Catalogue(Generic[EntryT_co]):
    """The entries of one catalogue, in the order they are to be shown.

    Two acts, never to be mixed up. **Choosing**: `valid`, `find` and `get` take the day and know only what is in force
    on it. **Showing what is stored**: a record keeps the code it was given, and `label` reads it for ever, whether or
    not it could still be chosen.
    """

    def __init__(self, name: str, entries: Iterable[EntryT_co]) -> None:
        self.name = name
        self.entries = tuple(entries)
        self._of_code: dict[str, list[EntryT_co]] = {}
        for entry in sorted(self.entries, key=attrgetter("valid_from")):
            self._of_code.setdefault(entry.code, []).append(entry)

    def valid(self, on: date, *, group: str | None = None) -> tuple[EntryT_co, ...]:
        """What may be chosen on that day, of one group or of all."""
        return tuple(e for e in self.entries if e.in_force(on) and (group is None or e.group == group))

    def find(self, code: str, on: date) -> EntryT_co | None:
        """The entry of ``code`` in force on that day, if there is one."""
        in_force = [entry for entry in self._of_code.get(code, ()) if entry.in_force(on)]
        return in_force[-1] if in_force else None

    def get(self, code: str, on: date) -> EntryT_co:
        """The entry of ``code`` in force on that day.

        Raises:
            DomainError: ``not_in_catalogue`` if that code may not be used on that day.
        """
        entry = self.find(code, on)
        if entry is None:
            raise DomainError("not_in_catalogue", catalogue=self.name, entry=code, on=on)
        return entry

    def label(self, code: str, on: date | None = None) -> str:
        """The wording of a stored code, for showing it: of that day, else the newest one there was.

        The newest is right for what is said of the present: somebody's role, the kind of a unit, a filter.
        A code this program has never heard of (a colleague's catalogue is newer) is its own wording.
        """
        entry = self._wording(code, on)
        return entry.label if entry else code

    def brief(self, code: str, on: date | None = None) -> str:
        """As `label`, in the shorter wording."""
        entry = self._wording(code, on)
        return entry.brief if entry else code

    def _wording(self, code: str, on: date | None) -> EntryT_co | None:
        wordings = self._of_code.get(code, [])
        of_the_day = [entry for entry in wordings if on is not None and entry.covers(on)]
        known = of_the_day or [entry for entry in wordings if entry.enabled] or wordings
        return known[-1] if known else None
