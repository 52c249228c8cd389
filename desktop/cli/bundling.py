"""Commands of the USB stick: writing what waits, taking in what came back, carrying it for another PC, slips."""

from argparse import Namespace
from typing import Any

import msgspec

from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.cli.syncing import said_once
from desktop.domain.errors import DomainError
from desktop.services.bundles import Bundles, Written
from desktop.words import bundle as bundle_words
from desktop.words import cli as words


def export(shell: Shell, args: Namespace) -> Answer:
    """Write everything the server has not answered on the stick; with an invitation it asks to join, too."""
    if (args.invitation is None) != (args.code is None):
        raise Misuse(words.INVITATION_AND_CODE)
    with shell.writing() as session:
        bundles = Bundles(session)
        if args.invitation is not None:
            bundles.accept_invitation(args.invitation, args.code)
        written = bundles.export(args.out, args.papers)
    return Answer(_data(written), bundle_words.exported(written.receipt, str(written.path)))


def take_in(shell: Shell, args: Namespace) -> Answer:
    """Take in answers and news; done only if everything is settled, as after `sync`."""
    with shell.writing() as session:
        taken = Bundles(session).take_in(args.file)
        after = said_once(shell, session)
    text = f"{bundle_words.taken_in(taken.receipt)}\n{after.text}"
    return Answer(_data(taken) | after.data, text, after.code)


def relay(shell: Shell, args: Namespace) -> Answer:
    """Bring another PC's file to the server, and write the answer beside it."""
    with shell.writing() as session:
        carried = Bundles(session).carry(args.file)
    return Answer(_data(carried), bundle_words.carried(carried.receipt, str(carried.path)))


def receipt(shell: Shell, args: Namespace) -> Answer:
    """One slip, or all of them."""
    with shell.reading() as session:
        slips = Bundles(session).slips()
        unit = session.office.unit.name
    if args.number is not None:
        slips = [slip for slip in slips if slip.number == args.number]
        if not slips:
            raise DomainError("no_such_record", record=str(args.number))
    text = "\n\n".join(bundle_words.slip(slip, unit) for slip in slips) or bundle_words.NO_SLIPS
    return Answer({"receipts": [msgspec.to_builtins(slip) for slip in slips]}, text)


def _data(written: Written) -> dict[str, Any]:
    return {"file": str(written.path), "receipt": msgspec.to_builtins(written.receipt)}


COMMANDS: dict[str, Command] = {
    "bundle export": export,
    "bundle import": take_in,
    "bundle relay": relay,
    "bundle receipt": receipt,
}
