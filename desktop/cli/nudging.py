"""Commands about reminding whoever performs cases of what these still lack."""

from argparse import Namespace
from typing import Any

import msgspec

from desktop.cli.shell import Answer, Command, Shell
from desktop.domain.periods import period
from desktop.services.nudging import Nudges, Nudging
from desktop.words import cli as cli_words
from desktop.words import nudging as words
from desktop.words.formats import whole


def show(shell: Shell, args: Namespace) -> Answer:
    """What is lacking, a reminder for each performer, and what came of earlier ones."""
    with shell.reading() as session:
        service = Nudging(session)
        nudges = service.nudges(period(args.period), args.unit or ())
        if args.out:
            service.write(nudges, args.out)
    wanted = [one for one in _people(nudges) if args.practitioner in (None, one)]
    data = {
        "from": nudges.period.first.isoformat(),
        "to": nudges.period.last.isoformat(),
        "people": [_person(nudges, one) for one in wanted],
        "sent": msgspec.to_builtins(nudges.sent),
    }
    names = {each.practitioner: each.name for each in nudges.entries}
    lines = [words.message(nudges.of(one)) for one in wanted]
    lines += [words.came_of((names[each.practitioner], each)) for each in nudges.sent if each.practitioner in names]
    return Answer(data, "\n".join([*lines, words.told(nudges.entries)]))


def sent(shell: Shell, args: Namespace) -> Answer:
    """Keep that the reminders of a period were sent, to all or to one."""
    with shell.writing() as session:
        service = Nudging(session)
        nudges = service.nudges(period(args.period), args.unit or ())
        things = service.log(nudges, [one for one in _people(nudges) if args.practitioner in (None, one)])
    return Answer({"sent": things}, cli_words.NUDGED.format(count=whole(things)))


def _people(nudges: Nudges) -> list[str]:
    return list(dict.fromkeys(each.practitioner for each in nudges.entries))


def _person(nudges: Nudges, practitioner: str) -> dict[str, Any]:
    entries = nudges.of(practitioner)
    return {
        "practitioner": practitioner,
        "name": entries[0].name,
        "cases": [{"case": each.case, "code": each.code, "lacks": list(each.lacks)} for each in entries],
        "text": words.message(entries),
    }


COMMANDS: dict[str, Command] = {"nudge list": show, "nudge sent": sent}
