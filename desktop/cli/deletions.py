"""Commands about unusually many deletions: what waits for a person, and what they choose."""

from argparse import Namespace

import msgspec

from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Command, Misuse, Shell
from desktop.services.deletions import Choice, Deletions, Question
from desktop.words import cli as words
from desktop.words import deletions as said


def show(shell: Shell, _args: Namespace) -> Answer:
    """What waits; in the object also what was chosen before."""
    with shell.reading() as session:
        service = Deletions(session)
        waiting, every = service.waiting(), service.every()
    text = "\n".join(map(_sentence, waiting)) or words.NO_DELETIONS
    numbers = {question.number for question in waiting}
    now = [*waiting, *(question for question in every if question.number not in numbers)]
    rows = [{**_plain(question), "waiting": question.number in numbers} for question in now]
    return Answer({"questions": rows}, text, WAITS_FOR_PERSON if waiting else DONE)


def accept(shell: Shell, args: Namespace) -> Answer:
    """Carry out what others deleted, or send what was deleted here."""
    return _decided(shell, args, Choice.ACCEPT)


def keep(shell: Shell, args: Namespace) -> Answer:
    """Leave it as it is until the centre has been asked."""
    return _decided(shell, args, Choice.KEEP)


def restore(shell: Shell, args: Namespace) -> Answer:
    """Bring back everywhere what others deleted, or give up what was deleted here."""
    return _decided(shell, args, Choice.RESTORE)


def _decided(shell: Shell, args: Namespace, choice: Choice) -> Answer:
    with shell.writing() as session:
        service = Deletions(session)
        chosen = [question for question in service.waiting() if args.number in (None, question.number)]
        if args.number is not None and not chosen:
            raise Misuse(words.NO_SUCH_DELETIONS)
        for question in chosen:
            service.decide(question.number, choice)
    text = "\n".join(said.done(question, choice) for question in chosen) or words.NO_DELETIONS
    return Answer({"numbers": [question.number for question in chosen], "choice": choice.value}, text)


def _sentence(question: Question) -> str:
    return f"{question.number}. {said.title(question)} {said.advice(question)}"


def _plain(question: Question) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(question)
    return plain


COMMANDS: dict[str, Command] = {
    "deletions show": show,
    "deletions accept": accept,
    "deletions keep": keep,
    "deletions restore": restore,
}
