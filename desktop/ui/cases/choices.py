"""What the fields of a case offer: the catalogue entries of a day, and people and practitioners by name."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from typing_extensions import override

from desktop.domain.catalogues import EthnicGroup, catalogue
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.fields import FieldFactory, Search
from desktop.ui.widgets.moments import Clock
from sync.contract.fields import RECORD_TYPES
from sync.contract.records import Practitioner

#: Catalogues whose wording in the law is a sentence: the short form is offered, and found by the words of both.
_SENTENCES = frozenset({"beneficiary_category", "case_role", "event_kind", "law_field", "practitioner_kind"})

_KEPT = 128  # pairs of catalogue and day


class DatedChoices(Choices):
    """The entries of one catalogue that may be chosen on a day; a stored code of another time can still be read."""

    def __init__(self, name: str, day: Callable[[], dt.date]) -> None:
        """Begin.

        Args:
            name: of the catalogue.
            day: asked at every search, because the day of acceptance may be changed on the form.
        """
        super().__init__(of_day(name, day()).entries)
        self._name = name
        self._day = day

    @override
    def of_code(self, code: str) -> Choice | None:
        found = of_day(self._name, self._day()).of_code(code)
        return found or Choice(code, catalogue(self._name).label(code))

    @override
    def find(self, text: str) -> Sequence[Choice]:
        return of_day(self._name, self._day()).find(text)


@lru_cache(maxsize=_KEPT)
def of_day(name: str, day: dt.date) -> Choices:
    """The entries of a catalogue that may be chosen on a day, in its order."""
    return Choices(
        Choice(
            entry.code,
            entry.brief if name in _SENTENCES else entry.label,
            aliases=" ".join((entry.label, entry.short, *(entry.aliases if isinstance(entry, EthnicGroup) else ()))),
        )
        for entry in catalogue(name).valid(day)
    )


def factory(
    record_type: str,
    *,
    now: Clock,
    day: Callable[[], dt.date] | None = None,
    searches: Mapping[str, Search] | None = None,
) -> FieldFactory:
    """Makes the fields of one record type.

    Args:
        record_type: its name.
        now: the present moment.
        day: the day the record is about, today if not said; decides which codes may be chosen.
        searches: how references are chosen, by the record type they refer to.
    """
    about = day or (lambda: now().date())
    return FieldFactory(
        RECORD_TYPES[record_type].fields,
        now=now,
        choices=lambda name: DatedChoices(name, about),
        searches=searches,
    )


def practitioner_search(practitioners: Sequence[Practitioner], today: dt.date) -> Search:
    """Chooses among the practitioners who still work here; those who left can still be read."""
    kinds = of_day("practitioner_kind", today)

    def kind_of(one: Practitioner) -> str:
        known = kinds.of_code(one.kind or "")
        return known.title if known else ""

    everybody = [Choice(one.id, one.full_name or "", hint=kind_of(one)) for one in practitioners]
    here = {one.id for one in practitioners if one.left_on is None or one.left_on >= today}
    offered = Choices(choice for choice in everybody if choice.code in here)
    return Search(offered.provide, Choices(everybody).of_code)
