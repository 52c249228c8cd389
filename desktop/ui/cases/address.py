"""An address in one line: written as on the paper, or ended by choosing the commune from suggestions.

Whatever stands before the last comma is kept; the suggestions complete what follows it.
"""

import datetime as dt
from collections.abc import Sequence

from typing_extensions import override

from desktop.domain.catalogues import catalogue, communes
from desktop.domain.text import fold_loose, one_line
from desktop.ui.widgets.choices import Answer, Choice, Choices
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.editors import LineEditor

_FEWEST_LETTERS = 2


class Communes:
    """Finds the communes of a day by the end of an address; those of the own province first."""

    def __init__(self, on: dt.date, own_province: str | None) -> None:
        entries = communes().valid(on)
        provinces = {entry.group: catalogue("province").label(entry.group, on) for entry in entries}
        self.province_of = {entry.code: entry.group for entry in entries}
        self._provinces = {fold_loose(name) for name in provinces.values()}
        self._own = own_province
        self._choices = Choices(Choice(e.code, f"{e.label}, {provinces[e.group]}", aliases=e.short) for e in entries)

    def suggest(self, typed: str, answer: Answer) -> None:
        """Be a provider: answer with whole addresses that end in a commune."""
        parts = typed.split(",")
        at = len(parts) - (2 if len(parts) > 1 and fold_loose(parts[-1]) in self._provinces else 1)
        words = fold_loose(" ".join(parts[at:]))
        if len(words) < _FEWEST_LETTERS:
            answer([])
            return
        before = [one_line(part) for part in parts[:at]]
        found = self._nearest(self._choices.find(words))
        answer([Choice(choice.code, ", ".join([*before, choice.title])) for choice in found])

    def _nearest(self, found: Sequence[Choice]) -> Sequence[Choice]:
        return sorted(found, key=lambda choice: self.province_of[choice.code] != self._own)


class AddressEditor(LineEditor):
    """A line of address that knows its commune once one was chosen from the suggestions."""

    def __init__(self, places: Communes) -> None:
        self._edit = CompletingEdit(places.suggest, free=True)
        super().__init__(line=self._edit)
        self._places = places
        self._edit.chosen.connect(self.edited)

    def place(self) -> tuple[str, str] | None:
        """Codes of commune and province, if the address ends in a chosen commune."""
        choice = self._edit.choice
        return (choice.code, self._places.province_of[choice.code]) if choice else None

    def set_place(self, commune: str | None) -> None:
        """Remember the commune the shown address ends in (from a stored record or a draft)."""
        text = self._edit.text()
        self._edit.set_choice(Choice(commune, text) if commune in self._places.province_of and commune else None)
        self._edit.setText(text)

    @override
    def set_value(self, value: object) -> None:
        self._edit.set_choice(None)
        super().set_value(value)
