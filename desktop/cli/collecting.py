"""Commands about the figures of organisations without the program: the workbook that goes out, and what came back."""

from argparse import Namespace
from pathlib import Path

import msgspec

from desktop.cli.shell import DONE, FAILED, WAITS_FOR_PERSON, Answer, Misuse, Shell
from desktop.domain.periods import period
from desktop.services.collecting import Collecting, Standing
from desktop.services.reports import Reports
from desktop.words import cli as cli_words
from desktop.words import collected as words


def template(shell: Shell, args: Namespace) -> Answer:
    """Write the workbook one organisation fills in, or without one named those of all that still have to."""
    if args.period is None or args.form_code is None:
        raise Misuse(cli_words.FORM_AND_PERIOD_MISSING)
    between = period(args.period)
    with shell.reading() as session:
        collecting, form = Collecting(session), Reports(session).form(args.form_code, between)
        if args.of is not None:
            wanted = [collecting.organisation(args.of)]
        else:
            wanted = [each.organisation for each in collecting.standing(form, between) if each.owes]
        out = args.out or Path.cwd()
        if args.of is not None and out.suffix.lower() == ".xlsx":
            collecting.write_template(wanted[0], form, between, out)
            paths = [out]
        else:
            paths = collecting.write_templates(wanted, form, between, out)
    files = [
        {"organisation": one.id, "name": one.name, "file": str(path)} for one, path in zip(wanted, paths, strict=True)
    ]
    text = "\n".join(cli_words.TEMPLATE_WRITTEN.format(**each) for each in files) or words.NOBODY_OWES
    return Answer({"files": files}, text)


def collect(shell: Shell, args: Namespace) -> Answer:
    """Take in a workbook that came back; nothing of it where something is wrong."""
    if args.of is None:
        raise Misuse(cli_words.FILLED_MISSING)
    with shell.writing() as session:
        collecting = Collecting(session)
        returned = collecting.read(Path(args.of))
        taken = None if returned.problems else collecting.take(returned, replace=args.replace)
    name, between = returned.organisation.name or "", returned.period
    data = {
        "id": taken,
        "organisation": returned.organisation.id,
        "name": name,
        "form": returned.form.code,
        "version": returned.form.version,
        "from": between.first.isoformat(),
        "to": between.last.isoformat(),
        "problems": [
            {"code": each.code, "cell": each.cell, "message": words.problem(each)} for each in returned.problems
        ],
    }
    if returned.problems:
        lines = [words.refused(name, len(returned.problems)), *words.problems(returned.problems)]
        return Answer(data, "\n".join(lines), FAILED)
    return Answer(data, words.taken(name, returned.form.code, between))


def collected(shell: Shell, args: Namespace) -> Answer:
    """Who has sent figures for a form and who has not; ends as something that waits while somebody has not."""
    if args.period is None or args.of is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    between = period(args.period)
    with shell.reading() as session:
        form = Reports(session).form(args.of, between)
        found = Collecting(session).standing(form, between)
    owing = sum(each.owes for each in found)
    data = {
        "form": form.code,
        "from": between.first.isoformat(),
        "to": between.last.isoformat(),
        "organisations": [_standing(each) for each in found],
    }
    lines = [f"{words.state(each):<24} {each.organisation.name}" for each in found] or [words.NOBODY]
    return Answer(data, "\n".join([*lines, words.told(found)]), WAITS_FOR_PERSON if owing else DONE)


def _standing(each: Standing) -> dict[str, object]:
    figures = each.figures
    return {
        "id": figures.id if figures else None,
        "organisation": each.organisation.id,
        "name": each.organisation.name,
        "received_on": msgspec.to_builtins(figures.received_on) if figures else None,
        "owes": each.owes,
        "differs": each.differs,
        "in_program": each.in_program,
    }
