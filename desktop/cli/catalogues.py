"""Commands about catalogues: what could not be verified, and what the office says it is."""

from argparse import Namespace
from typing import Any

import msgspec

from desktop.cli.shell import Answer, Command, Shell
from desktop.services.own_catalogues import Listed, OwnCatalogues
from desktop.words import catalogues as words


def listed(shell: Shell, args: Namespace) -> Answer:
    """The entries of a catalogue or all, with their marks."""
    with shell.reading() as session:
        service = OwnCatalogues(session)
        refused = service.refused()
        found = service.listed(args.catalogue_name, unverified=args.unverified)
    data = {"entries": [_entry(each) for each in found], "refused": [each.values["file"] for each in refused]}
    return Answer(data, "\n".join([*map(words.line, found), *map(words.refused, refused), words.total(found)]))


def change(shell: Shell, args: Namespace) -> Answer:
    """Word an entry, or say that it was checked against the official text."""
    with shell.writing() as session:
        texts = {"label": args.label, "short": args.short, "source": args.basis}
        changed = OwnCatalogues(session).change(args.catalogue_name, args.entry, **texts, verified=args.verified)
    return Answer(_entry(changed), words.line(changed))


def _entry(one: Listed) -> dict[str, Any]:
    names = ("code", "label", "short", "group", "valid_from", "valid_to", "source", "unverified")
    values = {name: msgspec.to_builtins(getattr(one.entry, name)) for name in names}
    return {"catalogue": one.catalogue, **values, "own": one.own}


COMMANDS: dict[str, Command] = {"catalogue list": listed, "catalogue set": change}
