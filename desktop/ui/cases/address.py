"""An address in one line: written as on the paper, or ended by choosing the commune from suggestions.

Whatever stands before the last comma is kept; the suggestions complete what follows it.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from typing_extensions import override

from desktop.domain.catalogues import catalogue, communes
from desktop.domain.text import fold_loose, one_line
from desktop.ui.widgets.choices import Choice, Provider
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import LineEditor

_FEWEST_LETTERS = 2
_MOST_SHOWN = 60


class _Place(NamedTuple):
    """A commune as it is found: its title with the province, and the folded words of both."""

    code: str
    title: str
    name: str
    words: str
    province: str


class Communes:
    """Finds the communes of a day by the end of an address; those of the own province first."""

    def __init__(self, on: dt.date, own_province: str | None) -> None:
        self._on = on
        self._own = own_province

    def find(self, typed: str) -> Sequence[Choice]:
        """Whole addresses that begin as typed and end in a commune."""
        parts = typed.split(",")
        at = len(parts) - (2 if len(parts) > 1 and fold_loose(parts[-1]) in self._provinces else 1)
        end = fold_loose(" ".join(parts[at:]))
        if len(end) < _FEWEST_LETTERS:
            return []
        wanted = [f" {word}" for word in end.split()]
        found = [place for place in self._places if all(word in place.words for word in wanted)]
        found.sort(key=lambda place: (place.province != self._own, place.name != end))
        before = [one_line(part) for part in parts[:at]]
        return [Choice(place.code, ", ".join([*before, place.title])) for place in found[:_MOST_SHOWN]]

    @cached_property
    def _places(self) -> list[_Place]:
        provinces = catalogue("province")
        names = {entry.code: provinces.label(entry.code, self._on) for entry in provinces.valid(self._on)}
        titled = ((entry, f"{entry.label}, {names.get(entry.group, '')}") for entry in communes().valid(self._on))
        return [
            _Place(entry.code, title, fold_loose(entry.brief), f" {fold_loose(title)}", entry.group)
            for entry, title in titled
        ]

    @cached_property
    def _provinces(self) -> set[str]:
        return {fold_loose(entry.label) for entry in catalogue("province").valid(self._on)}


class AddressEditor(LineEditor):
    """A line of address that knows its commune once one was chosen from the suggestions."""

    def __init__(self, suggest: Provider, on: dt.date) -> None:
        """Make it.

        Args:
            suggest: finds addresses, see `Communes.find`.
            on: the day whose communes are meant.
        """
        self._edit = CompletingEdit(suggest, free=True)
        super().__init__(line=self._edit)
        self._on = on
        self._edit.chosen.connect(self.edited)

    def place(self) -> tuple[str, str] | None:
        """Codes of commune and province, if the address ends in a chosen commune."""
        choice = self._edit.choice
        commune = communes().find(choice.code, self._on) if choice else None
        return (commune.code, commune.group) if commune else None

    def set_place(self, commune: str | None) -> None:
        """Remember the commune the shown address ends in (from a stored record or a draft)."""
        text = self._edit.text()
        self._edit.set_choice(Choice(commune, text) if commune else None)
        self._edit.setText(text)

    @override
    def set_value(self, value: object) -> None:
        self._edit.set_choice(None)
        super().set_value(value)
