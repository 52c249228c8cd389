"""Commands about reports: one that was issued, and by its first word which other command is meant."""

from argparse import Namespace

import msgspec

from desktop.cli import reports as filling
from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.domain.periods import period
from desktop.exchange.paper.copying import tabs
from desktop.services.issuing import IssuedReport, Issuing
from desktop.services.reports import Reports
from desktop.words import cli as cli_words
from desktop.words import reports as words


def issue(shell: Shell, args: Namespace) -> Answer:
    """Freeze a form as it stands."""
    if args.period is None or args.of is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    between = period(args.period)
    with shell.writing() as session:
        reports, issuing = Reports(session), Issuing(session)
        asked = reports.asked(between, args.unit or (), dict(args.reading or ()))
        counted = reports.count(reports.form(args.of, between), asked)
        issuing.issue(counted, args.number or "", args.note or "", args.reason or "")
        made = issuing.named(args.number)
        if args.out:
            issuing.write(made, args.out)
    return Answer(_head(made), words.issued(made))


def issued(shell: Shell, args: Namespace) -> Answer:
    """Every report that was issued, or one as it was."""
    with shell.reading() as session:
        issuing = Issuing(session)
        if args.of is None:
            every = issuing.issued()
            return Answer({"reports": [_head(each) for each in every]}, "\n".join(map(words.issued, every)))
        report = issuing.named(args.of)
        opened = issuing.opened(report)
        if args.out:
            issuing.write(report, args.out)
        page = issuing.page(report)
    text = tabs(page).rstrip("\n")
    if not args.tsv:
        lines = [*words.head(opened.counted), "", *words.table(opened.counted), ""]
        text = "\n".join([words.issued(report), *lines, *page.notes])
    return Answer({**_head(report), **filling.data(opened.counted, [])}, text)


def report(shell: Shell, args: Namespace) -> Answer:
    """``report list``, ``so``, ``chi-tra``, ``issue``, ``issued``, or one form by its code."""
    return _NAMED.get(args.form, filling.show)(shell, args)


def _head(report: IssuedReport) -> dict[str, object]:
    values = msgspec.structs.asdict(report)
    names = ("id", "unit", "number", "form", "version", "issued_at", "issuer", "note", "reason", "hash")
    between = {"from": report.from_on, "to": report.to_on}
    told: dict[str, object] = msgspec.to_builtins({name: values[name] for name in names} | between)
    return told


_NAMED = {
    "list": filling.list_forms,
    "so": filling.register,
    "chi-tra": filling.payments,
    "issue": issue,
    "issued": issued,
}
COMMANDS: dict[str, Command] = {"report": report}
