"""The command about how much each practitioner has to do and did, beside the norm."""

from argparse import Namespace

from desktop.cli.cases import shown
from desktop.cli.reports import behind as told_behind
from desktop.cli.reports import data
from desktop.cli.shell import Answer, Command, Shell
from desktop.domain.periods import period
from desktop.services.workload import Workloads
from desktop.words import reports as words


def show(shell: Shell, args: Namespace) -> Answer:
    """The table, or the cases behind one of its cells."""
    with shell.reading() as session:
        service = Workloads(session)
        found = service.over(period(args.period), args.unit or ())
        if args.cell:
            behind = service.behind(found, args.cell)
            return told_behind(behind, [shown(row, session.user.full_name) for row in behind.cases])
        if args.out:
            service.write(found, args.out)
    counted = found.counted
    marks = [row.mark for row in counted.form.rows if row.mark]
    people = [
        {
            "mark": mark,
            "practitioner": load.id,
            "name": load.name,
            "norm": load.norm.id if load.norm else None,
            "rating": load.rating,
            "missing": str(load.missing) if load.missing is not None else None,
        }
        for mark, load in zip(marks, found.loads, strict=True)
    ]
    lines = [*words.head(counted), "", *words.table(counted), "", *words.heads(counted.form), "", *words.notes(counted)]
    return Answer({**data(counted, []), "people": people}, "\n".join(lines))


COMMANDS: dict[str, Command] = {"workload": show}
