"""The command line of ``tgpl-server``: argparse, speaking Vietnamese."""

import argparse
import re
from typing import Any, NoReturn

from typing_extensions import override

from sync.server import words

_MISUSED = 2


class Parser(argparse.ArgumentParser):
    """argparse with our headings and our words for what is wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._arguments = self.add_argument_group(words.ARGUMENTS)
        self._arguments.add_argument("-h", "--help", action="help", help=words.HELP["-h"])

    def add(self, name: str, **options: Any) -> None:
        """Add an argument with its help."""
        self._arguments.add_argument(name, help=words.HELP[name], **options)

    def add_switch(self, name: str, *, on: str, off: str) -> None:
        """Add two words that exclude each other; ``name`` is None if neither was typed."""
        either = self._arguments.add_mutually_exclusive_group()
        for word, value in ((on, True), (off, False)):
            either.add_argument(word, dest=name, action="store_const", const=value, help=words.HELP[word])

    def add_commands(self) -> Any:
        """The place for the commands that follow this word."""
        return self.add_subparsers(title=words.COMMANDS, metavar=words.ONE_COMMAND, required=True, parser_class=Parser)

    @override
    def error(self, message: str) -> NoReturn:
        """End with the usage and what was wrong."""
        self.exit(_MISUSED, f"{self.format_usage()}{_misuse(message)}\n")


class _Formatter(argparse.HelpFormatter):
    @override
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, words.USAGE if prefix is None else prefix)


def _misuse(message: str) -> str:
    for pattern, text in words.MISUSES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return text.format(*found.groups())
    return words.MISUSED
