"""Commands about the numbering of the Sổ."""

from argparse import Namespace

import msgspec

from desktop.cli.cases import case_id_of
from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Command, Shell
from desktop.services.cases import Cases
from desktop.services.numbering import Numbering
from desktop.services.session import Session
from desktop.words import numbering as words


def show(shell: Shell, _args: Namespace) -> Answer:
    """Who numbers, and what is under way."""
    with shell.reading() as session:
        return _standing(session)


def give_back(shell: Shell, _args: Namespace) -> Answer:
    """Give no more numbers here."""
    with shell.writing() as session:
        Numbering(session).give_back()
        return _standing(session)


def ask(shell: Shell, _args: Namespace) -> Answer:
    """Ask for the right to number."""
    with shell.writing() as session:
        Numbering(session).ask()
        return _standing(session)


def take_over(shell: Shell, args: Namespace) -> Answer:
    """Number here from now on, by force."""
    with shell.writing() as session:
        Numbering(session).take_over(args.reason)
        return _standing(session)


def void(shell: Shell, _args: Namespace) -> Answer:
    """The numbers nobody bears and nobody will."""
    with shell.reading() as session:
        found = Numbering(session).void_numbers()
    text = "\n".join(map(words.void, found)) or words.NO_VOID
    return Answer({"void": [msgspec.to_builtins(each) for each in found]}, text)


def adjust(shell: Shell, args: Namespace) -> Answer:
    """Give a case another number, with the day and the reason."""
    with shell.writing() as session:
        cases = Cases(session)
        case = case_id_of(cases, args.id)
        Numbering(session).adjust(case, args.reason)
        page = cases.page(case)
    former = list(page.case.former_codes)
    return Answer({"id": case, "code": page.code, "former_codes": former}, f"{former[-1]} → {page.code}")


def _standing(session: Session) -> Answer:
    now = Numbering(session).standing()
    return Answer(msgspec.to_builtins(now), "\n".join(words.standing(now)), WAITS_FOR_PERSON if now.askers else DONE)


COMMANDS: dict[str, Command] = {
    "numbering show": show,
    "numbering give-back": give_back,
    "numbering ask": ask,
    "numbering take-over": take_over,
    "numbering void": void,
    "numbering adjust": adjust,
}
