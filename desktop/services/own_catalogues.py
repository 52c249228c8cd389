"""What the law says and the program could not verify: listed with its mark, worded and confirmed by the office."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from desktop.domain.catalogues import OWN_WORDINGS, Entry, catalogue, shipped
from desktop.domain.errors import CatalogueError, DomainError
from desktop.services import wordings
from desktop.services.session import Session
from sync.contract.text import normalise

__all__ = ["Listed", "OwnCatalogues"]


class Listed(msgspec.Struct, frozen=True):
    """An entry of a catalogue.

    Attributes:
        catalogue: its name.
        entry: as it is shown here.
        own: whether the office has worded or confirmed it.
    """

    catalogue: str
    entry: Entry
    own: bool


class OwnCatalogues:
    """The use cases of catalogues."""

    def __init__(self, session: Session) -> None:
        self._home = session.database.path.parent

    def names(self) -> list[str]:
        """The catalogues an office may word."""
        return sorted(OWN_WORDINGS)

    def refused(self) -> list[CatalogueError]:
        """What is wrong with files of the office that mean nothing."""
        return wordings.adopt(self._home)

    def listed(self, name: str | None = None, *, unverified: bool = False) -> list[Listed]:
        """The entries an office may word, of one catalogue or all; only those that nobody has confirmed yet.

        Raises:
            DomainError: ``no_such_catalogue``.
        """
        if name is not None and name not in OWN_WORDINGS:
            raise DomainError("no_such_catalogue", catalogue=name)
        names = sorted(OWN_WORDINGS) if name is None else [name]
        return [each for one in names for each in _listed(one) if each.entry.unverified or not unverified]

    def change(
        self,
        name: str,
        code: str,
        *,
        label: str | None = None,
        short: str | None = None,
        source: str | None = None,
        verified: bool | None = None,
    ) -> Listed:
        """Word the newest entry of a code, or say that it was checked against the official text.

        Args:
            name: of the catalogue.
            code: of the entry.
            label: the wording of the law; None leaves it.
            short: a shorter one, for narrow columns; empty for none.
            source: the law, circular or decision.
            verified: whether it was checked.

        Raises:
            DomainError: ``no_such_catalogue``, ``not_in_catalogue``; ``required`` at ``label``, and at ``source`` of
                what is said to be checked.
        """
        entry = next((each.entry for each in reversed(self.listed(name)) if each.entry.code == code), None)
        if entry is None:
            raise DomainError("not_in_catalogue", catalogue=name, entry=code)
        told = {"label": label, "short": short, "source": source}
        texts = {field: " ".join(normalise(text).split()) for field, text in told.items() if text is not None}
        mark = entry.unverified if verified is None else not verified
        changed = replace(entry, **texts, unverified=mark)  # type: ignore[arg-type]
        for field, lacks in (("label", not changed.label), ("source", verified and not changed.source)):
            if lacks:
                raise DomainError("required", field=field)
        wordings.keep(self._home, name, changed)
        return Listed(name, changed, own=True)


def _listed(name: str) -> Iterator[Listed]:
    for entry, before in zip(catalogue(name).entries, shipped(name).entries, strict=True):
        yield Listed(name, entry, own=entry != before)
