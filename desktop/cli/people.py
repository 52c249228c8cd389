"""Commands about people who were entered twice."""

from argparse import Namespace

from desktop.cli.shell import DONE, WAITS_FOR_PERSON, Answer, Command, Shell
from desktop.services.same_person import Likely, SamePerson
from desktop.words import people as words


def duplicates(shell: Shell, _args: Namespace) -> Answer:
    """Pairs of entries that may be one person."""
    with shell.reading() as session:
        found = SamePerson(session).likely()
    text = "\n\n".join(map(_both, found)) or words.NO_PAIRS
    return Answer({"pairs": [_data(each) for each in found]}, text, WAITS_FOR_PERSON if found else DONE)


def merge(shell: Shell, args: Namespace) -> Answer:
    """Let the second entry stand for the first."""
    with shell.writing() as session:
        SamePerson(session).merge(args.id, args.into)
    return Answer({"id": args.id, "into": args.into}, words.MERGED)


def unmerge(shell: Shell, args: Namespace) -> Answer:
    """Let an entry stand for itself again."""
    with shell.writing() as session:
        SamePerson(session).unmerge(args.id)
    return Answer({"id": args.id}, words.UNMERGED)


def tell_apart(shell: Shell, args: Namespace) -> Answer:
    """Remember that two entries are two people."""
    with shell.writing() as session:
        SamePerson(session).tell_apart(args.id, args.other)
    return Answer({"id": args.id, "other": args.other}, words.TOLD_APART)


def _data(likely: Likely) -> dict[str, object]:
    pair = likely.pair
    return {"one": pair.one.id, "other": pair.other.id, "same_number": pair.same_number}


def _both(likely: Likely) -> str:
    pair = likely.pair
    lines = [f"{each.id}  {words.described(each, likely.cases.get(each.id, 0))}" for each in (pair.one, pair.other)]
    return "\n".join([words.why(pair), *lines])


COMMANDS: dict[str, Command] = {
    "person duplicates": duplicates,
    "person merge": merge,
    "person unmerge": unmerge,
    "person tell-apart": tell_apart,
}
