"""From the words typed to the exit code: parse, run one command, print its answer or its error."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import msgspec

from desktop.cli import failures
from desktop.cli.parser import parse
from desktop.cli.shell import Answer, Command, Misuse, Shell
from desktop.services.session import Clock, local_now
from desktop.store.keys import Cost
from sync.contract.errors import CodedError

DEBUG_VARIABLE = "TGPL_DEBUG"
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, *, clock: Clock = local_now, cost: Cost | None = None) -> int:
    """Run one command and return the exit code.

    Args:
        argv: the words after the program's name; those it was started with by default.
        clock: the present moment.
        cost: of a guess at a password set in this run; see `desktop.store.keys.Cost`.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may know no Vietnamese
    typed = sys.argv[1:] if argv is None else list(argv)
    shell: Shell | None = None
    try:
        args = parse(typed)
        shell = Shell(args, clock, cost)
        answer = _command(args.command)(shell, args)
    except Misuse as error:
        answer = failures.misuse(error)
    except CodedError as error:
        answer = failures.failure(error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        answer = failures.bug(error, _written_down(error, shell))
    try:
        _print(answer, as_json="--json" in typed)
        sys.stdout.flush()
    except BrokenPipeError:
        _deaf_ear()
    return answer.code


def _written_down(error: Exception, shell: Shell | None) -> str | None:
    """The number under which a defect was written down in the home; None while there is no home to write in."""
    if shell is None or not shell.home.is_dir():
        return None
    from desktop.services.crash_files import FOLDER, CrashFiles  # noqa: PLC0415 - hopefully never

    return CrashFiles(shell.home / FOLDER).write_down(error)[0]


#: First word of a command → the module of `desktop.cli` it is in; what is not here is in `syncing`.
_MODULES = {
    **dict.fromkeys(("init", "enrol", "user", "password", "recover"), "offices"),
    "case": "cases",
    "record": "records",
    **dict.fromkeys(("export", "keep-unsent", "backup", "restore"), "keeping"),
    "numbering": "numbering",
    "person": "people",
    "bundle": "bundling",
    "bulletin": "bulletins",
    "nudge": "nudging",
    "catalogue": "catalogues",
    "workload": "workload",
    "ranking": "ranking",
    "report": "issuing",
    "register": "closing",
    "deletions": "deletions",
    "attachment": "papers",
    **dict.fromkeys(("demo", "self-check"), "trying"),
}


def _command(name: str) -> Command:
    """The function behind a command; only the module it is in gets imported."""
    module = import_module(f"desktop.cli.{_MODULES.get(name.partition(' ')[0], 'syncing')}")
    command: Command = module.COMMANDS[name]
    return command


def _deaf_ear() -> None:
    """Let what is still to be flushed go nowhere: who read the output has gone, as ``head`` does after ten lines."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(msgspec.json.encode(answer.data).decode())  # noqa: T201 - what the program is for
    elif answer.text:
        print(answer.text, file=sys.stderr if answer.failed else sys.stdout)
