"""The words `tgpl` understands, with their help. No command is imported here: `tgpl --help` answers at once."""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from desktop.arguments import Parser
from desktop.cli.shell import Misuse
from desktop.services.session import VIETNAM
from desktop.words import cli as words
from sync.contract.version import PROGRAM_VERSION


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the words after the program's name. Raise `Misuse` with what is wrong about them."""
    return _parser().parse_args(argv)


def _parser() -> "_Parser":
    parser = _Parser(prog="tgpl", description=words.DESCRIPTION)
    _everywhere(parser, first=True)
    commands = parser.add_subparsers(
        title=words.COMMANDS_TITLE, dest="command", metavar=words.COMMAND, required=True, parser_class=_Parser
    )
    _offices(commands)
    _cases(commands)
    _records(commands)
    _papers(commands)
    _syncing(commands)
    _deletions(commands)
    _people(commands)
    _numbering(commands)
    _reports(commands)
    _performance(commands)
    _bulletins(commands)
    _catalogues(commands)
    _keeping(commands)
    return parser


def _offices(commands: Any) -> None:
    init = _command(commands, "init")
    for name in ("--unit-code", "--unit-name", "--kind", "--province", "--server", "--code"):
        init.add(name)
    init.add("--full-name", required=True)
    enrol = _command(commands, "enrol")
    enrol.add("--server")
    enrol.add("--code", required=True)
    for command in (init, enrol):
        command.add("--proxy")
        command.add("--proxy-user")
        command.add("--ca-file")
    user = _group(commands, "user")
    new = _command(user, "user add")
    new.add("login")
    new.add("--full-name", required=True)
    new.add("--role", required=True)
    _command(user, "user list")
    _command(commands, "password")
    _command(commands, "recover")


def _cases(commands: Any) -> None:
    case = _group(commands, "case")
    _command(case, "case template")
    _command(case, "case add").add("--file", type=Path, required=True)
    edit = _command(case, "case edit")
    edit.add("id")
    edit.add("fields", nargs="+", metavar=words.FIELD_VALUE)
    accept = _command(case, "case accept")
    accept.add("id")
    accept.add("--at")
    reopen = _command(case, "case reopen")
    reopen.add("id")
    reopen.add("--reason", required=True)
    _command(case, "case delete").add("id")
    move = _command(case, "case move")
    move.add("id")
    move.add("--unit", required=True)
    move.add("--on")
    move.add("--reason", required=True)
    move.add("--document")
    _command(case, "case destinations")
    listed = _command(case, "case list")
    listed.add("--query", default="")
    listed.add("--limit", type=_positive, default=20)
    _command(case, "case show").add("id")


def _records(commands: Any) -> None:
    record = _group(commands, "record")
    listed = _command(record, "record list")
    listed.add("type", nargs="?")
    listed.add("--query", default="")
    listed.add("--period")
    listed.add("--day")
    for name, which in (("record add", ("type",)), ("record edit", ("type", "id"))):
        change = _command(record, name)
        for argument in which:
            change.add(argument)
        change.add("fields", nargs="+", metavar=words.FIELD_VALUE)
    gone = _command(record, "record delete")
    gone.add("type")
    gone.add("id")


def _papers(commands: Any) -> None:
    attachment = _group(commands, "attachment")
    add = _command(attachment, "attachment add")
    add.add("id")
    add.add("file", type=Path, metavar=words.FILE)
    for name in ("--title", "--paper-kind", "--dated-on"):
        add.add(name)
    _command(attachment, "attachment list").add("id")
    get = _command(attachment, "attachment get")
    get.add("paper")
    get.add("--to", type=Path, metavar=words.FILE, required=True)
    _command(attachment, "attachment remove").add("paper")


def _syncing(commands: Any) -> None:
    _command(commands, "sync").add("--verify", action="store_true")
    _command(commands, "status").add("--unit", action="store_true")
    for name in ("rebuild", "queue", "conflicts"):
        _command(commands, name)
    _command(commands, "receipts").add("--limit", type=_positive, default=20)
    _command(commands, "discard").add("key")
    for name in ("retry", "hold", "release"):
        several = _command(commands, name)
        several.add("keys", nargs="*")
        several.add("--all", action="store_true")
    resolve = _command(commands, "resolve")
    resolve.add("id")
    resolve.add("fields", nargs="+", metavar=words.FIELD_CHOICE)
    bundle = _group(commands, "bundle")
    export = _command(bundle, "bundle export")
    export.add("--out", type=Path, required=True)
    export.add("--invitation", type=Path)
    export.add("--code")
    export.add("--papers", type=_megabytes, metavar=words.MEGABYTES)
    for name in ("bundle import", "bundle relay"):
        _command(bundle, name).add("file", type=Path, metavar=words.FILE)
    _command(bundle, "bundle receipt").add("number", type=_positive, nargs="?")


def _deletions(commands: Any) -> None:
    deletions = _group(commands, "deletions")
    _command(deletions, "deletions show")
    for name in ("accept", "keep", "restore"):
        _command(deletions, f"deletions {name}").add("number", type=_positive, nargs="?")


def _people(commands: Any) -> None:
    person = _group(commands, "person")
    _command(person, "person duplicates")
    merge = _command(person, "person merge")
    merge.add("id")
    merge.add("into")
    _command(person, "person unmerge").add("id")
    apart = _command(person, "person tell-apart")
    apart.add("id")
    apart.add("other")


def _numbering(commands: Any) -> None:
    numbering = _group(commands, "numbering")
    for name in ("show", "give-back", "ask", "void"):
        _command(numbering, f"numbering {name}")
    _command(numbering, "numbering take-over").add("--reason", required=True)
    adjust = _command(numbering, "numbering adjust")
    adjust.add("id")
    adjust.add("--reason", required=True)


def _catalogues(commands: Any) -> None:
    catalogue = _group(commands, "catalogue")
    listed = _command(catalogue, "catalogue list")
    listed.add("catalogue_name", nargs="?")
    listed.add("--unverified", action="store_true")
    change = _command(catalogue, "catalogue set")
    change.add("catalogue_name")
    change.add("entry")
    for name in ("--label", "--short", "--basis"):
        change.add(name)
    change.add("--verified", action=argparse.BooleanOptionalAction)


def _reports(commands: Any) -> None:
    register = _group(commands, "register")
    _command(register, "register close").add("--period", required=True)
    _command(register, "register closings")
    report = _command(commands, "report")
    report.add("form")
    report.add("of", nargs="?")
    report.add("--period")
    report.add("--unit", action="append")
    report.add("--compare")
    report.add("--as-of", type=_moment)
    report.add("--cell", type=_cell, metavar=words.ROW_COLUMN)
    report.add("--reading", type=_reading, action="append", metavar=words.NAME_WAY)
    for name in ("--number", "--note", "--reason"):
        report.add(name)
    report.add("--out", type=Path)
    report.add("--tsv", action="store_true")
    report.add("--form", dest="form_code")
    report.add("--source")
    report.add("--text")
    report.add("--replace", action="store_true")


def _performance(commands: Any) -> None:
    nudge = _group(commands, "nudge")
    for name in ("nudge list", "nudge sent"):
        command = _command(nudge, name)
        command.add("--period", required=True)
        command.add("--unit", action="append")
        command.add("--practitioner")
        if name == "nudge list":
            command.add("--out", type=Path)
    workload = _command(commands, "workload")
    workload.add("--period", required=True)
    workload.add("--unit", action="append")
    workload.add("--cell", type=_cell, metavar=words.ROW_COLUMN)
    workload.add("--out", type=Path)
    ranking = _command(commands, "ranking")
    ranking.add("--period", required=True)
    ranking.add("--whom", choices=("people", "units"), default="people")
    ranking.add("--by", choices=("complete", "ended", "successful"), default="complete")
    ranking.add("--line", type=_positive)
    ranking.add("--out", type=Path)


def _bulletins(commands: Any) -> None:
    bulletin = _group(commands, "bulletin")
    make = _command(bulletin, "bulletin make")
    make.add("--period", required=True)
    make.add("--out", type=Path)
    check = _command(bulletin, "bulletin check")
    check.add("file", type=Path)
    check.add("--province")
    check.add("--register", action="store_true")
    check.add("--country", action="store_true")
    _command(bulletin, "bulletin take")
    country = _command(bulletin, "bulletin country")
    country.add("--period", required=True)
    country.add("--map", choices=("63", "34"))
    country.add("--cell", type=_cell, metavar=words.ROW_COLUMN)
    country.add("--criterion")
    country.add("--province")
    country.add("--out", type=Path)
    issue = _command(bulletin, "bulletin issue")
    issue.add("--period", required=True)
    issue.add("--map", choices=("63", "34"))
    issue.add("--number", required=True)
    issue.add("--note")
    issue.add("--out", type=Path)


def _keeping(commands: Any) -> None:
    export = _command(commands, "export")
    export.add("--out", type=Path, required=True)
    export.add("--acknowledged", action="store_true")
    export.add("--anonymous", action="store_true")
    export.add("--period")
    export.add("--threshold", type=_positive)
    _command(commands, "keep-unsent").add("--out", type=Path, metavar=words.FILE, required=True)
    backup = _command(commands, "backup")
    backup.add("--list", action="store_true")
    restore = _command(commands, "restore")
    restore.add("name", nargs="?")
    restore.add("--yes", action="store_true")
    demo = _command(commands, "demo")
    demo.add("--cases", type=int, default=100)
    demo.add("--seed", type=int, default=1)
    demo.add("--like")
    _command(commands, "self-check")


def _megabytes(text: str) -> int:
    """Bytes in so many megabytes, none of them too. Raise `ValueError`, which argparse turns into a misuse."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number << 20


def _moment(text: str) -> dt.datetime:
    """A day, to its end, or a moment, by the clock of Vietnam. Raise `ValueError`, which argparse makes a misuse."""
    typed = dt.datetime.fromisoformat(text)
    if "T" not in text.upper():
        typed = typed.replace(hour=23, minute=59, second=59)
    return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)


def _reading(text: str) -> tuple[str, str]:
    """``credit=equally``. Raise `ValueError`, which argparse turns into a misuse."""
    name, equals, way = text.partition("=")
    if not equals:
        raise ValueError(text)
    return name.strip(), way.strip()


def _cell(text: str) -> tuple[str, int]:
    """``1.2,8`` is row 1.2, column 8; ``,1`` the sum row. Raise `ValueError`, which argparse turns into a misuse."""
    row, _comma, column = text.rpartition(",")
    return row.strip(), int(column)


def _positive(text: str) -> int:
    """A whole number above nothing. Raise `ValueError`, which argparse turns into a misuse."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _command(commands: Any, name: str) -> "_Parser":
    """A command; its last word is what is typed after those of its group."""
    command: _Parser = commands.add_parser(name.rpartition(" ")[2], help=words.HELP[name], description=words.HELP[name])
    command.set_defaults(command=name)
    _everywhere(command, first=False)
    return command


def _group(commands: Any, name: str) -> Any:
    parser = commands.add_parser(name, help=words.HELP[name], description=words.HELP[name])
    return parser.add_subparsers(
        title=words.COMMANDS_TITLE, dest="command", metavar=words.COMMAND, required=True, parser_class=_Parser
    )


def _everywhere(parser: "_Parser", *, first: bool) -> None:
    """What may stand before the command or after it; what is left out after it keeps what stood before."""
    missing = None if first else argparse.SUPPRESS
    parser.add("--home", metavar=words.FOLDER, default=missing)
    parser.add("--user", metavar=words.LOGIN, default=missing)
    parser.add("--json", action="store_true", default=False if first else argparse.SUPPRESS)
    if first:
        parser.add("--version", action="version", version=PROGRAM_VERSION)
    parser.add("-h", "--help", action="help")


class _Parser(Parser):
    @override
    def error(self, message: str) -> NoReturn:
        """Raise `Misuse` with the usage and what was wrong."""
        raise Misuse(self.format_usage() + words.misuse(message))
