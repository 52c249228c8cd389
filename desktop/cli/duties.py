"""Commands about the report calendar: what is due when, and that something was sent."""

from argparse import Namespace
from typing import Any

import msgspec

from desktop.cli.shell import Answer, Misuse, Shell
from desktop.domain.periods import period
from desktop.services.report_calendar import Owed, ReportCalendar
from desktop.words import cli as cli_words
from desktop.words import duties as words


def due(shell: Shell, args: Namespace) -> Answer:
    """What this office has to send in a year, and whether it did."""
    with shell.reading() as session:
        today = session.today()
        year = period(args.period).last.year if args.period else today.year
        found = ReportCalendar(session).year(year)
    lines = [words.line(each, today) for each in found]
    return Answer({"year": year, "reports": [_told(each) for each in found]}, "\n".join(lines) or words.NOTHING)


def sent(shell: Shell, args: Namespace) -> Answer:
    """Note that a report of the calendar was sent today."""
    if args.of is None or args.period is None:
        raise Misuse(cli_words.PERIOD_MISSING)
    between = period(args.period)
    with shell.writing() as session:
        calendar, today = ReportCalendar(session), session.today()
        years = (between.last.year, between.last.year + 1)
        every = [each for year in years for each in calendar.year(year)]
        owed = next((each for each in every if (each.duty.code, each.period) == (args.of, between)), None)
        if owed is None:
            raise Misuse(words.NO_SUCH.format(code=args.of))
        made = calendar.note_sent(owed, today, args.number or "")
    now = msgspec.structs.replace(owed, sent_on=today, number=args.number or "", noted=made)
    return Answer({"id": made, **_told(now)}, words.line(now, today))


def _told(owed: Owed) -> dict[str, Any]:
    first, last = owed.period
    told: dict[str, Any] = msgspec.to_builtins(
        {
            "report": owed.duty.code,
            "title": owed.duty.title,
            "to": owed.duty.to,
            "from_on": first,
            "to_on": last,
            "due_on": owed.on,
            "sent_on": owed.sent_on,
            "number": owed.number,
            "missing": owed.missing,
            "unverified": owed.duty.unverified,
        }
    )
    return told
